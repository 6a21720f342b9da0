"""The decision to answer or to keep silent, and the lines that it rests on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.abstention import AGAINST, FOR, SIGNALS, probability
from assistant.answer_types import Wanted, holds, wanted
from assistant.conversations import TransientConversations
from assistant.fit import FEATURES, Fit, model
from assistant.pipeline import Assistant
from assistant.retrieve import HybridRetriever
from assistant.statements import Statements
from corpus.store.store import Store

shares = st.floats(0, 1)
all_signals = st.fixed_dictionaries(dict.fromkeys(SIGNALS, shares))


@given(all_signals, st.sampled_from(FOR), shares)
def test_more_of_what_speaks_for_an_answer_never_makes_it_less_likely(
    signals: dict[str, float], name: str, more: float
) -> None:
    """Coverage and the like only ever raise the probability."""
    raised = signals | {name: max(signals[name], more)}
    assert probability(raised) >= probability(signals)


@given(all_signals, st.sampled_from(AGAINST), shares)
def test_more_of_what_speaks_against_never_makes_it_likelier(
    signals: dict[str, float], name: str, more: float
) -> None:
    """Unknown words and the like only ever lower it."""
    raised = signals | {name: max(signals[name], more)}
    assert probability(raised) <= probability(signals)


def test_the_weights_name_every_signal_and_feature() -> None:
    """The shipped file and the code agree, so that no signal is left out in silence."""
    assert set(model()["lines"]) == set(FEATURES)
    assert set(model()["decision"]) == {*SIGNALS, "bias", "threshold"}


@pytest.fixture(scope="module")
def transient(assistant: Assistant) -> Assistant:
    """Return an assistant that keeps its conversations in memory."""
    return Assistant(assistant.store, TransientConversations())


@pytest.mark.parametrize(
    "question",
    [
        "มาตรา 77 ของ พ.ร.บ. วิธีการงบประมาณ พ.ศ. 2561 ว่าด้วยงบประมาณรายจ่ายบูรณาการอย่างไร",
        "งบประมาณรวมของแผนงานบูรณาการรัฐบาลดิจิทัล ปีงบประมาณ พ.ศ. 2571 เท่าไร",
        "ตัวชี้วัดเป้าหมายที่ 2 ข้อ 6 กำหนดไว้ร้อยละเท่าไร",
        "What is KPI 9 of goal 1?",
    ],
)
def test_hard_evidence_is_always_met_with_silence(transient: Assistant, question: str) -> None:
    """However many words match, what does not exist or is of another year is not answered and nothing is cited."""
    reply = transient.reply(question)
    assert (reply.outcome, reply.citations) == ("no_answer", ())


def test_the_trace_tells_how_sure_the_decision_was(transient: Assistant) -> None:
    """An answer and a silence carry their probability; hard evidence carries none."""
    sure = transient.traced("อีเมลของ สพร. คืออะไร").decision
    unsure = transient.traced("ราคาทองวันศุกร์เท่าไร").decision
    hard = transient.traced("มาตรา 77 ของ พ.ร.บ. วิธีการงบประมาณ ว่าอย่างไร").decision
    assert sure is not None
    assert unsure is not None
    assert sure.probability > 0.9 > 0.1 > unsure.probability
    assert hard is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("ประชุมวันไหน", Wanted("date")),
        ("ต้องอบรมกี่ชั่วโมง", Wanted("figure", "ชั่วโมง")),
        ("How many hours does it take?", Wanted("figure", "hour")),
        ("สพร. มีเบอร์โทรศัพท์ไหม", Wanted("phone")),
        ("TGIX ย่อมาจากอะไร", Wanted("expansion")),
        ("แผน DG คืออะไร", Wanted(None)),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, expected: Wanted) -> None:
    """A question's words tell what kind of thing would answer it."""
    assert wanted(question) == expected


def test_a_number_that_names_is_no_figure() -> None:
    """'แนวทางที่ 2.2' counts nothing."""
    assert not holds("แนวทางที่ 2.2 ของปี พ.ศ. 2569", "figure")
    assert holds("แนวทางที่ 2.2 ลดลงร้อยละ 10", "figure")


def test_context_begins_with_the_line_that_answers(data_dir: Path) -> None:
    """Of all lines retrieved, the one that tells the figure asked for comes first, and twice the same."""
    generation = Store(data_dir).current()
    fit = Fit(Statements(generation), generation)
    question = "งบประมาณรวมของแผนงานเท่าไร"
    hits = HybridRetriever(generation).retrieve(question)
    lines = [line.text for line in fit.context(question, hits)]
    assert "12,934.7711" in lines[0]
    assert lines == [line.text for line in fit.context(question, hits)]


def test_search_shows_the_fitting_lines(transient: Assistant) -> None:
    """Each passage comes with lines of its own, the fitting one first."""
    first = transient.search("อีเมลของ สพร. คืออะไร")[0]
    assert "contact@dga.or.th" in first["lines"][0]
    assert all(line in first["text"] for line in first["lines"])
