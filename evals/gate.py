"""The gate: a change that makes answers worse does not pass."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from corpus.passages import Localized, Value
from evals.baseline import PAIRED, Row
from evals.cases import Case
from evals.metrics.bootstrap import SIGNIFICANT, mcnemar, worse
from evals.metrics.grade import Grade

Change = Literal["fixed", "broken", "changed", "unchanged", "new"]


class Verdict(Value):
    """Whether a run passes the gate, why not, and what became of each case since the baseline.

    `p` is the exact one-sided McNemar probability of so many broken cases among those that changed side; None without a
    baseline. `tolerated`: the must-pass cases that fail and, by the baseline, have failed before: still to be mended.
    """

    reasons: tuple[Localized, ...]
    changes: Mapping[str, Change]
    p: float | None
    tolerated: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether nothing speaks against the run."""
        return not self.reasons

    def counts(self) -> dict[str, int]:
        """Return how many cases there are of each change."""
        found = Counter(self.changes.values())
        return {name: found[name] for name in ("fixed", "broken", "changed", "unchanged", "new")}


def judge(
    cases: Sequence[Case],
    grades: Sequence[Grade],
    rows: Sequence[Row],
    baseline: Mapping[str, Row] | None,
) -> Verdict:
    """Return the verdict on a run; the first three go together, in one order.

    Fails where any reply says 'qualifies' wrongly, where a must-pass case fails, a project passes wrongly or a case is
    answered without its only document and the baseline does not record it, or where a figure drops significantly against
    the baseline.
    """
    failing = [
        case.id for case, grade in zip(cases, grades, strict=True) if case.must_pass and not grade.passed
    ]
    tolerated = tuple(name for name in failing if baseline and name in baseline and not baseline[name].passed)
    reasons = []
    if missed := [name for name in failing if name not in tolerated]:
        reasons.append(_reason("กรณีที่ต้องผ่านไม่ผ่าน", "must-pass cases fail", missed))
    if wrong := [each.case_id for each in grades if each.figures["wrong_qualifies"]]:
        reasons.append(_reason("บอกว่าเข้าเกณฑ์ผิด", "wrong 'qualifies'", wrong))
    if baseline is None:
        return Verdict(reasons=tuple(reasons), changes={}, p=None)
    known = {
        each.id
        for each in baseline.values()
        if each.result in ("qualifies", "conditional") and {"outcome", "result"} & set(each.failed)
    }
    if passed := [
        each.case_id
        for each in grades
        if each.figures["wrong_pass"] and each.case_id not in known | set(wrong)
    ]:
        reasons.append(_reason("ปล่อยผ่านผิดเพิ่มจากเดิม", "new wrong passes", passed))
    if spoke := [
        each.id
        for each in rows
        if each.left_out not in (None, "no_answer")
        and (each.id not in baseline or baseline[each.id].left_out == "no_answer")
    ]:
        reasons.append(
            _reason("ยังตอบทั้งที่เอาเอกสารเดียวที่ตอบได้ออก", "answers without the only document that does", spoke)
        )
    changes = {each.id: change(each, baseline.get(each.id)) for each in rows}
    counts = Counter(changes.values())
    p = mcnemar(counts["broken"], counts["fixed"])
    if p < SIGNIFICANT:
        broken = [name for name, found in changes.items() if found == "broken"]
        reasons.append(
            _reason(f"ผ่านน้อยลงอย่างมีนัยสำคัญ (p = {p:.3f})", f"significantly fewer pass (p = {p:.3f})", broken)
        )
    for name in PAIRED:
        pairs = [
            (baseline[each.id].figures[name], each.figures[name])
            for each in rows
            if each.id in baseline and name in each.figures and name in baseline[each.id].figures
        ]
        if worse([before for before, _ in pairs], [after for _, after in pairs]):
            before, after = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
            reasons.append(
                Localized(
                    th=f"{name} ลดลงอย่างมีนัยสำคัญ: {before:.3f} → {after:.3f}",
                    en=f"{name} drops significantly: {before:.3f} → {after:.3f}",
                )
            )
    return Verdict(reasons=tuple(reasons), changes=changes, p=p, tolerated=tolerated)


def change(now: Row, before: Row | None) -> Change:
    """Return what became of a case."""
    if before is None:
        return "new"
    if now.passed != before.passed:
        return "fixed" if now.passed else "broken"
    return "unchanged" if now.came_to == before.came_to and now.failed == before.failed else "changed"


SHOWN = 8


def _reason(th: str, en: str, ids: Sequence[str]) -> Localized:
    names = ", ".join(ids[:SHOWN]) + (f" +{len(ids) - SHOWN}" if len(ids) > SHOWN else "")
    return Localized(th=f"{th}: {names}", en=f"{en}: {names}")
