"""Pictures of the main states for the documentation: `python -m tests.screenshots` writes `docs/images/`."""

import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize

from assistant.pipeline import Assistant
from corpus.store.store import Store
from ingest.pipeline import ingest
from tests.api.browser import QUESTION, ask, chromium, opened
from tests.api.serving import serving

IMAGES = Path(__file__).parent.parent / "docs" / "images"
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 740}
AI = "ระบบ AI ให้บริการประชาชน ลดเวลาจาก 30 นาทีเหลือ 20 นาที เข้าเกณฑ์ไหม"


def main() -> None:
    """Serve the shipped corpus from a folder of its own, and take every picture anew."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        ingest([], store)
        with serving(Assistant(store)) as client, chromium() as browser:
            address = str(client.base_url)

            with opened(browser, address, viewport=DESKTOP) as page:
                page.goto("/")
                page.evaluate("document.fonts.ready.then(() => null)")
                page.screenshot(path=IMAGES / "ask.png")
                turn = ask(page, AI)
                turn.locator(".fact").last.click()
                page.screenshot(path=IMAGES / "answer.png")
                turn.locator(".editor").get_by_role("button", name="ยกเลิก").click()
                turn.locator(".verdict summary").click()
                page.set_viewport_size({"width": 1000, "height": 2400})  # all of it above the field
                turn.locator(".verdict").screenshot(path=IMAGES / "verdict.png")
                page.set_viewport_size(DESKTOP)
                turn.locator(".prose .citation").first.click()
                page.locator("dialog mark").wait_for()
                page.screenshot(path=IMAGES / "citation.png")

            with opened(browser, address, viewport=DESKTOP) as page:
                page.goto("/")
                ask(page, "ระบบ AI ให้บริการประชาชน เข้าเกณฑ์ไหม").locator(
                    ".interview"
                ).scroll_into_view_if_needed()
                page.screenshot(path=IMAGES / "interview.png")

            with opened(browser, address, viewport=DESKTOP, color_scheme="dark") as page:
                page.goto("/")
                ask(page, QUESTION)
                page.screenshot(path=IMAGES / "dark.png")

            with opened(browser, address, viewport=PHONE) as page:
                page.goto("/")
                page.screenshot(path=IMAGES / "phone.png")
                ask(page, QUESTION)
                page.screenshot(path=IMAGES / "phone-answer.png")

            with opened(browser, address, viewport=DESKTOP) as page:
                page.goto("/check#ai=yes&for_citizens=yes&time_reduction=12")
                page.locator("#verdict .result").wait_for()
                page.screenshot(path=IMAGES / "check.png")
                page.goto("/documents?q=ร้อยละ 10 แนวทางที่ 2.2")
                page.screenshot(path=IMAGES / "search.png")
                page.goto("/documents/guideline-2569#approach-1.2")
                page.locator("section:target").wait_for()
                page.screenshot(path=IMAGES / "document.png")

            with opened(browser, address, viewport={"width": 1100, "height": 760}) as page:
                page.goto("/documents/platform-notice-2567")
                page.evaluate(
                    """async () => { await import("/widget/v1/dga-chat.js");
                    const chat = document.createElement("dga-chat"); chat.setAttribute("open-on", "load");
                    document.body.append(chat); }"""
                )
                ask(page, QUESTION)
                page.screenshot(path=IMAGES / "embedded.png")


if __name__ == "__main__":
    main()
