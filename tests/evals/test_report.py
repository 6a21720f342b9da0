"""The report: a page that stands alone and holds its own against hostile text, and the tables for programs."""

import csv as csv_module
import io
import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from playwright.sync_api import Browser, expect

from api import terminal
from evals.baseline import Row, row
from evals.metrics.grade import grade
from evals.record import Found, Record
from evals.report import without_times, write
from evals.suite import Results, collected
from tests.evals.suite_cases import case, record, verdict_case
from tests.evals.test_grade import FAILS_1_2

HOSTILE = '</script><script>window.broken = 1</script><img src="http://192.0.2.1/x.png" onerror="window.broken = 1">'
CONFIG = {"system": {"kind": "pipeline", "url": None, "model": None, "chat_model": None}, "code": {"revision": "abc", "changed": False}, "cases": {"count": 4}}  # fmt: skip


def _results(seconds: float = 0.01, before: dict[str, Row] | None = None, **fields: Any) -> Results:
    cases = [
        case(id="a", needs="guideline-2569"),
        case(id="b", turns=[f"=1+1 {HOSTILE}"], must=["90"]),
        verdict_case(id="c", must_pass=True),
        case(id="d", lang="en", turns=["Question?"], tags=["x"]),
    ]
    records = [
        record("a"),
        record("b", answer=f"ตัวชี้วัด {HOSTILE} [1]"),
        record("c", **FAILS_1_2 | fields),
        Record(case_id="d", turns=(), error="KeyError: '\x07'"),
    ]
    found = (Found(anchor_id="guideline-2569/goal-1", text=HOSTILE),)
    timed = [each.model_copy(update={"found": found, "seconds": {"reply": seconds}}) for each in records]
    return collected(cases, timed, {"a": timed[0]}, CONFIG, before)


def test_two_runs_differ_in_their_times_alone(tmp_path: Path) -> None:
    """JSON and CSV are the same byte for byte, however long the system took."""
    for name, seconds in (("one", 0.01), ("two", 9.0)):
        (tmp_path / name).mkdir()
        write(_results(seconds), tmp_path / name)
    for name in ("results.json", "cases.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (tmp_path / "one" / "times.json").read_bytes() != (tmp_path / "two" / "times.json").read_bytes()


def test_the_results_read_back() -> None:
    """What `dga eval accept` and `dga eval coverage` read is what was written."""
    results = _results()
    back = Results.model_validate_json(json.dumps(without_times(results)))
    assert (back.rows, back.coverage, back.summary) == (results.rows, results.coverage, results.summary)


def test_accepting_names_the_must_pass_cases_that_may_fail_from_now_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case that must pass does not slip into the baseline unseen; one that the baseline knows is not named again."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    write(_results(result="conditional"), tmp_path)
    accept = [
        "eval",
        "accept",
        str(tmp_path / "results.json"),
        "--baseline",
        str(tmp_path / "baseline.jsonl"),
    ]
    for named in (True, False):
        assert terminal.run(accept) == 0
        assert ("tolerates from now on, 1: c" in capsys.readouterr().err) is named


def test_the_csv_opens_in_a_spreadsheet() -> None:
    """A byte order mark for Thai, a row a case, and no cell that would be taken for a formula."""
    from evals.report.tables import csv

    text = csv(_results())
    assert text.startswith("\ufeffid,")
    rows = {each["id"]: each for each in csv_module.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert (rows["a"]["passed"], rows["c"]["failed"], rows["d"]["outcome"]) == ("True", "", "error")
    assert rows["b"]["failed"].split()[0] == "must"
    assert rows["b"]["question"].startswith("'=1+1")


def test_junit_tells_new_failures_from_known_ones() -> None:
    """A failure, an error, a known failure that is skipped, and the gate as a case of its own."""
    from evals.report.tables import junit

    known = {"b": row(record("b"), grade(case(must=["90"]), record("b")))}
    whole = fromstring(junit(_results(before=known, result="conditional")))  # noqa: S314 - our own
    suites = {each.get("name"): each for each in whole}
    fact, gate = suites["fact"], suites["gate"]
    assert [fact.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "1", "1", "1"]
    assert [one.tag for each in fact for one in each] == ["skipped", "failure", "error"]
    assert gate.get("failures") == "1"


def test_the_page_stands_alone(browser: Browser, tmp_path: Path) -> None:
    """It asks for nothing but itself, draws its charts, says nothing on the console, and hostile text stays text."""
    write(_results(), tmp_path)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    asked: list[str] = []
    said: list[object] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(error))
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.locator("#by-category svg")).to_be_visible()
    expect(page.locator("#verdicts svg")).to_be_visible()
    page.locator("#b summary").first.click()
    expect(page.locator("#b .answer")).to_contain_text("window.broken")
    assert page.evaluate("window.broken") is None
    assert (len(asked), said) == (1, [])
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


def test_the_page_filters_searches_and_turns_its_language(browser: Browser, tmp_path: Path) -> None:
    """By state, by check, by tag and by words; the whole page turns to the other language."""
    write(_results(), tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    count = page.locator("#count")
    expect(count).to_have_text("4 / 4")
    for field, value, shown in (
        ("state", "failed", 2),
        ("state", "must_pass", 1),
        ("state", "must_pass_failed", 0),
        ("check", "must", 1),
        ("tag", "x", 1),
    ):
        page.select_option(f"#{field}", value)
        expect(count).to_have_text(f"{shown} / 4")
        page.select_option(f"#{field}", "")
    page.fill("#search", "question")
    expect(count).to_have_text("1 / 4")
    before = page.locator("h1").inner_text()
    page.click("#language")
    assert page.locator("h1").inner_text() != before
    page.close()
