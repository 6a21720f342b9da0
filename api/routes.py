"""The routes of the API; each makes one call to the assistant or to the store."""

import asyncio
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from api import checklist as checklists
from api import sse
from api.bodies import (
    AsOf,
    ChatReply,
    ChatRequest,
    ChecklistRequest,
    CheckRequest,
    Health,
    PassagesReply,
    Question,
    RulesReply,
    SearchReply,
)
from api.observe import answered
from api.overload import Places
from api.passages import passages_at
from api.problems import KINDS, Problem, documented
from assistant import chat_model
from assistant.pipeline import Assistant, Prepared
from assistant.replies import CheckedVerdict, Reply
from assistant.rules.facts import parse
from corpus.passages import Language

router = APIRouter()


# Dependencies are coroutines, though they wait for nothing: FastAPI sends each plain function to a thread of its own.
async def _assistant(request: Request) -> Assistant:
    return cast(Assistant, request.app.state.assistant)


async def json_only(request: Request) -> None:
    """Refuse a body that does not say it is JSON, which also keeps other sites' forms out."""
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem("unsupported-media-type")


TheAssistant = Annotated[Assistant, Depends(_assistant)]


@router.post(
    "/v1/chat",
    tags=["assistant"],
    summary="Ask a question, or go on with a conversation",
    response_model=ChatReply,
    responses={
        200: {
            "description": "The reply; with `Accept: text/event-stream` the same reply as events.",
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": "event: verdict\ndata: null\nid: 5f0c…:1\n\nevent: citations\ndata: []\nid: 5f0c…:2\n\n"
                    'event: token\ndata: "…"\nid: 5f0c…:3\n\nevent: done\ndata: {…}\nid: 5f0c…:4\n\n',
                }
            },
        },
        **documented(
            "broken-json",
            "unknown-conversation",
            "unknown-stream",
            "body-too-large",
            "unsupported-media-type",
            "invalid-request",
            "unexpected-error",
            "overloaded",
            "not-ready",
        ),
    },
    dependencies=[Depends(json_only)],
)
async def chat(
    body: ChatRequest,
    request: Request,
    assistant: TheAssistant,
    last_event_id: Annotated[
        str | None,
        Header(
            max_length=100, description="The id of the last event seen: go on with that stream behind it."
        ),
    ] = None,
) -> Response:
    """Answer with a verdict of the rules, the passages it rests on, and what is still missing.

    The verdict comes from the rules alone. `outcome` says which kind of answer it is.
    """
    streamed = sse.wanted(request.headers.get("accept", ""))
    streams: sse.Streams = request.app.state.streams
    if streamed and last_event_id:
        if (found := streams.find(last_event_id, body.message)) is None:
            raise Problem("unknown-stream")
        return Response(status_code=204) if found[0].is_over(found[1]) else sse.response(*found)
    places: Places = request.app.state.places
    places.take()
    freeing = False
    try:
        asked = (body.message, body.conversation_id, body.language, body.as_of, body.facts)
        if not streamed and not chat_model.configured():  # nothing to wait for: one trip to a thread does
            return await run_in_threadpool(
                lambda: _json(answered(request, body.message, lambda: assistant.reply(*asked)), body.message)
            )
        prepared = await run_in_threadpool(assistant.prepare, *asked)

        def finish() -> Reply:
            return answered(request, body.message, lambda: assistant.finish(prepared).reply)

        if streamed:
            stream = sse.Stream(
                body.message,
                prepared.reply,
                lambda: ChatReply.of(finish(), body.message),
                prepared.cut,
            )
            stream.when_made(places.free)
            freeing = True
            return sse.response(streams.keep(stream))
        watch = asyncio.create_task(_cut_when_left(request, prepared))
        try:
            return await run_in_threadpool(lambda: _json(finish(), body.message))
        finally:
            watch.cancel()
    finally:
        if not freeing:
            places.free()


def _json(reply: Reply, message: str) -> Response:
    return Response(ChatReply.of(reply, message).model_dump_json(), media_type="application/json")


async def _cut_when_left(request: Request, prepared: Prepared) -> None:
    """Cut the deadline of a reply when its client goes away: nobody waits for the model's words any more."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    prepared.cut()


@router.post(
    "/v1/check",
    tags=["assistant"],
    summary="Check facts against the criteria",
    responses=documented(
        "broken-json",
        "body-too-large",
        "unsupported-media-type",
        "invalid-request",
        "unexpected-error",
        "not-ready",
    ),
    dependencies=[Depends(json_only)],
)
def check(body: CheckRequest, request: Request, assistant: TheAssistant) -> CheckedVerdict:
    """Return the verdict on `facts` and the passages it rests on; a fact not given is unknown, not false."""
    verdict = assistant.check(body.facts, body.approach, body.language, body.as_of)
    request.app.state.metrics.decided(verdict)
    return verdict


@router.post(
    "/v1/checklist",
    tags=["assistant"],
    summary="Get the checklist of a project, to print and attach evidence by",
    response_class=Response,
    responses={
        200: {
            "description": "Each criterion with its result, reason, evidence to attach and citation.",
            "content": {
                "text/markdown": {"schema": {"type": "string"}, "example": "# รายการตรวจสอบโครงการ\n\n…"},
                "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"},
            },
        },
        **documented(
            "broken-json",
            "body-too-large",
            "unsupported-media-type",
            "invalid-request",
            "unexpected-error",
            "not-ready",
        ),
    },
    dependencies=[Depends(json_only)],
)
def checklist(body: ChecklistRequest, assistant: TheAssistant) -> Response:
    """Return the checklist on `facts` as Markdown, or as a page for printing without a script."""
    verdict = assistant.check(body.facts, body.approach, body.language, body.as_of)
    told = parse(assistant.rulepack.facts, body.facts)
    html = body.format == "html"
    text = checklists.of_verdict(verdict, told, body.approach, body.language, html=html)
    headers: dict[str, str] = {"content-language": body.language}
    if html:
        headers["content-security-policy"] = checklists.POLICY
    return Response(text, media_type=f"text/{body.format}", headers=headers)


@router.get(
    "/v1/passages/{document_id}/{anchor:path}",
    tags=["corpus"],
    summary="Read the passages that a citation points at",
    responses=documented("unknown-passage", "invalid-request", "unexpected-error", "not-ready"),
)
def passages(document_id: str, anchor: str, assistant: TheAssistant, as_of: AsOf = None) -> PassagesReply:
    """Return all passages under the anchor, official text first, and the document's own data.

    `state` is that of `as_of`, today where it is not given.
    """
    found = passages_at(assistant, document_id, anchor, as_of)
    if found is None:
        raise Problem("unknown-passage")
    return found


@router.get(
    "/v1/search",
    tags=["corpus"],
    summary="Search the corpus",
    responses=documented("invalid-request", "unexpected-error", "not-ready"),
)
def search(
    q: Question,
    assistant: TheAssistant,
    k: Annotated[int, Query(ge=1, le=50)] = 10,
    as_of: AsOf = None,
) -> SearchReply:
    """Return the `k` passages nearest to `q`, best first.

    A version in force on `as_of` (else on the date that `q` says, or today) stands before other versions of it.
    """
    return SearchReply.model_validate({"results": assistant.search(q, k, as_of)})


@router.get(
    "/v1/rules",
    tags=["assistant"],
    summary="Read the criteria and the facts they turn on",
    responses=documented("invalid-request", "unexpected-error"),
)
def rules(assistant: TheAssistant, language: Language = "th") -> RulesReply:
    """Return every rule with its label, its citation and the facts it turns on."""
    return RulesReply.model_validate(assistant.rules(language))


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", tags=["operation"], summary="Is the process alive?")
def healthz() -> Health:
    """Answer as long as the process can."""
    return Health(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz",
    tags=["operation"],
    summary="Does an index serve?",
    responses=documented("not-ready", "unexpected-error"),
)
def readyz(assistant: TheAssistant) -> Health:
    """Look one word up in the current index generation, and say which it is."""
    generation = assistant.store.current()
    generation.dense("พร้อม", 1)
    return Health(status="ready", generation=generation.id)


@router.get("/metrics", tags=["operation"], summary="Prometheus metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Return what this process has served, in Prometheus' text format."""
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems/{kind}", tags=["operation"], summary="What a problem type means")
def problem_type(kind: str) -> dict[str, Any]:
    """Return the title of a problem type and what to do about it, in both languages."""
    if kind not in KINDS:
        raise Problem("not-found")
    return {
        "type": f"/problems/{kind}",
        "status": KINDS[kind].status,
        "title": KINDS[kind].title.model_dump(),
        "detail": KINDS[kind].detail.model_dump(),
    }
