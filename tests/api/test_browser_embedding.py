"""The component on a page of another origin, which has a strict policy of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from assistant.pipeline import Assistant
from tests.api.browser import QUESTION, ask, opened, violations
from tests.api.serving import serving

PAGE = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>หน่วยงาน</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="{server}/widget/v1/dga-chat.js"></script></head><body><main><h1>หน่วยงาน</h1>
<dga-chat api="{server}" lang="th" open-on="{how}"><a href="{server}/">ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล</a></dga-chat>
</main></body></html>"""
POLICY = (
    "default-src 'none'; script-src {server}; connect-src {server}; font-src {server}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types dga-chat"
)


@contextmanager
def agency() -> Iterator[ThreadingHTTPServer]:
    """Serve an agency's page that holds the component of `server.shown`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown = httpd.shown  # type: ignore[attr-defined]
            how = self.path.rsplit("?", 1)[-1]
            body = PAGE.format(server=shown, how=how).encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-security-policy", POLICY.format(server=shown))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=httpd.serve_forever)
    thread.start()
    try:
        yield httpd
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.fixture(scope="module")
def pages(assistant: Assistant) -> Iterator[tuple[str, str]]:
    """Return the addresses of an agency's page that is allowed and of one that is not."""
    with agency() as allowed, agency() as other:
        origin = f"http://127.0.0.1:{allowed.server_port}"
        with serving(assistant, [origin]) as client:
            for each in (allowed, other):
                each.shown = str(client.base_url)  # type: ignore[attr-defined]
            yield origin, f"http://127.0.0.1:{other.server_port}"


def test_an_allowed_page_holds_the_assistant(browser: Browser, pages: tuple[str, str]) -> None:
    """Under a strict policy it opens, answers and shows a source; Escape closes it; axe finds nothing."""
    with opened(browser, pages[0], viewport={"width": 1280, "height": 800}) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/?button")
        launcher = page.get_by_role("button", name="ถามผู้ช่วย")
        launcher.click()
        expect(page.get_by_label("คำถามของท่าน")).to_be_focused()
        turn = ask(page, QUESTION)
        expect(turn.locator(".verdict .result")).to_have_text("ไม่เข้าหลักเกณฑ์")
        assert violations(page) == []
        turn.locator(".prose .citation").first.click()
        expect(page.locator("dialog mark")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_label("คำถามของท่าน").press("Escape")
        expect(launcher).to_be_focused()
        assert all(url.startswith("http://127.0.0.1:") for url in asked)


def test_it_switches_its_language_in_place(browser: Browser, pages: tuple[str, str]) -> None:
    """Opened at once, it turns to English and keeps the conversation."""
    with opened(browser, pages[0], viewport={"width": 360, "height": 740}) as page:
        page.goto("/?load")
        ask(page, QUESTION)
        page.get_by_role("button", name="English").click()
        expect(page.get_by_label("Your question")).to_be_visible()
        assert page.locator(".turn").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_page_that_is_not_allowed_keeps_its_link(browser: Browser, pages: tuple[str, str]) -> None:
    """The browser refuses the script, nothing is asked, and the link inside the element stands."""
    with opened(browser, pages[1]) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/?button")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("customElements.get('dga-chat') === undefined")
        expect(page.get_by_role("link", name="ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล")).to_be_visible()
        assert not any("/v1/chat" in url for url in asked)


def test_without_a_script_there_is_a_link(browser: Browser, pages: tuple[str, str]) -> None:
    """Where scripts are off, the element is the link that it holds."""
    with opened(browser, pages[0], java_script_enabled=False) as page:
        page.goto("/?button")
        expect(page.get_by_role("link", name="ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล")).to_be_visible()
