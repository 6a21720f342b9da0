"""The chat reply as server-sent events: verdict, citations, pieces of the answer, then the whole reply."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
from fastapi.sse import EventSourceResponse, format_sse_event

from api.bodies import ChatReply

# A piece ends after white space, or after a run of 24 characters where Thai is written without any.
_PIECE = re.compile(r"\S{0,24}\s+|\S{1,24}")


def wanted(accept: str) -> bool:
    """Tell whether an `Accept` header prefers an event stream to JSON."""
    best, stream = 0.0, False
    for item in accept.lower().split(","):
        name, *parameters = [part.strip() for part in item.split(";")]
        if name not in ("text/event-stream", "application/json"):
            continue
        try:
            quality = next((float(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        except ValueError:
            quality = 0.0
        if quality > best:
            best, stream = quality, name == "text/event-stream"
    return stream


def pieces(answer: str) -> Iterator[str]:
    """Cut `answer` into short pieces that join to the same text, never before a Thai vowel or tone mark."""
    held = ""
    for piece in _PIECE.findall(answer):
        if held and not _joins(piece[0]):
            yield held
            held = ""
        held += piece
    if held:
        yield held


def stream(reply: ChatReply) -> EventSourceResponse:
    """Return `reply` as an event stream."""
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return EventSourceResponse(_events(reply), headers=headers)


async def _events(reply: ChatReply) -> AsyncIterator[bytes]:
    whole = reply.model_dump(mode="json")
    yield _event("verdict", whole["verdict"])
    yield _event("citations", whole["citations"])
    for piece in pieces(reply.answer):
        yield _event("token", piece)
        await anyio.lowlevel.checkpoint()  # lets a client that has gone away end the stream
    yield _event("done", whole)


def _event(name: str, data: Any) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))


def _joins(character: str) -> bool:
    """Tell whether `character` is written over, under or behind the one before it."""
    return character in "ะัาำิีึืฺุู็่้๊๋์ํ๎"
