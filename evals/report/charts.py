"""The charts of the report, as Vega-Lite specifications made by Altair."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from evals.metrics.summary import Bin, Summary, Table

GOOD, BAD, PLAIN = "#1b7a4b", "#b3261e", "#1f5fa8"
FONT = "Noto Sans Thai, Sarabun, Loma, Tahoma, sans-serif"
Chart = alt.LayerChart | alt.FacetChart  # what Altair says of layers
SHARE = alt.Scale(domain=[0, 1])


def charts(summary: Summary, latency: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    """Return the specifications by the id of the place they stand at; one without data is left out."""
    found: dict[str, Chart | None] = {
        "by-category": _intervals(summary.by_category, "passed"),
        "score-by-category": _intervals(summary.by_category, "score", [-1, 1]),
        "by-language": _intervals(summary.by_language, "passed"),
        "by-split": _intervals(summary.by_split, "passed"),
        "outcomes": _confusion(summary.outcomes),
        "verdicts": _confusion(summary.verdicts),
        "calibration": _calibration(summary.calibration),
        "latency": _latency(latency),
    }
    return {name: _styled(chart) for name, chart in found.items() if chart is not None}


def _inline(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def _intervals(tables: Mapping[str, Table], measure: str, domain: Sequence[float] = (0, 1)) -> Chart | None:
    rows = [
        {
            "group": name,
            "mean": table[measure].mean,
            "low": table[measure].low,
            "high": table[measure].high,
            "n": table[measure].n,
        }
        for name, table in tables.items()
        if measure in table
    ]
    if not rows:
        return None
    base = alt.Chart(_inline(rows)).encode(
        y=alt.Y("group:N", title=None, sort=None, axis=alt.Axis(labelLimit=160)),
        tooltip=[
            alt.Tooltip("group:N"),
            alt.Tooltip("n:Q"),
            *(alt.Tooltip(f"{name}:Q", format=".3f") for name in ("mean", "low", "high")),
        ],
    )
    scale = alt.Scale(domain=list(domain))
    style = ".0%" if domain[0] == 0 else ".1f"
    bars = base.mark_bar(color=PLAIN, opacity=0.35, height=14).encode(
        x=alt.X("mean:Q", title=None, scale=scale, axis=alt.Axis(format=style))
    )
    spans = base.mark_rule(strokeWidth=2, color=PLAIN).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    points = base.mark_point(filled=True, size=50, color=PLAIN).encode(x=alt.X("mean:Q", scale=scale))
    return alt.layer(bars, spans, points).properties(width="container", height=24 * len(rows))


def _confusion(counts: Mapping[str, Mapping[str, int]]) -> Chart | None:
    rows = [
        {"expected": expected, "got": got, "n": n, "right": expected == got}
        for expected, row in counts.items()
        for got, n in row.items()
    ]
    if not rows:
        return None
    base = alt.Chart(_inline(rows)).encode(
        x=alt.X("got:N", title="got · ที่ได้", axis=alt.Axis(labelAngle=-25, labelLimit=160)),
        y=alt.Y("expected:N", title="expected · ที่ถูก", axis=alt.Axis(labelLimit=160)),
        tooltip=["expected:N", "got:N", "n:Q"],
    )
    boxes = base.mark_rect(opacity=0.25, stroke="white").encode(
        color=alt.Color("right:N", scale=alt.Scale(domain=[True, False], range=[GOOD, BAD]), legend=None)
    )
    return alt.layer(boxes, base.mark_text(fontSize=15, fontWeight="bold").encode(text="n:Q")).properties(
        width="container", height=44 * len(counts)
    )


def _calibration(bins: Sequence[Bin]) -> Chart | None:
    rows = [
        {"confidence": (each.low + each.high) / 2, "n": each.n, "what": what, "share": share}
        for each in bins
        for what, share in (
            ("answerable · ตอบได้", each.answerable),
            ("answered · ตอบ", each.answered),
            ("right · ถูก", each.right),
        )
    ]
    if not rows:
        return None
    base = alt.Chart(_inline(rows)).encode(
        x=alt.X("confidence:Q", title="confidence · ความมั่นใจ", scale=SHARE),
        y=alt.Y("share:Q", title=None, scale=SHARE, axis=alt.Axis(format=".0%")),
        color=alt.Color(
            "what:N",
            title=None,
            legend=alt.Legend(orient="bottom"),
            scale=alt.Scale(range=[PLAIN, "#b06f00", GOOD]),
        ),
        tooltip=["what:N", "n:Q", alt.Tooltip("share:Q", format=".2f")],
    )
    return alt.layer(
        base.mark_line(), base.mark_point(filled=True).encode(size=alt.Size("n:Q", legend=None))
    ).properties(width="container", height=230)


def _latency(steps: Mapping[str, Mapping[str, float]]) -> Chart | None:
    rows = [{"step": name, **values} for name, values in steps.items()]
    if not rows:
        return None
    base = alt.Chart(_inline(rows)).encode(
        y=alt.Y("step:N", title=None, sort=None),
        tooltip=[
            "step:N",
            "n:Q",
            *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("p50_ms", "p95_ms")),
        ],
    )
    return alt.layer(
        base.mark_bar(color=PLAIN, opacity=0.3, height=14).encode(
            x=alt.X("p95_ms:Q", title="ms: p50 ●, p95 ▬")
        ),
        base.mark_point(filled=True, size=60, color=PLAIN).encode(x="p50_ms:Q"),
    ).properties(width="container", height=24 * len(rows))


def _styled(chart: Chart) -> dict[str, Any]:
    styled = chart.configure(font=FONT, background="transparent").configure_view(stroke=None)
    made: dict[str, Any] = styled.configure_axis(labelFontSize=12, titleFontSize=12).to_dict()
    return made
