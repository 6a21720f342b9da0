"""The chat reply as server-sent events: verdict and citations, then pieces of the answer, then the whole reply.

Verdict and citations go out before a chat model writes. Its text follows once all of it has passed the guard, not sentence
by sentence: whether the built-in words have to stand instead is known only at the end, and what was sent cannot be taken back.

A stream can be gone on with: each event's id is the message's and its number, and whoever sends the last one seen as
`Last-Event-ID` gets the rest, for as long as the stream is kept.
"""

import asyncio
import json
import re
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from api.bodies import ChatReply
from assistant.replies import Reply

KEPT_SECONDS = 120.0
"""How long a stream can be gone on with."""
MOST_KEPT = 500
"""Streams that are kept at once; the oldest goes first."""
PING_SECONDS = 10.0
"""Seconds of silence after which a comment keeps the connection open."""

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


class Stream:
    """The events of one reply, made once and sent to whoever asks for them from some place on."""

    def __init__(
        self, message: str, prepared: Reply, finish: Callable[[], ChatReply], leave: Callable[[], None]
    ) -> None:
        """Begin. `finish` makes the reply, in a thread; `leave` has it made at once, for nobody waits."""
        self.message = message
        self.message_id = prepared.message_id
        self.begun = time.monotonic()
        self._leave = leave
        self._events: list[bytes] = []
        self._readers = 0
        self._news = asyncio.Event()
        whole = prepared.model_dump(mode="json")
        self._add("verdict", whole["verdict"])
        self._add("citations", whole["citations"])
        self._made = asyncio.create_task(self._make(finish))

    def when_made(self, done: Callable[[], None]) -> None:
        """Have `done` called when the reply is made, or its making failed."""
        self._made.add_done_callback(lambda _: done())

    async def events(self, after: int = 0) -> AsyncIterator[bytes]:
        """Yield the events behind the number `after`; comments while nothing comes. Raise what the making raised."""
        self._readers += 1
        at = after
        try:
            while True:
                while at < len(self._events):
                    at += 1
                    yield self._events[at - 1]
                    await asyncio.sleep(0)  # lets a client that has gone away end the stream
                if self._made.done():
                    self._made.result()
                    if at >= len(self._events):
                        return
                    continue
                try:
                    async with asyncio.timeout(PING_SECONDS):
                        await self._news.wait()
                except TimeoutError:
                    yield KEEPALIVE_COMMENT
        finally:
            self._readers -= 1
            if not self._readers and not self._made.done():
                self._leave()

    def is_over(self, after: int) -> bool:
        """Say whether nothing is left behind the number `after`."""
        return self._made.done() and after >= len(self._events)

    async def _make(self, finish: Callable[[], ChatReply]) -> None:
        try:
            reply = await run_in_threadpool(finish)
            for piece in pieces(reply.answer):
                self._add("token", piece)
            self._add("done", reply.model_dump(mode="json"))
        finally:
            self._news.set()

    def _add(self, name: str, data: Any) -> None:
        number = len(self._events) + 1
        self._events.append(
            format_sse_event(
                event=name,
                data_str=json.dumps(data, ensure_ascii=False),
                id=f"{self.message_id}:{number}",
            )
        )


class Streams:
    """The streams that can be gone on with, in memory: as many and as long as the module says."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Stream] = OrderedDict()

    def keep(self, stream: Stream) -> Stream:
        """Keep a stream, and let go of the old ones."""
        self._kept[stream.message_id] = stream
        oldest = time.monotonic() - KEPT_SECONDS
        while len(self._kept) > MOST_KEPT or next(iter(self._kept.values())).begun < oldest:
            self._kept.popitem(last=False)
        return stream

    def find(self, last_event_id: str, message: str) -> tuple[Stream, int] | None:
        """Return the stream of an event id and the event's number; None where it is not kept, or of another message."""
        message_id, _, number = last_event_id.rpartition(":")
        stream = self._kept.get(message_id)
        if stream is None or not number.isdecimal() or stream.message != message:
            return None
        return None if stream.begun < time.monotonic() - KEPT_SECONDS else (stream, int(number))


def response(stream: Stream, after: int = 0) -> EventSourceResponse:
    """Return a stream's events behind the number `after`."""
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return EventSourceResponse(stream.events(after), headers=headers)


def _joins(character: str) -> bool:
    """Tell whether `character` is written over, under or behind the one before it."""
    return character in "ะัาำิีึืฺุู็่้๊๋์ํ๎"
