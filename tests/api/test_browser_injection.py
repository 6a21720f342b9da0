"""500 strings that try to run or load something, as question, as corpus text and as a model's or a broken server's output.

The browser is told to ignore the pages' policy, so that what is tested is the markup and not the net below it.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from api.markdown import to_html
from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from corpus.store.store import Store
from ingest.pipeline import ingest
from tests.api.browser import QUESTION, ask, opened
from tests.api.serving import serving

RUN = (
    "top.hit()",
    "alert(1)",
    "eval('top.h'+'it()')",
    "fetch('//evil.example/f')",
    "location='//evil.example/l'",
)
VECTORS = (
    "<script>{run}</script>",
    "<img src=x onerror={run}>",
    "<img src=//evil.example/i>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><a href='javascript:{run}'><text y=9>x</text></a></svg>",
    "<iframe src='javascript:{run}'></iframe>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<a href='javascript:{run}'>x</a>",
    "<a href='data:text/html,<script>{run}</script>'>x</a>",
    "[x](javascript:{run})",
    "![x](//evil.example/m)",
    "<details open ontoggle={run}>",
    "<video src=//evil.example/v onerror={run}></video>",
    "<object data=//evil.example/o></object>",
    "<link rel=stylesheet href=//evil.example/c>",
    "<style>@import '//evil.example/s';</style>",
    "<base href=//evil.example/>",
    "<form action='javascript:{run}'><button>x</button></form>",
    "<math><mtext><style><img src=x onerror={run}></style></mtext></math>",
    "<template><img src=x onerror={run}></template><noscript><img src=x onerror={run}></noscript>",
)
WRAPS = (
    "{}",
    '">{}',
    "'>{}",
    "</textarea>{}",
    "</title></style>{}",
    "<b>{}",
    "**{}**",
    "> {}",
    "`{}`",
    "\u200b{}\u0e33",
)


def strings() -> list[str]:
    """Return 500 different strings, the same at each run, with every vector among them."""
    every = [wrap.format(vector.format(run=run)) for run, vector, wrap in product(RUN, VECTORS, WRAPS)]
    unique = list(dict.fromkeys(every))
    return random.Random(7).sample(unique, 500)  # noqa: S311  a choice of tests


STRINGS = strings()


def test_there_are_five_hundred_of_every_kind() -> None:
    """Each vector is among the strings."""
    assert len(set(STRINGS)) == 500
    for vector in VECTORS:
        assert any(vector.split("{", 1)[0] in each for each in STRINGS)


@contextmanager
def watched(browser: Browser, base_url: str) -> Iterator[Page]:
    """Open a tab without its policy; fail where a script of a string ran or anything else than the server was asked."""
    ran: list[str] = []
    outside: list[str] = []
    with opened(browser, base_url, bypass_csp=True) as page:

        def look(url: str) -> None:
            if not url.startswith((base_url, "data:", "blob:", "about:")):
                outside.append(url)

        def asked(dialog: Dialog) -> None:
            ran.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", asked)
        page.on("request", lambda request: look(request.url))
        page.on("framenavigated", lambda frame: look(frame.url))
        page.route("**://evil.example/**", lambda route: route.abort())
        page.expose_function("hit", lambda: ran.append("hit"))
        yield page
        page.wait_for_timeout(100)  # what fails to load, fails a moment later
        images = (
            "img, svg:not(.root svg), iframe, object, script, style, link, video, form[action], base, math"
        )
        strange = page.evaluate(
            f"[...(document.querySelector('dga-chat')?.shadowRoot ?? document.querySelector('main')).querySelectorAll({json.dumps(images)})]"
            ".filter((each) => !each.matches('form.search')).map((each) => each.outerHTML)"
        )
        assert strange == []
    assert (ran, outside) == ([], [])


def test_the_watch_sees_what_it_looks_for(browser: Browser, client: httpx.Client) -> None:
    """Put in as raw HTML, a string does run and load: the other tests can fail."""
    with pytest.raises(AssertionError), watched(browser, str(client.base_url)) as page:  # noqa: PT012  it is the end that raises
        page.goto("/documents")
        page.evaluate(
            "document.querySelector('main').innerHTML = '<img src=x onerror=top.hit()><img src=//evil.example/i>'"
        )


def test_strings_as_questions(browser: Browser, client: httpx.Client) -> None:
    """All 500, as many to a message as fit, are shown as they were typed, in answers and in the history."""
    batches: list[str] = [""]
    for each in STRINGS:
        if len(batches[-1]) + len(each) + 1 > 1900:
            batches.append("")
        batches[-1] += each + "\n"
    with watched(browser, str(client.base_url)) as page:
        page.goto("/")
        for batch in batches:
            turn = ask(page, batch.strip())
            assert turn.locator(".asked p").evaluate("(node) => node.textContent") == batch.strip()
            page.get_by_role("button", name="เริ่มใหม่").click()
        page.get_by_role("button", name="ประวัติ").click()
        expect(page.locator(".kept")).to_have_count(len(batches))
        page.locator(".kept").first.click()
        expect(page.locator(".turn")).to_have_count(1)


def _evil(assistant: Assistant) -> dict[str, Any]:
    """Return a reply whose every text is a string, as a broken server might send it, with the rest as it was."""
    reply = Assistant(assistant.store, TransientConversations()).reply("ระบบ AI ให้บริการประชาชน เข้าเกณฑ์ไหม")
    number = iter(range(10**6))

    def spoil(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: spoil(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [spoil(each, name) for each in value]
        texts = {
            "label",
            "reason",
            "question",
            "heading",
            "document_title",
            "quote",
            "text",
            "words",
            "suggestions",
            "approach",
        }
        return STRINGS[next(number) % 500] if name in texts and isinstance(value, str) else value

    spoilt: dict[str, Any] = spoil(reply.model_dump(mode="json"))
    return {**spoilt, "suggestions": STRINGS[:50], "answer": "\n\n".join(STRINGS), "question": STRINGS[0]}


@pytest.mark.parametrize("sanitised", [True, False], ids=["by the server", "by nobody"])
def test_strings_as_a_model_s_output(
    browser: Browser, client: httpx.Client, assistant: Assistant, sanitised: bool
) -> None:
    """As an answer that the server has rendered, and even as raw HTML and in every field, they are text."""
    evil = _evil(assistant)
    if sanitised:
        evil["answer_html"] = "".join(to_html(each, (), "th") for each in STRINGS)
    else:
        evil["answer_html"] = "".join(f"<p>{each}</p>" for each in STRINGS) + "".join(STRINGS)
    events = [
        ("verdict", evil["verdict"]),
        ("citations", evil["citations"]),
        ("token", evil["answer"]),
        ("done", evil),
    ]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    with watched(browser, str(client.base_url)) as page:
        page.route("**/v1/chat", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
        page.goto("/")
        turn = ask(page, QUESTION)
        for summary in turn.locator("summary").all():
            summary.click()
        turn.locator(".fact").first.click()
        for link in turn.locator(".prose a[href]").all():
            assert (link.get_attribute("href") or "").startswith(("http://", "https://", "mailto:"))
        page.reload()
        expect(page.locator(".turn")).to_have_count(1)


def test_strings_as_corpus_text(
    browser: Browser, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Ingested from an official file, they are found, read and cited as text, on the pages and in the panel."""
    folder = tmp_path_factory.mktemp("injection")
    (folder / "evil.txt").write_text("\n".join(each.replace("\n", " ") for each in STRINGS), encoding="utf-8")
    store = Store(folder / "data")
    ingest([folder / "evil.txt"], store)
    document = next(
        name for name in store.current().documents if name not in assistant.store.current().documents
    )
    passages = [each for each in store.current().passages.values() if each.document_id == document]
    with serving(Assistant(store)) as client, watched(browser, str(client.base_url)) as page:
        page.goto(f"/documents/{document}")
        shown = page.locator("main").evaluate("(node) => node.textContent")
        assert sum(each in shown for each in STRINGS) > 300  # the others as normalising leaves them
        page.goto(f"/documents/{document}?q=onerror script evil")
        page.goto("/documents?q=onerror script evil example")
        expect(page.locator(".hits")).to_contain_text("<")
        page.goto("/")
        ask(page, QUESTION)
        page.evaluate(
            """(all) => { const chat = document.querySelector("dga-chat");
            return Promise.all(all.slice(0, 3).map((one) => chat.open([one]))); }""",
            [
                {
                    "document_id": each.document_id,
                    "anchor": each.anchor,
                    "quote": each.text[:80],
                    "source": each.source,
                    "heading": each.heading.th,
                    "document_title": STRINGS[0],
                }
                for each in passages
            ],
        )
        expect(page.locator("dialog .passage-text").first).to_contain_text("<")
