"""What an ingest did: the values that the command prints and a program reads."""

from corpus.passages import Localized, Value


class Skipped(Value):
    """A file that could not be used, and why. `named` where the person named that very path."""

    path: str
    reason: Localized
    named: bool


class Unplaced(Value):
    """A line of an official file that stands under no anchor; `line` counts the file's lines from 1."""

    path: str
    line: int
    text: str
    reason: Localized


class Note(Value):
    """Something about a file that went in and that its reader should know."""

    path: str
    text: Localized


class IngestReport(Value):
    """The outcome of one ingest. `unchanged`: the generation was there already, from the same input."""

    generation_id: str
    unchanged: bool
    documents: int
    passages: int
    official_passages: int
    skipped: tuple[Skipped, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()
    """Official files of the generation before that are not in this one, by name."""
