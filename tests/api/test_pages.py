"""The pages as the server renders them, and what they share: the form, the tree, the marks, the citation."""

import re

import httpx
import pytest

from api import documents, form
from api.cite_as import cite_as
from assistant.pipeline import Assistant
from corpus.dates import today
from corpus.text import terms


@pytest.mark.parametrize(
    "path", ["/", "/check", "/documents", "/documents/guideline-2569", "/documents?q=ร้อยละ"]
)
def test_pages_are_thai_first_and_switch_to_english(client: httpx.Client, path: str) -> None:
    """Without a word the page is Thai; its switch leads to the same page in English."""
    page = client.get(path)
    assert '<html lang="th">' in page.text
    switch = re.search(r'id="language" href="([^"]+)"', page.text)
    assert switch is not None
    english = client.get(switch[1].replace("&amp;", "&"))
    assert '<html lang="en">' in english.text
    assert english.headers["content-language"] == "en"


def test_the_form_asks_every_fact_once(assistant: Assistant) -> None:
    """No fact is left out or asked twice."""
    asked = [fact.id for section in form.sections(assistant.rulepack) for fact in section.facts]
    assert sorted(asked) == sorted(assistant.rulepack.facts)


def test_the_form_works_without_a_script(client: httpx.Client) -> None:
    """Sent as it is, it comes back as a checklist with the verdict; fields left open are not told."""
    sent = {
        "lang": "th",
        "infrastructure": "yes",
        "in_house_only": "yes",
        "time_reduction": "",
        "cloud": "",
        "approach": "",
    }
    page = client.post("/check/checklist", data=sent)
    assert page.status_code == 200
    assert "ไม่เข้าหลักเกณฑ์" in page.text
    assert "<script" not in page.text
    assert client.post("/check/checklist", data={"time_reduction": "many"}).status_code == 422
    assert client.post("/check/checklist", data={"approach": "9.9"}).status_code == 422


def test_the_tree_holds_every_provision_under_what_it_belongs_to(assistant: Assistant) -> None:
    """An approach stands under its goal and its criteria under it; nothing is lost."""
    found = documents.provisions("guideline-2569", assistant.store.current(), today(), "th")
    seen: dict[str, str | None] = {}

    def walk(nodes: list[documents.Node], above: str | None) -> None:
        for node in nodes:
            seen[node.provision.anchor] = above
            walk(node.children, node.provision.anchor)

    walk(documents.tree(found), None)
    assert sorted(seen) == sorted(each.anchor for each in found)
    assert seen["approach-1.2"] == "goal-1"
    assert seen["criteria-1.2"] == "approach-1.2"
    assert seen["overview"] is None


@pytest.mark.parametrize("sought", ["ร้อยละ 10", "มาตรา 31", "ปัญญาประดิษฐ์", "AI"])
def test_marks_show_what_was_sought_and_change_no_letter(assistant: Assistant, sought: str) -> None:
    """In every passage the pieces join to the text, and each mark holds a sought term."""
    wanted = frozenset(terms(sought))
    marks = 0
    for passage in assistant.store.current().passages.values():
        pieces = documents.marked(passage.text, wanted)
        assert "".join(words for words, _ in pieces) == passage.text
        for words, hit in pieces:
            assert not hit or wanted & set(terms(words))
            marks += hit
    assert marks


def test_a_search_shows_marks_and_states(client: httpx.Client) -> None:
    """Results link to the very provision and show whether it is in force."""
    page = client.get("/documents", params={"q": "มาตรา 31 องค์ประกอบของแผนงานบูรณาการ"}).text
    assert "/documents/budget-act-2561?lang=th&amp;q=" in page
    assert "#section-31" in page
    assert "<mark>มาตรา 31</mark>" in page
    assert "ใช้บังคับอยู่" in page


def test_an_unknown_document_is_not_found(client: httpx.Client) -> None:
    """A name that no document has gets a problem."""
    assert client.get("/documents/nothing").status_code == 404


def test_a_citation_is_in_thai_official_form(assistant: Assistant) -> None:
    """Title, place, gazette and date are there, in Thai digits alone."""
    generation = assistant.store.current()
    passage = generation.at("budget-act-2561/section-31")[0]
    written = cite_as(generation.documents["budget-act-2561"], passage)
    assert written.startswith("พระราชบัญญัติวิธีการงบประมาณ พ.ศ. ๒๕๖๑")
    assert "ราชกิจจานุเบกษา เล่ม ๑๓๕ ตอนที่ ๙๒ ก หน้า ๑ ลงวันที่ ๑๑ พฤศจิกายน ๒๕๖๑" in written
    assert not re.search(r"[0-9]", written)


def test_feedback_goes_in_over_http(client: httpx.Client) -> None:
    """A view of a reply is taken; of an unknown one, in another form or with another reason it is not."""
    message_id = client.post("/v1/chat", json={"message": "มาตรา 31 คืออะไร"}).json()["message_id"]
    view = {"message_id": message_id, "rating": "down", "reasons": ["incomplete"]}
    assert client.post("/v1/feedback", json=view).status_code == 204
    assert (
        client.post("/v1/feedback", json={**view, "message_id": "x"}).json()["type"]
        == "/problems/unknown-message"
    )
    assert client.post("/v1/feedback", json={**view, "reasons": ["ugly"]}).status_code == 422
    assert client.post("/v1/feedback", data=view).status_code == 415


def test_a_picked_fact_goes_in_over_http(client: httpx.Client) -> None:
    """`facts` of a message correct the case, and one that is unknown is refused by name."""
    sent = {"message": "เลือก", "facts": {"infrastructure": True, "in_house_only": True}}
    assert client.post("/v1/chat", json=sent).json()["verdict"]["result"] == "does_not_qualify"
    refused = client.post("/v1/chat", json={"message": "เลือก", "facts": {"colour": "red"}})
    assert refused.json()["errors"][0]["field"] == "facts.colour"
