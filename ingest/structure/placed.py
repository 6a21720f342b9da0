"""What recognition hands on: which lines stand under which anchor, and which under none."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from corpus.passages import Localized
from ingest.structure.lines import SourceLine, join


@dataclass(slots=True)
class Placement:
    """Lines under one anchor, in order; `heading` where the anchor was recognised in the file itself."""

    document_id: str
    anchor: str
    statements: list[tuple[str, str]] = field(default_factory=list)
    """Text, and the anchor id at which its lines are at home."""
    lines: list[SourceLine] = field(default_factory=list)
    heading: Localized | None = None

    @property
    def anchor_id(self) -> str:
        """`document/anchor`."""
        return f"{self.document_id}/{self.anchor}"


@dataclass(slots=True)
class Placed:
    """A file, recognised. Each line is at home under one placement or is `unplaced`, with the reason."""

    placements: dict[str, Placement] = field(default_factory=dict)
    homes: dict[int, str] = field(default_factory=dict)
    """Line number → anchor id."""
    unplaced: list[tuple[SourceLine, Localized]] = field(default_factory=list)
    notes: list[Localized] = field(default_factory=list)

    def put(
        self,
        document_id: str,
        anchor: str,
        lines: Sequence[SourceLine],
        statements: Sequence[str] | None = None,
        *,
        home: str | None = None,
        heading: Localized | None = None,
    ) -> None:
        """Put lines under an anchor, after what stands there.

        `statements` is their text where that is not as is; `home` the anchor id of which this is a copy.
        """
        if not lines:
            return
        name = f"{document_id}/{anchor}"
        placement = self.placements.setdefault(name, Placement(document_id, anchor, heading=heading))
        placement.lines += lines
        texts = [line.text for line in lines] if statements is None else statements
        placement.statements += [(text, home or name) for text in texts]
        if home is None:
            self.homes |= {line.number: name for line in lines}


_ITEM = re.compile(r"- |\(?\d+[.)]\s")


def unwrapped(lines: Sequence[SourceLine], alone: Container[str] = ()) -> list[str]:
    """Return the statements of lines that a text box broke: one per block; items and `alone` stay apart."""
    groups: list[list[str]] = []
    before: SourceLine | None = None
    for line in lines:
        if (
            before is None
            or line.block != before.block
            or _ITEM.match(line.text)
            or line.text in alone
            or before.text in alone
        ):
            groups.append([])
        groups[-1].append(line.text)
        before = line
    return [join(group) for group in groups]
