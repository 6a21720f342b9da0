"""The page in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser that speaks to this machine alone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    """Return the page at 360 pixels wide; an error in its script fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=str(client.base_url))
    page = context.new_page()
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))  # a builtin method is not taken
    page.goto("/")
    yield page
    context.close()
    assert errors == []


def test_ask_see_the_verdict_and_open_its_source(page: Page) -> None:
    """A question by keyboard gets its verdict in words, and the citation opens with the quote marked."""
    page.get_by_label("คำถามของท่าน").fill("โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่")
    page.keyboard.press("Enter")
    expect(page.locator(".banner")).to_contain_text("ไม่เข้าหลักเกณฑ์")
    page.get_by_role("link", name="แหล่งอ้างอิง 1", exact=True).first.click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text(re.compile("โครงสร้างพื้นฐาน"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    """At 360 pixels, an answer with its checks open does not scroll sideways."""
    page.get_by_role("button", name="โครงสร้างพื้นฐาน").click()
    expect(page.locator(".prose")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.locator(".checks li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_turns_to_english(page: Page) -> None:
    """The switch changes the language of the page and of what assistive software reads."""
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Your question").fill("Does in-house infrastructure qualify?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".banner")).to_contain_text("Does not qualify")


def test_a_failure_is_told_and_can_be_tried_again(page: Page) -> None:
    """Where the service cannot be reached, the page says so and asks again on request."""
    page.route("**/v1/chat", lambda route: route.abort())
    page.get_by_label("คำถามของท่าน").fill("ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ติดต่อระบบไม่ได้")
    page.unroute("**/v1/chat")
    page.get_by_role("button", name="ลองอีกครั้ง").click()
    expect(page.locator(".prose")).to_be_visible()


def test_what_the_user_types_is_never_markup(page: Page) -> None:
    """A question that holds HTML is shown as it was typed."""
    page.get_by_label("คำถามของท่าน").fill("<img src=x onerror=alert(1)> เข้าเกณฑ์ไหม")
    page.keyboard.press("Enter")
    expect(page.locator(".prose, .error")).to_be_visible()
    assert page.locator("main img").count() == 0
