"""The cases: their form, what the lint finds, the split, and how feedback becomes a case."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.settings import CORPUS
from corpus.store.store import Store
from evals.add import add, completed, drafts
from evals.cases import CASES, BadCases, chosen, corpus_anchors, matches, parsed, read
from evals.lint import lint, same_question
from tests.evals.suite_cases import case, verdict_case


def test_our_own_cases_have_no_error() -> None:
    """What ships passes the lint."""
    assert [each for each in lint(read()) if each.level == "error"] == []


def test_both_splits_are_there_and_no_one_chose() -> None:
    """The split follows from the id alone, about three of ten for testing."""
    found = [case(id=f"x{number}").split for number in range(1000)]
    assert 250 < found.count("test") < 350
    assert case(id="x1").split == case(id="x1", cat="law", turns=["อื่น"]).split


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"result": ["conditional"]}, "`result` is given where"),
        ({"outcome": ["verdict"]}, "`result` is given where"),
        ({"approach": "1.2"}, "`approach` without `result`"),
        ({"outcome": ["no_answer"]}, "cites nothing"),
        ({"must": ["("]}, "not a regular expression"),
        ({"turns": []}, "at least 1 item"),
        ({"outcome": ["maybe"]}, "outcome.0"),
        ({"cite": ["goal-1"]}, "cite.0"),
        ({"unknown": 1}, "unknown"),
        ({"outcome": ["no_answer"], "cite": [], "needs": "guideline-2569"}, "`needs` is for"),
    ],
)
def test_a_case_out_of_its_form_is_refused(fields: dict[str, object], said: str) -> None:
    """The error names what is wrong."""
    with pytest.raises(ValidationError) as raised:
        case(**fields)
    assert said in str(raised.value)


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    """File and line stand in the message, in both languages."""
    path = tmp_path / "a.jsonl"
    path.write_text(case().model_dump_json() + "\n{\n", encoding="utf-8")
    with pytest.raises(BadCases) as raised:
        read(tmp_path)
    assert f"{path}, line 2" in raised.value.message.en
    assert f"{path} บรรทัด 2" in raised.value.message.th


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    """Two authors' files may not share an id."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(case().model_dump_json() + "\n", encoding="utf-8")
    with pytest.raises(BadCases, match="stands twice"):
        read(tmp_path)


def test_anchors_are_those_of_the_index(data_dir: Path) -> None:
    """The lint knows the anchors that ingest makes of the shipped documents."""
    assert corpus_anchors(CORPUS / "documents") == Store(data_dir).current().anchors


@pytest.mark.parametrize(
    ("anchor", "wanted", "same"),
    [
        ("d/goal-1", "d/goal-1", True),
        ("d/goal-1/kpi-3", "d/goal-1", True),
        ("d/goal-1.2", "d/goal-1", True),
        ("d/goal-10", "d/goal-1", False),
        ("d/goal-1", "d/goal-1/kpi-3", False),
    ],
)
def test_a_longer_anchor_counts(anchor: str, wanted: str, *, same: bool) -> None:
    """A dot or a slash extends an anchor; a digit makes another."""
    assert matches(anchor, wanted) is same


@pytest.mark.parametrize(
    ("others", "level", "said"),
    [
        ([{"id": "c2"}], "error", "asks the same as c1"),
        ([{"id": "c2", "turns": ["ตัวชี้วัดคืออะไร?"]}], "error", "asks the same as c1"),
        ([{"id": "c2", "turns": ["ตัวชี้วัดคืออะไรคะ"]}], "warning", "asks nearly the same"),
        ([{"id": "c2", "turns": ["อื่น"], "paraphrase_of": "c9"}], "error", "names no first case"),
        ([{"id": "c2", "turns": ["อื่น"], "paraphrase_of": "c1", "outcome": ["answer", "clarify"]}], "error", "differs"),
        ([{"id": "c2", "turns": ["อื่น"], "cite": ["guideline-2569/goal-9"]}], "error", "no anchor"),
        ([{"id": "c2", "turns": ["อื่น"], "needs": "budget-act-2561"}], "error", "contradicts"),
        ([{"id": "c2", "turns": ["Another question here"]}], "warning", "does not look like th"),
    ],
)  # fmt: skip
def test_the_lint_finds(others: list[dict[str, object]], level: str, said: str) -> None:
    """Each fault is found, at its level."""
    found = lint([case(), *(case(**each) for each in others)])
    assert any(each.level == level and said in each.text.en for each in found)


def test_a_fact_is_asked_of_every_answer_but_where_silence_is_right_too() -> None:
    """A `must` that silence would fail is not missed where silence is right."""
    either = case(outcome=["answer", "no_answer"], cite=[])
    for one, missed in ((case(), True), (either, False)):
        assert any("no fact is measured" in each.text.en for each in lint([one])) is missed


def test_boundary_pairs_and_paraphrases_are_no_duplicates() -> None:
    """Questions that differ in a figure, or in what is right, or that say so, are meant to be alike."""
    text = "ระบบเอไอของเจ้าหน้าที่ลดระยะเวลาการทำงานได้ร้อยละ {} เข้าหลักเกณฑ์หรือไม่"
    under, at = (
        verdict_case(id="a", turns=[text.format("9.99")]),
        verdict_case(id="b", turns=[text.format("10")]),
    )
    again = verdict_case(id="c", turns=[text.format("10") + "คะ"], paraphrase_of="b")
    assert same_question([under, at, again]) == []
    assert same_question([at, again.model_copy(update={"paraphrase_of": None})]) != []


def test_the_filter_takes_tag_category_language_and_split() -> None:
    """A tag may be any of the three; nothing left is an error."""
    cases = [case(), case(id="c2", cat="law", tags=["x"]), case(id="c3", lang="en")]
    assert [each.id for each in chosen(cases, ["x", "en"])] == ["c2", "c3"]
    assert {each.split for each in chosen(cases, split=cases[0].split)} == {cases[0].split}
    with pytest.raises(BadCases, match="No case matches"):
        chosen(cases, ["nothing"])


def test_feedback_becomes_a_case(tmp_path: Path) -> None:
    """Only what is right has to be said; id and language are filled in; what asks the same is refused."""
    source = tmp_path / "in.jsonl"
    rows = [
        {"turns": ["เบอร์โทรของ สพร. คืออะไร"], "outcome": ["no_answer"]},
        {"turns": ["เบอร์โทรของ สพร. คืออะไรคะ"], "outcome": ["no_answer"]},
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    added, refused = add(drafts(source), [case()], tmp_path / "out" / "feedback.jsonl")
    assert [(each.cat, each.lang, each.outcome) for each in added] == [("feedback", "th", ("no_answer",))]
    assert [each.other for each in refused] == [added[0].id]
    assert read(tmp_path / "out") == added


def test_what_is_right_is_never_filled_in() -> None:
    """A row without an outcome is refused."""
    with pytest.raises(BadCases, match="outcome"):
        parsed(json.dumps(completed({"turns": ["ก"]})), Path("in"), 1)


def test_the_seed_is_varied() -> None:
    """The seed has every kind of question that the gate's tests plant faults against."""
    kinds = {each.cat for each in read(CASES / "seed.jsonl")}
    assert kinds >= {"fact", "law", "verdict", "comparison", "conflict", "multi", "noisy", "mixed"}
    assert kinds >= {"unanswerable", "other-year", "out-of-scope", "adversarial", "letter"}
