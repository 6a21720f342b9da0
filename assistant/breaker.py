"""A circuit breaker (Nygard, Release It!, 2007): a server that keeps failing is left alone for a while."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Literal

State = Literal["closed", "open", "half_open"]

FAILURES = 5
"""Failures in a row that open it."""
REST = 30.0
"""Seconds that it stays open."""


class Breaker:
    """Closed: calls pass. Open: none does. Half open, after `rest` seconds: one call at a time tries. Threads may share it."""

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._lock = Lock()
        self._failed, self._trying = 0, False
        self._opened: float | None = None

    @property
    def state(self) -> State:
        """The state, as the next call would find it."""
        opened = self._opened
        if opened is None:
            return "closed"
        return "open" if self._clock() - opened < self._rest else "half_open"

    def allow(self) -> bool:
        """Say whether a call may go out. One that went out has to end in `succeeded`, `failed` or `given_up`."""
        with self._lock:
            state = self.state
            if state == "closed":
                return True
            if state == "open" or self._trying:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """Note that a call was answered: it closes."""
        self.reset()

    def failed(self) -> None:
        """Note that a call failed: it opens, where that was the last of many or the one that tried."""
        with self._lock:
            self._failed += 1
            if self._trying or self._failed >= self._most:
                self._opened = self._clock()
            self._trying = False

    def given_up(self) -> None:
        """Note that nobody waited for a call, which tells nothing of the server."""
        with self._lock:
            self._trying = False

    def reset(self) -> None:
        """Close it and forget what failed."""
        with self._lock:
            self._failed, self._trying, self._opened = 0, False, None
