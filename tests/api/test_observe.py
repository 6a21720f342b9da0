"""What is known of requests: ids, log lines, metrics; and that none of it tells what people ask."""

import json
import logging
import re
from collections.abc import Iterator

import httpx
import pytest

from api import logs
from api.metrics import Metrics
from assistant.pipeline import Assistant
from corpus.settings import settings
from tests.api.serving import serving

QUESTION = {"message": "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"}


@pytest.fixture
def fresh(assistant: Assistant) -> Iterator[httpx.Client]:
    """Return a client of a server that has served nothing yet."""
    with serving(assistant) as client:
        yield client


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Return the log, from INFO on."""
    caplog.set_level(logging.INFO, "dga")
    return caplog


def told(log: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """Return the fields of the requests' lines."""
    return [record.__dict__["fields"] for record in log.records if record.name == "dga.access"]


def value(client: httpx.Client, name: str) -> float:
    """Return a metric's value; 0 where it has none yet."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_a_request_keeps_its_id(client: httpx.Client) -> None:
    """The id that a caller sends comes back, and stands in the problem document."""
    found = client.post("/v1/chat", json={"message": ""}, headers={"x-request-id": "abc-1.2_3"})
    assert found.headers["x-request-id"] == "abc-1.2_3"
    assert found.json()["request_id"] == "abc-1.2_3"


@pytest.mark.parametrize("sent", [b"", b"a b", b"x" * 65, "รหัส".encode(), b'a"}'])
def test_what_is_no_id_is_replaced(client: httpx.Client, sent: bytes) -> None:
    """What could forge a line of the log is not taken over; each request gets an id of its own."""
    ids = {client.get("/healthz", headers={b"x-request-id": sent}).headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)


def test_a_line_tells_how_a_request_was_served(fresh: httpx.Client, lines: pytest.LogCaptureFixture) -> None:
    """Route template, status, duration, outcome and generation; not the address, which may hold a question."""
    fresh.post("/v1/chat", json=QUESTION)
    fresh.get("/v1/passages/guideline-2569/criterion-1")
    fresh.get("/v1/search", params={"q": "มาตรา 31"})
    fresh.get("/no/such/path")
    chat, passage, search, nothing = told(lines)
    assert (chat["route"], chat["status"], chat["outcome"]) == ("/v1/chat", 200, "verdict")
    assert chat["generation"] == fresh.get("/readyz").json()["generation"]
    assert isinstance(chat["duration_ms"], float)
    assert passage["route"] == "/v1/passages/{document_id}/{anchor:path}"
    assert (search["route"], nothing.get("route"), nothing["status"]) == ("/v1/search", None, 404)


def test_no_line_holds_what_was_asked(
    fresh: httpx.Client, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the setting says so."""
    fresh.post("/v1/chat", json=QUESTION)
    assert QUESTION["message"] not in str(told(lines))
    shown = settings().model_copy(update={"log_messages": True})
    monkeypatch.setattr("api.observe.settings", lambda: shown)
    fresh.post("/v1/chat", json=QUESTION)
    assert told(lines)[-1]["message"] == QUESTION["message"]


def test_probes_are_counted_and_not_logged(fresh: httpx.Client, lines: pytest.LogCaptureFixture) -> None:
    """Machines ask for health and metrics all the time."""
    fresh.get("/healthz")
    assert told(lines) == []
    assert value(fresh, 'http_requests_total{handler="/healthz",method="GET",status="200"}') == 1


def record(**fields: object) -> logging.LogRecord:
    """Return a log record with fields."""
    made = logging.LogRecord("dga.access", logging.INFO, __file__, 1, "request", (), None)
    made.__dict__.update(logs.fields(**fields))
    return made


def test_a_json_line_is_one_object() -> None:
    """Fields beside time, level, logger and event; what is None is left out; Thai stays Thai; one line."""
    line = logs.Json().format(record(status=200, outcome=None, message="ก\nข"))
    assert "\n" not in line
    found = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", found.pop("time"))
    assert found == {
        "level": "info",
        "logger": "dga.access",
        "event": "request",
        "status": 200,
        "message": "ก\nข",
    }
    assert "ก" in line


def test_a_plain_line_has_the_fields_behind_the_message() -> None:
    """For a person at a terminal."""
    assert (
        logs.Plain()
        .format(record(route="/v1/chat", status=200))
        .endswith("request route=/v1/chat status=200")
    )


def test_answers_verdicts_and_steps_are_counted(fresh: httpx.Client) -> None:
    """By outcome, by result and approach, by step; a question without an answer is an abstention."""
    fresh.post("/v1/chat", json=QUESTION)
    fresh.post("/v1/chat", json={"message": "มาตรา 99 ว่าอย่างไร"})
    fresh.post("/v1/check", json={"facts": {"infrastructure": True, "in_house_only": True}})
    assert value(fresh, 'dga_answers_total{outcome="verdict"}') == 1
    assert value(fresh, 'dga_answers_total{outcome="no_answer"}') == 1
    assert value(fresh, "dga_abstentions_total") == 1
    assert value(fresh, 'dga_verdicts_total{approach="1.2",result="does_not_qualify"}') == 2


def test_a_step_that_was_taken_is_timed(fresh: httpx.Client) -> None:
    """A question that nobody asked before goes all the way."""
    fresh.post("/v1/chat", json={"message": "ตัวชี้วัดของแนวทางที่ 3.1 มีกี่ข้อ อะไรบ้างครับผม"})
    for step in ("correct", "understand", "retrieve", "find", "compose", "guard"):
        assert value(fresh, f'dga_step_duration_seconds_count{{step="{step}"}}') == 1


def test_the_openai_route_counts_one_answer(fresh: httpx.Client) -> None:
    """Messages that are told again are no answers; a front end's own task is none either."""
    said = [{"role": "user", "content": QUESTION["message"]}] * 3
    fresh.post("/v1/chat/completions", json={"model": "dga-assistant", "messages": said})
    task = {
        "role": "user",
        "content": '### Task:\nTags. { "tags": ["a"] }\n<chat_history>\nUSER: ก\n</chat_history>',
    }
    fresh.post("/v1/chat/completions", json={"model": "dga-assistant", "messages": [task]})
    assert value(fresh, 'dga_answers_total{outcome="verdict"}') == 1


def test_problems_are_counted_by_kind(fresh: httpx.Client) -> None:
    """In either shape."""
    fresh.post("/v1/chat", json={"message": ""})
    fresh.get("/v1/models/none")
    assert value(fresh, 'dga_problems_total{kind="invalid-request"}') == 1
    assert value(fresh, 'dga_problems_total{kind="unknown-model"}') == 1


def test_labels_stay_few(fresh: httpx.Client) -> None:
    """Neither an unknown path nor an unknown method makes a label of its own."""
    for number in range(3):
        fresh.get(f"/no/such/{number}")
        fresh.request(f"ODD{number}", "/v1/chat")
        fresh.get(f"/v1/passages/guideline-2569/none-{number}")
    text = fresh.get("/metrics").text
    assert "/no/such" not in text
    assert "ODD" not in text
    assert "none-0" not in text
    assert value(fresh, 'http_requests_total{handler="none",method="GET",status="404"}') == 3


def test_the_index_and_its_age_are_told(client: httpx.Client) -> None:
    """The generation as a label, the age in seconds."""
    generation = client.get("/readyz").json()["generation"]
    assert value(client, f'dga_index_info{{generation="{generation}"}}') == 1
    assert 0 < value(client, "dga_index_age_seconds") < 3600


def test_the_breaker_is_told_where_there_is_one(assistant: Assistant) -> None:
    """One of its three states is 1; without a breaker there is no such metric."""
    assert b"breaker" not in Metrics(assistant).text()
    text = Metrics(assistant, lambda: "open").text()
    assert b'dga_chat_model_breaker{state="open"} 1.0' in text
    assert b'dga_chat_model_breaker{state="closed"} 0.0' in text
