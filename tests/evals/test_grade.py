"""The metrics, by hand."""

from typing import Any

import pytest

from evals.metrics.bootstrap import interval, mcnemar, worse
from evals.metrics.grade import grade
from evals.metrics.stability import stability
from evals.metrics.summary import summarise
from evals.record import CheckFound, Found, Record
from tests.evals.suite_cases import case, record, verdict_case

FAILS_1_2: dict[str, Any] = {"outcome": "verdict", "result": "does_not_qualify", "approach": "1.2", "cited": ["guideline-2569/criteria-1.2"]}  # fmt: skip


def test_a_right_answer_passes() -> None:
    """Nothing fails, and the score is full."""
    found = grade(case(must=["80"], must_not=["90"]), record())
    assert found.passed
    assert found.failed == ()
    assert found.figures["score"] == found.figures["fact_recall"] == found.figures["citation_recall"] == 1


@pytest.mark.parametrize(
    ("fields", "reply", "failed", "score"),
    [
        ({}, {"outcome": "no_answer", "answer": "ไม่มีข้อมูล", "cited": []}, ("outcome", "cite"), 0),
        ({}, {"cited": ["guideline-2569/goal-2"]}, ("cite",), 0.5),
        ({"must": ["80", "90"]}, {}, ("must",), 0.5),
        ({"must_not": ["ร้อยละ"]}, {}, ("must_not",), -1),
        ({}, {"answer": "The indicator is 80 percent [1]"}, ("language",), 0.5),
        ({}, {"exact": False}, ("quotes",), -1),
        ({"outcome": ["no_answer"], "cite": []}, {}, ("outcome",), -1),
    ],
)
def test_what_fails_and_what_it_costs(
    fields: dict[str, object], reply: dict[str, Any], failed: tuple[str, ...], score: float
) -> None:
    """A wrong answer costs more than silence, and a missing part half."""
    found = grade(case(**fields), record(**reply))
    assert (found.failed, found.figures["score"]) == (failed, score)


def test_the_quotes_carry_facts_but_no_forbidden_claim() -> None:
    """`must` looks into quotes as well, `must_not` into the answer alone."""
    assert grade(case(must=["ร้อยละ 80"], must_not=["ร้อยละ 80"]), record(answer="ดูข้อความ [1]")).passed


@pytest.mark.parametrize(
    ("right", "got", "wrong_qualifies", "wrong_pass"),
    [
        ("does_not_qualify", "qualifies", 1, 1),
        ("does_not_qualify", "conditional", 0, 1),
        ("conditional", "qualifies", 1, 0),
        ("conditional", "conditional", 0, 0),
        ("conditional", "does_not_qualify", 0, 0),
        ("needs_information", "conditional", 0, 1),
    ],
)
def test_wrong_passes_are_counted_apart(right: str, got: str, wrong_qualifies: int, wrong_pass: int) -> None:
    """A wrong 'qualifies' is one thing, a project that passes with conditions and must not is another."""
    figures = grade(verdict_case(result=[right]), record(**FAILS_1_2 | {"result": got})).figures
    assert (figures["wrong_qualifies"], figures["wrong_pass"]) == (wrong_qualifies, wrong_pass)


def test_a_pass_on_what_is_no_project_is_wrong_too() -> None:
    """A question that the corpus does not answer may not come out as a verdict that passes."""
    reply = record(**FAILS_1_2 | {"result": "conditional"})
    assert grade(case(outcome=["no_answer"], cite=[]), reply).figures["wrong_pass"] == 1


def test_another_outcome_that_is_right_needs_no_verdict() -> None:
    """Where asking back is right as well, it is not held against the result."""
    found = grade(
        verdict_case(outcome=["verdict", "clarify"], result=["needs_information"], approach=None, cite=[]),
        record(outcome="clarify", answer="โปรดบอกเพิ่ม", cited=[]),
    )
    assert found.passed
    assert found.figures["verdict"] == 1


def test_citation_precision_and_recall() -> None:
    """One of two cited anchors is right; one of two gold ones is cited. A verdict may list the general criteria."""
    gold = case(gold=["guideline-2569/goal-1", "guideline-2569/goal-2"])
    figures = grade(gold, record(cited=["guideline-2569/goal-1", "guideline-2569/contact"])).figures
    assert (figures["citation_precision"], figures["citation_recall"]) == (0.5, 0.5)
    listed = record(**FAILS_1_2 | {"cited": ["guideline-2569/criteria-1.2", "guideline-2569/criterion-5"]})
    assert grade(verdict_case(), listed).figures["citation_precision"] == 1


def test_ranking() -> None:
    """The second place counts a half; a verdict and a follow-up are not ranked."""
    found = tuple(Found(anchor_id=f"guideline-2569/goal-{number}") for number in (2, 1, 3))
    reply = record().model_copy(update={"found": found})
    figures = grade(case(), reply).figures
    assert (figures["hit@1"], figures["hit@5"], figures["mrr@10"]) == (0, 1, 0.5)
    assert figures["ndcg@10"] == pytest.approx(0.6309, abs=1e-4)
    assert "mrr@10" not in grade(case(turns=["ก", "ข"]), reply).figures
    assert "mrr@10" not in grade(verdict_case(), reply).figures


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("ตัวชี้วัดมีร้อยละ 80 [1]", 0),
        ("ตัวชี้วัดมีร้อยละ 95 [1]", 1),
        ("ตัวชี้วัดมีร้อยละ 80 [1]\nอธิบดีอนุมัติงบประมาณห้าร้อยล้านบาทแล้ว [1]", 0.5),
        ("ตัวชี้วัดมีร้อยละ 80 [2]", 1),
        ("สวัสดีค่ะ ยินดีให้บริการ", None),
    ],
)
def test_unsupported_sentences(answer: str, share: float | None) -> None:
    """A claim needs its words and its figures in what it cites."""
    assert grade(case(), record(answer=answer)).figures.get("unsupported") == share


def test_what_a_rule_worked_out_is_supported() -> None:
    """A figure that a rule's reason gives stands in no passage, and is no invention."""
    reply = record(**FAILS_1_2 | {"answer": "แจ้งว่าลดระยะเวลาร้อยละ 6.67 ซึ่งไม่ถึงเกณฑ์ [1]"})
    check = CheckFound(rule_id="r", result="fail", reason="แจ้งว่าลดระยะเวลาร้อยละ 6.67 ซึ่งไม่ถึงเกณฑ์")
    ruled = reply.model_copy(update={"turns": (reply.last.model_copy(update={"checks": (check,)}),)})
    assert grade(verdict_case(), reply).figures["unsupported"] == 1
    assert grade(verdict_case(), ruled).figures["unsupported"] == 0


def test_a_system_that_falls_over_fails_the_case() -> None:
    """An error is neither an answer nor silence that was meant."""
    found = grade(case(), Record(case_id="c1", turns=(), error="KeyError: x"))
    assert not found.passed
    assert found.figures["score"] == 0


def test_stability() -> None:
    """One of two paraphrases has another verdict."""
    cases = [
        verdict_case(id="a"),
        verdict_case(id="b", paraphrase_of="a"),
        verdict_case(id="c", paraphrase_of="a"),
    ]
    records = {name: record(name, **FAILS_1_2) for name in "ab"}
    records["c"] = record("c", **FAILS_1_2 | {"result": "conditional"})
    assert stability(cases, records) == {"a": 0.5}


def test_intervals() -> None:
    """The same at every run; a share that is all ones is not certain; nothing has no interval."""
    low, high = interval([0.0, 1.0] * 50)
    assert (low, high) == interval([0.0, 1.0] * 50)
    assert 0.38 < low < 0.42 < 0.58 < high < 0.62
    assert interval([1.0] * 10, share=True) == pytest.approx((0.6915, 1.0), abs=1e-4)
    assert str(interval([])) == "(nan, nan)"


def test_paired_tests() -> None:
    """Five broken and none fixed is no chance, four are; a steady drop shows, noise does not."""
    assert mcnemar(5, 0) == pytest.approx(1 / 32)
    assert mcnemar(4, 0) == pytest.approx(1 / 16)
    assert mcnemar(0, 0) == 1
    assert worse([1.0] * 20, [0.5] * 10 + [1.0] * 10)
    assert not worse([1.0, 0.0] * 10, [0.0, 1.0] * 10)
    assert not worse([1.0] * 20, [1.0] * 20)


def test_the_summary_groups_and_counts() -> None:
    """Means per category, confusion by what was expected, and abstention by the confidence that was noted."""
    cases = [case(id="a"), case(id="b", cat="none", outcome=["no_answer"], cite=[])]
    silent = record("b", outcome="no_answer", answer="เอกสารไม่ได้ตอบ", cited=[])
    records = [record("a").model_copy(update={"notes": {"confidence": 0.9}}), silent.model_copy(update={"notes": {"confidence": 0.1}})]  # fmt: skip
    found = summarise(
        cases, records, [grade(*pair) for pair in zip(cases, records, strict=True)], {"a": False}
    )
    assert found.by_category["fact"]["passed"].n == 1
    assert found.outcomes == {"answer": {"answer": 1}, "no_answer": {"no_answer": 1}}
    assert [(each.n, each.answerable, each.answered, each.right) for each in found.calibration] == [
        (1, 0, 0, 1),
        (1, 1, 1, 1),
    ]
    assert found.overall["left_out"].mean == 0
