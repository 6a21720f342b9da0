"""Provisions that a question compares stand side by side."""

import pytest

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "แนวทาง 1.2 กับ 2.1 ต่างกันยังไง",
        "แนวทาง 1.2 กับ 2.1 ต่างกันตรงไหน",
        "What is the difference between approaches 1.2 and 2.1?",
    ],
)
def test_however_it_is_asked_both_provisions_stand_in_one_table(assistant: Assistant, question: str) -> None:
    """What meets the criteria of either is told, in the row of its own."""
    reply = assistant.reply(question)
    anchors = {citation.anchor for citation in reply.citations}
    assert {"criteria-1.2", "criteria-2.1"} <= anchors
    assert reply.answer.count("\n| ---") == 1


def test_all_that_is_said_alike_stands_in_a_cell(assistant: Assistant) -> None:
    """Approach 2.1 meets the criteria on three conditions, high security among them."""
    assert "ความมั่นคงปลอดภัยของระบบสูง" in assistant.reply("แนวทาง 1.2 กับ 2.1 ต่างกันยังไง").answer


def test_a_figure_that_is_asked_about_chooses_the_rows(assistant: Assistant) -> None:
    """Of two approaches with 10 % in them, only what says so is shown, alike or not."""
    reply = assistant.reply("1.2 ก็มีร้อยละ 10 ส่วน 2.2 ก็ร้อยละ 10 วัดเรื่องเดียวกันไหม")
    assert "ผู้ใช้" in reply.answer
    assert "| ชื่อ |" not in reply.answer


def test_provisions_of_another_make_stand_one_under_the_other(assistant: Assistant) -> None:
    """Two sections of an act have no lines alike: each is told under its name."""
    answer = assistant.reply("มาตรา 16 กับมาตรา 31 พูดคนละเรื่องกันอย่างไร").answer
    assert answer.index("**มาตรา 16**") < answer.index("**มาตรา 31**")


def test_a_list_that_is_asked_for_is_whole(assistant: Assistant) -> None:
    """All seven parts of an integrated plan are told, what they share but once."""
    answer = assistant.reply("มาตรา ๓๑ กำหนดให้แผนงานบูรณาการต้องมีอะไรบ้าง").answer
    assert answer.count("องค์ประกอบของแผนงานบูรณาการตามมาตรา 31") == 1
    for part in ("เป้าหมายร่วม", "วัตถุประสงค์", "ระยะเวลาที่ชัดเจน", "เจ้าภาพหลัก"):
        assert part in answer
