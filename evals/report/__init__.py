"""The report of an evaluation: one page for people, and JSON, CSV and JUnit XML for programs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.messages import UserError
from evals.bench.machine import described
from evals.report.page import page
from evals.report.tables import csv, junit
from evals.suite import Results


class CannotWrite(UserError):  # noqa: N818 - named by what is the matter
    """The folder of the report cannot be written to."""


def prepare(folder: Path) -> None:
    """Make the folder, before anything is asked. Raise `CannotWrite`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"สร้างโฟลเดอร์ {folder} ไม่ได้: {error.strerror}",
            f"Cannot make the folder {folder}: {error.strerror}",
        ) from None


def write(results: Results, folder: Path) -> list[Path]:
    """Write `report.html`, `results.json`, `cases.csv`, `junit.xml` and `times.json`, and return their paths.

    What two runs differ in, the times, stands in `times.json`, `junit.xml` and the page alone: the rest is the same, byte
    for byte, for the same system, corpus and cases.
    """
    times = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": described(),
        "steps": results.latencies(),
        "cases": {each.case.id: dict(each.record.seconds) for each in results.cases},
    }
    texts = {
        "results.json": json.dumps(without_times(results), ensure_ascii=False, indent=1, sort_keys=True),
        "times.json": json.dumps(times, ensure_ascii=False, indent=1),
        "cases.csv": csv(results),
        "junit.xml": junit(results),
        "report.html": page(results, times),
    }
    paths = []
    for name, text in texts.items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def without_times(results: Results) -> dict[str, object]:
    """Return results as JSON values, without what differs between two runs and the texts that any reply repeats."""
    turn = {"checks": {"__all__": {"label", "reason"}}}
    record: Any = {"seconds": True, "found": {"__all__": {"text"}}, "turns": {"__all__": turn}}
    return results.model_dump(mode="json", exclude={"cases": {"__all__": {"record": record}}})
