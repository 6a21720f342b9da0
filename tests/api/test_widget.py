"""The component's files: their size, and who may load them."""

import gzip
import re

import httpx
import pytest
from pydantic import ValidationError

from api.widget import WIDGET
from assistant.pipeline import Assistant
from corpus.settings import Settings
from tests.api.serving import serving

LARGEST = 60_000
"""Bytes of all modules, each compressed by gzip."""
ORIGIN = "https://www.example.go.th"


def test_the_component_is_small() -> None:
    """All modules together, compressed, stay within the bound."""
    assert 0 < sum(len(gzip.compress(each.read_bytes())) for each in WIDGET.glob("*.js")) <= LARGEST


def test_modules_name_only_modules_that_are_there() -> None:
    """Without a build step, every import is the name of a file beside it."""
    for module in WIDGET.glob("*.js"):
        for named in re.findall(r'from "\./([^"]+)"', module.read_text(encoding="utf-8")):
            assert (WIDGET / named).exists()


def test_only_named_origins_may_hold_the_component(assistant: Assistant) -> None:
    """A browser lets a page of a named origin load and ask, and no other; pages and metrics are nobody else's."""
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    with serving(assistant, [ORIGIN]) as client:
        for path in ("/widget/v1/dga-chat.js", "/widget/v1/fonts/sarabun-thai-400-normal.woff2", "/v1/rules"):
            assert (
                client.get(path, headers={"origin": ORIGIN}).headers["access-control-allow-origin"] == ORIGIN
            )
            other = client.get(path, headers={"origin": "https://elsewhere.example"})
            assert "access-control-allow-origin" not in other.headers
        for path in ("/", "/metrics", "/healthz"):
            assert "access-control-allow-origin" not in client.get(path, headers={"origin": ORIGIN}).headers
        assert client.options("/v1/chat", headers={"origin": ORIGIN, **preflight}).status_code == 200
        refused = client.options("/v1/chat", headers={"origin": "https://elsewhere.example", **preflight})
        assert refused.status_code == 400


def test_by_default_no_origin_may(client: httpx.Client) -> None:
    """Nothing is open until an operator names it."""
    found = client.get("/widget/v1/dga-chat.js", headers={"origin": ORIGIN})
    assert found.status_code == 200
    assert "access-control-allow-origin" not in found.headers


def test_origins_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Separated by spaces or commas; what is no origin, a wildcard above all, is refused."""
    monkeypatch.setenv("DGA_WIDGET_ORIGINS", "https://a.go.th, http://b.go.th:8080")
    assert Settings().widget_origins == ("https://a.go.th", "http://b.go.th:8080")
    for bad in ("*", "https://*.go.th", "a.go.th", "https://a.go.th/page"):
        monkeypatch.setenv("DGA_WIDGET_ORIGINS", bad)
        with pytest.raises(ValidationError):
            Settings()
