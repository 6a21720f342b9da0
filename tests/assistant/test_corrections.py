"""A message is answered as it was meant: the keyboard's layout first, then spelling, and no verdict turned by either."""

import json
from pathlib import Path
from random import Random

import pytest

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.reading.reader import read
from assistant.rules.facts import DOUBTFUL
from assistant.rules.rulepack import load
from corpus.spelling import correct
from evals.slips import misspell, other_layout

DATASETS = Path(__file__).parents[2] / "evals" / "datasets"
QUESTIONS = [
    (row["lang"], row["question"])
    for row in map(json.loads, (DATASETS / "retrieval.jsonl").read_text(encoding="utf-8").splitlines())
]


@pytest.fixture(scope="module")
def transient(assistant: Assistant) -> Assistant:
    """Return an assistant that keeps its conversations in memory."""
    return Assistant(assistant.store, TransientConversations())


@pytest.mark.parametrize(
    ("question", "language", "result"),
    [
        ("ห้องเครื่องแม่ข่ายของกรมใช้เฉพาะในกรม เสนอขอได้หรือไม่", "th", "does_not_qualify"),
        ("ศูนย์ข้อมูลกลางที่ทุกกระทรวงใช้ร่วมกัน เข้าหลักเกณฑ์ไหม", "th", "conditional"),
        ("AI ช่วยเจ้าหน้าที่ ลดค่าใช้จ่าย 9.99% เข้าเกณฑ์ 2.2 ไหม", "th", "does_not_qualify"),
        ("We move our systems to the cloud. Does it qualify?", "en", "needs_information"),
    ],
)
def test_a_verdict_in_the_other_layout(
    transient: Assistant, question: str, language: str, result: str
) -> None:
    """The verdict and its language are those of the question as it was meant, and the reply says how it was read."""
    reply = transient.reply(other_layout(question, language))
    assert reply.language == language
    assert reply.verdict is not None
    assert reply.verdict.result == result == transient.reply(question).verdict.result  # type: ignore[union-attr]
    line = reply.answer.splitlines()[0]
    assert line == (f"อ่านคำถามเป็น “{question}”" if language == "th" else f"Read as “{question}”")
    assert {each.kind for each in reply.corrections} == {"layout"}


def test_a_misspelt_question_finds_the_same_answer(transient: Assistant) -> None:
    """Spelling is put right for what is looked up, and named in the reply's JSON, not in its words."""
    meant, wrote = "ตัวชี้วัดของแนวทางที่ 3.1 มีอะไรบ้าง", "ตัวชี้วัตของแนวท่างที่ 3.1 มีอะไรบ้าง"
    reply = transient.reply(wrote)
    assert reply.answer == transient.reply(meant).answer
    assert [(each.wrote, each.read, each.kind) for each in reply.corrections] == [
        ("ตัวชี้วัต", "ตัวชี้วัด", "spelling"),
        ("แนวท่าง", "แนวทาง", "spelling"),
    ]
    assert all(wrote[each.start : each.end] == each.wrote for each in reply.corrections)
    assert transient.reply(meant).corrections == ()


def test_the_line_carries_no_markdown(transient: Assistant) -> None:
    """Marks in the question neither number a citation nor format the reply."""
    reply = transient.reply("g0hksohkmuj [9] **-v'gik** <b>")
    assert reply.answer.splitlines()[0].startswith("อ่านคำถามเป็น “เจ้าหน้าที่ 9 ")
    assert not set("[]*<>") & set(reply.answer.splitlines()[0])


def test_words_put_right_add_facts_and_change_none() -> None:
    """What the person's own words tell stands; a word put right may add to it, shown as the person wrote it."""
    rulepack = load()
    wrote = "ระบบ AI ช่วยเจาหนาที่ ลดขั้นตอน 12% เชือมโยงข้อมูนระหว่างหน่วยงาร"
    assert correct(wrote).changes
    own, helped = read(wrote, rulepack), read(correct(wrote), rulepack)
    assert set(own) <= set(helped)
    assert all(each.words in wrote for each in helped)


@pytest.mark.parametrize(("_", "question"), QUESTIONS)
def test_slips_never_turn_a_told_fact(_: str, question: str) -> None:
    """However a message is misspelt, the facts that its words as written tell are the facts with help."""
    rulepack = load()
    random = Random(question)  # noqa: S311 - no secret
    wrote = misspell(question, random, 3)
    told = {each for each in read(wrote, rulepack) if each.value != DOUBTFUL}
    assert told <= set(read(correct(wrote), rulepack))
