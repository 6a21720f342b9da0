"""Each route, over real HTTP, on the shipped corpus."""

import re

import httpx
import pytest

from api.middleware import SECURITY_HEADERS
from api.openai.errors import speaks
from api.widget import WIDGET
from assistant.replies import Reply

QUESTION = {"message": "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"}


def test_chat_replies_with_the_contract_s_fields(client: httpx.Client) -> None:
    """The reply is the assistant's, field by field, and its answer as HTML."""
    reply = client.post("/v1/chat", json=QUESTION).json()
    html = reply.pop("answer_html")
    assert reply.pop("question") == QUESTION["message"]
    assert Reply.model_validate(reply).outcome == "verdict"
    assert html.startswith("<")


def test_a_conversation_goes_on(client: httpx.Client) -> None:
    """The id of a reply takes the next message into the same conversation."""
    first = client.post("/v1/chat", json=QUESTION).json()
    body = {"message": "แล้วถ้าให้ทุกหน่วยงานใช้ร่วมกันล่ะ", "conversation_id": first["conversation_id"]}
    second = client.post("/v1/chat", json=body).json()
    assert second["conversation_id"] == first["conversation_id"]
    assert second["message_id"] != first["message_id"]


def test_every_citation_opens_and_holds_its_quote(client: httpx.Client) -> None:
    """What an answer quotes stands word for word behind the link it gives."""
    reply = client.post("/v1/chat", json=QUESTION).json()
    assert reply["citations"]
    for citation in reply["citations"]:
        found = client.get(f"/v1/passages/{citation['document_id']}/{citation['anchor']}").json()
        assert any(citation["quote"] in passage["text"] for passage in found["passages"])


def test_the_language_can_be_chosen(client: httpx.Client) -> None:
    """A Thai question is answered in English where that is asked for."""
    reply = client.post("/v1/chat", json={**QUESTION, "language": "en"}).json()
    assert reply["language"] == "en"


def test_check_gives_a_verdict(client: httpx.Client) -> None:
    """Facts in, verdict out."""
    facts = {"infrastructure": True, "in_house_only": True}
    verdict = client.post("/v1/check", json={"facts": facts}).json()
    assert verdict["result"] == "does_not_qualify"
    assert verdict["approach"] == "1.2"


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_checklist_comes_as_markdown_or_as_a_page(client: httpx.Client, language: str) -> None:
    """The page brings the policy that its own style needs, and nothing else is allowed."""
    body = {"facts": {"ai": True, "for_staff": True, "time_reduction": 12}, "language": language}
    text = client.post("/v1/checklist", json=body)
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.headers["content-language"] == language
    assert text.text.startswith("# ")
    page = client.post("/v1/checklist", json={**body, "format": "html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in page.text


def test_passages_come_with_their_document(client: httpx.Client) -> None:
    """Both languages of the restatement, and where the official text is found."""
    found = client.get("/v1/passages/platform-notice-2567/clause-3").json()
    assert found["document"]["id"] == "platform-notice-2567"
    assert {passage["language"] for passage in found["passages"]} == {"th", "en"}


def test_search_finds_a_named_provision(client: httpx.Client) -> None:
    """A provision that is named comes first."""
    found = client.get("/v1/search", params={"q": "มาตรา 31", "k": 3})
    assert found.status_code == 200
    assert "section-31" in found.text


@pytest.mark.parametrize("language", ["th", "en"])
def test_rules_are_listed(client: httpx.Client, language: str) -> None:
    """The rules can be read in both languages."""
    rules = client.get("/v1/rules", params={"language": language})
    assert rules.status_code == 200
    assert bool(re.search("[ก-๙]", rules.text)) is (language == "th")


def test_readiness_names_the_generation(client: httpx.Client) -> None:
    """A ready server says which index it serves."""
    assert client.get("/readyz").json()["generation"]


def test_health_answers_a_head_request(client: httpx.Client) -> None:
    """A load balancer may ask with HEAD."""
    assert client.head("/healthz").status_code == 200


def test_metrics_count_requests_by_route(client: httpx.Client) -> None:
    """A route counts under its template, and an unknown path under none, so that labels stay few."""
    client.get("/v1/passages/guideline-2569/criterion-1")
    client.get("/no/such/path")
    metrics = client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert 'handler="/v1/passages/{document_id}/{anchor' in metrics.text
    assert "/no/such/path" not in metrics.text


def test_every_response_carries_the_security_headers(client: httpx.Client) -> None:
    """The page, the API, an error and a file alike."""
    for path in ("/", "/healthz", "/nothing", "/static/check.js", "/widget/v1/dga-chat.js"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_openapi_documents_every_problem(client: httpx.Client) -> None:
    """Every 4xx and 5xx is a problem document (or OpenAI's, where that is spoken) with examples; no reference dangles."""
    schema = client.get("/openapi.json").json()
    for address, path in schema["paths"].items():
        form = "application/json" if speaks(address) else "application/problem+json"
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert response["content"][form]["examples"]
                    assert set(response["content"]) == {form}
    names = set(re.findall(r"#/components/schemas/([^\"']+)", str(schema)))
    assert names <= set(schema["components"]["schemas"])


def test_openapi_knows_both_forms_of_the_chat_reply(client: httpx.Client) -> None:
    """JSON and events are both described."""
    responses = client.get("/openapi.json").json()["paths"]["/v1/chat"]["post"]["responses"]
    assert set(responses["200"]["content"]) == {"application/json", "text/event-stream"}


def test_openapi_knows_both_forms_of_the_checklist(client: httpx.Client) -> None:
    """Markdown and HTML are both described."""
    responses = client.get("/openapi.json").json()["paths"]["/v1/checklist"]["post"]["responses"]
    assert set(responses["200"]["content"]) == {"text/markdown", "text/html"}


def test_no_page_loads_anything_from_elsewhere(client: httpx.Client) -> None:
    """The page and its files name no other host; the stock API pages, which do, are off."""
    modules = sorted(f"/widget/v1/{each.name}" for each in WIDGET.glob("*.js"))
    assert modules
    for path in ("/", "/check", "/documents", "/static/page.css", "/static/check.js", *modules):
        found = set(re.findall(r"https?://[^\s\"')]+", client.get(path).text))
        assert found <= {"http://www.w3.org/2000/svg"}  # a namespace, not an address
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_a_date_goes_through_chat_search_and_passages(client: httpx.Client) -> None:
    """Each says what the clause was on the date: not yet in force, from when, and superseded by nothing."""
    clause, on = "/v1/passages/platform-notice-2567/clause-4", "2024-09-20"
    asked = {"message": "ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร", "as_of": on}
    reply = client.post("/v1/chat", json=asked).json()
    hits = client.get("/v1/search", params={"q": asked["message"], "as_of": on}).json()["results"]
    passage = client.get(clause, params={"as_of": on}).json()["passages"][0]
    for found in (reply["citations"][0], hits[0], passage):
        names = ("state", "in_force_from", "in_force_until", "fiscal_year", "superseded_by")
        assert [found[name] for name in names] == ["not_yet", "2024-09-21", None, None, []]
    assert reply["as_of"] == on
    assert client.get(clause, params={"as_of": "2024-09-21"}).json()["passages"][0]["state"] == "in_force"


def test_without_a_date_it_is_today(client: httpx.Client) -> None:
    """The shipped clause is in force, and the reply has no date of its own."""
    reply = client.post("/v1/chat", json={"message": "ข้อ 4 ของประกาศฉบับที่ 2 กำหนดอะไร", "as_of": None}).json()
    assert (reply["as_of"], reply["citations"][0]["state"]) == (None, "in_force")


@pytest.mark.parametrize("on", ["2024-13-01", "1/1/2567", "", "20240101"])
def test_a_wrong_date_is_named(client: httpx.Client, on: str) -> None:
    """It is one field error that says how a date is written."""
    for response in (
        client.get("/v1/search", params={"q": "x", "as_of": on}),
        client.post("/v1/chat", json={"message": "x", "as_of": on}),
    ):
        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert error["field"] == "as_of"
        assert "YYYY-MM-DD" in error["detail_en"]
