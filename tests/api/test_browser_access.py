"""Every page and state can be used by everybody: axe's rules of WCAG 2.2 AA, the keyboard, motion, dark, paper."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.browser import QUESTION, ask, opened, violations

WIDE = {"width": 1280, "height": 860}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_conversation_in_every_state(browser: Browser, client: httpx.Client, scheme: str) -> None:
    """Empty, answered with all unfolded, with the side panel, the history, and an error: axe finds nothing."""
    found: dict[str, list[str]] = {}
    with opened(browser, str(client.base_url), viewport=WIDE, color_scheme=scheme) as page:
        page.goto("/")
        found["empty"] = violations(page)
        turn = ask(page, "ระบบ AI ให้บริการประชาชน เข้าเกณฑ์ไหม")
        turn.locator("summary").first.click()
        turn.locator(".fact").first.click()
        turn.get_by_role("button", name="ไม่มีประโยชน์").click()
        found["answered"] = violations(page)
        turn.locator(".citation").first.click()
        page.locator("dialog mark").wait_for()
        found["panel"] = violations(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="ประวัติ").click()
        found["history"] = violations(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="เริ่มใหม่").click()
        page.route("**/v1/chat", lambda route: route.abort())
        page.get_by_label("คำถามของท่าน").fill(QUESTION)
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        found["error"] = violations(page)
    assert {state: each for state, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/check?lang=en#infrastructure=yes&in_house_only=yes&time_reduction=many",
        "/check#ai=yes&for_citizens=yes",
        "/documents?q=ร้อยละ 10",
        "/documents/budget-act-2561",
        "/documents/guideline-2569?lang=en",
    ],
)
def test_the_other_pages(browser: Browser, client: httpx.Client, path: str, scheme: str) -> None:
    """The form with a verdict and a wrong figure, a search, documents: axe finds nothing."""
    with opened(browser, str(client.base_url), viewport=WIDE, color_scheme=scheme) as page:
        page.goto(path)
        if path.startswith("/check"):
            expect(
                page.locator(".field-error:not(:empty)")
                if "many" in path
                else page.locator("#verdict .result")
            ).to_be_visible()
        assert violations(page) == []


def test_by_keyboard_from_the_top_of_the_page(page: Page) -> None:
    """Tab leads from the skip link through the head to a suggestion; Enter asks, and focus is on the answer."""
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).textContent.trim()"
            )
        )
        if seen[-1] == QUESTION:
            break
    assert seen[0] == "ข้ามไปยังเนื้อหา"
    assert seen[-1] == QUESTION
    page.keyboard.press("Enter")
    expect(page.locator(".answer h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".verdict summary")).to_be_focused()


def test_nothing_moves_where_motion_is_not_wanted(browser: Browser, client: httpx.Client) -> None:
    """With reduced motion no element of the component or the page is animated or scrolls smoothly."""
    with opened(browser, str(client.base_url), viewport=WIDE) as page:  # reduced, as all tests are
        page.goto("/")
        ask(page, QUESTION).locator(".prose .citation").first.click()
        page.locator("dialog mark").wait_for()
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_on_paper_the_answer_stands_without_its_controls(page: Page) -> None:
    """Printed, the page shows the answer and not the field or the buttons."""
    ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".verdict .result")).to_be_visible()
    for control in (".composer", ".actions", "header nav"):
        expect(page.locator(control)).to_be_hidden()


def test_thai_has_its_font_and_room(page: Page) -> None:
    """Text is set in the font of our own server, in lines wide enough for marks above and below."""
    ask(page, QUESTION)
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)"
    )
    assert loaded >= 2
    style = page.locator(".prose").evaluate(
        "(node) => [getComputedStyle(node).fontFamily, getComputedStyle(node).lineHeight, getComputedStyle(node).fontSize]"
    )
    assert style[0].startswith("Sarabun")
    assert float(style[1][:-2]) / float(style[2][:-2]) >= 1.7


def test_what_has_the_focus_is_not_behind_the_field(page: Page) -> None:
    """Tabbing through a long answer, each control stands clear of the field at the bottom."""
    turn = ask(page, QUESTION)
    turn.locator("summary").first.click()
    covered = """() => {
      const node = document.activeElement.shadowRoot?.activeElement;
      const field = document.querySelector("dga-chat").shadowRoot.querySelector(".composer");
      if (!node || field.contains(node)) return null;
      return node.getBoundingClientRect().bottom > field.getBoundingClientRect().top ? node.outerHTML : "";
    }"""
    turn.locator("summary").first.focus()
    found = []
    while (state := page.evaluate(covered)) is not None:
        found.append(state)
        page.keyboard.press("Tab")
    assert len(found) > 20
    assert [each for each in found if each] == []
