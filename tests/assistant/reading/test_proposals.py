"""What a chat model proposes counts only as far as the message's own words bear it out."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant import chat_model
from assistant.reading.proposals import Proposal, Proposals, added, borne_out, propose
from assistant.reading.reader import Stated, read
from assistant.reading.script import script
from assistant.rules.rulepack import load
from corpus.settings import settings
from tests.assistant.chat_server import ChatServer, chat_server

RULEPACK = load()
MESSAGE = "ทำกับกรมที่ดิน คนรอลดจากสิบเหลือแปด อาจจะเปิดข้อมูลให้คนนอก"


def proposed(fact: str, value: Any, words: str, message: str = MESSAGE) -> list[tuple[str, object]]:
    """Return what is taken of one proposal."""
    found = Proposals(facts=[Proposal(fact=fact, value=value, words=words)])
    return [(each.fact, each.value) for each in borne_out(found, script(message), RULEPACK)]


@pytest.mark.parametrize(
    ("fact", "value", "words", "expected"),
    [
        ("links_agencies", True, "ทำกับกรมที่ดิน", [("links_agencies", True)]),
        ("links_agencies", True, "ทำ กับ กรมที่ดิน", [("links_agencies", True)]),
        ("links_agencies", True, "ทำกับกรมสรรพากร", []),
        ("links_agencies", True, "", []),
        ("links_agencies", 3.0, "ทำกับกรมที่ดิน", []),
        ("links_agencies", "maybe", "ทำกับกรมที่ดิน", []),
        ("nonsense", True, "ทำกับกรมที่ดิน", []),
        ("time_reduction", 20.0, "คนรอลดจากสิบเหลือแปด", [("time_reduction", 20)]),
        ("time_reduction", 25.0, "คนรอลดจากสิบเหลือแปด", []),
        ("time_reduction", 500.0, "คนรอลดจากสิบเหลือแปด", []),
        ("joint_agencies", 2.0, "ทำกับกรมที่ดิน", []),
        ("opens_data", True, "เปิดข้อมูลให้คนนอก", [("opens_data", "unsure")]),
        ("opens_data", "unsure", "อาจจะเปิดข้อมูล", [("opens_data", "unsure")]),
    ],
)
def test_a_proposal_needs_words_that_bear_it_out(
    fact: str, value: Any, words: str, expected: list[tuple[str, object]]
) -> None:
    """A fact that exists, a value that it can have, words that stand there, and numbers that follow from them."""
    assert proposed(fact, value, words) == expected


@pytest.mark.parametrize(
    ("message", "fact", "value", "taken"),
    [
        ("ใช้เฉพาะในกรมเรา", "in_house_only", False, False),
        ("ใช้เฉพาะในกรมเรา", "shared_by_agencies", True, False),
        ("ใช้เฉพาะในกรมเรา", "free_for_users", True, False),
        ("ลดเวลาได้ 8%", "cost_reduction", 20, False),
        ("ใช้เฉพาะในกรมเรา", "high_security", True, True),
    ],
)
def test_the_reader_wins(message: str, fact: str, value: Any, taken: bool) -> None:
    """A proposal changes nothing that the reader read, nor what follows from it."""
    stated = read(message, RULEPACK)
    assert (
        fact in {each.fact for each in added(stated, (Stated(fact, value, "-"),), RULEPACK)[len(stated) :]}
    ) is taken


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """Configure a chat model that is served on this machine."""
    with chat_server() as server:
        chosen = {"MODEL": "openai:scripted", "BASE_URL": server.url, "API_KEY": "none", "TIMEOUT": "2"}
        for name, value in chosen.items():
            monkeypatch.setenv(f"DGA_CHAT_{name}", value)
        settings.cache_clear()
        chat_model.forget()
        yield server
        chat_model.forget()
    monkeypatch.undo()
    settings.cache_clear()


def test_a_served_model_is_asked_once_with_the_message_apart(model: ChatServer) -> None:
    """The instruction and the person's words are two messages, and the answer is read by its schema."""
    facts = [{"fact": "links_agencies", "value": True, "words": "ทำกับกรมที่ดิน"}]
    model.content = json.dumps({"facts": facts})
    assert [(each.fact, each.value, each.words) for each in propose(MESSAGE, RULEPACK)] == [
        ("links_agencies", True, "ทำกับกรมที่ดิน")
    ]
    (request,) = model.requests
    assert [each["role"] for each in request["messages"]] == ["system", "user"]
    assert request["messages"][1]["content"] == MESSAGE
    assert MESSAGE not in request["messages"][0]["content"]


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (500, "{}"),
        (429, "{}"),
        (200, "no JSON"),
        (200, '{"facts": "x"}'),
        (200, '{"facts": [{"fact": 1}]}'),
        (200, ""),
    ],
)
def test_a_model_that_fails_proposes_nothing(model: ChatServer, status: int, content: str) -> None:
    """Whatever goes wrong there, the reader's own facts stand; only an overloaded server is asked again."""
    model.status, model.content = status, content
    assert propose(MESSAGE, RULEPACK) == ()
    assert len(model.requests) == (1 if status == 200 else 1 + chat_model.RETRIES)


def test_a_model_that_hangs_is_not_waited_for(model: ChatServer) -> None:
    """The time that the settings allow is all that it gets."""
    model.hang = True
    started = time.monotonic()
    assert propose(MESSAGE, RULEPACK) == ()
    assert time.monotonic() - started < 5


def test_a_provider_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the settings is told in words."""
    monkeypatch.setenv("DGA_CHAT_MODEL", "nosuch:model")
    settings.cache_clear()
    chat_model.forget()
    with pytest.raises(chat_model.ChatModelError, match="DGA_CHAT_MODEL"):
        chat_model.ask("", "", Proposals)
    monkeypatch.undo()
    settings.cache_clear()
