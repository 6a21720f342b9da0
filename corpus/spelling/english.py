"""Misspelt English: a word that no dictionary has, read as the one of ours that is a slip or two away."""

import gzip
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from corpus.atoms import stem
from corpus.spelling.change import Change
from corpus.spelling.distance import cost
from corpus.spelling.vocabulary import vocabulary
from corpus.text import Token

SHORTEST, LONG = 5, 9
"""Letters of the shortest word that is corrected, and from which two slips are allowed."""

# What turns a statement round: never put right, never put in.
_KEPT = frozenset(
    """
    without within except excluding exclude cannot never neither hardly unless unable under above below over
    hundred thousand million billion three seven eight first second third fourth fifth percent
    """.split()  # noqa: SIM905 - quotes would hide the words
)

_WORD = re.compile(r"[A-Za-z]?[a-z]+")


@cache
def _dictionary() -> Mapping[str, int]:
    """Return pyspellchecker's English words. The package itself is not imported: that takes twice as long."""
    spec = importlib.util.find_spec("spellchecker")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyspellchecker is not installed: its word list tells right English words")
    packed = Path(spec.origin).parent / "resources" / "en.json.gz"
    words: dict[str, int] = json.loads(gzip.decompress(packed.read_bytes()))
    return words


def is_english(word: str) -> bool:
    """Tell whether a lower-case word is ours or in the dictionary."""
    known = vocabulary().domain
    return word in known or stem(word) in known or word in _dictionary()


def changes(pieces: Sequence[Token]) -> Iterator[Change]:
    """Yield the English words among `pieces` to be read otherwise."""
    for piece in pieces:
        if piece.kind == "latin" and len(piece.text) >= SHORTEST and _WORD.fullmatch(piece.text):
            right = _right(piece.text.lower())
            if right:
                yield Change(piece.start, piece.end, piece.text, right, "spelling")


@lru_cache(maxsize=16384)
def _right(word: str) -> str | None:
    """Return the word meant, None where the word is right or no word of ours is near."""
    known = vocabulary()
    if word in known.domain or stem(word) in known.domain:
        return None
    slips = {found: cost(word, found) for found in known.english.near(word) if found[0] == word[0]}
    near = [found for found, each in slips.items() if each <= (2.0 if len(word) >= LONG else 1.0)]
    if not near or is_english(word) or not _KEPT.isdisjoint(near):
        return None
    return min(near, key=lambda found: (slips[found], -known.domain[found], found))
