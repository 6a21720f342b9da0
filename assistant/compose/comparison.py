"""Provisions that a question compares, side by side: aligned by what each line says before its colon.

'ตัวชี้วัดแนวทางที่ 2.2 ข้อ 1: …' and 'ตัวชี้วัดแนวทางที่ 3.2 ข้อ 1: …' are one row of a table. Provisions that are not built
alike (two sections of an act) stand one under the other instead.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.provisions import Provision
from assistant.statements import Statement, Statements
from corpus.passages import Language

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
ROWS = 6
"""Rows of a table at most."""
ASKED = 0.5
"""Share of what is asked beside the names that a row must carry, where some row does, to be shown."""

_LEAD = re.compile(r"^([^:：]{3,80}):\s+(?=\S)")
_KIND = r"(?:(?:แนวทาง|เป้าหมาย|ยุทธศาสตร์|รูปแบบ)ที่|(?: of)?\b(?:approach|goal|strategy|form))?"
_SPACES = re.compile(r"\s{2,}")
_HEADERS: dict[str, tuple[str, str]] = {
    "approach": ("แนวทางที่", "Approach"),
    "goal": ("เป้าหมายที่", "Goal"),
    "criterion": ("หลักเกณฑ์ข้อ", "Criterion"),
    "section": ("มาตรา", "Section"),
    "clause": ("ข้อ", "Clause"),
    "strategy": ("ยุทธศาสตร์ที่", "Strategy"),
    "form": ("รูปแบบที่", "Form"),
}


class Row(NamedTuple):
    """One thing said of each provision, in a line or more: `cells` in the provisions' order, empty where nothing is."""

    label: str
    cells: tuple[tuple[Statement, ...], ...]


class Table(NamedTuple):
    """Provisions side by side; `columns` name them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement in it, row by row."""
        return tuple(each for row in self.rows for cell in row.cells for each in cell)


def named(provision: Provision, language: Language) -> str:
    """Return what a provision is called in an answer."""
    names = _HEADERS.get(provision.kind)
    return f"{names[language == 'en']} {provision.number}" if names else provision.text


def table(
    provisions: Sequence[Provision],
    under: Sequence[Sequence[Statement]],
    asked: frozenset[str],
    figures: Collection[str],
    statements: Statements,
    language: Language,
) -> Table | None:
    """Return the table of what is said alike of every provision; None where less than two things are.

    `under`: the statements of each provision, in the documents' order. `asked`: the question's concepts beside the names,
    `figures` the figures; where what is said of each provision speaks of them, only that is shown, alike or not.
    """
    columns = [_by_lead(lines, each.number) for each, lines in zip(provisions, under, strict=True)]
    labels = dict.fromkeys(label for column in columns for label in column)
    rows = [Row(label, tuple(tuple(column.get(label, ())) for column in columns)) for label in labels]
    about = [row for row in rows if any(_speaks(cell, asked, figures, statements) for cell in row.cells)]
    if not all(any(row.cells[at] for row in about) for at in range(len(columns))):
        about = [row for row in about if all(row.cells)]
    alike = [row for row in rows if all(row.cells)]
    if len(alike) < 2 and not about:
        return None
    return Table(tuple(named(each, language) for each in provisions), tuple((about or alike)[:ROWS]))


def _speaks(
    cell: Sequence[Statement], asked: frozenset[str], figures: Collection[str], statements: Statements
) -> bool:
    """Say whether a cell speaks of what is asked: of a figure, where there is one."""
    if figures:
        return any(figure in FIGURE.findall(bare(each)) for each in cell for figure in figures)
    return bool(asked) and any(statements.share(asked, each.held) >= ASKED for each in cell)


def _by_lead(lines: Sequence[Statement], number: str) -> dict[str, list[Statement]]:
    """Return lines by what each says before its colon, the provision's own number left out."""
    found: dict[str, list[Statement]] = {}
    own = re.compile(rf"{_KIND}\s*(?<![\d.]){re.escape(number)}(?![\d.])", re.IGNORECASE)
    for line in lines:
        if (lead := _LEAD.match(line.text)) and own.search(lead[1]):
            label = _SPACES.sub(" ", own.sub("", lead[1], count=1)).strip()
            if label:
                found.setdefault(label[0].upper() + label[1:], []).append(line)
    return found


def bare(statement: Statement) -> str:
    """Return a statement without what stands before its colon."""
    return _LEAD.sub("", statement.text, count=1)


def lead(lines: Sequence[Statement]) -> str | None:
    """Return what two lines or more all say before their colon; None where they do not."""
    leads = {found[1] if (found := _LEAD.match(each.text)) else None for each in lines}
    return leads.pop() if len(lines) > 1 and len(leads) == 1 else None
