"""A real browser for tests: what it asks for, what it runs, and what a page is checked by."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

QUESTION = "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser that speaks to this machine alone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, chromium_sandbox=False)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """Open a tab of its own; an error in a script, or a breach of the page's policy, fails the test."""
    context = browser.new_context(
        base_url=base_url, reduced_motion="reduce", **options
    )  # nothing to wait for
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield page
    context.close()
    assert errors == []


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, and return its turn once the answer is whole."""
    before = page.locator(".actions").count()
    page.get_by_label("คำถามของท่าน").fill(question)
    page.keyboard.press("Enter")
    page.locator(".actions").nth(before).wait_for()
    return page.locator(".turn").last


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it is, each with its first place."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['html'][:160]}" for each in found]
