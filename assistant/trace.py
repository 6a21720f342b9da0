"""What the steps of an answer took and saw, for whoever records it; nobody does in ordinary service."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Trace:
    """Per step its wall time in seconds, in the order of the way, and what the steps noted of their findings."""

    seconds: dict[str, float] = field(default_factory=dict)
    notes: dict[str, float | str] = field(default_factory=dict)


spans: Callable[[str], AbstractContextManager[object]] | None = None
"""Opens a span for a step, where steps are traced as well (`assistant/telemetry.py`)."""

_recorded: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def recording() -> Iterator[Trace]:
    """Record what happens inside, in this thread of work alone."""
    trace = Trace()
    token = _recorded.set(trace)
    try:
        yield trace
    finally:
        _recorded.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Time a step where someone records; a step that comes again adds up."""
    with spans(name) if spans else nullcontext():
        yield from _timed(name)


def _timed(name: str) -> Iterator[None]:
    trace = _recorded.get()
    if trace is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        trace.seconds[name] = trace.seconds.get(name, 0.0) + time.perf_counter() - started


def note(**found: float | str) -> None:
    """Keep what a step found, where someone records."""
    if (trace := _recorded.get()) is not None:
        trace.notes.update(found)
