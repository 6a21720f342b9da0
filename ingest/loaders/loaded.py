"""What a loader hands on: the lines of a file in reading order, with the page or slide each stands on."""

from dataclasses import dataclass
from typing import Literal

from corpus.messages import UserError
from corpus.passages import Localized

Kind = Literal["text", "markdown", "pdf", "docx", "pptx", "html"]


class BadFile(UserError):  # noqa: N818 - named by what is the matter
    """A file that cannot be used: what it is, why that will not do, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; blank ones tell blocks apart. `page` counts pages or slides from 1."""

    text: str
    page: int | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's text. `notes` name what is in the file but could not be read."""

    kind: Kind
    lines: tuple[Line, ...]
    notes: tuple[Localized, ...] = ()
