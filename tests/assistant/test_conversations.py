"""Conversations outlive the server, and one cannot be guessed."""

from pathlib import Path

import pytest

from assistant.conversations import StoredConversations, UnknownConversation
from assistant.pipeline import Assistant
from corpus.database import engine
from corpus.store.store import Store


def test_a_conversation_goes_on_after_a_restart(data_dir: Path) -> None:
    """Facts told before a restart still count after it."""
    first = Assistant(Store(data_dir)).reply("ระบบ AI ของเราใช้ภายใน เข้าเกณฑ์ไหม")
    assert first.verdict is not None
    assert first.verdict.result == "needs_information"
    second = Assistant(Store(data_dir)).reply("ลดเวลา 11%", first.conversation_id)
    assert second.verdict is not None
    assert (second.verdict.result, second.verdict.approach) == ("conditional", "2.2")


def test_exact_numbers_survive_storage(data_dir: Path) -> None:
    """A third is a third after a restart: 9.999… never becomes 10."""
    first = Assistant(Store(data_dir)).reply("AI ให้เจ้าหน้าที่ ลดเวลาจาก 30000 นาที เหลือ 27001 นาที ผ่านไหม")
    second = Assistant(Store(data_dir)).reply("แล้วถ้ามี 2 หน่วยงานร่วมกันรับผิดชอบล่ะ", first.conversation_id)
    assert second.verdict is not None
    assert second.verdict.result == "does_not_qualify"


def test_an_unknown_conversation_is_refused(data_dir: Path) -> None:
    """An id that was never given out opens nothing."""
    with pytest.raises(UnknownConversation):
        StoredConversations(engine(data_dir)).open("00000000-0000-0000-0000-000000000000", "x")


def test_two_turns_at_once_lose_nothing(data_dir: Path) -> None:
    """Turns saved from the same state are both kept."""
    assistant = Assistant(Store(data_dir))
    conversations = StoredConversations(engine(data_dir))
    first = assistant.reply("สวัสดี")
    one = conversations.open(first.conversation_id, "a")
    other = conversations.open(first.conversation_id, "b")
    for turn in (one, other):
        reply = first.model_copy(update={"message_id": turn.message_id})
        conversations.save(turn, "x", reply, turn.state, "g")
    assert conversations.open(first.conversation_id, "c").number == 4
