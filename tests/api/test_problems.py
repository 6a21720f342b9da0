"""Every error is a problem document with a Thai and an English sentence, and tells nothing of the inside."""

import json
import logging
import re
import socket
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.problems import KINDS, accepted_language
from assistant.pipeline import Assistant
from assistant.replies import Reply
from corpus.passages import Language
from corpus.store.store import Store
from tests.api.serving import serving

THAI = re.compile("[ก-๙]")


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """Check that `response` is a whole problem document of a kind, and return it."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{kind}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"] in (body["detail_th"], body["detail_en"])
    assert THAI.search(body["detail_th"])
    assert not THAI.search(body["detail_en"])
    assert "Traceback" not in response.text
    return body


def test_a_message_over_2000_characters(client: httpx.Client) -> None:
    """2,001 characters are refused, and the sentence says the limit."""
    body = problem(client.post("/v1/chat", json={"message": "ก" * 2001}), 422, "invalid-request")
    assert "2,000" in body["detail_th"]
    assert body["errors"][0]["field"] == "message"


def test_2000_characters_are_taken(client: httpx.Client) -> None:
    """The limit counts characters, not bytes: 2,000 Thai characters are 6,000 bytes."""
    assert client.post("/v1/chat", json={"message": "ก" * 2000}).status_code == 200


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "\u200b\u200b", "\u00a0"])
def test_a_blank_message(client: httpx.Client, message: str) -> None:
    """White space and zero-width characters alone are no question."""
    body = problem(client.post("/v1/chat", json={"message": message}), 422, "invalid-request")
    assert body["errors"][0]["field"] == "message"


def test_a_body_over_64_kib(client: httpx.Client) -> None:
    """A body that says it is too long is refused before it is read."""
    problem(client.post("/v1/chat", json={"message": "x" * 65536}), 413, "body-too-large")


def test_a_chunked_body_over_64_kib(client: httpx.Client) -> None:
    """A body that does not say its length is refused as soon as it is too long."""

    def chunks() -> Iterator[bytes]:
        yield b'{"message": "'
        for _ in range(200):
            yield b"x" * 1024

    headers = {"content-type": "application/json"}
    problem(client.post("/v1/chat", content=chunks(), headers=headers), 413, "body-too-large")


def test_a_chunked_body_within_the_limit(client: httpx.Client) -> None:
    """A body without Content-Length is fine while it is small."""
    body = json.dumps({"message": "ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง"}).encode()
    headers = {"content-type": "application/json"}
    assert client.post("/v1/chat", content=iter([body[:20], body[20:]]), headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'message': 1}",
        b'{"message": "x"',
        b"\xff\xfe",
        b"[" * 30000,
        b'{"message": ' + b"9" * 5000 + b"}",
    ],
)
def test_broken_json(client: httpx.Client, body: bytes) -> None:
    """What no JSON reader takes is refused as that, however it is broken."""
    headers = {"content-type": "application/json"}
    problem(client.post("/v1/chat", content=body, headers=headers), 400, "broken-json")


def test_an_unknown_field_is_named(client: httpx.Client) -> None:
    """A misspelt field is not passed over."""
    body = problem(client.post("/v1/chat", json={"message": "x", "langauge": "th"}), 422, "invalid-request")
    assert body["errors"][0]["field"] == "langauge"
    assert "langauge" in body["detail_en"]


def test_every_wrong_field_is_named(client: httpx.Client) -> None:
    """Two wrong fields are two errors."""
    body = problem(client.post("/v1/chat", json={"message": 5, "language": "fr"}), 422, "invalid-request")
    assert [error["field"] for error in body["errors"]] == ["message", "language"]


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", ""])
def test_a_body_that_is_no_object(client: httpx.Client, body: str) -> None:
    """JSON that is not an object is an invalid request."""
    headers = {"content-type": "application/json"}
    problem(client.post("/v1/chat", content=body, headers=headers), 422, "invalid-request")


def test_a_lone_surrogate(client: httpx.Client) -> None:
    """Half a character is refused, and the refusal itself can be sent."""
    headers = {"content-type": "application/json"}
    content = rb'{"message": "\ud800"}'
    problem(client.post("/v1/chat", content=content, headers=headers), 422, "invalid-request")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_wrong_content_type(client: httpx.Client, content_type: str) -> None:
    """A form of another site cannot post a question."""
    response = client.post("/v1/chat", content=b'{"message": "x"}', headers={"content-type": content_type})
    problem(response, 415, "unsupported-media-type")


def test_an_unknown_conversation(client: httpx.Client) -> None:
    """A conversation that was never begun cannot be gone on with."""
    body = {"message": "แล้วถ้าใช้ร่วมกันล่ะ", "conversation_id": "00000000-0000-0000-0000-000000000000"}
    problem(client.post("/v1/chat", json=body), 404, "unknown-conversation")


@pytest.mark.parametrize("path", ["guideline-2569/nothing", "nothing/criterion-1", "guideline-2569/../x"])
def test_an_unknown_passage(client: httpx.Client, path: str) -> None:
    """An anchor that is not in the corpus is not found."""
    response = client.get(f"/v1/passages/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_page(client: httpx.Client) -> None:
    """An address with nothing behind it is a problem document too."""
    problem(client.get("/nothing"), 404, "not-found")


def test_a_wrong_method(client: httpx.Client) -> None:
    """The answer names the methods that are allowed."""
    response = client.get("/v1/chat")
    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


def test_an_unknown_fact_is_named(client: httpx.Client) -> None:
    """A fact that no rule knows is not passed over."""
    body = problem(client.post("/v1/check", json={"facts": {"nonsense": True}}), 422, "invalid-request")
    assert body["errors"][0]["field"] == "facts.nonsense"


def test_a_fact_of_the_wrong_type_says_what_is_allowed(client: httpx.Client) -> None:
    """A yes-or-no fact given as text is refused with the values it takes."""
    body = problem(client.post("/v1/check", json={"facts": {"training": "maybe"}}), 422, "invalid-request")
    assert "true, false" in body["detail_en"]


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=x&k=0", "q=x&k=51", "q=x&k=many"])
def test_a_wrong_search(client: httpx.Client, query: str) -> None:
    """A search needs words, and from 1 to 50 results."""
    problem(client.get(f"/v1/search?{query}"), 422, "invalid-request")


def test_no_index_yet(tmp_path: Path) -> None:
    """Before the first ingest the server is alive and says that it is not ready."""
    with serving(Assistant(Store(tmp_path))) as client:
        assert client.get("/healthz").status_code == 200
        problem(client.get("/readyz"), 503, "not-ready")
        problem(client.post("/v1/chat", json={"message": "ตัวชี้วัดของแนวทางที่ 2.2"}), 503, "not-ready")
        problem(client.get("/v1/passages/guideline-2569/criterion-1"), 503, "not-ready")


class Failing(Assistant):
    """An assistant with a fault in it."""

    def reply(
        self,
        message: str,
        conversation_id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Fail."""
        raise RuntimeError("a secret of the inside")


def test_an_unexpected_error(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The client gets a reference and nothing of the inside; the log has the reference and the cause."""
    with serving(Failing(Store(data_dir))) as client, caplog.at_level(logging.ERROR, "dga.api"):
        response = client.post("/v1/chat", json={"message": "x"})
    body = problem(response, 500, "unexpected-error")
    assert "secret" not in response.text
    record = next(record for record in caplog.records if body["instance"] in record.getMessage())
    assert record.exc_info is not None


def test_a_problem_type_can_be_looked_up(client: httpx.Client) -> None:
    """The address in `type` leads to what it means."""
    for kind in KINDS:
        assert client.get(f"/problems/{kind}").json()["status"] == KINDS[kind].status


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "th"),
        ("th", "th"),
        ("en-US,en;q=0.9", "en"),
        ("en;q=0.5, th;q=0.9", "th"),
        ("fr", "th"),
        ("en;q=x", "th"),
    ],
)
def test_the_language_of_a_problem(header: str, language: str) -> None:
    """English where the client prefers it, Thai otherwise."""
    assert accepted_language(header) == language


def test_detail_follows_the_language_asked_for(client: httpx.Client) -> None:
    """`detail` is the one of the two sentences that the client can read."""
    body = client.get("/nothing", headers={"accept-language": "en"}).json()
    assert body["detail"] == body["detail_en"]


def test_a_server_that_refuses_a_body_goes_on_serving(client: httpx.Client) -> None:
    """A client that says 10 MB and hangs up does not hurt the next one."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        connection.sendall(b"POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n{")
        assert b"413" in connection.recv(100)
    assert client.get("/healthz").status_code == 200
