"""Which version of a provision is in force on a date, and which took or will take its place.

A provision is in force from its first day on until its last one, or until the first day of one that supersedes it.
Where the corpus states no first day, it cannot have been in force before the day on which its document was gazetted or,
failing that, announced. What is not stated speaks against nothing. A fiscal year is what a provision is for, not a time
in which it is in force: the plan of a year is asked about before that year begins and after it has ended.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from corpus.passages import Document, Passage

State = Literal["in_force", "not_yet", "superseded", "expired"]


class Versions:
    """The versions of the provisions of one generation, by anchor id. All passages at an anchor share its validity."""

    def __init__(self, documents: Mapping[str, Document], passages: Iterable[Passage]) -> None:
        self._documents = documents
        self._passages: dict[str, Passage] = {}
        for passage in passages:
            self._passages.setdefault(passage.anchor_id, passage)
        self._known: tuple[date, dict[str, tuple[str, ...]]] = (date.min, {})

    def starts(self, anchor_id: str) -> str | None:
        """Return the first day (ISO) on which a provision can be in force; None where nothing is known of it."""
        passage = self._passages[anchor_id]
        document = self._documents[passage.document_id]
        published = document.gazette.published if document.gazette else None
        return passage.in_force_from or published or document.announced

    def state(self, anchor_id: str, on: date) -> State:
        """Return the state of a provision on a date; KeyError for an anchor that the generation lacks."""
        starts, until = self.starts(anchor_id), self._passages[anchor_id].in_force_until
        if starts and on.isoformat() < starts:
            return "not_yet"
        if self.successors(anchor_id, on):
            return "superseded"
        return "expired" if until and until < on.isoformat() else "in_force"

    def successors(self, anchor_id: str, on: date) -> tuple[str, ...]:
        """Return the provisions that have taken the place of this one by a date."""
        begun = ((one, self.starts(one)) for one in self._passages[anchor_id].superseded_by)
        return tuple(one for one, starts in begun if not starts or starts <= on.isoformat())

    def in_force(self, anchor_id: str, on: date) -> tuple[str, ...]:
        """Return the other versions of a provision that are in force on a date, the nearest first.

        Empty where it is in force itself.
        """
        day, known = self._known
        if day != on:  # nearly all that is asked is asked as of one day
            known = {}
            self._known = (on, known)
        if anchor_id not in known:
            known[anchor_id] = self._in_force(anchor_id, on)
        return known[anchor_id]

    def _in_force(self, anchor_id: str, on: date) -> tuple[str, ...]:
        if self.state(anchor_id, on) == "in_force":
            return ()
        newer = self._reached(anchor_id, lambda passage: passage.superseded_by)
        older = self._reached(anchor_id, lambda passage: passage.supersedes)
        return tuple(one for one in (*newer, *older) if self.state(one, on) == "in_force")

    def _reached(self, anchor_id: str, links: Callable[[Passage], tuple[str, ...]]) -> list[str]:
        """Return what the links lead to from an anchor, step by step; they have no cycle, as ingest has checked."""
        found: list[str] = []
        waiting = list(links(self._passages[anchor_id]))
        while waiting:
            one = waiting.pop(0)
            if one not in found:
                found.append(one)
                waiting += links(self._passages[one])
        return found
