"""What of a message asks, and ordinals as numbers."""

import pytest

from assistant.asking import clauses, numbered, sought


def test_a_letter_asks_in_its_question_alone() -> None:
    """Courtesies are dropped, reasons stand apart from the clause that asks."""
    letter = "Dear help desk,\n\nI am filling in a sheet for a cloud project. Which KPIs, and with which percentages, does approach 1.3 have?\n\nKind regards,"
    found = clauses(letter)
    assert found.asks == "Which KPIs, and with which percentages, does approach 1.3 have?"
    assert "cloud project" in found.rest
    assert "regards" not in sought(letter)
    assert "Dear" not in sought(letter)


def test_thai_clauses_are_cut_at_spaces() -> None:
    """The clause with the question word asks; the reason before it does not."""
    found = clauses(
        "กรมกำลังจัดเตรียมข้อเสนอโครงการสำหรับปีหน้าอยู่ จึงขอทราบว่าหลักเกณฑ์ข้อ 5 ต้องแสดงข้อมูลเรื่องใดบ้าง ขอบคุณครับ"
    )
    assert found.asks.startswith("จึงขอทราบว่าหลักเกณฑ์ข้อ 5")
    assert "ข้อเสนอโครงการ" in found.rest
    assert "ขอบคุณ" not in found.asks + found.rest


def test_a_short_question_is_taken_whole() -> None:
    """There is nothing to drop."""
    assert clauses("แผน DG ปีไหน") == ("แผน DG ปีไหน", "")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("เกณฑ์ข้อสาม", "เกณฑ์ข้อ 3"),
        ("ข้อแรกของเป้าหมายที่สอง", "ข้อ 1 ของเป้าหมายที่ 2"),
        ("the fourth general criterion", "general criterion 4"),
        ("the second KPI of goal three", "KPI 2 of goal 3"),
        ("ตัวชี้วัดปลายน้ำ", "ตัวชี้วัดเป้าหมายที่ 3 (ปลายน้ำ)"),
        ("goals 1 and 2", "goal 1 and goal 2"),
        ("หลักเกณฑ์ข้อ 3 กับข้อ 4", "หลักเกณฑ์ข้อ 3 กับหลักเกณฑ์ข้อ 4"),
        ("สองหน่วยงานขึ้นไป", "สองหน่วยงานขึ้นไป"),
    ],
)
def test_ordinals_become_the_numbers_of_the_documents(question: str, expected: str) -> None:
    """Things are named as the documents number them; quantities stay."""
    assert " ".join(numbered(question).split()) == expected
