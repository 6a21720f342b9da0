"""Text that the file has twice, but for a word: one of the two may be misread."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.passages import Localized
from corpus.text import Token, tokens
from ingest.lint.near import SMALL, WHOLE, distance
from ingest.lint.source import Row, Suspect, suspect

AFTER, BETWEEN = 3, 2
"""Words in a row after the place that must agree, and the most that may differ there."""
NEAR_CONTEXT, FAR_CONTEXT = 24, 24
"""Characters that must agree: around two readings that look alike, and on each side where one has a word more."""
SHORTEST = 4
"""Characters of the shortest reading that is compared: shorter ones are words that differ with the sentence."""
REACH = 40
"""The most words that are compared on either side."""


@dataclass(frozen=True, slots=True)
class _Word:
    row: Row
    token: Token

    @property
    def text(self) -> str:
        return self.token.text.lower()

    @property
    def counts(self) -> bool:
        """Tell whether it is a Thai word: numbers and citations differ for good reason, English words by inflection."""
        return self.token.kind == "word"


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the rarer of two readings that stand in the same surroundings, each place once."""
    words = [_Word(row, token) for row in rows for token in tokens(row.text) if token.kind != "mark"]
    texts = [word.text for word in words]
    places: dict[tuple[str, ...], dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    for at in range(1, len(words)):
        for size in range(BETWEEN + 1):
            end = at + size
            if end + AFTER <= len(words) and _one_place(words[at:end]):
                around = (texts[at - 1], *texts[end : end + AFTER])
                places[around][tuple(texts[at:end])].append(at)
    yield from _doubled(words)
    taken: set[int] = set()
    for readings in places.values():
        for rare, common in _ranked(readings):
            for at in readings[rare]:
                other = next((o for o in readings[common] if _alike(texts, (at, rare), (o, common))), None)
                span = set(range(at, at + len(rare)))
                if other is not None and span and not span & taken:
                    taken |= span
                    yield _suspect(words, at, rare, words[other : other + len(common)], words[other])


def _one_place(words: Sequence[_Word]) -> bool:
    """Tell whether these are Thai words written in one piece."""
    joined = all(a.row is b.row and a.token.end == b.token.start for a, b in pairwise(words))
    return joined and all(word.counts for word in words)


def _ranked(readings: dict[tuple[str, ...], list[int]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield pairs of readings, the rarer first; of two as common, the one that the word list has as a word is right."""
    for rare, at in readings.items():
        for common, other in readings.items():
            if (len(at), -len(rare), -len("".join(rare))) < (len(other), -len(common), -len("".join(common))):
                yield rare, common


def _alike(
    texts: Sequence[str], first: tuple[int, tuple[str, ...]], second: tuple[int, tuple[str, ...]]
) -> bool:
    """Tell whether two readings differ by a slip, or by a word in surroundings that are long the same."""
    (at, rare), (other, common) = first, second
    if (
        not rare
        or not common
        or "".join(rare) == "".join(common)
        or rare[0] == common[0]
        or rare[-1] == common[-1]
    ):
        return False
    before = _agree(texts, at - 1, other - 1, -1)
    after = _agree(texts, at + len(rare), other + len(common), 1)
    shortest = min(len("".join(rare)), len("".join(common)))
    if shortest >= SHORTEST and distance("".join(rare), "".join(common), WHOLE + SMALL) <= WHOLE + SMALL:
        return before + after >= NEAR_CONTEXT
    tail = len(rare) == len(common) == 1 and rare[0].endswith(common[0])
    return tail and min(before, after) >= FAR_CONTEXT


def _agree(texts: Sequence[str], first: int, second: int, step: int) -> int:
    """Count the characters of the words that agree from two places on."""
    found = 0
    for _ in range(REACH):
        if not (0 <= first < len(texts) and 0 <= second < len(texts)) or texts[first] != texts[second]:
            break
        found += len(texts[first])
        first, second = first + step, second + step
    return found


def _suspect(
    words: Sequence[_Word], at: int, rare: tuple[str, ...], common: Sequence[_Word], place: _Word
) -> Suspect:
    row, line = words[at].row, place.row.number
    meant = "".join(word.token.text for word in common)
    message = Localized(
        th=f"บรรทัด {line} เขียนข้อความเดียวกันว่า {meant}", en=f"line {line} has the same text with {meant}"
    )
    return suspect(
        row, (words[at].token.start, words[at + len(rare) - 1].token.end), "parallel", message, None, meant
    )


def _doubled(words: Sequence[_Word]) -> Iterator[Suspect]:
    """Yield a long word that stands twice in a row, at a line's end and at the beginning of the next too."""
    for before, word in pairwise(words):
        joined = before.row is word.row and before.token.end == word.token.start
        broken = (
            before.row.number + 1 == word.row.number
            and before.token.end == len(before.row.text)
            and word.token.start == 0
        )
        if word.counts and word.text == before.text and len(word.text) > SHORTEST and (joined or broken):
            message = Localized(th="คำซ้ำกันสองครั้ง", en="the word stands twice in a row")
            yield suspect(word.row, (word.token.start, word.token.end), "parallel", message)
