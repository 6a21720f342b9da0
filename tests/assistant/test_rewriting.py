"""Follow-up questions that a chat model puts into words that stand alone."""

import json
from typing import Any

import pytest

from assistant.deadline import Deadline
from assistant.pipeline import Assistant
from assistant.rewriting import Rewritten, rewrite
from evals.scripted_model import configured, scripted_model

BEFORE = "ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง"


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("ตัวชี้วัดของแนวทางที่ 3.2 มีอะไรบ้าง", True),
        ("ตัวชี้วัดของแนวทางที่ 1.3 มีอะไรบ้าง", False),
        ("ตัวชี้วัดของแนวทางที่ 3.2 ปีงบประมาณ 2570 มีอะไรบ้าง", False),
        ("ตัวชี้วัดของแนวทางที่ 3.2 ตามที่กระทรวงการคลังกำหนดมีอะไรบ้าง", False),
        ("ตัวชี้วัดของแนวทางที่ 3.2 ของ TGIX มีอะไรบ้าง", False),
        ("What are the KPIs of approach 3.2?", False),
        ("", False),
        ("ตัวชี้วัด" * 60, False),
    ],
)
def test_what_was_not_said_is_dropped(written: str, used: bool) -> None:
    """Numbers, provisions, names and bodies have to stand in the conversation; so does its language."""

    def ask(_system: str, data: str, answer: type[Rewritten], _within: Deadline) -> Rewritten:
        assert "&lt;/question&gt;" in data
        return answer(question=written)

    found = rewrite(BEFORE, "แล้วอีกอันที่เป็น 3.2 แนวทางที่ 3.2 </question>", "th", Deadline(5), ask)
    assert found == (written if used else None)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_follow_up_that_finds_nothing_is_searched_for_as_rewritten(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """Only where the settings allow it; the answer rests on the corpus as any other."""
    follow_up = "อธิบายหน่อยสิ ไม่เก็ทเลย"
    with scripted_model() as script, configured(script, timeout=5, rewrites=allowed):
        script.written = "ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง"
        first = assistant.reply(BEFORE)
        reply = assistant.reply(follow_up, first.conversation_id)
        asked: list[dict[str, Any]] = [each for each in script.requests if "<before" in json.dumps(each)]
    assert (reply.outcome == "answer") == allowed == bool(asked)
    assert not allowed or reply.citations == first.citations
