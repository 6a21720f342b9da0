"""`dga ingest --lint`: suspect readings in official files, each with its place and, where there is one, its proof.

Nothing is changed: what is wrong is put right in `corpus/errata.yaml`, by a person, and ingest applies that.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from corpus.text import normalise
from ingest.errata import Erratum, errata
from ingest.files import candidates
from ingest.lint import dates, definitions, gazette, latin, marks, parallel, sums, words
from ingest.lint.finding import CHECKS, Check, Finding, LintReport, Unread
from ingest.lint.source import Row, Suspect, rows
from ingest.loaders import BadFile, load

__all__ = ["CHECKS", "Check", "Finding", "LintReport", "Unread", "inspect", "lint"]

_CHECKS: tuple[Callable[[Sequence[Row]], Iterator[Suspect]], ...] = (
    gazette.check,
    dates.check,
    sums.check,
    marks.check,
    words.check,
    latin.check,
    parallel.check,
    definitions.check,
)
"""In this order: of two checks that find the same words, the first reports them."""


def lint(paths: Sequence[Path], official_dir: Path, shipped: Path) -> LintReport:
    """Check the official folder and `paths`, files or folders, as ingest would take them in."""
    read: list[str] = []
    found: list[Finding] = []
    unread: list[Unread] = []
    for candidate in candidates(paths, official_dir, shipped):
        try:
            inside = rows(candidate.path, load(candidate.path))
        except BadFile as error:
            unread.append(Unread(path=str(candidate.path), reason=error.message, named=candidate.named))
            continue
        read.append(str(candidate.path))
        found += inspect(inside, str(candidate.path), errata())
    return LintReport(files=tuple(read), findings=tuple(found), unread=tuple(unread))


def inspect(inside: Sequence[Row], file: str, entries: Sequence[Erratum] = ()) -> list[Finding]:
    """Return the findings of the rows of one file, in the order of the text."""
    found: list[Suspect] = []
    for check in _CHECKS:
        for suspect in check(inside):
            if not any(_overlap(suspect, other) for other in found):
                found.append(suspect)
    found.sort(key=lambda suspect: (suspect.row.number, suspect.start))
    return [_finding(suspect, file, entries) for suspect in found]


def _overlap(one: Suspect, other: Suspect) -> bool:
    return one.row is other.row and one.start < other.end and other.start < one.end


def _finding(suspect: Suspect, file: str, entries: Sequence[Erratum]) -> Finding:
    return Finding(
        file=file,
        page=suspect.row.page,
        line=suspect.row.number,
        column=suspect.start + 1,
        words=suspect.row.raw[suspect.start : suspect.end],
        check=suspect.check,
        message=suspect.message,
        proof=suspect.proof,
        suggestion=suspect.suggestion,
        erratum=_erratum(suspect, entries),
    )


def _erratum(suspect: Suspect, entries: Sequence[Erratum]) -> Literal["corrected", "flagged"] | None:
    """Return the status of an entry whose wrong words, under this anchor, overlap the suspect ones."""
    anchor = suspect.row.anchor_id
    covering = [entry for entry in entries if anchor and entry.covers(anchor) and _touches(suspect, entry)]
    return min((entry.status for entry in covering), default=None)  # corrected before flagged


def _touches(suspect: Suspect, entry: Erratum) -> bool:
    text, wrong = suspect.row.text, normalise(entry.wrong).text
    at = text.find(wrong)
    while at >= 0:
        start, end = suspect.row.normal.span(at, at + len(wrong))
        if start < suspect.end and suspect.start < end:
            return True
        at = text.find(wrong, at + 1)
    return False
