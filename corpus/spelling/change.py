"""A piece of a text and what it is read as."""

from typing import Literal, NamedTuple

Kind = Literal["spelling", "layout"]


class Change(NamedTuple):
    """`text[start:end]`, `wrote`, is read as `read`; `kind` is "layout" where the keyboard was in the other language."""

    start: int
    end: int
    wrote: str
    read: str
    kind: Kind
