"""One deadline for a whole reply, which a client that leaves brings forward to now."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class Deadline:
    """A moment, `seconds` from now, after which nothing more is waited for. Threads may share it."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock() + seconds
        self._cut = False
        self._watching: set[Callable[[], object]] = set()
        self._lock = Lock()

    @property
    def remaining(self) -> float:
        """Seconds left, 0 where there are none."""
        return 0.0 if self._cut else max(0.0, self._at - self._clock())

    @property
    def is_cut(self) -> bool:
        """Whether nobody waits for the reply any more."""
        return self._cut

    def cut(self) -> None:
        """Make it now, and stop what runs under it."""
        with self._lock:
            self._cut = True
            watching, self._watching = self._watching, set()
        for stop in watching:
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], object]) -> Iterator[None]:
        """Have `stop` called where the deadline is cut while the block runs, or was before it."""
        with self._lock:
            cut = self._cut
            self._watching.add(stop)
        if cut:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._watching.discard(stop)
