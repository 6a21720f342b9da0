"""The page: one self-contained file that asks nothing of any other machine, in Thai and English."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.messages import language_from_env
from evals.metrics.grade import CHECKS
from evals.metrics.summary import MEASURES
from evals.report.charts import charts
from evals.suite import Judged, Results

HERE = Path(__file__).parent

CARDS = (
    "passed",
    "verdict",
    "score",
    "wrong_qualifies",
    "wrong_pass",
    "false_silence",
    "false_speech",
    "citation_recall",
)
"""The figures at the head of the page."""
COUNTED = {"wrong_qualifies", "wrong_pass"}
"""Figures shown as a number of cases: one is too many."""


def page(results: Results, times: Mapping[str, Any]) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja").render(
        results=results,
        summary=results.summary,
        gate=results.gate,
        counts=results.gate.counts(),
        times=times,
        measures=MEASURES,
        cards=CARDS,
        counted=COUNTED,
        missing=results.coverage.missing,
        language=language_from_env(),
        config=json.dumps(results.config, ensure_ascii=False, indent=2),
        style=(HERE / "report.css").read_text(encoding="utf-8"),
        script=(HERE / "report.js").read_text(encoding="utf-8"),
        vega=_vega(),
        charts=_data(charts(results.summary, times["steps"])),
        cases=_data([_row(each, results) for each in results.cases]),
        passages=_data(
            {found.anchor_id: found.text for each in results.cases for found in each.record.found or ()}
        ),
        checks=_data(list(CHECKS)),
    )


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, from the package that carries them."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _data(value: object) -> str:
    """Return JSON that may stand inside a script element: no text in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _row(each: Judged, results: Results) -> dict[str, Any]:
    """Return what the page shows of a case."""
    return {
        **each.case.model_dump(mode="json", exclude_defaults=True),
        "split": each.case.split,
        "replies": [turn.model_dump(mode="json", exclude={"checks"}) for turn in each.record.turns],
        "found": [found.anchor_id for found in each.record.found or ()],
        "decided": [
            [check.result, check.rule_id, check.reason if check.result != "unknown" else ""]
            for check in each.record.last.checks
        ],
        "got": {
            "outcome": each.record.last.outcome,
            "result": each.record.last.result,
            "approach": each.record.last.approach,
        },
        "error": each.record.error,
        "notes": dict(each.record.notes),
        "ms": {name: round(spent * 1000, 2) for name, spent in each.record.seconds.items()},
        "passed": each.grade.passed,
        "checks": dict(each.grade.checks),
        "figures": {name: round(value, 3) for name, value in each.grade.figures.items()},
        "before": each.before.model_dump(mode="json") if each.before else None,
        "change": results.gate.changes.get(each.case.id),
        "left_out": each.left_out,
    }
