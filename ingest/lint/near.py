"""How near two Thai words look: letters that an OCR engine takes for one another, marks lost or put in."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

_ALIKE = (
    "กถภฤฦทหฑ",
    "ขชซฃฆ",
    "คศดตฅ",
    "บปษน",
    "ผฝพฟฬ",
    "มฆน",
    "ลสอ",
    "รธฐจ",
    "งว",
    "ญณฌ",
    "ฎฏ",
    "โไใ",
    "าำ",
    "เแ",
)
_MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)
SMALL, WHOLE = 1, 2
"""What a slip between letters that look alike, or at a mark, costs, and what any other costs."""

_TWINS: dict[str, frozenset[str]] = defaultdict(frozenset)
for _group in _ALIKE:
    for _letter in _group:
        _TWINS[_letter] |= frozenset(_group)


def distance(read: str, meant: str, most: int) -> int:
    """Return the cost of the cheapest slips from `meant` to `read`, or `most` + 1 where it is more."""
    above = [0]
    for letter in meant:
        above.append(above[-1] + _dropped(letter))
    for written in read:
        row = [above[0] + _dropped(written)]
        for at, letter in enumerate(meant):
            row.append(
                min(
                    above[at] + _taken_for(written, letter),
                    above[at + 1] + _dropped(written),
                    row[at] + _dropped(letter),
                )
            )
        if min(row) > most:
            return most + 1
        above = row
    return min(above[-1], most + 1)


def _dropped(letter: str) -> int:
    return SMALL if letter in _MARKS else WHOLE


@cache
def _taken_for(written: str, letter: str) -> int:
    if written == letter:
        return 0
    if written in _MARKS and letter in _MARKS:
        return SMALL
    return SMALL if letter in _TWINS.get(written, ()) else WHOLE


@cache
def _skeleton(word: str) -> str:
    return "".join(letter for letter in word if letter not in _MARKS)


class Index:
    """Words, to be found by a form that is near them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_form: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for form in _forms(word):
                self._by_form[form].add(word)

    def near(self, read: str, most: int) -> dict[str, int]:
        """Return the words within `most` of `read`, less itself, with their cost."""
        found = {word for form in _forms(read) for word in self._by_form.get(form, ())} - {read}
        costs = ((word, distance(read, word, most)) for word in found)
        return {word: cost for word, cost in costs if cost <= most}


def _forms(word: str) -> set[str]:
    """Return the letters without marks, and the same less any one or two in a row: near words share a form."""
    bare = _skeleton(word)
    return {bare, *(bare[:at] + bare[at + lost :] for lost in (1, 2) for at in range(len(bare) - lost + 1))}
