"""Kleene's strong three-valued logic: what was not told is unknown, never false (Kleene 1952, §64)."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false, or not known yet."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool) -> "Truth":
        """Return the truth value of a Python boolean."""
        return cls.TRUE if value else cls.FALSE

    def __invert__(self) -> "Truth":
        return _NOT[self]


_NOT = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return the Kleene *and*: false wins, then unknown; empty is true."""
    seen = set(values)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return the Kleene *or*: true wins, then unknown; empty is false."""
    seen = set(values)
    if Truth.TRUE in seen:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.FALSE
