"""The opt-in judge: a served chat model, asked once an answer."""

import json
from collections.abc import Iterator

import pytest

from assistant import chat_model
from corpus.settings import settings
from evals.metrics.judge import judged
from tests.assistant.chat_server import ChatServer, chat_server
from tests.evals.suite_cases import case, record


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """Return a served model that the settings name."""
    with chat_server() as server:
        for name, value in {"MODEL": "openai:scripted", "BASE_URL": server.url, "API_KEY": "none"}.items():
            monkeypatch.setenv(f"DGA_CHAT_{name}", value)
        settings.cache_clear()
        chat_model.forget()
        yield server
        chat_model.forget()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("carried", [True, False])
def test_the_judge_sees_question_answer_and_passages(model: ChatServer, *, carried: bool) -> None:
    """What it says is the figure."""
    model.content = json.dumps({"carried": carried})
    assert judged(case(), record()) == float(carried)
    (request,) = model.requests
    for words in ("ตัวชี้วัดคืออะไร", "ตัวชี้วัดมีร้อยละ 80 [1]"):
        assert words in request["messages"][1]["content"]


def test_silence_is_not_judged(model: ChatServer) -> None:
    """It claims nothing, and the model is not asked."""
    assert judged(case(), record(outcome="no_answer", cited=[])) is None
    assert model.requests == []
