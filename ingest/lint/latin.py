"""English words with a letter that looks like another: EGDl for EGDI, where the file has the other spelling too."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.passages import Localized
from ingest.lint.source import Row, Suspect, suspect

_WORD = re.compile(r"(?<![\w./@-])[A-Za-z01|]{3,}(?![\w/@-]|\.\w)")
_ALIKE = str.maketrans({"l": "I", "1": "I", "|": "I", "0": "O"})


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the rarer of two spellings that look the same and differ by more than capitals."""
    spelled: Counter[str] = Counter(match[0] for row in rows for match in _WORD.finditer(row.text))
    alike: dict[str, list[str]] = defaultdict(list)
    for word in sorted(spelled, key=lambda word: -spelled[word]):
        if not word.isdigit():
            alike[word.translate(_ALIKE)].append(word)
    meant = {
        word: first for first, *others in alike.values() for word in others if spelled[word] < spelled[first]
    }
    for row in rows:
        for match in _WORD.finditer(row.text):
            if right := meant.get(match[0]):
                message = Localized(th=f"น่าจะอ่านผิดจาก {right}", en=f"likely misread for {right}")
                yield suspect(row, match.span(), "word", message, None, right)
