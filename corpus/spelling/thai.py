"""Misspelt Thai: pieces that no dictionary has, or that seldom stand together, read as a word of ours near by.

A noisy channel: the reading is taken where the word is so much likelier than the pieces as written that it pays
for the slips between them. Words of a dictionary stay as they are.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.spelling.change import Change
from corpus.spelling.distance import cost, key
from corpus.spelling.vocabulary import LEAST, RARE, Vocabulary, vocabulary
from corpus.text import Token, is_word

PRICE = 7.0
"""Nats that one whole slip costs."""

MARGIN = 2.0
"""Nats by which a reading has to be likelier than what is written."""

SPACE = 0.5
"""Slips that a space inside a word counts as."""

PIECES, LONGEST = 5, 26
"""The most pieces that a misspelt word is cut into, and the most characters that it has."""


def changes(text: str, pieces: Sequence[Token]) -> list[Change]:
    """Return the words of normalised `text` to be read otherwise, in order; `pieces` are its tokens."""
    known = vocabulary()
    found: list[tuple[float, Change]] = []
    for stretch in _stretches(text, pieces):
        found += _readings(text, stretch, known)
    taken: list[Change] = []
    for _, change in sorted(found, key=lambda one: (-one[0], one[1].start)):
        if all(change.end <= other.start or other.end <= change.start for other in taken):
            taken.append(change)
    return sorted(taken)


def _stretches(text: str, pieces: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the runs of Thai words with at most a space between two."""
    stretch: list[Token] = []
    for piece in pieces:
        if piece.kind == "word" and stretch and text[stretch[-1].end : piece.start] in ("", " "):
            stretch.append(piece)
            continue
        if stretch:
            yield stretch
        stretch = [piece] if piece.kind == "word" else []
    if stretch:
        yield stretch


def _readings(text: str, stretch: list[Token], known: Vocabulary) -> Iterator[tuple[float, Change]]:
    """Yield the readings that are likelier than what is written, with how much."""
    likely = [known.log_probability(piece.text) for piece in stretch]
    doubtful = [known.count(piece.text) < RARE for piece in stretch]
    for first in range(len(stretch)):
        written, spaces = "", 0
        for last in range(first, min(first + PIECES, len(stretch))):
            if last > first and stretch[last - 1].end < stretch[last].start:
                spaces += 1
            written += stretch[last].text
            if len(written) > LONGEST:
                break
            if len(written) < LEAST or (first == last and is_word(written)):
                continue
            doubt = any(doubtful[first : last + 1])
            if (spaces and not doubt) or (spaces == 0 and first < last and is_word(written)):
                continue
            gain, right = _best(written, doubt, spaces, sum(likely[first : last + 1]), known)
            if gain > MARGIN:
                start, end = stretch[first].start, stretch[last].end
                yield gain, Change(start, end, text[start:end], right, "spelling")


def _best(written: str, doubt: bool, spaces: int, likely: float, known: Vocabulary) -> tuple[float, str]:
    """Return the likeliest reading of some pieces and by how much it is likelier than they."""
    best = (0.0, written)
    for word in _near(written, doubt):
        slips = cost(written, word)
        if slips <= _allowed(len(word)):
            best = max(best, (known.log_probability(word) - PRICE * (slips + SPACE * spaces) - likely, word))
    return best


def _allowed(length: int) -> float:
    """Return the slips that a word of `length` characters may hold: none may turn it into another."""
    return 0.5 if length <= 4 else 1.0 if length <= 6 else 1.5 if length <= 9 else 2.0


@lru_cache(maxsize=16384)
def _near(written: str, doubt: bool) -> tuple[str, ...]:
    """Return the words of one key with what is written; in doubt, those of ours whose key is near, too."""
    known = vocabulary()
    short = key(written)
    found = known.common.get(short, ())
    if doubt and len(short) >= LEAST:
        far = 1 if len(short) <= 6 else 2
        near = process.extract(short, known.target_keys, scorer=OSA.distance, score_cutoff=far, limit=8)
        found += tuple(word for target, _, _ in near for word in known.targets[target])
    return tuple(dict.fromkeys(found))
