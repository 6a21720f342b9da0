"""What lint reports: a place in a file, the words that stand there, why they are suspect, and the proof."""

from typing import Literal

from corpus.passages import Localized, Value

Check = Literal["gazette", "date", "sum", "marks", "word", "parallel", "definition"]
CHECKS: dict[Check, Localized] = {
    "gazette": Localized(th="เล่มราชกิจจานุเบกษา", en="gazette volume"),
    "date": Localized(th="วันที่", en="date"),
    "sum": Localized(th="ผลรวม", en="sum"),
    "marks": Localized(th="สระและวรรณยุกต์", en="vowels and marks"),
    "word": Localized(th="คำ", en="word"),
    "parallel": Localized(th="ข้อความซ้ำที่ต่างกัน", en="repeated text that differs"),
    "definition": Localized(th="บทนิยาม", en="definition"),
}
"""The name of each check."""


class Finding(Value):
    """One suspect reading. `line` counts the file's lines, `column` the line's characters, both from 1."""

    file: str
    page: int | None = None
    line: int
    column: int
    words: str
    """The suspect characters as the file has them."""
    check: Check
    message: Localized
    proof: Localized | None = None
    """Why the reading cannot be right, where that follows from arithmetic, the calendar or the way Thai is written."""
    suggestion: str | None = None
    erratum: Literal["corrected", "flagged"] | None = None
    """The status of the errata entry that covers these words; None where none does."""


class Unread(Value):
    """A file that lint could not read, and why."""

    path: str
    reason: Localized
    named: bool


class LintReport(Value):
    """The outcome of one lint."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that no errata entry covers."""
        return tuple(finding for finding in self.findings if finding.erratum is None)
