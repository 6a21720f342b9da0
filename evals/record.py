"""What a system replied to a case, in one form whatever the system: this is what metrics read."""

from collections.abc import Mapping

from corpus.passages import Value

STEPS = ("correct", "understand", "retrieve", "find", "check rules", "cite", "compose", "guard", "write")
"""Steps that the pipeline times, in its order; `reply` is the whole turn."""


class Cited(Value):
    """A citation. `exact`: its quote stands, letter by letter, in a passage at its anchor; None where that is unknown."""

    number: int
    anchor_id: str
    heading: str
    quote: str
    exact: bool | None


class Found(Value):
    """An anchor that the system's search finds for the question, with the beginning of its passage."""

    anchor_id: str
    text: str = ""


class CheckFound(Value):
    """One rule of a verdict and what it found."""

    rule_id: str
    result: str
    label: str = ""
    reason: str = ""


class Told(Value):
    """The reply of one turn, without what differs between two runs (ids, times)."""

    outcome: str
    answer: str
    result: str | None = None
    approach: str | None = None
    language: str | None = None
    checks: tuple[CheckFound, ...] = ()
    citations: tuple[Cited, ...] = ()


class Record(Value):
    """A case's outcome: the replies turn by turn, what its search finds, and the notes of the trace.

    `error` says why there is no reply. `seconds` is wall time per step over all turns; it is kept apart in reports.
    """

    case_id: str
    turns: tuple[Told, ...]
    found: tuple[Found, ...] | None = None
    notes: Mapping[str, float | str] = {}
    error: str | None = None
    seconds: Mapping[str, float] = {}

    @property
    def last(self) -> Told:
        """The reply that is judged; an empty one where the system failed."""
        if self.error is None and self.turns:
            return self.turns[-1]
        return Told(outcome="error", answer="")
