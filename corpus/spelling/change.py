"""A piece of a text and what it is read as."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal["spelling", "layout"]


class Change(NamedTuple):
    """`text[start:end]`, `wrote`, is read as `read`; `kind` is "layout" where the keyboard was in the other language."""

    start: int
    end: int
    wrote: str
    read: str
    kind: Kind


def apply(text: str, changes: Iterable[Change]) -> str:
    """Return `text` with its changes, which are in order and do not overlap, made."""
    pieces: list[str] = []
    done = 0
    for change in changes:
        pieces += (text[done : change.start], change.read)
        done = change.end
    return "".join((*pieces, text[done:]))
