"""The guard refuses a reply that says more than its sources."""

from typing import Any

import pytest

from assistant.guard import UnsupportedError, check
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "งบประมาณรวม 1 บาท [9]"},
        {"outcome": "no_answer"},
        {"outcome": "verdict"},
        {"citations": ()},
        {"answer": "งบประมาณรวม 12,934.7711 ล้านบาท"},
    ],
    ids=[
        "a mark without a citation",
        "silence that cites",
        "a verdict without rules",
        "no citation",
        "no mark",
    ],
)
def test_an_unsupported_reply_does_not_leave(assistant: Assistant, change: dict[str, Any]) -> None:
    """Each way of saying more than the sources carry is caught."""
    reply = assistant.reply("งบประมาณรวมเท่าไร")
    generation = assistant.store.current()
    assert check(reply, generation) is reply
    with pytest.raises(UnsupportedError):
        check(reply.model_copy(update=change), generation)


def test_a_quote_must_stand_in_its_passage(assistant: Assistant) -> None:
    """A quote that was changed by one character is caught."""
    reply = assistant.reply("งบประมาณรวมเท่าไร")
    wrong = reply.citations[0].model_copy(update={"quote": reply.citations[0].quote + "!"})
    with pytest.raises(UnsupportedError):
        check(reply.model_copy(update={"citations": (wrong,)}), assistant.store.current())
