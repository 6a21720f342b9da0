"""What a retriever puts before a language model, and how much of the answer stands in its first characters."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

BUDGET = 1_000
"""Characters of context that are looked at."""
HITS = 10
"""Pieces asked of every retriever."""


class Source(NamedTuple):
    """A text as every system gets it; how to cut it is the system's own affair."""

    id: str
    text: str


class Piece(NamedTuple):
    """What a system found: part of the source `source`, word for word."""

    source: str
    text: str


Search = Callable[[str], Sequence[Piece]]
"""The pieces that fit a question best, best first."""


def context(pieces: Sequence[Piece], budget: int = BUDGET) -> Iterator[Piece]:
    """Yield the pieces as far as the first `budget` characters go, the last one cut."""
    left = budget
    for piece in pieces:
        if left <= 0:
            return
        yield Piece(piece.source, piece.text[:left])
        left -= len(piece.text)


def holds(pieces: Sequence[Piece], answers: Sequence[str]) -> bool:
    """Tell whether one piece of the context holds one of the answers whole; spaces and line breaks do not count."""
    return any(_plain(answer) in _plain(piece.text) for piece in context(pieces) for answer in answers)


def share(pieces: Sequence[Piece], source: Source) -> float:
    """Return how much of the source's text stands in the context, from 0 to 1.

    That is the chance that the context holds an answer of which only the text is known.
    """
    whole = _plain(source.text)
    seen = bytearray(len(whole))
    for piece in context(pieces):
        part = _plain(piece.text)
        at = whole.find(part) if piece.source == source.id and part else -1
        if at >= 0:
            seen[at : at + len(part)] = b"\x01" * len(part)
    return sum(seen) / len(whole) if whole else 0.0


def sources(pieces: Sequence[Piece]) -> list[str]:
    """Return the sources of the pieces, each once, best first."""
    return list(dict.fromkeys(piece.source for piece in pieces))


def _plain(text: str) -> str:
    return "".join(text.split()).replace("\ufeff", "")
