"""Replies of the assistant as chat completions, whole or as a stream of chunks."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from uuid import uuid4

import anyio
from fastapi.sse import EventSourceResponse, format_sse_event

from api.openai.bodies import MODEL, Choice, Completion, CompletionMessage, Usage
from api.sse import pieces
from assistant.replies import Reply
from corpus.text import tokens


def completion(said: Iterable[str], text: str, reply: Reply | None, created: int) -> Completion:
    """Return the completion `text`, which answers what was `said`. `created`: Unix time."""
    return Completion(
        id=f"chatcmpl-{uuid4().hex}",
        created=created,
        choices=[Choice(message=CompletionMessage(content=text))],
        usage=_usage(said, text),
        dga=reply,
    )


def stream(whole: Completion, *, with_usage: bool) -> EventSourceResponse:
    """Return a completion as chunks; the last one with a choice carries `finish_reason` and `dga`."""
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return EventSourceResponse(_events(whole, with_usage), headers=headers)


async def _events(whole: Completion, with_usage: bool) -> AsyncIterator[bytes]:
    usage = {"usage": None} if with_usage else {}
    yield _chunk(whole, [_choice({"role": "assistant", "content": ""})], usage)
    for piece in pieces(whole.choices[0].message.content):
        yield _chunk(whole, [_choice({"content": piece})], usage)
        await anyio.lowlevel.checkpoint()  # lets a client that has gone away end the stream
    dga = whole.dga.model_dump(mode="json") if whole.dga else None
    yield _chunk(whole, [_choice({}, "stop")], {**usage, "dga": dga})
    if with_usage:
        yield _chunk(whole, [], {"usage": whole.usage.model_dump()})
    yield format_sse_event(data_str="[DONE]")


def _choice(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}


def _chunk(whole: Completion, choices: Sequence[dict[str, Any]], more: dict[str, Any]) -> bytes:
    chunk = {
        "id": whole.id,
        "object": "chat.completion.chunk",
        "created": whole.created,
        "model": MODEL,
        "choices": choices,
        **more,
    }
    return format_sse_event(data_str=json.dumps(chunk, ensure_ascii=False))


def _usage(said: Iterable[str], text: str) -> Usage:
    read, written = sum(len(tokens(each)) for each in said), len(tokens(text))
    return Usage(prompt_tokens=read, completion_tokens=written, total_tokens=read + written)
