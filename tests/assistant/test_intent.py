"""What a message wants."""

import pytest

from assistant.conversations import State
from assistant.provisions import Named
from assistant.rules.rulepack import load
from assistant.understand import understand
from corpus.spelling import correct


def wants(message: str, *, checking: bool = False) -> str:
    """Return the intent that a message is read with."""
    return understand(correct(message), State(checking=checking), None, load(), Named()).intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("ระบบใช้ AI ของหน่วยงาน เข้าเกณฑ์หรือเปล่า", "eligibility"),
        ("กรมเราจะซื้อเซิร์ฟเวอร์ไว้ใช้เอง ขอได้ไหม", "eligibility"),
        ("Would our shared data platform qualify?", "eligibility"),
        ("AI project ต้องลดครบทั้งเวลา ขั้นตอน และค่าใช้จ่าย หรืออย่างใดอย่างหนึ่งก็พอ", "fact"),
        ("โครงสร้างพื้นฐานแบบใดบ้างที่เอกสารจัดว่าไม่ตรงตามหลักเกณฑ์", "fact"),
        ("When does the second notice come into force?", "fact"),
        ("สวัสดีค่ะ ขอบคุณมากนะคะ", "smalltalk"),
        ("เพจเฟซบุ๊กของ สพร. ชื่ออะไร", "fact"),
    ],
)
def test_a_message_is_read_for_what_it_wants(message: str, intent: str) -> None:
    """A project wants a verdict; a question on the documents wants what they say, also where it speaks of projects."""
    assert wants(message) == intent


def test_what_is_added_in_a_second_turn_goes_on_with_the_project() -> None:
    """'ใช้แค่ในกรม' tells more of the project that is being checked."""
    assert wants("แล้วถ้าใช้แค่ในกรมเราล่ะ", checking=True) == "eligibility"
