"""The server and the browser that the API's tests share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.pipeline import Assistant
from tests.api.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    """Return a client of a server over the shipped corpus."""
    with serving(assistant) as client:
        yield client


@pytest.fixture
def page(browser: "Browser", client: httpx.Client) -> Iterator["Page"]:
    """Return a tab at `/`, as wide as a small phone."""
    from tests.api.browser import opened

    with opened(browser, str(client.base_url), viewport={"width": 360, "height": 740}) as page:
        page.goto("/")
        yield page
