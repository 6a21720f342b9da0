"""The answer as HTML: what links, and what cannot get through."""

import pytest
from bs4 import BeautifulSoup

from api.markdown import to_html
from assistant.replies import Citation

CITATION = Citation(
    number=1,
    document_id="guideline-2569",
    document_title="Guideline",
    anchor="criteria-1.2",
    heading="Criteria",
    quote="quote",
    source="digest",
)


def test_a_citation_mark_links_to_its_passage() -> None:
    """[1] becomes a link to the passage, with a name for screen readers."""
    html = to_html("No. [1]", [CITATION], "en")
    assert 'href="/v1/passages/guideline-2569/criteria-1.2"' in html
    assert 'aria-label="Source 1"' in html


def test_two_marks_side_by_side_are_two_links() -> None:
    """[1][2] is not read as one Markdown reference link."""
    second = CITATION.model_copy(update={"number": 2})
    assert to_html("Yes [1][2]", [CITATION, second], "th").count("<a ") == 2


def test_a_mark_without_a_citation_stays_text() -> None:
    """[9] with no ninth citation links nowhere."""
    assert to_html("See [9]", [CITATION], "th") == "<p>See [9]</p>\n"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/x.png)",
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        "<style>p{}</style>",
    ],
)
def test_nothing_active_gets_through(attack: str) -> None:
    """Neither raw HTML nor Markdown brings in a script, a handler, a style or a picture."""
    html = BeautifulSoup(to_html(attack, [CITATION], "th"), "html.parser")
    assert {tag.name for tag in html.find_all(True)} <= {"p", "a"}
    assert not [tag for tag in html.find_all("a") if tag.get("href")]


def test_a_quote_keeps_its_lines() -> None:
    """Lists and quotes of an answer keep their form."""
    html = to_html("> quoted\n\n1. one\n2. two", [], "th")
    assert "<blockquote>" in html
    assert html.count("<li>") == 2
