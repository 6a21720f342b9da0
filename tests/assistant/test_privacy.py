"""Personal data that people type is masked before anything is kept."""

from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.pipeline import Assistant
from assistant.privacy import masked
from corpus.database import engine
from corpus.store.store import Store


def national_id(first: str) -> str:
    """Return twelve digits and the check digit that the registry's rule gives them."""
    total = sum(int(digit) * weight for digit, weight in zip(first, range(13, 1, -1), strict=True))
    return first + str((11 - total % 11) % 10)


@pytest.mark.parametrize("first", ["110170020345", "310060012345", "899999999999", "123456789012"])
def test_a_national_id_is_known_by_its_check_digit(first: str) -> None:
    """The number is masked, however it is spaced; with any other last digit it is an ordinary number."""
    whole = national_id(first)
    assert masked(f"เลข{whole}ค่ะ") == "เลข" + "X" * 13 + "ค่ะ"
    spaced = f"{whole[0]}-{whole[1:5]}-{whole[5:10]}-{whole[10:12]}-{whole[12]}"
    assert masked(spaced) == "X-XXXX-XXXXX-XX-X"
    for other in set("0123456789") - {whole[-1]}:
        assert masked(first + other) == first + other


@pytest.mark.parametrize(
    "phone",
    [
        "0812345678",
        "081-234-5678",
        "02 123 4567",
        "+66 81 234 5678",
        "(02) 123-4567",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "053-123456",
    ],
)
def test_phone_numbers_are_masked(phone: str) -> None:
    """Mobile and landline, with or without separators, in either script; the length stays."""
    said = f"ติดต่อ {phone} ได้เลย"
    assert not any(digit.isdecimal() for digit in masked(said))
    assert len(masked(said)) == len(said)


@pytest.mark.parametrize(
    "said",
    [
        "งบ 12,934.7711 ล้านบาท ปี 2566-2570",
        "ลดจาก 1000000000000 เหลือ 0.8123456789",
        "วันที่ 02/12/2567 เวลา 08.30-11.00 น.",
        "มาตรา 31 ข้อ 4 ร้อยละ 10",
        "1.2.3.4 0.25 0812",
    ],
)
def test_other_numbers_stand(said: str) -> None:
    """Amounts, years, dates and provisions are what projects are told by."""
    assert masked(said) == said


def test_nothing_that_is_kept_holds_personal_data(data_dir: Path) -> None:
    """Message, reply and state of a stored turn are all without the numbers that were typed."""
    whole = national_id("110170020345")
    assistant = Assistant(Store(data_dir))
    reply = assistant.reply(f"ระบบ AI ให้บริการประชาชน โทร 081-234-5678 บัตร {whole} เข้าเกณฑ์ไหม")
    assert reply.outcome == "verdict"
    with engine(data_dir).connect() as connection:
        turns = connection.execute(text("SELECT message, reply FROM turns")).all()
        states = connection.execute(text("SELECT state FROM conversations")).all()
    kept = str([*turns, *states])
    assert reply.conversation_id in kept
    assert "234-5678" not in kept
    assert whole not in kept
