"""A file as the checks see it: each line as written and normalised, with its anchor and the way back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.passages import Localized
from corpus.text import Normalised, normalise
from ingest.lint.finding import Check
from ingest.loaders import Loaded
from ingest.structure import generic, outline
from ingest.structure.lines import clean

_LAYOUT = re.compile(r"\*+|</?[a-z]+\b[^<>]*>|</?[a-z]+>")
_HIDDEN = "\u200b"


@dataclass(frozen=True)
class Row:
    """One line. `anchor_id` is where ingest places it, None where it stands under no anchor."""

    number: int
    page: int | None
    raw: str
    anchor_id: str | None

    @cached_property
    def normal(self) -> Normalised:
        """The line normalised; emphasis and tags are hidden, so that no word is cut by them."""
        return normalise(_LAYOUT.sub(lambda match: _HIDDEN * len(match[0]), self.raw))

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a check hands on: characters `start` to `end` of a row as written, and what is wrong with them."""

    row: Row
    start: int
    end: int
    check: Check
    message: Localized
    proof: Localized | None = None
    suggestion: str | None = None


def suspect(
    row: Row,
    span: tuple[int, int],
    check: Check,
    message: Localized,
    proof: Localized | None = None,
    suggestion: str | None = None,
) -> Suspect:
    """Return a suspect whose `span` counts characters of the normalised row."""
    return Suspect(row, *row.normal.span(*span), check, message, proof, suggestion)


def rows(path: Path, loaded: Loaded) -> tuple[Row, ...]:
    """Return every line of a file, with the anchors that ingest would place the lines under."""
    homes = _homes(path, loaded)
    return tuple(
        Row(number, line.page, line.text, homes.get(number)) for number, line in enumerate(loaded.lines, 1)
    )


def of_texts(texts: Iterable[str]) -> tuple[Row, ...]:
    """Return rows of plain lines that no file stands behind."""
    return tuple(Row(number, None, text, None) for number, text in enumerate(texts, 1))


def _homes(path: Path, loaded: Loaded) -> dict[int, str]:
    lines = clean(loaded)
    found = outline.recognise(lines)
    if found and found.sections:
        return outline.place(found, lines).homes
    document = found.document if found else path.stem
    return generic.place(document, lines, loaded.kind == "pdf").homes
