"""The same question in the same state is answered once; anything that an answer depends on makes it another question."""

from datetime import date
from pathlib import Path

import pytest

from assistant.conversations import TransientConversations
from assistant.memo import Memo
from assistant.pipeline import Assistant
from corpus.spelling import Corrected, correct
from corpus.store.store import Store

QUESTION = "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"


def test_the_value_longest_unasked_is_forgotten() -> None:
    """Asking for a value keeps it."""
    memo: Memo[int] = Memo(2)
    memo.put("a", 1)
    memo.put("b", 2)
    assert memo.get("a") == 1
    memo.put("c", 3)
    assert (memo.get("a"), memo.get("b"), memo.get("c")) == (1, None, 3)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the messages that the pipeline works out, as they come."""
    seen: list[str] = []

    def watched(message: str) -> Corrected:
        seen.append(message)
        return correct(message)

    monkeypatch.setattr("assistant.pipeline.correct", watched)
    return seen


def test_an_answer_is_worked_out_once(data_dir: Path, worked_out: list[str]) -> None:
    """A second conversation gets the same reply under ids of its own, and goes on from the same state."""
    assistant = Assistant(Store(data_dir))
    first, second = assistant.reply(QUESTION), assistant.reply(QUESTION)
    assert worked_out == [QUESTION]
    assert (first.conversation_id, first.message_id) != (second.conversation_id, second.message_id)
    ids = {"conversation_id", "message_id"}
    assert first.model_dump(exclude=ids) == second.model_dump(exclude=ids)
    after = [assistant.reply("แล้วถ้าใช้ร่วมกันล่ะ", each.conversation_id) for each in (first, second)]
    assert after[0].verdict == after[1].verdict
    assert len(worked_out) == 2


def test_what_the_answer_depends_on_is_part_of_the_question(data_dir: Path, worked_out: list[str]) -> None:
    """Language, date, the day, and what was told before each make it another."""
    day = date(2026, 1, 1)
    assistant = Assistant(Store(data_dir), TransientConversations(), lambda: day)
    assistant.reply(QUESTION)
    assistant.reply(QUESTION, language="en")
    assistant.reply(QUESTION, as_of=date(2024, 1, 1))
    assistant.reply_to([QUESTION, QUESTION])
    assert len(worked_out) == 4  # the first of the two is known, the second is asked in another state
    day = date(2026, 1, 2)
    assistant.reply(QUESTION)
    assert len(worked_out) == 5
