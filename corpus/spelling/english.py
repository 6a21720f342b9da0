"""Misspelt English: a word that no dictionary has, read as the one of ours that is a slip or two away."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.atoms import stem
from corpus.spelling.change import Change
from corpus.spelling.vocabulary import vocabulary
from corpus.text import Token

SHORTEST, LONG = 5, 9
"""Letters of the shortest word that is corrected, and from which two slips are allowed."""

_WORD = re.compile(r"[A-Za-z]?[a-z]+")


@cache
def _dictionary() -> frozenset[str]:
    """Return the words of pyspellchecker's English list (MIT). Loaded when first needed: it takes 0.1 s."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="en", distance=1).word_frequency.words())


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
    slips = 2 if len(word) >= LONG else 1
    near = process.extract(word, known.english, scorer=OSA.distance, score_cutoff=slips, limit=5)
    near = [found for found in near if found[0][0] == word[0] and len(found[0]) >= SHORTEST]
    if not near or is_english(word):
        return None
    return min(near, key=lambda found: (found[1], -known.domain[found[0]]))[0]
