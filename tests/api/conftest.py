"""The server that the API's tests share."""

from collections.abc import Iterator

import httpx
import pytest

from assistant.pipeline import Assistant
from tests.api.serving import serving


@pytest.fixture(scope="session")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    """Return a client of a server over the shipped corpus."""
    with serving(assistant) as client:
        yield client
