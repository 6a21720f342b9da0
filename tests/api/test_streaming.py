"""Streams with a chat model at work, and the server's back-pressure: the order of events, going on, leaving, refusing."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest

from api import sse
from api.bodies import ChatReply
from assistant.conversations import StoredConversations
from assistant.pipeline import Assistant
from corpus.database import engine
from corpus.settings import settings
from evals.scripted_model import Script, configured, scripted_model
from tests.api.events import read_events
from tests.api.serving import serving
from tests.aside import aside

QUESTION = {"message": "งบประมาณรวมเท่าไร"}
STREAM = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    """Return the script of a model that the server uses."""
    with scripted_model() as script, configured(script, timeout=5):
        yield script


@pytest.fixture
def served(script: Script, assistant: Assistant) -> Iterator[httpx.Client]:
    """Return a client of a server whose model does what the script says."""
    with serving(assistant) as client:
        yield client
    script.fault, script.delay = "good", 0.0


def _ids(text: str) -> list[str]:
    return [line.removeprefix("id: ") for line in text.split("\n") if line.startswith("id: ")]


def _read(lines: Iterator[str], events: int) -> str:
    """Read so many events of a response."""
    taken = ""
    while taken.count("\n\n") < events:
        taken += f"{next(lines)}\n"
    return taken


def test_verdict_and_citations_do_not_wait_for_the_model(served: httpx.Client, script: Script) -> None:
    """They are there before the model has answered; its guarded words come after."""
    script.fault = "hang"
    with served.stream("POST", "/v1/chat", json=QUESTION, headers=STREAM) as response:
        lines = response.iter_lines()
        first = _read(lines, 2)
        script.released.set()  # only now does the model answer
        rest = "\n".join(lines)
    script.released.clear()
    assert [name for name, _ in read_events(first)] == ["verdict", "citations"]
    events = read_events(rest + "\n\n")
    assert events[-1][1]["written_by"] == "model"
    assert "".join(data for name, data in events if name == "token") == events[-1][1]["answer"]


def test_a_stream_is_gone_on_with(served: httpx.Client) -> None:
    """Behind each event seen, what follows comes, and no new reply is made; at the end there is nothing more."""
    whole = served.post("/v1/chat", json=QUESTION, headers=STREAM).text
    ids, events = _ids(whole), read_events(whole)
    for seen in (1, 2, len(ids) // 2, len(ids) - 1):
        rest = served.post("/v1/chat", json=QUESTION, headers={**STREAM, "last-event-id": ids[seen - 1]})
        assert _ids(rest.text) == ids[seen:]
        assert read_events(rest.text) == events[seen:]
    over = served.post("/v1/chat", json=QUESTION, headers={**STREAM, "last-event-id": ids[-1]})
    assert (over.status_code, over.text) == (204, "")


@pytest.mark.parametrize("seen", ["", "other:1", "no id", "{}:x"])
def test_a_stream_that_is_not_kept_is_a_problem(served: httpx.Client, seen: str) -> None:
    """Nothing is answered twice in silence. An empty id asks for no stream."""
    kept = read_events(served.post("/v1/chat", json=QUESTION, headers=STREAM).text)[-1][1]["message_id"]
    answer = served.post("/v1/chat", json=QUESTION, headers={**STREAM, "last-event-id": seen.format(kept)})
    assert answer.status_code == (404 if seen else 200)
    if seen:
        assert answer.json()["type"] == "/problems/unknown-stream"


def test_another_question_does_not_get_the_stream_of_the_last(served: httpx.Client) -> None:
    """The id goes with its message."""
    ids = _ids(served.post("/v1/chat", json=QUESTION, headers=STREAM).text)
    other = {"message": "สวัสดี"}
    answer = served.post("/v1/chat", json=other, headers={**STREAM, "last-event-id": ids[0]})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("message", "headers"),
    [("งบประมาณรวมเท่าไรครับ", STREAM), ("งบประมาณรวมเท่าไรคะ", {})],
    ids=["stream", "JSON"],
)
def test_a_client_that_leaves_stops_the_model(
    served: httpx.Client, script: Script, assistant: Assistant, message: str, headers: dict[str, str]
) -> None:
    """Its connection to the model is closed at once, and the built-in reply is what the conversation keeps."""
    script.fault, script.left = "hang", 0
    script.requests.clear()
    with pytest.raises(httpx.ReadTimeout):
        served.post("/v1/chat", json={"message": message}, headers=headers, timeout=0.4)
    end = time.monotonic() + 3
    while not script.left and time.monotonic() < end:
        time.sleep(0.02)
    assert script.left == len(script.requests) == 1
    kept: list[str] = []
    while not kept and time.monotonic() < end:
        replies = StoredConversations(engine(assistant.store.data_dir)).replies()
        kept = [each.reply.written_by for each in replies if each.message == message]
    assert kept == ["rules"]


def test_a_stream_that_was_left_is_gone_on_with(served: httpx.Client, script: Script) -> None:
    """What the client missed is the built-in answer, under the ids that follow."""
    script.fault = "hang"
    with served.stream("POST", "/v1/chat", json=QUESTION, headers=STREAM) as response:
        ids = _ids(_read(response.iter_lines(), 2))
    rest = served.post("/v1/chat", json=QUESTION, headers={**STREAM, "last-event-id": ids[-1]})
    events = read_events(rest.text)
    assert {name for name, _ in events[:-1]} == {"token"}
    assert events[-1][0] == "done"
    assert events[-1][1]["written_by"] == "rules"


def test_silence_is_filled_with_comments(
    served: httpx.Client, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that closes idle connections sees something while the model writes."""
    monkeypatch.setattr(sse, "PING_SECONDS", 0.1)
    script.delay = 0.5
    text = served.post("/v1/chat", json=QUESTION, headers=STREAM).text
    before, _, after = text.partition("event: token")
    assert before.count(": ping") >= 2
    assert ": ping" not in after


def test_beyond_its_places_a_server_refuses_and_says_when_to_come(
    script: Script, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chat requests alone, as a problem with Retry-After; when a place is free it answers again."""
    script.fault, script.delay = "good", 0.5
    monkeypatch.setenv("DGA_MAX_CHAT_REQUESTS", "2")
    settings.cache_clear()
    with serving(assistant) as client, ThreadPoolExecutor(2) as threads:
        waiting = [
            threads.submit(client.post, "/v1/chat", json=QUESTION, headers=headers)
            for headers in (STREAM, {})
        ]
        time.sleep(0.25)
        refused = client.post("/v1/chat", json=QUESTION)
        assert refused.status_code == 503
        assert refused.json()["type"] == "/problems/overloaded"
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/v1/rules").status_code == 200
        assert [each.result().status_code for each in waiting] == [200, 200]
        script.delay = 0.0
        assert client.post("/v1/chat", json=QUESTION).status_code == 200


def test_old_streams_are_let_go(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more are kept than may be, nor longer."""
    monkeypatch.setattr(sse, "MOST_KEPT", 2)

    async def keep() -> list[bool]:
        streams, made = sse.Streams(), []
        for _ in range(3):
            reply = assistant.prepare("สวัสดี").reply
            stream = sse.Stream("สวัสดี", reply, partial(ChatReply.of, reply, "สวัสดี"), lambda: None)
            made.append(streams.keep(stream))
        kept = [streams.find(f"{each.message_id}:1", "สวัสดี") is not None for each in made]
        made[1].begun -= sse.KEPT_SECONDS + 1
        kept.append(streams.find(f"{made[1].message_id}:1", "สวัสดี") is not None)
        for each in made:
            assert [event async for event in each.events()]
        return kept

    assert aside(asyncio.run, keep()) == [False, True, True, False]
