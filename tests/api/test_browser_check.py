"""The project form and the documents in a real browser."""

import re

from playwright.sync_api import Page, expect


def test_the_verdict_follows_the_form(page: Page) -> None:
    """Each answer changes the result and what is missing, and what is missing leads to its field."""
    page.goto("/check")
    result = page.locator("#verdict .result")
    expect(result).to_have_text(re.compile("ยังตัดสินไม่ได้"))
    page.locator('label:has(> input[name="ai"][value="yes"])').click()
    page.locator('label:has(> input[name="for_citizens"][value="yes"])').click()
    missing = page.locator("#missing a").first
    expect(missing).to_have_text(re.compile("ร้อยละเท่าใด"))
    missing.click()
    page.keyboard.type("12")
    expect(result).to_have_text(re.compile("^เข้าหลักเกณฑ์ของแนวทาง"))
    page.keyboard.press("Control+A")
    page.keyboard.type("8")
    expect(result).to_have_text("ไม่เข้าหลักเกณฑ์")


def test_a_link_restores_the_case(page: Page) -> None:
    """The address holds the case after its #, where no server sees it; opened anew, the form is filled the same."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/check#infrastructure=yes&in_house_only=yes&time_reduction=12&approach=1.2")
    expect(page.locator("#verdict .result")).to_have_text("ไม่เข้าหลักเกณฑ์")
    page.locator('label:has(> input[name="in_house_only"][value="no"])').click()
    expect(page.locator("#verdict .result")).not_to_have_text("ไม่เข้าหลักเกณฑ์")
    address = page.url
    assert "in_house_only=no" in address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator('input[name="in_house_only"][value="no"]')).to_be_checked()
    expect(page.locator("#value-time_reduction")).to_have_value("12")
    assert not any("in_house_only" in url.split("#")[0] for url in asked)
    page.get_by_role("button", name="ล้างทั้งหมด").click()
    expect(page.locator("#verdict .result")).to_have_text(re.compile("ยังตัดสินไม่ได้"))
    assert page.evaluate("location.hash") == ""


def test_on_a_phone_the_result_stays_in_sight(page: Page) -> None:
    """While the form is filled its result stands at the bottom of the screen, and leads to the outcome."""
    page.goto("/check#infrastructure=yes&in_house_only=yes")
    short = page.locator("#short")
    expect(short).to_have_text(re.compile("ไม่เข้าหลักเกณฑ์"))
    expect(short).to_be_in_viewport()
    address = page.url
    short.click()
    expect(page.locator("#verdict .result")).to_be_in_viewport()
    assert page.url == address


def test_a_wrong_figure_is_told_at_its_field(page: Page) -> None:
    """The field says what it takes; the verdict before stays."""
    page.goto("/check#infrastructure=yes&in_house_only=yes&time_reduction=many")
    expect(page.locator("#error-time_reduction")).to_contain_text("ตัวเลข")
    expect(page.locator("#value-time_reduction")).to_have_attribute("aria-invalid", "true")


def test_the_checklist_opens_for_printing(page: Page) -> None:
    """The button opens the checklist of the case as a page of its own."""
    page.goto("/check#infrastructure=yes&in_house_only=yes")
    expect(page.locator("#verdict .result")).to_be_visible()
    with page.expect_popup() as popup:
        page.get_by_role("button", name="รายการตรวจสอบสำหรับพิมพ์").click()
    expect(popup.value.locator("h1")).to_have_text("รายการตรวจสอบโครงการ")
    expect(popup.value.locator("main")).to_contain_text("ไม่เข้าหลักเกณฑ์")


def test_a_document_is_found_and_read(page: Page) -> None:
    """A search marks what was sought and leads to the provision, where it is marked again; the tree leads on."""
    page.goto("/documents")
    page.get_by_label("ค้นในเอกสาร").fill("เป้าหมายร่วม")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator(".hits a").first.click()
    expect(page.locator("section:target mark").first).to_be_in_viewport()
    page.locator(".tree summary").click()
    page.locator(".tree nav a").last.click()
    expect(page.locator("section:target")).to_be_in_viewport()
