"""The event stream: when it is sent, and that its pieces are the answer."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sse import pieces, wanted
from tests.api.events import read_events

QUESTION = {"message": "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"}


@given(st.text(alphabet=st.sampled_from("กำนี้่ห์ำ \n-*a[1]ะา็"), max_size=200))
def test_the_pieces_join_to_the_answer(answer: str) -> None:
    """Nothing is lost or added between the pieces."""
    assert "".join(pieces(answer)) == answer


def test_no_piece_begins_with_a_mark_of_the_letter_before() -> None:
    """A Thai vowel or tone mark is never parted from its consonant."""
    marks = "ะัาำิีึืฺุู็่้๊๋์ํ๎"
    assert not [piece for piece in pieces("ก" * 23 + "ี่" * 30 + "น้ำ" * 40) if piece[0] in marks]


@pytest.mark.parametrize(
    ("accept", "stream"),
    [
        ("text/event-stream", True),
        ("text/event-stream, */*;q=0.1", True),
        ("application/json", False),
        ("*/*", False),
        ("application/json, text/event-stream", False),
        ("application/json;q=0.5, text/event-stream", True),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=x", False),
        ("", False),
    ],
)
def test_the_accept_header_chooses(accept: str, stream: bool) -> None:
    """The type with the higher quality wins, JSON where nothing is said."""
    assert wanted(accept) is stream


def test_the_stream_is_the_reply_in_order(client: httpx.Client) -> None:
    """Verdict, citations, tokens and at last the whole reply, all of one answer."""
    response = client.post("/v1/chat", json=QUESTION, headers={"accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    names = [name for name, _ in events]
    assert names[:2] == ["verdict", "citations"]
    assert set(names[2:-1]) == {"token"}
    assert names[-1] == "done"
    whole = events[-1][1]
    assert events[0][1] == whole["verdict"]
    assert events[1][1] == whole["citations"]
    assert "".join(data for name, data in events if name == "token") == whole["answer"]


def test_an_error_is_a_problem_and_not_a_stream(client: httpx.Client) -> None:
    """A client that asks for a stream still gets a status and a problem document."""
    response = client.post("/v1/chat", json={"message": ""}, headers={"accept": "text/event-stream"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
