"""The routes of OpenAI's protocol: `/v1/chat/completions` and `/v1/models`."""

import time
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.responses import JSONResponse

from api.bodies import MAX_MESSAGE, blank
from api.observe import answered
from api.openai import tasks
from api.openai.bodies import MODEL, Completion, CompletionRequest, Model, Models
from api.openai.completions import completion, stream
from api.openai.errors import documented as in_this_shape
from api.problems import FieldError, Problem, documented
from api.routes import TheAssistant, json_only
from api.sources import with_sources
from corpus.passages import Localized

TURNS = 30
"""Of a longer conversation, its last user messages that count."""

router = APIRouter(tags=["openai"])
_STARTED = int(time.time())


@router.post(
    "/v1/chat/completions",
    summary="Ask by OpenAI's chat completions protocol",
    response_model=Completion,
    responses={
        200: {
            "description": "The completion; with `stream: true` its chunks as server-sent events.",
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": 'data: {"object":"chat.completion.chunk", …}\n\ndata: [DONE]\n\n',
                }
            },
        },
        **in_this_shape(
            documented(
                "broken-json",
                "unknown-model",
                "body-too-large",
                "unsupported-media-type",
                "invalid-request",
                "unsupported-parameter",
                "unexpected-error",
                "not-ready",
            )
        ),
    },
    dependencies=[Depends(json_only)],
)
def complete(
    body: Annotated[CompletionRequest, Body()], request: Request, assistant: TheAssistant
) -> Response:
    """Answer the last user message; what the earlier ones told counts, and nothing is kept.

    Rules decide as everywhere: system messages, temperature and tools change neither verdict nor words.
    """
    _known(body.model)
    said = [message.text for message in body.messages if message.role == "user"]
    if not said:
        raise _wrong("messages", "ไม่มีข้อความของผู้ใช้ (role: user)", "There is no user message (role: user).")
    text, reply = tasks.answered(said), None
    if text is None:
        _refuse_unsupported(body)
        turns = [*filter(_was_answered, said[-TURNS:-1]), _asked(said[-1])]
        reply = answered(request, turns[-1], lambda: assistant.reply_to(turns))
        text = with_sources(reply)
    whole = completion([message.text for message in body.messages], text, reply, int(time.time()))
    if body.stream:
        options = body.stream_options
        return stream(whole, with_usage=bool(options and options.include_usage))
    return JSONResponse(whole.model_dump(mode="json"))


@router.get("/v1/models", summary="List the models", responses=in_this_shape(documented("unexpected-error")))
def models() -> Models:
    """Return the one model that there is."""
    return Models(data=[Model(id=MODEL, created=_STARTED)])


@router.get(
    "/v1/models/{model}",
    summary="Read a model",
    responses=in_this_shape(documented("unknown-model", "unexpected-error")),
)
def model(model: str) -> Model:
    """Return the model of this name."""
    _known(model)
    return Model(id=MODEL, created=_STARTED)


def _known(name: str) -> None:
    if name != MODEL:
        raise Problem("unknown-model")


def _asked(text: str) -> str:
    if blank(text):
        raise _wrong(
            "messages", "ข้อความล่าสุดว่างเปล่า โปรดพิมพ์คำถาม", "The last message is empty. Please type a question."
        )
    if len(text) > MAX_MESSAGE:
        raise _wrong(
            "messages",
            f"ข้อความล่าสุดยาวเกิน {MAX_MESSAGE:,} ตัวอักษร โปรดย่อให้สั้นลง",
            f"The last message is longer than {MAX_MESSAGE:,} characters. Please shorten it.",
        )
    return text


def _was_answered(text: str) -> bool:
    """Say whether an earlier message got an answer; one that was refused then is passed over now."""
    return not blank(text) and len(text) <= MAX_MESSAGE


def _refuse_unsupported(body: CompletionRequest) -> None:
    """Refuse what cannot be ignored, since the client would take the answer for something that it is not."""
    last = next(message for message in reversed(body.messages) if message.role == "user")
    if last.unread:
        raise _unsupported(
            "messages",
            f"รับเฉพาะข้อความ ไม่รับเนื้อหาชนิด {last.unread} เช่น รูปภาพหรือไฟล์ โปรดพิมพ์เป็นข้อความ",
            f"Only text is read, not content of the type {last.unread}, such as a picture or a file. Please type it.",
        )
    if body.n not in (None, 1):
        raise _unsupported("n", "ให้คำตอบได้ครั้งละ 1 คำตอบ (n=1)", "There is one answer at a time (n=1).")
    if body.tool_choice == "required" or isinstance(body.tool_choice, dict):
        raise _unsupported(
            "tool_choice",
            "ระบบนี้ไม่เรียกใช้เครื่องมือ จึงบังคับให้เรียกไม่ได้",
            "This assistant calls no tools, so a call cannot be required.",
        )
    if body.response_format and body.response_format.get("type", "text") != "text":
        raise _unsupported(
            "response_format",
            "ตอบเป็นข้อความเท่านั้น คำตอบที่มีโครงสร้างอยู่ในช่อง dga หรือที่ /v1/chat",
            "The answer is text. The structured reply is in the field dga, or at /v1/chat.",
        )


def _wrong(field: str, th: str, en: str) -> Problem:
    return Problem(
        "invalid-request", Localized(th=th, en=en), [FieldError(field=field, detail_th=th, detail_en=en)]
    )


def _unsupported(field: str, th: str, en: str) -> Problem:
    return Problem(
        "unsupported-parameter",
        Localized(th=th, en=en),
        [FieldError(field=field, detail_th=th, detail_en=en)],
    )
