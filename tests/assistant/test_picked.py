"""Facts that a person picks or corrects, and the questions that a reply asks."""

import pytest

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from assistant.rules.facts import FactError


@pytest.fixture
def chat(assistant: Assistant) -> Assistant:
    """Return an assistant with conversations of its own."""
    return Assistant(assistant.store, TransientConversations())


def result(reply: Reply) -> str | None:
    """Return the verdict's result."""
    return reply.verdict.result if reply.verdict else None


def test_the_reply_says_what_was_understood(chat: Assistant) -> None:
    """Each fact comes with its value as `check` takes it and the person's own words."""
    message = "ระบบ AI ให้บริการประชาชน ลดเวลาจาก 30 นาทีเหลือ 20 นาที เข้าเกณฑ์ไหม"
    reply = chat.reply(message)
    assert all(each.words in message for each in reply.facts)
    told = {each.fact: each.value for each in reply.facts}
    assert told["for_citizens"] is True
    assert reply.verdict is not None
    assert chat.check(told).result == reply.verdict.result


def test_a_correction_replaces_what_was_read(chat: Assistant) -> None:
    """The fact changes, the rest of the case stands, and the answer says how the result changed."""
    first = chat.reply("AI ให้บริการประชาชน ลดเวลาได้ 15% เข้าเกณฑ์ไหม")
    assert result(first) == "conditional"
    after = chat.reply("แก้ไข", first.conversation_id, facts={"time_reduction": "8"})
    assert result(after) == "does_not_qualify"
    assert {each.fact: each.value for each in after.facts}["for_citizens"] is True
    assert "เทียบกับกรณีก่อนหน้า" in after.answer


def test_a_fact_can_be_taken_back(chat: Assistant) -> None:
    """What was read though it was not said is untold again, not false."""
    first = chat.reply("โครงสร้างพื้นฐานใช้ภายในหน่วยงาน เข้าเกณฑ์ไหม")
    after = chat.reply("แก้ไข", first.conversation_id, facts={"in_house_only": None})
    assert "in_house_only" not in {each.fact for each in after.facts}
    assert result(after) == "needs_information"


def test_the_message_of_a_pick_is_not_read(chat: Assistant) -> None:
    """Words that stand beside picked facts tell nothing themselves."""
    reply = chat.reply("ระบบคลาวด์ ลดเวลา 50%", facts={"training": True})
    assert [each.fact for each in reply.facts] == ["training"]


def test_a_bad_value_is_refused(chat: Assistant) -> None:
    """A picked fact is checked as one told to `check` is."""
    with pytest.raises(FactError):
        chat.reply("x", facts={"time_reduction": "a lot"})


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_interview_by_picks_comes_to_an_end(chat: Assistant, language: str) -> None:
    """Whoever answers every question with its first choice, or a good figure, ends at a verdict; nothing is asked twice."""
    reply = chat.reply("โครงการของเราเข้าเกณฑ์ไหม" if language == "th" else "Does our project qualify?")
    asked: list[str] = []
    while reply.asked:
        question = reply.asked[0]
        asked.append(question.question)
        if question.type in ("percent", "count"):
            assert question.fact is not None
            facts: dict[str, object] = {question.fact: "20"}
        else:
            facts = dict(question.choices[0].facts)
        reply = chat.reply(question.question, reply.conversation_id, facts=facts)
    assert len(asked) == len(set(asked))
    assert len(asked) > 3
    assert result(reply) in ("qualifies", "conditional", "does_not_qualify")
    assert reply.language == language
