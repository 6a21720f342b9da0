"""Sentences of a chat model against the passages they cite: what stands is kept, what adds or turns is refused."""

import pytest

from assistant.grounding import Grounding
from assistant.pipeline import Assistant
from assistant.replies import Result
from assistant.statements import Statements
from corpus.passages import Language

BUDGET = ["งบประมาณรวมที่แสดงไว้ในแนวทางปีงบประมาณ พ.ศ. 2569 เท่ากับ 12,934.7711 ล้านบาท"]
KPI = [
    "ตัวชี้วัดแนวทางที่ 2.2 ข้อ 2: หน่วยงานภาครัฐทำงานมีประสิทธิภาพขึ้น โดยปรับปรุงให้กระบวนการ หรือระยะเวลาให้บริการ หรือค่าใช้จ่าย ลดลงไม่น้อยกว่าร้อยละ 10"
]
SERVICE = [
    "Approach 3.1 KPI 2: citizens receive digital services made easier because government agencies cut steps or service time by at least 20%."
]
SHORT_OF = [
    "แจ้งว่าลดระยะเวลาร้อยละ 6.67 ซึ่งไม่ถึงร้อยละ 10 (หากลดด้านอื่น คือ กระบวนการ ระยะเวลา หรือค่าใช้จ่าย ได้ตั้งแต่ร้อยละ 10 ก็ใช้ได้)"
]
INSIDE = ["Infrastructure used only inside the agency does not meet the criteria"]
TWO = [
    "Approach 3.1 KPI 1: the service is developed as planned, 100%.",
    "Approach 3.1 KPI 2: agencies cut steps or service time by 20%.",
]
AMOUNTS = ["งบดำเนินงาน 12 ล้านบาท และงบลงทุน 30 ล้านบาท"]
NO_DATE = ["ข้อ 4 ไม่ได้กำหนดวันที่ต้องเชื่อมโยงให้แล้วเสร็จ"]
GAZETTE = ["ประกาศในราชกิจจานุเบกษาเมื่อวันที่ 20 กันยายน 2567 เล่ม 141 ตอนพิเศษ 258 ง หน้า 12"]


@pytest.fixture(scope="module")
def statements(assistant: Assistant) -> Statements:
    """Return the corpus's statements, which weigh words."""
    return Statements(assistant.store.current())


STANDS: list[tuple[list[str], Language, Result | None, str]] = [
    (BUDGET, "th", None, "งบประมาณรวมของแผนงานปีงบประมาณ พ.ศ. 2569 คือ 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "แนวทางปีงบประมาณ พ.ศ. ๒๕๖๙ แสดงงบประมาณรวมไว้ ๑๒,๙๓๔.๗๗๑๑ ล้านบาท"),
    (BUDGET, "th", None, "งบประมาณรวมปีงบประมาณ ค.ศ. 2026 เท่ากับ 12,934.7711 ล้านบาท"),
    (KPI, "th", None, "ลดกระบวนการ ระยะเวลาให้บริการ หรือค่าใช้จ่าย ลงไม่น้อยกว่า 10%"),
    (KPI, "th", None, "ลดกระบวนการ ระยะเวลาให้บริการ หรือค่าใช้จ่าย ลงอย่างน้อยร้อยละสิบ"),
    (
        SERVICE,
        "en",
        None,
        "Agencies cut service time by at least twenty percent, which makes digital services easier for citizens.",
    ),
    (SHORT_OF, "th", "does_not_qualify", "ระยะเวลาที่แจ้งลดได้ร้อยละ 6.67 ยังไม่ถึงร้อยละ 10"),
    (
        INSIDE,
        "en",
        "does_not_qualify",
        "Infrastructure used only inside the agency does not meet the criteria.",
    ),
    (TWO, "en", None, "The service is developed as planned, 100%, and agencies cut service time by 20%."),
    (AMOUNTS, "th", None, "งบลงทุน 30 ล้านบาท และงบดำเนินงาน 12 ล้านบาท"),
    (NO_DATE, "th", None, "ข้อ 4 ไม่ได้กำหนดวันแล้วเสร็จของการเชื่อมโยง"),
    (GAZETTE, "th", None, "ประกาศในราชกิจจานุเบกษา 20 กันยายน ค.ศ. 2024 เล่ม 141 ตอนพิเศษ 258 ง หน้า 12"),
    (GAZETTE, "th", None, "ประกาศในราชกิจจานุเบกษาเมื่อเดือนกันยายน 2567"),
]


@pytest.mark.parametrize(("passages", "language", "result", "sentence"), STANDS)
def test_what_its_passages_say_stands(
    statements: Statements, passages: list[str], language: Language, result: Result | None, sentence: str
) -> None:
    """In other words, other digits, the other era, a date less exact."""
    assert Grounding(statements, language, result).refusal(sentence, passages) is None


REFUSED: list[tuple[list[str], Language, Result | None, str, str]] = [
    (BUDGET, "th", None, "figure", "งบประมาณรวม 12,934.7711 บาท"),
    (BUDGET, "th", None, "figure", "งบประมาณรวม 12,934.77 ล้านบาท"),
    (BUDGET, "th", None, "figure", "งบประมาณรวมไม่เกิน 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "figure", "งบประมาณรวมประมาณ 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "figure", "งบประมาณรวมปี 2568 เท่ากับ 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "name", "งบประมาณรวม 12,934.7711 ล้านบาท ซึ่งคณะรัฐมนตรีรับทราบแล้ว"),
    (BUDGET, "th", None, "name", "งบประมาณรวม 12,934.7711 ล้านบาท ของ NSTDA"),
    (BUDGET, "th", None, "name", "งบประมาณรวม 12,934.7711 ล้านบาท ของกระทรวงกลาโหม"),
    (BUDGET, "th", None, "language", "The total budget is 12,934.7711 million baht."),
    (BUDGET, "th", None, "language", "งบประมาณรวม 12,934.7711 ล้านบาท 预算"),
    (BUDGET, "th", None, "markup", "[งบประมาณรวม](https://example.com) 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "markup", "งบประมาณรวม <b>12,934.7711</b> ล้านบาท"),
    (BUDGET, "th", None, "markup", "งบประมาณรวม 12,934.7711 ล้านบาท [1]"),
    (BUDGET, "th", None, "markup", "งบประมาณรวม $ 12,934.7711 ล้านบาท"),
    (BUDGET, "th", None, "length", ""),
    (BUDGET, "th", None, "length", BUDGET[0] * 9),
    (KPI, "th", None, "figure", "ลดกระบวนการไม่น้อยกว่าร้อยละสิบห้า"),
    (KPI, "th", None, "figure", "ลดกระบวนการหรือค่าใช้จ่ายลงไม่เกินร้อยละ 10"),
    (KPI, "th", None, "figure", "ตัวชี้วัดแนวทางที่ 3.2 คือลดกระบวนการหรือค่าใช้จ่าย"),
    (KPI, "th", None, "strength", "กระบวนการหรือค่าใช้จ่ายเพิ่มขึ้นไม่น้อยกว่าร้อยละ 10"),
    (KPI, "th", None, "strength", "หน่วยงานภาครัฐต้องลดค่าใช้จ่ายลงไม่น้อยกว่าร้อยละ 10"),
    (KPI, "th", None, "negation", "ไม่ใช่การลดค่าใช้จ่ายไม่น้อยกว่าร้อยละ 10"),
    (SERVICE, "en", None, "figure", "Agencies cut steps or service time by more than 20%."),
    (SERVICE, "en", None, "strength", "All citizens receive digital services."),
    (SERVICE, "en", None, "negation", "Citizens do not receive easier digital services."),
    (SERVICE, "en", None, "name", "Citizens receive digital services from Google Cloud."),
    (SERVICE, "en", None, "support", "Please visit our office for a consultation."),
    (
        SERVICE,
        "en",
        None,
        "support",
        "Citizens receive easier digital services, and donors send gifts to their villages.",
    ),
    (SHORT_OF, "th", "does_not_qualify", "verdict", "ผ่านเกณฑ์เพราะลดระยะเวลาร้อยละ 6.67"),
    (SHORT_OF, "th", "does_not_qualify", "figure", "ลดระยะเวลาร้อยละ 6.67 ซึ่งเกินร้อยละ 10"),
    (
        INSIDE,
        "en",
        "does_not_qualify",
        "verdict",
        "Infrastructure used inside the agency meets the criteria.",
    ),
    (INSIDE, "en", "does_not_qualify", "verdict", "Infrastructure used only inside the agency is approved."),
    (
        INSIDE,
        "en",
        "needs_information",
        "verdict",
        "Infrastructure used only inside the agency does not meet the criteria.",
    ),
    (NO_DATE, "th", None, "negation", "ข้อ 4 กำหนดวันที่ต้องเชื่อมโยงให้แล้วเสร็จ"),
    (NO_DATE, "th", None, "figure", "ข้อ 5 ไม่ได้กำหนดวันที่ต้องเชื่อมโยงให้แล้วเสร็จ"),
    (
        TWO,
        "en",
        None,
        "figure",
        "The service is developed as planned, 20%, and agencies cut service time by 100%.",
    ),
    (AMOUNTS, "th", None, "figure", "งบดำเนินงาน 30 ล้านบาท และงบลงทุน 12 ล้านบาท"),
    (GAZETTE, "th", None, "figure", "ประกาศในราชกิจจานุเบกษา 21 กันยายน 2567"),
    (GAZETTE, "th", None, "figure", "ประกาศในราชกิจจานุเบกษา เล่ม 258 ตอนพิเศษ 141"),
]


@pytest.mark.parametrize(("passages", "language", "result", "why", "sentence"), REFUSED)
def test_what_its_passages_do_not_say_is_refused(
    statements: Statements,
    passages: list[str],
    language: Language,
    result: Result | None,
    why: str,
    sentence: str,
) -> None:
    """Each kind of thing that can be wrong is found as what it is."""
    assert Grounding(statements, language, result).refusal(sentence, passages) == why


@pytest.mark.parametrize(
    ("sentence", "carried"),
    [
        ("งบประมาณรวมในแนวทางปีงบประมาณ พ.ศ. 2569 คือ 12,934.7711 ล้านบาท", True),
        ("งบประมาณรวมแสดงไว้ในแนวทางปีงบประมาณ พ.ศ. 2569", False),
        ("ปีงบประมาณ พ.ศ. 2569 มี 12,934.7711 ล้านบาท", False),
    ],
    ids=["all of it", "without the figure", "without what it is"],
)
def test_a_statement_is_carried_only_whole(statements: Statements, sentence: str, carried: bool) -> None:
    """A sentence that stands, but leaves out the figure or most words, does not take the statement's place."""
    assert Grounding(statements, "th", None).carried(BUDGET[0], [sentence]) is carried
