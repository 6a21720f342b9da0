"""The interview: which questions, in which order, and what comes of the answers."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from assistant.interview import APPROACH, KIND, Interview, Question, begin, kinds
from assistant.rules.decide import decide
from assistant.rules.facts import Below, Told
from assistant.rules.rulepack import load
from corpus.passages import Language

RULEPACK = load()
MOST = 21
"""Questions in the longest interview: the kind, the users, an approach's own criteria, and the general criteria."""


def talk(
    answers: Mapping[str, str], otherwise: str, start: Interview | None = None
) -> tuple[Interview, list[Question]]:
    """Answer every question by its name, or else with `otherwise`; return the end and the questions put."""
    going = start or begin(RULEPACK)
    put = []
    while question := going.question:
        put.append(question)
        going = going.answer(answers.get(question.name, otherwise))
    return going, put


def names(put: list[Question]) -> list[str]:
    """Return the questions' names, those asked again left out."""
    return [each.name for each in put if not each.again]


def number(kind: str) -> str:
    """Return the number that picks a kind of project."""
    return str(kinds(RULEPACK).index(kind) + 1)


PATHS = {
    "1.1": {KIND: number("training")},
    "1.2": {KIND: number("infrastructure")},
    "1.3": {KIND: number("cloud")},
    "2.1": {KIND: number("platform")},
    "2.2": {KIND: number("ai")},
    "3.1": {KIND: number("for_citizens")},
    "3.2": {KIND: number("ai"), "for_staff": "ไม่ใช่"},
}
NUMBERS = {"joint_agencies": "2", "unspecified_reduction": "15%"}
OWN = {fact for each in RULEPACK.rules() if each.kind == "own" for fact in each.require.facts()}
GENERAL = {fact for each in RULEPACK.rules() if each.kind == "general" for fact in each.require.facts()}


@pytest.mark.parametrize("approach", PATHS)
@pytest.mark.parametrize("yes", ["ใช่", "yes", "มีครับ"])
def test_every_approach_qualifies_by_answering(approach: str, yes: str) -> None:
    """From nothing told to every criterion shown."""
    end, put = talk({**PATHS[approach], **NUMBERS}, yes)
    assert (end.decision.result, end.decision.approach) == ("qualifies", RULEPACK.approaches[approach])
    assert len(put) <= MOST


@pytest.mark.parametrize("approach", PATHS)
def test_every_approach_comes_to_conditional(approach: str) -> None:
    """With its own criteria shown, and the general ones not known."""
    unknown = dict.fromkeys(GENERAL - OWN, "ไม่ทราบ")
    end, put = talk({**unknown, **PATHS[approach], "unspecified_reduction": "10"}, "ใช่")
    assert (end.decision.result, end.decision.approach) == ("conditional", RULEPACK.approaches[approach])
    assert len(put) <= MOST


@pytest.mark.parametrize("approach", PATHS)
@pytest.mark.parametrize("otherwise", ["ใช่", "ไม่มี", "ไม่ทราบ", "not sure", "กขค", "", "5"])
def test_no_question_is_put_twice(approach: str, otherwise: str) -> None:
    """Whatever is answered, the interview ends, asks each thing once, and asks again only right after, once."""
    end, put = talk(PATHS[approach], otherwise)
    assert len(names(put)) == len(set(names(put))) <= MOST
    for before, each in zip([None, *put], put, strict=False):
        assert not each.again or (before is not None and before.name == each.name and not before.again)
    assert end.question is None


@pytest.mark.parametrize("approach", PATHS)
def test_unsure_is_remembered_and_not_asked_again(approach: str) -> None:
    """An unsure answer is taken at once; the fact stays unknown and leaves what is missing."""
    end, put = talk(PATHS[approach], "ไม่ทราบ")
    assert not any(each.again for each in put)
    unsure = {name for name, value in end.told.items() if value == "unsure"}
    assert unsure >= set(names(put)) - set(PATHS[approach])
    assert not unsure & set(end.decision.missing)


def test_what_cannot_be_read_is_asked_again_once_and_then_unsure() -> None:
    """The second time it comes with what may be answered."""
    going = begin(RULEPACK, {"cloud": True}).answer("อากาศดีมาก")
    assert going.question is not None
    assert (going.question.name, going.question.again) == ("cloud_first_conform", True)
    assert "ไม่ทราบ" in going.question.allowed.th
    going = going.answer("อากาศดีมาก")
    assert going.told["cloud_first_conform"] == "unsure"
    assert going.question is not None
    assert going.question.name != "cloud_first_conform"


@pytest.mark.parametrize(
    ("told", "answer", "fact", "value"),
    [
        ({"platform": True}, "ทุกกรมใช้", "shared_by_agencies", True),
        ({"platform": True}, "ใช้เฉพาะในหน่วยงาน", "in_house_only", True),
        ({"platform": True}, "ไม่มี ใช้ในหน่วยงานเดียว", "shared_by_agencies", False),
        ({"platform": True}, "ไม่มี ใช้ในหน่วยงานเดียว", "in_house_only", True),
        ({"cloud": True}, "ใช่ ตามที่คณะกรรมการกำหนด", "cloud_first_conform", True),
        ({"cloud": True}, "No, that is for next year.", "cloud_first_conform", False),
        ({"platform": True}, "n", "shared_by_agencies", False),
        ({"platform": True}, "Y", "shared_by_agencies", True),
        ({"ai": True, "for_staff": True}, "15%", "unspecified_reduction", Decimal(15)),
        ({"ai": True, "for_staff": True}, "8 ชั่วโมงเหลือ 6 ชั่วโมง", "time_reduction", Decimal(25)),
        ({"ai": True, "for_staff": True}, "0", "unspecified_reduction", Decimal(0)),
        (
            {"cloud": True, "cloud_first_conform": True, "exchanges_data": False, "opens_data": False},
            "สองหน่วยงาน",
            "joint_agencies",
            2,
        ),
        ({}, number("training"), "training", True),
        ({}, "๖", "ai", True),
        ({}, "เป็นการย้ายระบบขึ้นคลาวด์", "cloud", True),
    ],
)
def test_an_answer_in_the_persons_own_words(
    told: dict[str, bool], answer: str, fact: str, value: object
) -> None:
    """Short answers answer what was asked, and phrases tell what they say."""
    after = begin(RULEPACK, told).answer(answer)
    assert after.told[fact] == value
    assert not after.again


@pytest.mark.parametrize("answer", ["ใช่ แต่ยังไม่ครบ", "yes, but not all of it", "มี บางส่วน", "ใช่ อาจจะ"])
def test_a_hedged_yes_is_asked_for_again(answer: str) -> None:
    """It is not taken for a yes."""
    after = begin(RULEPACK, {"cloud": True}).answer(answer)
    assert after.told.get("cloud_first_conform") is not True
    assert after.question is not None
    assert after.question.again


@pytest.mark.parametrize(
    ("answers", "result", "asked"),
    [
        ({KIND: number("infrastructure"), "shared_by_agencies": "ใช้ภายในหน่วยงาน"}, "does_not_qualify", 2),
        ({KIND: number("training"), "prescribed_curriculum": "ไม่ใช่"}, "does_not_qualify", 2),
        ({KIND: number("ai"), "unspecified_reduction": "8%"}, "does_not_qualify", 3),
        (
            {KIND: number("ai"), "unspecified_reduction": "ลดขั้นตอน 5% ลดเวลา 12%", "joint_agencies": "2"},
            "qualifies",
            14,
        ),
        ({KIND: number("cloud"), "joint_agencies": "1"}, "conditional", 13),
        ({KIND: "ไม่ทราบ"}, "needs_information", 1),
        ({KIND: number("ai"), "for_staff": "ไม่", "for_citizens": "ไม่"}, "needs_information", 3),
    ],
)
def test_it_ends_as_soon_as_all_is_decided(answers: dict[str, str], result: str, asked: int) -> None:
    """A failed criterion ends it; so does having nothing left to ask."""
    end, put = talk(answers, "ใช่")
    assert (end.decision.result, len(names(put))) == (result, asked)


def test_an_exception_is_asked_for_before_a_project_fails_without_it() -> None:
    """Integration form 2 saves a shared service that links no one, but only where it is free of charge."""
    answers = {KIND: number("infrastructure"), "exchanges_data": "ไม่มี", "links_agencies": "ไม่มี", **NUMBERS}
    free, put = talk(answers, "ใช่")
    assert "free_for_users" in names(put)
    assert free.decision.result == "qualifies"
    paid, _ = talk({**answers, "free_for_users": "ไม่ใช่"}, "ใช่")
    assert paid.decision.result == "does_not_qualify"


def test_the_question_about_an_exception_says_what_yes_means() -> None:
    """'Yes' must never be read as the opposite of what was asked."""
    told = {"infrastructure": True, "shared_by_agencies": True, "links_agencies": False}
    question = begin(RULEPACK, told).question
    assert question is not None
    label = RULEPACK.facts["free_for_users"].label
    assert label.th in question.text.th
    assert label.en in question.text.en


def test_savings_are_asked_for_in_one_question() -> None:
    """A single kind of saving told would be taken for all that is claimed."""
    _, put = talk({KIND: number("ai"), "for_staff": "ใช่"}, "ไม่ทราบ")
    asked = [
        name for name in names(put) if name in RULEPACK.facts and RULEPACK.facts[name].group == "reductions"
    ]
    assert asked == ["unspecified_reduction"]


def test_where_two_approaches_fit_the_person_chooses() -> None:
    """AI for staff and citizens fits 2.2 and 3.2."""
    told = {"ai": True, "for_staff": True, "for_citizens": True}
    question = begin(RULEPACK, told).question
    assert question is not None
    assert (question.name, len(question.choices)) == (APPROACH, 2)
    for answer, approach in (("1", "2.2"), ("แนวทางที่ 3.2", "3.2")):
        end, _ = talk({APPROACH: answer, **NUMBERS}, "ใช่", begin(RULEPACK, told))
        assert end.decision.approach is RULEPACK.approaches[approach]
        assert end.decision.result == "qualifies"


def test_a_named_approach_needs_no_question_about_the_kind() -> None:
    """Naming 2.1 says what the project is."""
    question = begin(RULEPACK, named="2.1").question
    assert question is not None
    assert question.name == "shared_by_agencies"


def test_what_is_told_is_not_asked() -> None:
    """An interview goes on from facts that are there."""
    told: Told = {"ai": True, "for_staff": True, "time_reduction": Below(Decimal(10))}
    assert begin(RULEPACK, told).question is None
    assert begin(RULEPACK, told).decision == decide(RULEPACK, told)


def test_the_standards_are_asked_for_in_one_question() -> None:
    """A project that exchanges data is asked once whether it follows them all."""
    _, put = talk({KIND: number("cloud"), **NUMBERS}, "ใช่")
    asked = [name for name in names(put) if name == "meets_standards" or name.startswith("follows_")]
    assert asked == ["meets_standards"]


def test_a_finished_interview_takes_no_answer() -> None:
    """There is no question to answer."""
    with pytest.raises(ValueError, match="no question"):
        begin(RULEPACK, {"infrastructure": True, "in_house_only": True}).answer("ใช่")


def test_the_words_of_the_choices_are_read() -> None:
    """What the interview says may be answered, it understands, in both languages."""
    languages: tuple[Language, ...] = ("th", "en")
    for language in languages:
        question = begin(RULEPACK, {"cloud": True}).question
        assert question is not None
        values = [
            begin(RULEPACK, {"cloud": True}).answer(each.get(language)).told["cloud_first_conform"]
            for each in question.choices
        ]
        assert values == [True, False, "unsure"]
