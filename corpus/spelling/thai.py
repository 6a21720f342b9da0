"""Misspelt Thai: pieces that no dictionary has, or that seldom stand together, read as a word of ours near by.

A noisy channel: the reading is taken where the word is so much likelier than the pieces as written that it pays
for the slips between them. Words of a dictionary stay as they are.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.spelling.change import Change
from corpus.spelling.distance import LEAST_SLIP, cost, key
from corpus.spelling.vocabulary import LEAST, vocabulary
from corpus.text import Token, is_word

PRICE = 7.0
"""Nats that one whole slip costs."""

MARGIN = 4.0
"""Nats by which a reading has to be likelier than what is written."""

PIECES, LONGEST = 5, 26
"""The most pieces that a misspelt word is cut into, and the most characters that it has."""


_DENIES = re.compile("ไม่|มิได้|มิใช่|เว้น|ห้าม|ปราศจาก|นอกจาก|น้อยกว่า|มากกว่า|[ฯๆ]")
_KEPT = frozenset(
    """
    มิ งด ไร้ อย่า หาก ถ้า นอก เกิน กว่า ต่ำ สูง ถึง แต่ ณ
    ศูนย์ หนึ่ง เอ็ด สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ ยี่สิบ ร้อย พัน หมื่น แสน ล้าน ครึ่ง ร้อยละ
    """.split()  # noqa: SIM905 - quotes would hide the words
)


def _is_kept(word: str) -> bool:
    """Tell whether a word denies, limits or counts: it is not put right, not put in, not reached across."""
    return word in _KEPT or _DENIES.search(word) is not None


def changes(pieces: Sequence[Token]) -> list[Change]:
    """Return the words among the tokens of a normalised text to be read otherwise, in order."""
    found = [reading for stretch in _stretches(pieces) for reading in _readings(stretch)]
    taken: list[Change] = []
    for _, change in sorted(found, key=lambda one: (-one[0], one[1].start)):
        if all(change.end <= other.start or other.end <= change.start for other in taken):
            taken.append(change)
    return sorted(taken)


def _stretches(pieces: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the runs of Thai words between spaces, other marks, and what is never read otherwise."""
    stretch: list[Token] = []
    for piece in pieces:
        ours = piece.kind == "word" and not _is_kept(piece.text)
        if stretch and (not ours or stretch[-1].end < piece.start):
            yield stretch
            stretch = []
        if ours:
            stretch.append(piece)
    if stretch:
        yield stretch


def _readings(stretch: list[Token]) -> Iterator[tuple[float, Change]]:
    """Yield the readings that are likelier than what is written, with how much."""
    known = vocabulary()
    least = PRICE * LEAST_SLIP + MARGIN
    for first in range(len(stretch)):
        written, likely = "", 0.0
        for last, piece in enumerate(stretch[first : first + PIECES], first + 1):
            written += piece.text
            likely += known.log_probability(piece.text)
            if len(written) > LONGEST:
                break
            worth = likely < known.likeliest.get(len(written), -math.inf) - least
            if worth and len(written) >= LEAST and not is_word(written):
                gain, right = _best(written, likely)
                if gain > MARGIN and all(right != each.text for each in stretch[first:last]):
                    yield gain, Change(stretch[first].start, piece.end, written, right, "spelling")


def _best(written: str, likely: float) -> tuple[float, str]:
    """Return the likeliest reading of some pieces and by how much it is likelier than they."""
    known = vocabulary()
    best = (0.0, written)
    for word in _near(written):
        slips = cost(written, word)
        if slips <= _allowed(len(word)):
            best = max(best, (known.log_probability(word) - PRICE * slips - likely, word))
    return best


def _allowed(length: int) -> float:
    """Return the slips that a word of `length` characters may hold: none may turn it into another."""
    return 0.5 if length <= 4 else 1.0 if length <= 6 else 1.5 if length <= 9 else 2.0


@lru_cache(maxsize=16384)
def _near(written: str) -> tuple[str, ...]:
    """Return the words of ours whose key is that of what is written, or near it."""
    known = vocabulary()
    short = key(written)
    near = known.neighbours.near(short) if len(short) >= LEAST else (short,)
    found = (word for sound in near for word in known.targets.get(sound, ()))
    return tuple(word for word in found if not _is_kept(word))
