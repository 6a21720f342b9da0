"""The gate, the baseline it compares with, and coverage."""

from pathlib import Path

import pytest

from evals import baseline
from evals.baseline import BadBaseline, Row, row
from evals.cases import Case
from evals.coverage import cover
from evals.gate import Verdict, judge
from evals.metrics.grade import grade
from evals.record import CheckFound, Record
from tests.evals.suite_cases import case, record, verdict_case
from tests.evals.test_grade import FAILS_1_2


def _judged(cases: list[Case], records: list[Record], before: list[Record] | None) -> Verdict:
    grades = [grade(*pair) for pair in zip(cases, records, strict=True)]
    rows = [row(*pair) for pair in zip(records, grades, strict=True)]
    if before is None:
        return judge(cases, grades, rows, None)
    kept = {
        old.case_id: row(old, grade(case, old)) for case in cases for old in before if old.case_id == case.id
    }
    return judge(cases, grades, rows, kept)


def _wrong(name: str) -> Record:
    return record(name, cited=["guideline-2569/contact"])


def test_each_change_has_its_name() -> None:
    """Fixed, broken, changed without changing side, unchanged, and new."""
    cases = [case(id=name) for name in "abcde"]
    now = [record("a"), _wrong("b"), record("c", cited=["guideline-2569/goal-1", "guideline-2569/goal-2"]), record("d"), record("e")]  # fmt: skip
    found = _judged(cases, now, [_wrong("a"), record("b"), record("c"), record("d")])
    assert found.changes == {"a": "fixed", "b": "broken", "c": "changed", "d": "unchanged", "e": "new"}
    assert found.counts() == {"fixed": 1, "broken": 1, "changed": 1, "unchanged": 1, "new": 1}
    assert found.passed


def test_known_failures_pass() -> None:
    """A case that failed in the baseline and fails still is no regression."""
    assert _judged([case()], [_wrong("c1")], [_wrong("c1")]).passed


def test_a_must_pass_case_gates_unless_the_baseline_knows_that_it_fails() -> None:
    """What passed, or was never asked, has to pass; what has never passed is told as still to be mended."""
    cases = [case(must_pass=True)]
    for before in (None, [], [record()]):
        found = _judged(cases, [_wrong("c1")], before)
        assert [each.en for each in found.reasons] == ["must-pass cases fail: c1"]
        assert found.tolerated == ()
    known = _judged(cases, [_wrong("c1")], [_wrong("c1")])
    assert (known.passed, known.tolerated) == (True, ("c1",))


def test_any_wrong_qualifies_gates() -> None:
    """With a baseline that knows it, or without one."""
    wrong = record(**FAILS_1_2 | {"result": "qualifies"})
    for before in (None, [wrong]):
        assert "wrong 'qualifies': c1" in [
            each.en for each in _judged([verdict_case()], [wrong], before).reasons
        ]


def test_a_new_wrong_pass_gates_and_a_known_one_does_not() -> None:
    """A project that passes with conditions and must not is counted against the baseline."""
    wrong, right = record(**FAILS_1_2 | {"result": "conditional"}), record(**FAILS_1_2)
    assert [each.en for each in _judged([verdict_case()], [wrong], [right]).reasons] == [
        "new wrong passes: c1"
    ]
    assert _judged([verdict_case()], [wrong], [wrong]).passed


@pytest.mark.parametrize(("before", "passes"), [("no_answer", False), ("answer", True), (None, True)])
def test_an_answer_without_its_only_document_gates(before: str | None, *, passes: bool) -> None:
    """Silence was right and is gone; where the baseline knows of the answer, or nobody asked, it is no regression."""
    graded = grade(case(), record())
    now = row(record(), graded, "answer" if before else None)
    found = judge([case()], [graded], [now], {"c1": row(record(), graded, before)})
    assert found.passed is passes


@pytest.mark.parametrize(("broken", "passes"), [(4, True), (5, False)])
def test_a_significant_drop_gates(broken: int, *, passes: bool) -> None:
    """Five broken cases and none fixed are no chance at 5 %."""
    cases = [case(id=f"c{number}", cite=[], must=["80"]) for number in range(20)]
    before = [record(each.id) for each in cases]
    now = [
        record(each.id, answer="ไม่ระบุ [1]").model_copy(update={"turns": (record(answer="ไม่ระบุ").last.model_copy(update={"citations": ()}),)})
        if at < broken
        else old
        for at, (each, old) in enumerate(zip(cases, before, strict=True))
    ]  # fmt: skip
    found = _judged(cases, now, before)
    assert found.counts()["broken"] == broken
    assert ("significantly fewer pass" not in " ".join(each.en for each in found.reasons)) is passes


def test_a_figure_that_drops_everywhere_a_little_gates() -> None:
    """No case changes side, and citations still get less precise beyond chance."""
    cases = [case(id=f"c{number}") for number in range(20)]
    now = [record(each.id, cited=["guideline-2569/goal-1", "guideline-2569/contact"]) for each in cases]
    found = _judged(cases, now, [record(each.id) for each in cases])
    assert found.counts()["broken"] == 0
    assert [each.en for each in found.reasons] == ["citation_precision drops significantly: 1.000 → 0.500"]


def test_the_baseline_is_sorted_and_reads_back(tmp_path: Path) -> None:
    """One line a case, in the order of ids, so that a review shows what changed."""
    rows = [row(record(name), grade(case(id=name), record(name))) for name in ("b", "a")]
    path = tmp_path / "baseline.jsonl"
    baseline.write(rows, path)
    assert [Row.model_validate_json(line).id for line in path.read_text(encoding="utf-8").splitlines()] == [
        "a",
        "b",
    ]
    assert baseline.read(path) == {each.id: each for each in rows}


def test_a_bad_baseline_is_named(tmp_path: Path) -> None:
    """The error says which file."""
    (tmp_path / "x").write_text("{}", encoding="utf-8")
    for path in (tmp_path / "x", tmp_path / "none"):
        with pytest.raises(BadBaseline, match=str(path)):
            baseline.read(path)


def test_coverage_counts_right_verdicts_alone() -> None:
    """An anchor counts where a case asks for it; a rule where a right verdict decided it."""
    checks = (CheckFound(rule_id="criteria-1.2/in-house", result="fail"), CheckFound(rule_id="criterion-7", result="unknown"))  # fmt: skip
    reply = record(**FAILS_1_2)
    told = reply.model_copy(update={"turns": (reply.last.model_copy(update={"checks": checks}),)})
    wrong = told.model_copy(update={"turns": (told.last.model_copy(update={"result": "conditional"}),)})
    for found, times in ((told, 1), (wrong, 0)):
        covered = cover([verdict_case()], [found], [grade(verdict_case(), found)])
        assert covered.rules["criteria-1.2/in-house"] == {"pass": 0, "fail": times, "unknown": 0}
        assert covered.anchors["guideline-2569/criteria-1.2"] == 1
        assert ("criteria-1.2/in-house" in covered.missing) is not bool(times)
        assert {"criterion-7", "guideline-2569/calendar"} <= set(covered.missing)
