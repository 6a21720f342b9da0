"""What a front end asks for itself is told from a person's questions, and answered in the form that it reads."""

import json

import httpx
import pytest

from api.openai.tasks import answered

HISTORY = (
    "<chat_history>\nUSER: ระบบ AI ของเราลดเวลาลงร้อยละ 12 เข้าเกณฑ์แนวทางที่ 2.2 หรือไม่\n"
    "ASSISTANT: เข้าหลักเกณฑ์\n</chat_history>"
)


def task(instruction: str, form: str) -> str:
    """Return a task as Open WebUI words them."""
    return f"### Task:\n{instruction}\n### Output:\nJSON format: {form}\n### Chat History:\n{HISTORY}"


def test_a_title_comes_from_the_first_question() -> None:
    """It is cut at a word, in the conversation's language, in the JSON asked for."""
    found = answered([task("Generate a concise, 3-5 word title with an emoji.", '{ "title": "your title" }')])
    title = json.loads(found or "")["title"]
    assert title.startswith("ระบบ AI ของเราลดเวลา")
    assert len(title) <= 41


def test_tags_name_the_provisions() -> None:
    """The programme first, then what was named."""
    found = answered([task("Generate 1-3 broad tags.", '{ "tags": ["tag1", "tag2"] }')])
    assert json.loads(found or "")["tags"] == ["แผนงานบูรณาการรัฐบาลดิจิทัล", "แนวทางที่ 2.2"]


def test_follow_ups_are_questions_that_are_answered() -> None:
    """In the conversation's language, at most three."""
    found = answered([task("Suggest 3-5 relevant follow-up questions.", '{ "follow_ups": ["Question 1?"] }')])
    questions = json.loads(found or "")["follow_ups"]
    assert 1 <= len(questions) <= 3
    assert all(isinstance(each, str) for each in questions)


@pytest.mark.parametrize(
    ("form", "empty"), [('{ "queries": ["q1"] }', {"queries": []}), ('{ "text": "…" }', {"text": ""})]
)
def test_what_is_not_done_is_empty(form: str, empty: dict[str, object]) -> None:
    """Nothing is searched for elsewhere, and nobody's sentence is finished for him."""
    assert json.loads(answered([task("Analyze the chat history.", form)]) or "") == empty


@pytest.mark.parametrize(
    "prompt",
    [
        "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. "
        "Only return the title itself.\n\nConversation:\nUser: What are the KPIs of approach 2.2?\nAI: Two.",
        "Please generate a concise, 5-word-or-less title for the conversation.\n\n"
        "||>User:\nWhat are the KPIs of approach 2.2?\n||>Response:\nTwo.",
    ],
)
def test_a_title_without_a_form_is_plain_text(prompt: str) -> None:
    """As LibreChat words it, with the conversation inside."""
    assert answered([prompt]) == "What are the KPIs of approach 2.2"


def test_a_title_may_be_asked_for_after_the_conversation_itself() -> None:
    """Then the earlier messages are the conversation."""
    assert (
        answered(["What are the KPIs?", "Generate a concise title for this conversation"])
        == "What are the KPIs"
    )


@pytest.mark.parametrize(
    "said",
    [
        ["Give the title of the document that the criteria conversation rests on"],
        ["โครงการ: ระบบ AI\nUser: ประชาชน เข้าเกณฑ์ไหม"],
        ["What is the title of section 31?"],
        ["### Criteria\nDoes AI for staff qualify?"],
        ["สวัสดี", "What does section 31 say?"],
        ["Does my project qualify?\nUser: citizens\nAssistant: an AI"],
    ],
)
def test_a_person_s_question_is_no_task(said: list[str]) -> None:
    """Titles, headings and colons in a question leave it a question."""
    assert answered(said) is None


def test_a_task_runs_no_pipeline(client: httpx.Client) -> None:
    """Over HTTP it is a completion without a reply, longer than a question may be."""
    prompt = task("Generate a concise title." + " x" * 1200, '{ "title": "your title" }')
    body = {"model": "dga-assistant", "messages": [{"role": "user", "content": prompt}]}
    found = client.post("/v1/chat/completions", json=body).json()
    assert found["dga"] is None
    assert json.loads(found["choices"][0]["message"]["content"])["title"]
