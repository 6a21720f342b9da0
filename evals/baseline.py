"""What the suite gave last time, one case a line, sorted: small enough to read in a review."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.messages import UserError
from corpus.passages import Value
from evals.metrics.grade import Grade
from evals.record import Record

BASELINE = Path(__file__).parent / "baseline.jsonl"

PAIRED = ("score", "citation_precision", "citation_recall", "fact_recall", "mrr@10")
"""Figures that are compared pair by pair, beside whether a case passes."""


class Row(Value):
    """A case's outcome as the baseline keeps it: the reply in short, the checks that fail, and the paired figures.

    `left_out` is the outcome without the one document that answers the case, where that was asked.
    """

    id: str
    outcome: str
    result: str | None
    approach: str | None
    cited: tuple[str, ...]
    failed: tuple[str, ...]
    figures: Mapping[str, float]
    left_out: str | None = None

    @property
    def passed(self) -> bool:
        """Say whether the case passes."""
        return not self.failed

    @property
    def came_to(self) -> tuple[str, str | None, str | None, tuple[str, ...]]:
        """What a person sees of the reply."""
        return self.outcome, self.result, self.approach, self.cited


class BadBaseline(UserError):  # noqa: N818 - named by what is the matter
    """The baseline cannot be read."""


def row(record: Record, grade: Grade, left_out: str | None = None) -> Row:
    """Return the row of a case."""
    last = record.last
    return Row(
        id=record.case_id,
        outcome=last.outcome,
        result=last.result,
        approach=last.approach,
        cited=tuple(sorted({each.anchor_id for each in last.citations})),
        failed=grade.failed,
        figures={name: round(grade.figures[name], 4) for name in PAIRED if name in grade.figures},
        left_out=left_out,
    )


def read(path: Path) -> dict[str, Row]:
    """Return the rows by id. Raise `BadBaseline`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [Row.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BadBaseline(
            f"อ่านผลเทียบเคียง {path} ไม่ได้: {error}", f"Cannot read the baseline {path}: {error}"
        ) from None
    return {each.id: each for each in rows}


def write(rows: Iterable[Row], path: Path) -> None:
    """Write the rows, sorted by id."""
    ordered: Sequence[Row] = sorted(rows, key=lambda each: each.id)
    lines = (
        json.dumps(each.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        for each in ordered
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
