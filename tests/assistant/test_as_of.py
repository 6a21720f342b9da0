"""The date as of which a question asks: read where it is meant so, and left alone elsewhere."""

import pytest

from assistant.as_of import first_day, read_as_of


@pytest.mark.parametrize(
    ("question", "on", "rest"),
    [
        ("ณ วันที่ 1 มกราคม 2567 ข้อ 4 คืออะไร", "2024-01-01", "ข้อ 4 คืออะไร"),
        ("ข้อ 4 ณ วันที่ ๑ ม.ค. ๒๕๖๗ คืออะไร", "2024-01-01", "ข้อ 4 คืออะไร"),
        ("As of 1 January 2024, what is clause 4?", "2024-01-01", "what is clause 4?"),
        ("what is clause 4 as of 2024-01-01", "2024-01-01", "what is clause 4"),
        ("ก่อนวันที่ 20 กันยายน 2567 ใช้ฉบับใด", "2024-09-19", "ใช้ฉบับใด"),
        ("Before 20 September 2567 which notice applied?", "2024-09-19", "which notice applied?"),
        ("หลังจากวันที่ 20 กันยายน 2567 ใช้ฉบับใด", "2024-09-21", "ใช้ฉบับใด"),
        ("ณ สิ้นเดือนกุมภาพันธ์ 2567 ใช้ฉบับใด", "2024-02-29", "ใช้ฉบับใด"),
        ("ก่อนปี 2567 ใช้ฉบับใด", "2023-12-31", "ใช้ฉบับใด"),
        ("ปี 2566 มีฉบับใดบ้าง", "2023-12-31", "มีฉบับใดบ้าง"),
        ("Which notices applied in 2023?", "2023-12-31", "Which notices applied ?"),
    ],
)
def test_a_date_is_read(question: str, on: str, rest: str) -> None:
    """Thai and English, both eras, and months and years by their last day."""
    found = read_as_of(question)
    assert found.on is not None
    assert (found.on.isoformat(), found.text) == (on, rest)


@pytest.mark.parametrize(
    "question",
    [
        "ประชุมวันที่ 17 ธันวาคม 2567 เริ่มกี่โมง",
        "ต้องส่งคำขอก่อนวันที่ 15 มกราคม 2568 ใช่ไหม",
        "Must the request be submitted before 15 January 2568?",
        "ประกาศลงวันที่ 21 ธันวาคม 2565 มีอะไรบ้าง",
        "พระราชบัญญัติวิธีการงบประมาณ พ.ศ. 2561 มาตรา 31",
        "ปีงบประมาณ 2569 มีหลักเกณฑ์อะไร",
        "ณ วันที่ 31 เมษายน 2567 ใช้ฉบับใด",
        "แผนพัฒนารัฐบาลดิจิทัล 2566-2570 คืออะไร",
        "ใครลงนามประกาศในปี 2568",
    ],
)
def test_other_dates_stay_in_the_question(question: str) -> None:
    """Events, deadlines, names, fiscal years and days that no calendar has are no date of the answer."""
    assert read_as_of(question) == (None, None, question)


@pytest.mark.parametrize(
    ("written", "day"), [("2024-09", "2024-09-01"), ("2024-09-21", "2024-09-21"), ("2024-04-31", None)]
)
def test_the_first_day_of_a_date_as_read(written: str, day: str | None) -> None:
    """A month begins on its first day; an impossible date is none."""
    found = first_day(written)
    assert (found.isoformat() if found else None) == day
