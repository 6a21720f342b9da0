"""A term that a text defines and never uses: the term is likely misread where it is defined."""

import re
from collections.abc import Iterator, Sequence

from corpus.passages import Localized
from ingest.lint.source import Row, Suspect, suspect

_DEFINED = re.compile(r"[“\"](?P<term>[^”\"]{3,60})[”\"] ?(?:หมายความว่า|หมายถึง|ให้หมายความรวมถึง)")


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the defined terms that stand nowhere else in the file."""
    whole = _letters("".join(row.text for row in rows))
    for row in rows:
        for match in _DEFINED.finditer(row.text):
            if whole.count(_letters(match["term"])) == 1:
                message = Localized(
                    th="นิยามคำนี้ไว้ แต่ไม่มีที่ใดในไฟล์ใช้", en="this term is defined, and the file uses it nowhere"
                )
                yield suspect(row, match.span("term"), "definition", message)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)
