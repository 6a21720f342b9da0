"""The load that `dga bench serve` puts on a server is what it says it is."""

import os
import sys

import pytest

from evals.bench.serve import NotServing, load, serving
from tests.aside import aside

EMPTY = [sys.executable, "-m", "evals.bench.empty"]


def test_every_request_is_sent_once_and_timed() -> None:
    """As many as there are bodies, shared out over the clients; p95 is no less than p50."""
    with serving(EMPTY, "/", os.environ) as port:
        found = aside(load, port, "/", [b'{"a": 1}'] * 50, 4)
        assert (found.clients, found.requests) == (4, 50)
        assert 0 < found.p50_ms <= found.p95_ms
        assert found.per_second > 0
        with pytest.raises(ExceptionGroup) as failed:
            aside(load, port, "/", [b"no json"], 1)
        assert failed.group_contains(NotServing)


def test_a_server_that_ends_is_told() -> None:
    """Instead of waiting for it."""
    with pytest.raises(NotServing), serving([sys.executable, "-c", ""], "/", os.environ):
        pass
