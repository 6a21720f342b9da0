"""Versions end to end: two notices and two guidelines side by side in a real store, asked about before and after."""

import re
import shutil
from datetime import date

import pytest

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from corpus.store.store import Store
from ingest.pipeline import DOCUMENTS, ingest

CHANGE = date(2027, 1, 1)
"""The day on which the third notice takes the place of the second."""
BEFORE, AFTER = date(2026, 12, 31), date(2027, 6, 1)

THIRD = """---
id: platform-notice-2570
title:
  th: ประกาศคณะกรรมการพัฒนารัฐบาลดิจิทัล เรื่อง แพลตฟอร์มกลางของงานบริการภาครัฐสำหรับภาคธุรกิจและประชาชน (ฉบับที่ 3)
  en: Notice of the Digital Government Development Committee on central platforms of government services (No. 3)
issuer: {th: คณะกรรมการพัฒนารัฐบาลดิจิทัล, en: Digital Government Development Committee}
kind: notice
announced: 2026-11-30
in_force_from: 2027-01-01
in_force_until: 2027-12-31
supersedes: [platform-notice-2567]
audience: {th: หน่วยงานของรัฐ, en: State agencies}
official_text: {th: ไม่มี, en: none}
---

# ประกาศ | Notice

## ข้อ 1: ชื่อประกาศ | Clause 1: name of the notice {#clause-1}

*ที่มา: ทดสอบ | test*

### ไทย

- ข้อ 1 ประกาศนี้ชื่อว่า ประกาศแพลตฟอร์มกลาง (ฉบับที่ 3)

### English

- Clause 1 names it the central platform notice (No. 3).

## ข้อ 3: THAI NSW และระบบถัดไปเป็นแพลตฟอร์มกลาง | Clause 3: THAI NSW and its next system are central platforms {#clause-3}

*ที่มา: ทดสอบ | test*

### ไทย

- ข้อ 3 ให้ THAI NSW และระบบถัดไปเป็นแพลตฟอร์มกลางของงานบริการภาครัฐสำหรับภาคธุรกิจและประชาชน

### English

- Clause 3 makes THAI NSW and its next system central platforms of government services for businesses and the public.

## ข้อ 4: หน้าที่เชื่อมโยงข้อมูลและบริการส่งออก นำเข้า และโลจิสติกส์ | Clause 4: duty to link export, import and logistics data {#clause-4}

*ที่มา: ทดสอบ | test*

### ไทย

- หน้าที่ตามข้อ 4: หน่วยงานของรัฐต้องเชื่อมโยงข้อมูลการส่งออก การนำเข้า และโลจิสติกส์ ผ่านระบบถัดไปภายใน 90 วัน

### English

- Duty under clause 4: state agencies link export, import and logistics data through the next system within 90 days.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the shipped corpus, a third notice, and the guideline of the fiscal year before."""
    folder = tmp_path_factory.mktemp("documents")
    for path in DOCUMENTS.glob("*.md"):
        shutil.copy(path, folder)
    (folder / "platform-notice-2570.md").write_text(THIRD, encoding="utf-8")
    guideline = (folder / "guideline-2569.md").read_text(encoding="utf-8")
    earlier = guideline.replace("2569", "2568").replace("12,934.7711", "9,876.5432")
    earlier = earlier.replace("announced: 2024-12-17", "announced: 2023-12-19")
    (folder / "guideline-2568.md").write_text(earlier, encoding="utf-8")
    (folder / "guideline-2569.md").write_text(
        guideline.replace("supersedes: []", "supersedes: [guideline-2568]"), encoding="utf-8"
    )
    store = Store(tmp_path_factory.mktemp("data"))
    ingest([], store, documents_dir=folder, official_dir=folder / "none")
    return store


def ask(store: Store, question: str, today: date = BEFORE, as_of: date | None = None) -> Reply:
    """Ask on a day."""
    return Assistant(store, TransientConversations(), lambda: today).reply(question, as_of=as_of)


def anchors(reply: Reply) -> list[str]:
    """Return the anchors cited, each once, in the order of the marks."""
    return list(dict.fromkeys(f"{each.document_id}/{each.anchor}" for each in reply.citations))


@pytest.mark.parametrize(
    "question",
    [
        "ข้อ 4 ของประกาศแพลตฟอร์มกลาง กำหนดหน้าที่อะไร",
        "What is the duty under clause 4 of the central platform notice?",
        "หน้าที่เชื่อมโยงข้อมูลการส่งออก การนำเข้า และโลจิสติกส์ มีอะไรบ้าง",
    ],
)
@pytest.mark.parametrize(
    ("today", "document"), [(BEFORE, "platform-notice-2567"), (CHANGE, "platform-notice-2570")]
)
def test_the_version_in_force_answers(store: Store, question: str, today: date, document: str) -> None:
    """Until the day of the change the second notice answers, from that day on the third, and neither needs a remark."""
    reply = ask(store, question, today)
    assert reply.outcome == "answer"
    assert anchors(reply) == [f"{document}/clause-4"]
    assert {each.state for each in reply.citations} == {"in_force"}
    assert reply.as_of is None
    assert "ณ วันที่" not in reply.answer


@pytest.mark.parametrize("on", ["ณ วันที่ 31 ธันวาคม 2569", "ก่อนวันที่ 1 มกราคม 2570"])
def test_a_date_in_the_question_is_the_date_of_the_answer(store: Store, on: str) -> None:
    """A date that the question says comes before today's."""
    reply = ask(store, f"{on} ข้อ 4 ของประกาศแพลตฟอร์มกลาง กำหนดหน้าที่อะไร", AFTER)
    assert anchors(reply) == ["platform-notice-2567/clause-4"]
    assert reply.as_of == "2026-12-31"


def test_the_date_given_beside_the_question_comes_first(store: Store) -> None:
    """`as_of` overrides the date in the question, which is no longer part of what is looked for."""
    question = "ณ วันที่ 31 ธันวาคม 2569 ข้อ 4 ของประกาศแพลตฟอร์มกลาง กำหนดหน้าที่อะไร"
    reply = ask(store, question, BEFORE, AFTER)
    assert anchors(reply) == ["platform-notice-2570/clause-4"]
    assert reply.as_of == "2027-06-01"


def test_a_superseded_version_asked_for_by_name_says_so_first(store: Store) -> None:
    """The first words say that it is superseded and until when it applied; the newer clause is cited in them."""
    reply = ask(store, "ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร", AFTER)
    first = reply.answer.split("\n\n")[0]
    assert first.startswith("**ณ วันที่ 1 มิถุนายน 2570 ถูกแทนที่แล้ว**")
    assert "ใช้ถึงวันที่ 31 ธันวาคม 2569" in first
    assert "ตั้งแต่วันที่ 1 มกราคม 2570" in first
    marked = re.search(r"\[(\d+)\]", first)
    assert marked is not None
    newer = reply.citations[int(marked[1]) - 1]
    assert (newer.document_id, newer.anchor, newer.state) == ("platform-notice-2570", "clause-4", "in_force")
    assert {(each.state, each.superseded_by) for each in reply.citations if each is not newer} == {
        ("superseded", ("platform-notice-2570/clause-4",))
    }


def test_it_says_so_in_english(store: Store) -> None:
    """An English question hears it in English, with the B.E. and the C.E. year."""
    reply = ask(store, "What does clause 4 of notice No. 2 require?", AFTER)
    first = reply.answer.split("\n\n")[0]
    assert first.startswith("**Superseded on 1 June 2570 B.E. (2027)**")
    assert "applied until 31 December 2569 B.E. (2026)" in first


def test_a_version_not_yet_in_force_names_the_one_that_is(store: Store) -> None:
    """Before the change the third notice is shown by name, and its first words cite the second."""
    reply = ask(store, "ข้อ 4 ของประกาศฉบับที่ 3 กำหนดอะไร", BEFORE)
    first = reply.answer.split("\n\n")[0]
    assert first.startswith("**ณ วันที่ 31 ธันวาคม 2569 ยังไม่ใช้บังคับ**")
    assert "เริ่มใช้บังคับวันที่ 1 มกราคม 2570" in first
    assert anchors(reply) == ["platform-notice-2570/clause-4", "platform-notice-2567/clause-4"]


def test_a_version_that_has_ended_says_so(store: Store) -> None:
    """After its last day nothing stands for the third notice; it is shown by name, and its end told first."""
    reply = ask(store, "ข้อ 4 ของประกาศฉบับที่ 3 กำหนดอะไร", date(2028, 1, 1))
    first = reply.answer.split("\n\n")[0]
    assert first.startswith("**ณ วันที่ 1 มกราคม 2571 สิ้นผลแล้ว**")
    assert first.endswith("ใช้บังคับถึงวันที่ 31 ธันวาคม 2570")
    assert {each.state for each in reply.citations} == {"expired"}


def test_a_provision_without_a_namesake_leads_to_the_newer_document(store: Store) -> None:
    """Clause 2, which the third notice has not, is superseded by that notice's first provision."""
    reply = ask(store, "ข้อ 2 ของประกาศฉบับที่ 2 กำหนดอะไร", AFTER)
    assert reply.citations[0].superseded_by == ("platform-notice-2570/clause-1",)


@pytest.mark.parametrize(
    ("today", "first", "states"),
    [
        (BEFORE, "platform-notice-2567", {"2567": "in_force", "2570": "not_yet"}),
        (AFTER, "platform-notice-2570", {"2567": "superseded", "2570": "in_force"}),
    ],
)
def test_search_puts_the_version_in_force_first(
    store: Store, today: date, first: str, states: dict[str, str]
) -> None:
    """Both versions are found, the one in force before the other, each with its state."""
    hits = Assistant(store, TransientConversations()).search("ข้อ 3 THAI NSW เป็นแพลตฟอร์มกลาง", 20, today)
    found = [hit for hit in hits if hit["anchor"] == "clause-3"]
    assert found[0]["document_id"] == first
    assert {hit["document_id"][-4:]: hit["state"] for hit in found} == states


def test_search_reaches_the_version_in_force_through_the_other(store: Store) -> None:
    """Words that only the older version has find the newer one as well, before it."""
    hits = Assistant(store, TransientConversations()).search("กรมเจ้าท่า ข้อ 4 ของประกาศแพลตฟอร์มกลาง", 20, AFTER)
    order = [hit["anchor_id"] for hit in hits]
    assert order.index("platform-notice-2570/clause-4") < order.index("platform-notice-2567/clause-4")


@pytest.mark.parametrize(
    ("question", "figure", "document"),
    [
        ("งบประมาณรวมเท่าไร", "12,934.7711", "guideline-2569"),
        ("งบประมาณรวมของปีงบประมาณ 2569 เท่าไร", "12,934.7711", "guideline-2569"),
        ("งบประมาณรวมของปีงบประมาณ 2568 เท่าไร", "9,876.5432", "guideline-2568"),
        ("What is the total budget of the plan for fiscal year 2568?", "9,876.5432", "guideline-2568"),
        ("ณ วันที่ 1 พฤษภาคม 2567 งบประมาณรวมเท่าไร", "9,876.5432", "guideline-2568"),
    ],
)
def test_a_fiscal_year_chooses_its_guideline(store: Store, question: str, figure: str, document: str) -> None:
    """The year named, or else the guideline of the date, answers; of the other not a figure is told."""
    reply = ask(store, question)
    assert figure in reply.answer
    assert reply.citations[0].document_id == document
    other = {"12,934.7711": "9,876.5432", "9,876.5432": "12,934.7711"}[figure]
    assert other not in reply.answer.split("\n\n")[-1]


def test_an_earlier_years_guideline_says_that_a_newer_one_followed(store: Store) -> None:
    """Asked for by its fiscal year, it answers, and says first what took its place."""
    reply = ask(store, "งบประมาณรวมของปีงบประมาณ 2568 เท่าไร")
    first = reply.answer.split("\n\n")[0]
    assert "ถูกแทนที่แล้ว" in first
    assert "ใช้ถึงวันที่ 16 ธันวาคม 2567" in first
    assert anchors(reply) == ["guideline-2568/overview", "guideline-2569/overview"]


def test_a_fiscal_year_that_nothing_covers_is_refused(store: Store) -> None:
    """A year with neither guideline nor rules is answered by none of the others."""
    assert ask(store, "งบประมาณรวมของปีงบประมาณ 2567 เท่าไร").outcome == "no_answer"


def test_the_rules_stay_those_of_their_year(store: Store) -> None:
    """A verdict for the year of the earlier guideline is refused, for there are no rules of that year."""
    reply = ask(store, "ปีงบประมาณ 2568 ระบบ AI ภายในลดเวลา 12% เข้าเกณฑ์ไหม")
    assert reply.outcome == "no_answer"


def test_a_duty_follows_the_date_of_the_verdict(store: Store) -> None:
    """The duty to link through THAI NSW is checked from 21 September 2567 on."""
    told = {"ai": True, "for_staff": True, "trade_logistics": True}
    assistant = Assistant(store, TransientConversations())
    listed = [
        {each.rule_id for each in assistant.check(told, as_of=on).checks}
        for on in (date(2024, 9, 20), date(2024, 9, 21))
    ]
    assert {each.split("/")[0] for each in listed[1] - listed[0]} == {"central-platforms"}


@pytest.mark.parametrize(
    ("question", "start", "cited"),
    [
        (
            "ณ วันที่ 1 มกราคม 2567 ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร",
            "**ณ วันที่ 1 มกราคม 2567 ยังไม่ใช้บังคับ**",
            "platform-notice-2567/clause-4",
        ),
        ("As of 1 May 2023, what is goal 1?", "**Not there yet on 1 May 2566 B.E. (2023)**", None),
        (
            "ณ วันที่ 1 มกราคม 2560 มาตรา 31 กำหนดอะไร",
            "**ณ วันที่ 1 มกราคม 2560 ยังไม่มี**",
            "budget-act-2561/section-31",
        ),
        ("ณ วันที่ 1 มกราคม 2567 แพลตฟอร์มกลางมีอะไรบ้าง", "", "platform-notice-2565/platforms"),
        (
            "ปี 2566 แพลตฟอร์มกลางมีอะไรบ้าง",
            "_คำตอบตามที่มีอยู่ ณ วันที่ 31 ธันวาคม 2566_",
            "platform-notice-2565/platforms",
        ),
    ],
)
def test_the_past_of_the_shipped_corpus(
    assistant: Assistant, question: str, start: str, cited: str | None
) -> None:
    """What came later is called so; what the corpus has of that time answers before it."""
    reply = Assistant(assistant.store, TransientConversations()).reply(question)
    assert reply.answer.startswith(start)
    if cited:
        assert anchors(reply)[0] == cited


@pytest.mark.parametrize(
    "question", ["ใครลงนามประกาศในปี 2568", "งบประมาณรวมปี 2566 เท่าไร", "ประชุมปี 2568 วันไหน"]
)
def test_a_year_of_an_event_stays_part_of_the_question(assistant: Assistant, question: str) -> None:
    """What the corpus does not have of that year it does not answer from another year."""
    assert Assistant(assistant.store, TransientConversations()).reply(question).outcome == "no_answer"


def test_a_verdict_as_of_a_date_before_its_guideline_says_so(assistant: Assistant) -> None:
    """The verdict stands after the remark that its criteria were not there yet."""
    today = Assistant(assistant.store, TransientConversations())
    reply = today.reply("ณ วันที่ 1 มกราคม 2567 ระบบ AI ภายในลดเวลา 12% เข้าเกณฑ์ไหม")
    assert reply.verdict is not None
    assert reply.answer.startswith("**ณ วันที่ 1 มกราคม 2567 ยังไม่มี**: แนวทางการจัดทำ")


@pytest.mark.parametrize(
    "question", ["ระบบ AI ภายในที่ใช้มาก่อนปี 2560 ลดเวลา 12% เข้าเกณฑ์ไหม", "งบประมาณรวมเท่าไร"]
)
def test_a_date_of_the_project_is_no_date_of_the_answer(assistant: Assistant, question: str) -> None:
    """When a project began says nothing about the criteria, so nothing is remarked."""
    reply = Assistant(assistant.store, TransientConversations()).reply(question)
    assert reply.as_of is None
    assert {each.state for each in reply.citations} == {"in_force"}
    assert "ยังไม่" not in reply.answer.split("\n\n")[0]


def test_the_same_day_gives_the_same_bytes(assistant: Assistant) -> None:
    """A reply is a function of question, corpus and day."""
    first, second = (
        Assistant(assistant.store, TransientConversations(), lambda: AFTER).reply("ข้อ 4 ของประกาศฉบับที่ 2")
        for _ in range(2)
    )
    assert first.model_dump_json() == second.model_dump_json()
