"""Documents known heading by heading: `corpus/outlines/*.yaml` says where their text belongs."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.passages import Localized
from corpus.settings import CORPUS
from corpus.text import normalise
from ingest.structure.lines import SourceLine
from ingest.structure.placed import Placed, unwrapped

OUTLINES = CORPUS / "outlines"
HEAD = 12
"""A document's title stands in its first lines."""
TITLE = 4
"""The most lines that a title takes."""

_PROVISION = re.compile(r"(?:มาตรา|ข้อ) \d")


class Section(BaseModel):
    """One entry of an outline; the fields are explained in `guideline-2569.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str | tuple[str, ...]
    starts: str
    number: str | None = None
    wrapped: bool = False
    count: int = 1
    columns: tuple[str, str] | None = None
    also: tuple[str, ...] = ()


class Outline(BaseModel):
    """The outline of one document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    title: str
    sections: tuple[Section, ...]


@cache
def outlines(folder: Path = OUTLINES) -> tuple[Outline, ...]:
    """Load the outlines, in the order of their file names."""
    paths = sorted(folder.glob("*.yaml"))
    return tuple(Outline.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths)


def recognise(lines: Sequence[SourceLine]) -> Outline | None:
    """Return the outline of the document that a file is by its title, or None.

    Only the title counts: another document may well speak of this one in its first lines.
    """
    head = [line.bare for line in lines[:HEAD]]
    first = next((at for at, text in enumerate(head) if _PROVISION.match(text)), len(head))
    for start in range(first):
        for end in range(start + 1, min(start + TITLE, first) + 1):
            for outline in outlines():
                if _loose(outline.title).fullmatch(" ".join(head[start:end])):
                    return outline
    return None


def place(outline: Outline, lines: Sequence[SourceLine]) -> Placed:
    """Place every line under the section it follows; lines before the first section are unplaced."""
    placed = Placed()
    blocks = _blocks(outline, lines)
    found = Counter(section.starts for section, _ in blocks if section)
    turns: Counter[str] = Counter()
    for section, block in blocks:
        if section is None:
            reason = Localized(th="อยู่ก่อนหัวข้อแรกที่รู้จัก", en="stands before the first known heading")
            placed.unplaced += [(line, reason) for line in block]
        elif found[section.starts] != section.count:
            reason = Localized(
                th=f"พบหัวข้อนี้ {found[section.starts]} ครั้ง ต้องมี {section.count} ครั้งจึงจะรู้ลำดับ",
                en=f"this heading stands {found[section.starts]} times; its order is known only "
                f"when it is {section.count}",
            )
            placed.unplaced += [(line, reason) for line in block]
        else:
            _put(placed, outline, section, turns[section.starts], block)
            turns[section.starts] += 1
    missing = [section.starts for section in outline.sections if section.starts not in found]
    if missing:
        names = ", ".join(missing)
        placed.notes.append(
            Localized(
                th=f"ไม่พบหัวข้อของ {outline.document}: {names}",
                en=f"Headings of {outline.document} that were not found: {names}.",
            )
        )
    return placed


def _put(placed: Placed, outline: Outline, section: Section, turn: int, block: list[SourceLine]) -> None:
    anchor = section.at if isinstance(section.at, str) else section.at[turn]
    labels = section.columns or ()
    ordered = _pair_columns(block, labels) if labels else block
    if ordered is None:
        reason = Localized(
            th="ป้ายสองคอลัมน์อยู่ติดกัน บอกไม่ได้ว่ารายการใดเป็นของป้ายใด",
            en="two columns' labels stand side by side; which items are whose cannot be told",
        )
        placed.unplaced += [(line, reason) for line in block]
        return
    alone = {*labels, block[0].text} if labels else set()
    statements = unwrapped(ordered, alone) if section.wrapped else [line.text for line in ordered]
    document, own = _address(outline, anchor)
    placed.put(document, own, block, statements)
    for other in section.also:
        placed.put(*_address(outline, other), block, statements, home=f"{document}/{own}")


def _address(outline: Outline, anchor: str) -> tuple[str, str]:
    document, slash, rest = anchor.partition("/")
    return (document, rest) if slash else (outline.document, anchor)


def _blocks(outline: Outline, lines: Sequence[SourceLine]) -> list[tuple[Section | None, list[SourceLine]]]:
    """Cut the lines at the sections' headings."""
    blocks: list[tuple[Section | None, list[SourceLine]]] = [(None, [])]
    starts = _starts(outline.sections, lines)
    for at, line in enumerate(lines):
        if at in starts:
            section = outline.sections[starts[at]]
            before = blocks[-1][1]
            lead = [before.pop()] if section.number and before and before[-1].bare == section.number else []
            blocks.append((section, lead))
        blocks[-1][1].append(line)
    return [block for block in blocks if block[1]]


def _starts(sections: Sequence[Section], lines: Sequence[SourceLine]) -> dict[int, int]:
    """Return line index → section index, for the reading that finds most sections in order, earliest."""
    pairs = [
        (at, index)
        for at, line in enumerate(lines)
        for index, section in enumerate(sections)
        if _loose(section.starts).match(line.bare)
    ]

    def follows(later: tuple[int, int], earlier: tuple[int, int]) -> bool:
        again = later[1] == earlier[1] and sections[later[1]].count > 1
        return later[0] > earlier[0] and (later[1] > earlier[1] or again)

    longest: dict[tuple[int, int], int] = {}  # the most sections that a reading from this pair on can find
    for pair in reversed(pairs):
        longest[pair] = 1 + max((longest[other] for other in longest if follows(other, pair)), default=0)
    chosen: list[tuple[int, int]] = []
    for left in range(max(longest.values(), default=0), 0, -1):
        chosen.append(
            next(
                pair for pair in pairs if longest[pair] == left and (not chosen or follows(pair, chosen[-1]))
            )
        )
    return dict(chosen)


def _pair_columns(block: list[SourceLine], labels: tuple[str, ...]) -> list[SourceLine] | None:
    """Put the second of two labels that stand side by side before its own items; None where that is not sure.

    Read off a slide with two columns, both labels come first and the items of each follow. They can be told apart
    as two blocks, or as two items, one for each label.
    """
    texts = [line.text for line in block]
    for index in range(len(block) - 1):
        if texts[index : index + 2] == list(labels):
            items = block[index + 2 :]
            for groups in (_groups(items, by_block=True), _groups(items, by_block=False)):
                if len(groups) == 2:
                    return [*block[: index + 1], *groups[0], block[index + 1], *groups[1]]
            return None
    return block


def _groups(items: list[SourceLine], *, by_block: bool) -> list[list[SourceLine]]:
    """Part lines at blank lines, or at list marks."""
    groups: list[list[SourceLine]] = []
    for line in items:
        begins = line.block != groups[-1][-1].block if by_block and groups else line.text.startswith("- ")
        if begins or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


@cache
def _loose(pattern: str) -> re.Pattern[str]:
    return re.compile(normalise(pattern).text.replace(" ", r"\s*"))
