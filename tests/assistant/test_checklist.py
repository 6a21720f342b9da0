"""The checklist: every check, its evidence and the exact words it rests on, in Markdown and as a page."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from api.checklist import POLICY, of_verdict
from assistant.pipeline import Assistant
from assistant.replies import CheckedVerdict
from assistant.rules.facts import parse
from assistant.rules.rulepack import load
from corpus.passages import Language

RULEPACK = load()
PROJECTS: list[dict[str, Any]] = [
    {"training": True, "qualified_trainees": True, "prescribed_curriculum": True},
    {"infrastructure": True, "in_house_only": True},
    {"cloud": True, "cloud_first_conform": "unsure"},
    {"platform": True, "shared_by_agencies": True, "high_security": True, "joint_agencies": 3},
    {"ai": True, "for_staff": True, "time_reduction": "<10"},
    {"for_citizens": True, "trade_logistics": True, "via_thai_nsw": True},
    {"ai": True, "for_citizens": True, "cost_reduction": 12.5},
    {},
]


def made(
    assistant: Assistant, facts: dict[str, Any], language: Language, approach: str | None = None
) -> tuple[CheckedVerdict, str, str]:
    """Return the verdict on facts, and its checklist as Markdown and as a page."""
    verdict = assistant.check(facts, approach, language)
    told = parse(RULEPACK.facts, facts)
    text, page = (of_verdict(verdict, told, approach, language, html=html) for html in (False, True))
    return verdict, text, page


def test_every_rule_but_an_exclusion_names_its_evidence() -> None:
    """What a does-not-meet item rules out needs no evidence."""
    for rule in RULEPACK.rules():
        assert (rule.attach is None) == (rule.kind == "exclusion"), rule.id
        assert rule.attach is None or re.search("[ก-๙]", rule.attach.th)
        assert rule.attach is None or not re.search("[ก-๙]", rule.attach.en)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("facts", PROJECTS, ids=lambda facts: "-".join(facts) or "nothing")
def test_it_holds_every_check_with_evidence_and_exact_quotes(
    assistant: Assistant, facts: dict[str, Any], language: Language
) -> None:
    """Each check with its reason, its evidence, and each of its citations word for word."""
    verdict, text, page = made(assistant, facts, language)
    sections = text.split("\n### ")[1:]
    parts = [
        " ".join(each.get_text().split()) for each in BeautifulSoup(page, "html.parser").select("h3, li")
    ]
    shown = " ".join(parts)
    rules = {rule.id: rule for rule in RULEPACK.rules()}
    citations = {each.number: each for each in verdict.citations}
    assert len(sections) == len(verdict.checks)
    by_label = {section.split("\n", 1)[0].split(" · ", 1)[1]: section for section in sections}
    for check in verdict.checks:
        section = by_label[check.label]
        assert section[0] == {"pass": "✔", "fail": "✘", "unknown": "?"}[check.result]
        assert check.reason in section
        attach = rules[check.rule_id].attach
        assert attach is None or (attach.get(language) in section and attach.get(language) in shown)
        for number in check.citations:
            cited = citations[number]
            assert f"> {cited.quote}\n" in f"{section}\n"
            assert cited.document_title in section
            assert f"`{cited.document_id}/{cited.anchor}`" in section
            assert " ".join(cited.quote.split()) in shown


@pytest.mark.parametrize("facts", PROJECTS, ids=lambda facts: "-".join(facts) or "nothing")
def test_the_page_is_whole_and_has_no_script(assistant: Assistant, facts: dict[str, Any]) -> None:
    """No script, no handler, no link, nothing fetched; a style for print and a policy that allows that style alone."""
    _, _, page = made(assistant, facts, "th")
    soup = BeautifulSoup(page, "html.parser")
    found = {each.name for each in soup.find_all(True)}
    assert not found & {"script", "link", "img", "iframe", "object", "a", "form", "base"}
    assert not any(name.startswith("on") for each in soup.find_all(True) for name in each.attrs)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "@media print" in page
    assert POLICY in page
    assert page.startswith('<!doctype html>\n<html lang="th">')


def test_markup_in_a_quote_stays_text(assistant: Assistant) -> None:
    """Official words may hold any character; none of them becomes markup."""
    verdict = assistant.check({"cloud": True})
    nasty = "# 1. *ก* _ข_ <script>alert(1)</script> [ค](http://x) `ง` & ~จ~ ![ฉ](y)"
    cited = tuple(each.model_copy(update={"quote": nasty}) for each in verdict.citations)
    page = of_verdict(verdict.model_copy(update={"citations": cited}), {}, None, "th", html=True)
    soup = BeautifulSoup(page, "html.parser")
    assert {each.get_text().strip() for each in soup.find_all("blockquote")} == {nasty}
    assert not soup.find_all(["script", "em", "a", "img"])


def test_another_approach_than_the_named_one_is_told(assistant: Assistant) -> None:
    """AI for citizens under 2.2 is checked as 3.2, and the checklist says so."""
    _, text, _ = made(assistant, {"ai": True, "for_citizens": True, "time_reduction": 12}, "th", "2.2")
    assert "ไม่ใช่ลักษณะของแนวทางที่ 2.2 จึงตรวจตามแนวทางที่ 3.2" in text


def test_the_facts_told_are_listed(assistant: Assistant) -> None:
    """A reader sees what the result rests on, the unsure facts too."""
    facts = {"ai": True, "for_staff": False, "time_reduction": "<10", "joint_agencies": 2, "ready": "unsure"}
    _, text, _ = made(assistant, facts, "en")
    told = text.split("## Facts told\n\n")[1].split("\n\n")[0].splitlines()
    assert told == [
        "- the project uses artificial intelligence (AI)",
        "- not: it serves the work of government agencies",
        "- time reduction below 10%",
        "- number of budget-receiving agencies jointly responsible: 2",
        "- the agency shows readiness and clear information: not known",
    ]
