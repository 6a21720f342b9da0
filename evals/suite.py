"""The whole evaluation: run, grade, leave out, cover, judge; and what it came to, as one value."""

import hashlib
import subprocess
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from assistant.rules.rulepack import RULES
from corpus.passages import Value
from corpus.settings import settings
from corpus.store.store import Store
from evals.baseline import Row, row
from evals.cases import Case, digest
from evals.coverage import Coverage, cover
from evals.gate import Verdict, judge
from evals.leave_one_out import leave_one_out, silent
from evals.metrics.grade import Grade, grade
from evals.metrics.summary import Summary, latencies, summarise
from evals.record import Record
from evals.run import Journal, run
from evals.targets import Address

Progress = Callable[[str, int, int], None]
"""Called with a stage (`ask` or `leave out`), the cases done and their total."""


class Judged(Value):
    """One case with its record and grade.

    `before` is its row of the baseline; `left_out` the outcome without the one document that answers it.
    """

    case: Case
    record: Record
    grade: Grade
    before: Row | None
    left_out: str | None


class Results(Value):
    """What an evaluation came to. `config` is resolved: what was judged, on what, with which cases and code."""

    config: Mapping[str, object]
    summary: Summary
    coverage: Coverage
    gate: Verdict
    cases: tuple[Judged, ...]

    @property
    def rows(self) -> list[Row]:
        """The rows that a baseline keeps."""
        return [row(each.record, each.grade, each.left_out) for each in self.cases]

    def summed(self) -> "Results":
        """Return the results with their figures added up anew, after a case has got one more."""
        left_out = {each.case.id: each.left_out == "no_answer" for each in self.cases if each.left_out}
        parts = ([each.case for each in self.cases], [each.record for each in self.cases])
        return self.model_copy(
            update={"summary": summarise(*parts, [each.grade for each in self.cases], left_out)}
        )

    def latencies(self) -> dict[str, dict[str, float]]:
        """Return the times per step."""
        return latencies([each.record for each in self.cases])


def evaluate(
    cases: Sequence[Case],
    address: Address,
    *,
    config: Mapping[str, object],
    store: Store | None = None,
    baseline: Mapping[str, Row] | None = None,
    workers: int | None = None,
    key: str | None = None,
    journal: Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Ask every case, grade the replies and judge the run. `store`: where documents can be left out; None: not done."""
    report = progress or (lambda _stage, _done, _total: None)
    name = hashlib.sha256(repr(sorted(config.items())).encode()).hexdigest()
    records = run(
        cases,
        address,
        workers=workers,
        key=key,
        journal=Journal(journal, name) if journal else None,
        resume=resume,
        progress=lambda done, total: report("ask", done, total),
    )
    without = (
        leave_one_out(cases, store, lambda done, total: report("leave out", done, total)) if store else {}
    )
    return collected(cases, records, without, config, baseline)


def collected(
    cases: Sequence[Case],
    records: Sequence[Record],
    without: Mapping[str, Record],
    config: Mapping[str, object],
    baseline: Mapping[str, Row] | None,
) -> Results:
    """Return the results that records come to."""
    grades = [grade(case, record) for case, record in zip(cases, records, strict=True)]
    left_out = {name: record.last.outcome for name, record in without.items()}
    rows = [
        row(record, each, left_out.get(record.case_id)) for record, each in zip(records, grades, strict=True)
    ]
    return Results(
        config=config,
        summary=summarise(cases, records, grades, silent(without)),
        coverage=cover(cases, records, grades),
        gate=judge(cases, grades, rows, baseline),
        cases=tuple(
            Judged(
                case=case,
                record=record,
                grade=each,
                before=(baseline or {}).get(case.id),
                left_out=left_out.get(case.id),
            )
            for case, record, each in zip(cases, records, grades, strict=True)
        ),
    )


def configuration(
    cases: Sequence[Case], address: Address, store: Store | None, filters: Mapping[str, object]
) -> dict[str, object]:
    """Return what figures depend on: the system, its corpus and rules, the cases, the code. No key, and no time."""
    found: dict[str, object] = {
        "system": {
            "kind": address.kind,
            "url": address.url,
            "model": address.model,
            "chat_model": settings().chat_model if address.kind == "pipeline" else None,
        },
        "cases": {"count": len(cases), "sha256": digest(cases), **filters},
        "code": {"version": version("dga-assistant"), **revision()},
    }
    if store is not None:
        generation = store.current()
        found["corpus"] = {
            "generation": generation.id.split("-")[-1],
            "passages": len(generation.passages),
            "inputs": generation.manifest["inputs"],
            "versions": generation.manifest["versions"],
        }
        found["rulepack"] = {"sha256": folder_digest(RULES)}
    return found


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of every file under a folder, by name."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def revision() -> dict[str, object]:
    """Return the git revision, and whether the working tree differs from it; None outside a checkout."""
    here = Path(__file__).parent

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", str(here), *arguments],  # noqa: S607 - the user's own git
                capture_output=True,
                text=True,
                check=True,
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return {"revision": git("rev-parse", "HEAD"), "changed": None if changed is None else bool(changed)}
