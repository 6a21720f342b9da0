"""The chat model under fault: the real client against a server that scripts each of them."""

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant import chat_model
from assistant.breaker import Breaker
from assistant.conversations import TransientConversations
from assistant.deadline import Deadline
from assistant.pipeline import Assistant
from assistant.replies import Reply
from assistant.writer import Draft
from evals.cases import read
from evals.faults import questions, under
from evals.scripted_model import FAULTS, Script, configured, scripted_model

EACH = 20
"""Replies under each fault; `python -m evals.faults` asks a thousand."""


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    """Return the script of a server that this module shares."""
    with scripted_model() as script:
        yield script


@pytest.fixture(scope="module")
def alone(assistant: Assistant) -> Assistant:
    """Return an assistant whose replies to the same question have the same ids."""
    return Assistant(assistant.store, TransientConversations())


@pytest.fixture(scope="module")
def without(alone: Assistant) -> dict[str, Reply]:
    """Return what is replied without a model."""
    return {question: alone.reply(question) for question in questions(read(), EACH)}


@pytest.fixture(scope="module", autouse=True)
def _imported(script: Script) -> None:
    """Have the provider's package imported, which takes longer than some faults are given."""
    script.fault = "good"
    with configured(script, timeout=30), contextlib.suppress(chat_model.NoAnswer):
        chat_model.ask("write", "…", Draft, Deadline(30))


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_it_does_the_reply_stands(
    alone: Assistant, without: dict[str, Reply], script: Script, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, in time, with the rules' verdict and citations, and without a bad sentence."""
    monkeypatch.setattr(chat_model, "PAUSE", 0.01)
    outcome = under(fault, alone, list(without), without, EACH, script)
    assert outcome.calls > 0
    assert not any(outcome.counts.values()), outcome
    assert (outcome.by_model > 0) == (fault in WRITES)


WRITES = {
    "good", "invented number", "number in words", "verdict flipped", "verdict flipped down", "injected instruction",
    "denial", "link and HTML", "invented name", "added clause", "other language", "503 once",
}  # fmt: skip
"""Faults beside which something good is left to take."""


def _ask(within: float = 5) -> Draft:
    return chat_model.ask("write", "…", Draft, Deadline(within))


def _why(within: float = 5) -> str:
    with pytest.raises(chat_model.NoAnswer) as caught:
        _ask(within)
    return caught.value.why


def test_a_server_that_keeps_failing_is_left_alone(script: Script) -> None:
    """The breaker opens, which its state tells, and no call goes out; after its rest one tries."""
    breaker = Breaker(failures=2, rest=0.3)
    script.fault = "malformed JSON"
    with configured(script, breaker):
        script.requests.clear()
        assert [_why(), _why(), _why()] == ["unreadable", "unreadable", "resting"]
        assert len(script.requests) == 2
        states = [breaker.state]
        time.sleep(0.3)
        states.append(breaker.state)
        script.fault = "good"
        _ask()
        assert [*states, breaker.state] == ["open", "half_open", "closed"]


def test_more_calls_than_there_are_places_are_not_made(script: Script) -> None:
    """Who finds no place has the built-in answer at once."""
    script.fault = "hang"
    with configured(script, concurrency=2), ThreadPoolExecutor(2) as threads:
        chat_model.warm()
        waiting = [threads.submit(_why, 0.5) for _ in range(2)]
        time.sleep(0.1)
        started = time.monotonic()
        assert _why() == "busy"
        assert time.monotonic() - started < 0.2
        assert [each.result() for each in waiting] == ["late", "late"]


def test_a_wait_beyond_the_deadline_is_not_begun(script: Script) -> None:
    """The server asks for 30 seconds, and there are 5: it is asked once."""
    script.fault = "429 with Retry-After"
    with configured(script):
        script.requests.clear()
        started = time.monotonic()
        assert _why() == "status 429"
        assert time.monotonic() - started < 2
        assert len(script.requests) == 1


def test_a_refusal_is_not_asked_again(script: Script) -> None:
    """Only an overloaded server and a lost connection are tried again."""
    script.fault = "400"
    with configured(script):
        script.requests.clear()
        assert _why() == "status 400"
        assert len(script.requests) == 1


@pytest.mark.parametrize("fault", ["hang", "dribble"])
def test_the_deadline_cuts_and_leaves_no_thread_behind(script: Script, fault: str) -> None:
    """Also where bytes keep coming; the connection is closed."""
    script.fault = fault
    with configured(script):
        chat_model.warm()
        _why(0.1)
        before = {each.name for each in threading.enumerate() if "process_request" not in each.name}
        for _ in range(5):
            started = time.monotonic()
            assert _why(0.1) == "late"
            assert time.monotonic() - started < 0.6
        after = {each.name for each in threading.enumerate() if "process_request" not in each.name}
        assert after <= before


def test_who_leaves_stops_the_call(script: Script) -> None:
    """Cutting the deadline closes the connection, and the breaker learns nothing from it."""
    script.fault, script.left = "hang", 0
    breaker = Breaker(failures=1)
    with configured(script, breaker):
        deadline = Deadline(30)
        threading.Timer(0.2, deadline.cut).start()
        with pytest.raises(chat_model.NoAnswer, match="left"):
            chat_model.ask("write", "…", Draft, deadline)
        end = time.monotonic() + 5
        while not script.left and time.monotonic() < end:
            time.sleep(0.02)
        assert script.left == 1
        assert breaker.state == "closed"
