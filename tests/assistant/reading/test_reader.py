"""Facts are read from how people speak, with the words they were read from."""

from typing import Any

import pytest

from assistant.reading.reader import merge, read
from assistant.rules.rulepack import load

RULEPACK = load()


def told(message: str, *asked: str) -> dict[str, Any]:
    """Return the facts that a message states."""
    return {each.fact: each.value for each in read(message, RULEPACK, asked)}


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("เซิพเวอกลางไห้ทุกกรมไช้", {"infrastructure": True, "shared_by_agencies": True}),
        ("เครื่องแม่ข่ายที่ใช้เฉพาะในสำนักงานเรา", {"infrastructure": True, "in_house_only": True}),
        ("ดาต้าเซ็นเตอร์ให้ทุกกระทรวงใช้ร่วมกัน", {"infrastructure": True, "shared_by_agencies": True}),
        ("a data centre shared by all ministries", {"infrastructure": True, "shared_by_agencies": True}),
        ("network for our department only", {"infrastructure": True, "in_house_only": True}),
        ("แพลทฟอร์มกลางภาครัฐ ความมั่นคงปลอดภัยสูง", {"platform": True, "high_security": True}),
        ("ความปลอดภัยของระบบยังต่ำ", {"high_security": False}),
        ("a highly secure platform", {"platform": True, "high_security": True}),
        ("the platform is not very secure", {"platform": True, "high_security": False}),
        ("ย้ายระบบไปคลาวด์โดยสอดคล้องกับนโยบาย Cloud First", {"cloud": True, "cloud_first_conform": True}),
        ("ใช้คลาวด์แต่ขัดกับ Cloud First", {"cloud": True, "cloud_first_conform": False}),
        ("แชทบอตตอบคำถามผู้ประกอบการ", {"ai": True, "for_citizens": True}),
        ("เอไอช่วยเจ้าหน้าที่ตรวจเอกสาร", {"ai": True, "for_staff": True}),
        ("ระบบนี้ไม่ได้ใช้ปัญญาประดิษฐ์", {"ai": False, "system": True}),
        ("อบรมข้าราชการตามหลักสูตรกลาง", {"training": True, "prescribed_curriculum": True}),
        ("อบรมการจัดดอกไม้", {"training": True, "other_skills": True}),
        ("training in public speaking", {"training": True, "other_skills": True}),
        ("ผู้เข้าอบรมไม่ตรงคุณสมบัติ", {"training": True, "qualified_trainees": False}),
        ("บริการด้านแรงงานแบบเบ็ดเสร็จ", {"focus_area": True, "one_stop": True}),
        ("ยังไม่ผ่านแพลตฟอร์มกลาง", {"via_central_platform": False}),
        ("connected to the service through Biz Portal", {"via_central_platform": True}),
        ("มี 3 หน่วยงานร่วมกันรับผิดชอบ", {"joint_agencies": 3}),
        ("กรมเดียวทำเองทั้งหมด", {"joint_agencies": 1}),
        ("there is no partner agency", {"joint_agencies": 1}),
        ("สอดคล้องกับยุทธศาสตร์ชาติและนโยบายรัฐบาล", {"national_strategy": True, "government_policy": True}),
        ("หน่วยงานที่มาใช้ไม่เสียค่าใช้จ่าย", {"free_for_users": True}),
        ("ไม่ซ้ำซ้อนกับแหล่งงบประมาณอื่น", {"no_duplicate_funding": True}),
        ("ได้รับเงินจากกองทุนอื่นอยู่แล้ว", {"no_duplicate_funding": False}),
        ("ยังระบุผลประโยชน์ไม่ได้", {"benefit_unstated": True}),
        ("we do not know how much it saves", {"unspecified_reduction": "unsure"}),
        ("ต่อสัญญาบำรุงรักษาเซิร์ฟเวอร์เดิม", {"infrastructure": True, "maintenance_only": True}),
        ("ระบบส่งออกสินค้าเชื่อมผ่าน THAI NSW", {"trade_logistics": True, "via_thai_nsw": True}),
    ],
)
def test_facts_are_read(message: str, facts: dict[str, object]) -> None:
    """Each phrase tells its facts (others that follow from the words may stand beside)."""
    assert facts.items() <= told(message).items()


@pytest.mark.parametrize(
    ("message", "fact", "value"),
    [
        ("ไม่ได้ใช้แค่ภายในหน่วยงาน", "in_house_only", False),
        ("ไม่ใช่ระบบภายใน", "in_house_only", False),
        ("not only in-house", "in_house_only", False),
        ("it isn't used internally", "in_house_only", False),
        ("ไม่ใช่ว่าไม่มีหน่วยงานอื่นใช้", "in_house_only", False),
        ("ไม่เพียงแต่เชื่อมโยงข้อมูลกับหน่วยงานอื่น", "links_agencies", True),
        ("not only links data with other agencies", "links_agencies", True),
        ("ไม่ได้เชื่อมโยงข้อมูลกับหน่วยงานอื่น", "links_agencies", False),
        ("โครงสร้างพื้นฐานใช้ภายในกรมหรือไม่", "in_house_only", True),
    ],
)
def test_denial(message: str, fact: str, value: bool) -> None:
    """Denials turn a fact, two of them cancel out, 'not only' denies just what says 'only', a question denies nothing."""
    assert told(message)[fact] is value


def test_words_are_the_persons_own() -> None:
    """A fact keeps the very characters it was read from, spaces and Thai digits included."""
    [stated] = [
        each for each in read("ลดเวลาจาก ๓๐ นาที เหลือ ๒๐ นาที", RULEPACK) if each.fact == "time_reduction"
    ]
    assert stated.words == "๓๐ นาที เหลือ ๒๐ นาที"


def test_nothing_is_guessed() -> None:
    """A message without facts tells none."""
    assert told("ขอสอบถามหน่อยครับ") == {}
    assert told("What is the total budget?") == {}


@pytest.mark.parametrize(
    ("answer", "asked", "facts"),
    [
        ("ใช่ครับ", ("high_security",), {"high_security": True}),
        ("ไม่มีค่ะ", ("high_security",), {"high_security": False}),
        ("ไม่ทราบ", ("high_security",), {"high_security": "unsure"}),
        ("not sure", ("one_stop", "focus_area"), {"one_stop": "unsure"}),
        ("15%", ("time_reduction", "cost_reduction"), {"unspecified_reduction": 15}),
        ("ร้อยละ 15", ("time_reduction",), {"time_reduction": 15}),
        ("3 หน่วยงาน", ("joint_agencies",), {"joint_agencies": 3}),
    ],
)
def test_an_answer_goes_to_what_was_asked(
    answer: str, asked: tuple[str, ...], facts: dict[str, object]
) -> None:
    """A bare yes, no, number or 'do not know' answers the question before it."""
    assert facts.items() <= told(answer, *asked).items()


def test_a_correction_withdraws_the_number() -> None:
    """'Not 8 % but 18 %' leaves 18."""
    assert told("ลดเวลาไม่ใช่ 8% แต่เป็นลด 18%")["time_reduction"] == 18


@pytest.mark.parametrize(
    ("first", "second", "kept", "gone"),
    [
        ("แพลตฟอร์มใช้ภายในองค์กร", "ให้ทุกกรมใช้ร่วมกัน", "shared_by_agencies", "in_house_only"),
        ("แพลตฟอร์มให้ทุกกรมใช้ร่วมกัน", "ใช้เฉพาะในกรมเรา", "in_house_only", "shared_by_agencies"),
    ],
)
def test_what_is_said_last_stands(first: str, second: str, kept: str, gone: str) -> None:
    """A later turn takes back what contradicts it, and leaves the rest."""
    merged = merge(told(first), read(second, RULEPACK), RULEPACK)
    assert merged["platform"] is True
    assert merged[kept] is True
    assert gone not in merged


@pytest.mark.parametrize(
    "message",
    [
        "ระบบส่งออกออนไลน์ให้ผู้ประกอบการ ต้องต่อกับ NSW ด้วยหรือเปล่า",
        "An export service for businesses. Do we have to connect it to THAI NSW?",
    ],
)
def test_what_is_asked_to_be_a_duty_is_not_told(message: str) -> None:
    """Whoever asks whether a link is needed has not said that there is one."""
    assert {"via_thai_nsw", "via_central_platform"}.isdisjoint(told(message))


@pytest.mark.parametrize(
    ("message", "fact", "value"),
    [
        ("แชตบอตบริการประชาชน ลดขั้นตอนได้ 10% ผ่านเกณฑ์ไหม", "process_reduction", 10),
        ("ย้ายระบบขึ้นคลาวด์โดยเป็นไปตามหลักเกณฑ์ Cloud First เข้าเกณฑ์หรือไม่", "cloud_first_conform", True),
    ],
)
def test_a_question_behind_a_claim_does_not_make_it_doubtful(message: str, fact: str, value: object) -> None:
    """Neither hearsay nor doubt is read where no word of either stands; the question itself is none."""
    assert told(message)[fact] == value


def test_a_figure_of_the_rule_is_no_saving() -> None:
    """Hearsay about the threshold tells nothing of the project."""
    assert not [name for name in told("ได้ยินมาว่าเกณฑ์คือลดให้ได้ 10%") if name.endswith("_reduction")]
