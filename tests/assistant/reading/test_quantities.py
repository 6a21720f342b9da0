"""Savings are read exactly, whatever their spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.quantities import parse_number, savings
from assistant.reading.script import script
from assistant.rules.facts import Below


def read(message: str) -> list[tuple[str, Decimal | Below]]:
    """Return what the message tells as (fact, value) pairs."""
    return [(found.fact, found.value) for found in savings(script(message).text)]


@pytest.mark.parametrize(
    ("message", "fact", "value"),
    [
        ("ลดเวลารอคิวได้ร้อยละ 12.5", "time_reduction", "12.5"),
        ("ช่วยประหยัดงบได้ ๒๐%", "cost_reduction", "20"),
        ("ลดขั้นตอนลง 3 เปอร์เซ็นต์", "process_reduction", "3"),
        ("ลดต้นทุนได้ยี่สิบเปอร์เซ็นต์", "cost_reduction", "20"),
        ("ลดเวลาได้เก้าจุดห้าเปอร์เซ็นต์", "time_reduction", "9.5"),
        ("ลดเวลาดำเนินการลงครึ่งหนึ่ง", "time_reduction", "50"),
        ("ลดลง 14%", "unspecified_reduction", "14"),
        ("cuts the cost by twenty-five percent", "cost_reduction", "25"),
        ("saves 7.5% of the time", "time_reduction", "7.5"),
        ("processing is 30% faster", "time_reduction", "30"),
        ("reduces paperwork by half", "process_reduction", "50"),
        ("จาก 10 วัน เหลือ 9 วัน", "time_reduction", "10"),
        ("เดิมใช้ 8 ขั้นตอน เหลือ 6 ขั้นตอน", "process_reduction", "25"),
        ("จาก 5 ล้านบาทเหลือ 4.5 ล้านบาท", "cost_reduction", "10"),
        ("2 ชั่วโมงเหลือ 90 นาที", "time_reduction", "25"),
        ("from 60 seconds to 54 seconds", "time_reduction", "10"),
        ("from 40 to 38 days", "time_reduction", "5"),
        ("it took 4 hours, now 3 hours", "time_reduction", "25"),
        ("ค่าใช้จ่ายเพิ่มขึ้น 5%", "cost_reduction", "-5"),
        ("จาก 3 วันเป็น 4 วัน", "time_reduction", str(Decimal(-100) / 3)),
        ("ลดเหลือ 85% ของเวลาเดิม", "time_reduction", "15"),
    ],
)
def test_a_saving_is_read(message: str, fact: str, value: str) -> None:
    """The kind of saving and its exact value in percent of the former."""
    assert read(message) == [(fact, Decimal(value))]


@pytest.mark.parametrize(
    "message",
    [
        "เพิ่มประสิทธิภาพ 30%",
        "สมมติว่าเกณฑ์เป็น 2%",
        "ตัวชี้วัดกำหนดไว้ร้อยละ 10",
        "ไม่ได้ลดเวลา 20%",
        "โครงการใช้เวลา 3 ปี",
        "งบประมาณ 12 ล้านบาท",
        "ลดความผิดพลาดได้ 60%",
        "AI cuts errors by 40 percent",
        "the threshold is 10 percent",
        "satisfaction of 85%",
    ],
)
def test_what_is_no_saving_is_left_alone(message: str) -> None:
    """A rule's figure, a budget, a duration, a gain, or a cut of anything but process, time and cost is not a saving."""
    assert read(message) == []


@pytest.mark.parametrize("message", ["ลดเวลาได้ไม่ถึง 10%", "ลดเวลาเกือบ 10%", "cuts time by less than 10%"])
def test_a_bound_is_kept_as_a_bound(message: str) -> None:
    """'Less than 10 %' is no number, but it does fall short of 10."""
    assert read(message) == [("time_reduction", Below(Decimal(10)))]


@pytest.mark.parametrize("message", ["ลดเวลาได้ไม่เกิน 9%", "cuts time by at most 9%"])
def test_what_is_not_exceeded_is_kept_as_that(message: str) -> None:
    """'At most 9 %' falls short of 10, and 'at most 10 %' would not have to."""
    assert read(message) == [("time_reduction", Below(Decimal(9), reached=True))]


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("ลดเวลาลงหนึ่งในสิบห้า", "6.67"),
        ("ลดเวลาได้เศษสามส่วนสี่", "75"),
        ("the time is cut by two fifths", "40"),
        ("ลดค่าใช้จ่ายลง 1/4", "25"),
    ],
)
def test_a_part_of_the_whole_is_worked_out(message: str, value: str) -> None:
    """Fractions in words and figures: one fifteenth is no fifteen."""
    assert round(read(message)[0][1], 2) == Decimal(value)  # type: ignore[arg-type]


def test_two_savings_keep_their_kinds() -> None:
    """Each figure goes with the word before it."""
    told = read("ลดเวลาได้ 8% และลดค่าใช้จ่ายได้ 12%")
    assert told == [("time_reduction", Decimal(8)), ("cost_reduction", Decimal(12))]


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_pair_is_computed_exactly(before: int, after: int) -> None:
    """Ten percent is reached exactly when nine tenths or less are left."""
    [(fact, value)] = read(f"ลดจาก {before} นาที เหลือ {after} นาที")
    assert fact == "time_reduction"
    assert isinstance(value, Decimal)
    assert (value >= 10) == (after * 10 <= before * 9)


@pytest.mark.parametrize(
    ("words", "value"),
    [("สิบเอ็ด", 11), ("ยี่สิบห้า", 25), ("หนึ่งร้อย", 100), ("1,250.75", "1250.75"), ("ninety nine", 99)],
)
def test_number_words(words: str, value: object) -> None:
    """Numbers in Thai and English words and in digits."""
    assert parse_number(words) == Decimal(str(value))
