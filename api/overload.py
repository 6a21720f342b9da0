"""Back-pressure: a server that holds all the chat requests it may refuses the next one at once, and says when to come again."""

from api.problems import Problem

RETRY_AFTER = 2
"""Seconds after which a refused client may try again."""


class Places:
    """Places for chat requests, on one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.taken = 0

    def take(self) -> None:
        """Take a place, or raise the problem `overloaded`."""
        if self.taken >= self._most:
            problem = Problem("overloaded")
            problem.headers = {"retry-after": str(RETRY_AFTER)}
            raise problem
        self.taken += 1

    def free(self) -> None:
        """Give a place back."""
        self.taken -= 1
