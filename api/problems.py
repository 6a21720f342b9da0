"""Errors as RFC 9457 problem details, each with a Thai and an English sentence and never a stack trace."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.logs import request_id
from api.openai import errors as openai
from assistant.rules.facts import FactError
from corpus.passages import Language, Localized

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("dga.api")


class FieldError(BaseModel):
    """One field of a request that cannot be used: its path (`message`, `facts.x`) and why."""

    field: str
    detail_th: str
    detail_en: str


class ProblemDetails(BaseModel):
    """The body of every error. `title` and `detail` follow `Accept-Language`, else they are Thai.

    `request_id` is the response's `X-Request-ID`, by which the operator finds the request in the log.
    """

    type: str
    title: str
    status: int
    detail: str
    detail_th: str
    detail_en: str
    instance: str | None = None
    request_id: str | None = None
    errors: list[FieldError] | None = None


@dataclass(frozen=True)
class Kind:
    """A class of errors: its HTTP status, its title, and a sentence for where nothing more exact is known."""

    status: int
    title: Localized
    detail: Localized


def _kind(status: int, title_th: str, title_en: str, detail_th: str, detail_en: str) -> Kind:
    return Kind(status, Localized(th=title_th, en=title_en), Localized(th=detail_th, en=detail_en))


KINDS: dict[str, Kind] = {
    "bad-request": _kind(
        400,
        "คำขอไม่ถูกต้อง",
        "Bad request",
        "อ่านคำขอไม่ได้ โปรดตรวจสอบรูปแบบของคำขอ",
        "The request could not be read. Please check its form.",
    ),
    "broken-json": _kind(
        400,
        "JSON ไม่ถูกต้อง",
        "Broken JSON",
        "เนื้อหาของคำขอไม่ใช่ JSON ที่ถูกต้องในรหัสอักขระ UTF-8",
        "The body is not valid JSON in UTF-8.",
    ),
    "not-found": _kind(
        404,
        "ไม่พบหน้านี้",
        "Not found",
        "ไม่มีที่อยู่นี้ในระบบ",
        "There is nothing at this address.",
    ),
    "unknown-conversation": _kind(
        404,
        "ไม่พบการสนทนา",
        "Unknown conversation",
        "ไม่พบการสนทนาตาม conversation_id นี้ โปรดเริ่มการสนทนาใหม่โดยไม่ส่ง conversation_id",
        "There is no conversation with this conversation_id. Start a new one by leaving conversation_id out.",
    ),
    "unknown-message": _kind(
        404,
        "ไม่พบคำตอบ",
        "Unknown message",
        "ไม่พบคำตอบตาม message_id นี้",
        "There is no reply with this message_id.",
    ),
    "unknown-passage": _kind(
        404,
        "ไม่พบข้อความ",
        "Unknown passage",
        "ไม่มีข้อความตามเอกสารและตำแหน่งนี้ในคลังเอกสาร",
        "The corpus holds no passage at this document and anchor.",
    ),
    "unknown-model": _kind(
        404,
        "ไม่มีแบบจำลองนี้",
        "Unknown model",
        "ไม่มีแบบจำลองชื่อนี้ โปรดใช้ชื่อที่ GET /v1/models แสดง",
        "There is no model of this name. Use the one that GET /v1/models lists.",
    ),
    "method-not-allowed": _kind(
        405,
        "ใช้วิธีเรียกนี้ไม่ได้",
        "Method not allowed",
        "ที่อยู่นี้ไม่รับวิธีเรียกที่ใช้ โปรดดูวิธีที่รับได้ในส่วนหัว Allow",
        "This address does not take that method. The Allow header names those it takes.",
    ),
    "unknown-stream": _kind(
        404,
        "ไม่พบคำตอบที่ส่งค้างไว้",
        "Unknown stream",
        "คำตอบที่ Last-Event-ID อ้างถึงไม่ได้เก็บไว้แล้ว โปรดส่งคำถามใหม่โดยไม่มีส่วนหัวนั้น",
        "The reply that Last-Event-ID names is no longer kept. Send the question again without that header.",
    ),
    "body-too-large": _kind(
        413,
        "คำขอใหญ่เกินไป",
        "Body too large",
        "เนื้อหาของคำขอใหญ่เกิน 64 KiB (หรือ 1 MiB ที่ /v1/chat/completions)",
        "The body is larger than 64 KiB (1 MiB at /v1/chat/completions).",
    ),
    "unsupported-media-type": _kind(
        415,
        "ชนิดเนื้อหาไม่รองรับ",
        "Unsupported media type",
        "โปรดส่งเนื้อหาเป็น JSON พร้อมส่วนหัว Content-Type: application/json",
        "Send the body as JSON, with the header Content-Type: application/json.",
    ),
    "invalid-request": _kind(
        422,
        "ข้อมูลในคำขอไม่ถูกต้อง",
        "Invalid request",
        "ข้อมูลบางช่องในคำขอใช้ไม่ได้ โปรดดูรายการใน errors",
        "Some fields of the request cannot be used. The list errors names them.",
    ),
    "unsupported-parameter": _kind(
        400,
        "ใช้ค่านี้ไม่ได้",
        "Unsupported parameter",
        "คำขอมีสิ่งที่ระบบนี้ทำให้ไม่ได้ โปรดดูชื่อช่องใน param",
        "The request asks for what is not done here; param names the field.",
    ),
    "unexpected-error": _kind(
        500,
        "ระบบขัดข้อง",
        "Unexpected error",
        "ระบบขัดข้องโดยไม่คาดหมาย โปรดลองใหม่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลพร้อมเลขอ้างอิง",
        "Something went wrong. Please try again; if it fails again, tell the operator the reference number.",
    ),
    "overloaded": _kind(
        503,
        "มีผู้ใช้มากเกินไป",
        "Overloaded",
        "ขณะนี้มีคำถามค้างอยู่เต็มแล้ว โปรดลองใหม่ตามเวลาในส่วนหัว Retry-After",
        "All places for questions are taken. Try again after the seconds that the Retry-After header says.",
    ),
    "not-ready": _kind(
        503,
        "ระบบยังไม่พร้อม",
        "Not ready",
        "ยังไม่มีดัชนีเอกสารที่ใช้ค้นหาได้ โปรดให้ผู้ดูแลเรียกคำสั่ง dga ingest แล้วลองใหม่",
        "There is no document index that can be searched. The operator makes one with dga ingest.",
    ),
}


class Problem(HTTPException):
    """An error to show: a kind of `KINDS`, with a sentence of its own or with the fields it is about."""

    def __init__(
        self, kind: str, detail: Localized | None = None, errors: list[FieldError] | None = None
    ) -> None:
        self.kind = kind
        self.sentence = detail or KINDS[kind].detail
        self.errors = errors
        super().__init__(KINDS[kind].status, self.sentence.en)


def accepted_language(header: str) -> Language:
    """Return English where `Accept-Language` puts it before Thai, and Thai otherwise."""
    preferences: dict[str, float] = {}
    for item in header.lower().split(","):
        name, *parameters = [part.strip() for part in item.split(";")]
        try:
            quality = next((float(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        except ValueError:
            quality = 0.0
        preferences.setdefault(name.split("-")[0], quality)
    return "en" if preferences.get("en", 0.0) > preferences.get("th", 0.0) else "th"


def response(request: Request, problem: Problem, instance: str | None = None) -> Response:
    """Return `problem` as an HTTP response in the language the request prefers."""
    language = accepted_language(request.headers.get("accept-language", ""))
    kind = KINDS[problem.kind]
    request.app.state.metrics.refused(problem.kind)
    if openai.speaks(request.url.path):
        param = problem.errors[0].field if problem.errors else None
        headers = {**(problem.headers or {})}
        return openai.response(problem.kind, kind.status, problem.sentence, param, instance, headers)
    details = ProblemDetails(
        type=f"/problems/{problem.kind}",
        title=kind.title.get(language),
        status=kind.status,
        detail=problem.sentence.get(language),
        detail_th=problem.sentence.th,
        detail_en=problem.sentence.en,
        instance=instance,
        request_id=request_id.get(),
        errors=problem.errors,
    )
    return JSONResponse(
        details.model_dump(exclude_none=True),
        kind.status,
        headers={**(problem.headers or {}), "content-language": language},
        media_type=MEDIA_TYPE,
    )


def unexpected(request: Request, error: Exception) -> Response:
    """Log `error` under a reference, and return a problem that carries the reference alone."""
    reference = f"urn:uuid:{uuid.uuid4()}"
    log.error("%s %s failed: %s", request.method, request.url.path, reference, exc_info=error)
    return response(request, Problem("unexpected-error"), reference)


def install(app: FastAPI) -> None:
    """Make every framework error of `app` a problem response."""
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(FactError, _on_fact_error)


def documented(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` of a route that may end in `kinds`, each with an example."""
    responses: dict[int | str, dict[str, Any]] = {}
    for name in kinds:
        kind = KINDS[name]
        example = {
            "type": f"/problems/{name}",
            "title": kind.title.en,
            "status": kind.status,
            "detail": kind.detail.en,
            "detail_th": kind.detail.th,
            "detail_en": kind.detail.en,
        }
        entry = responses.setdefault(
            kind.status,
            {
                "description": kind.title.en,
                "content": {
                    MEDIA_TYPE: {
                        "schema": {"$ref": "#/components/schemas/ProblemDetails"},
                        "examples": {},
                    }
                },
            },
        )
        entry["content"][MEDIA_TYPE]["examples"][name] = {"summary": kind.title.en, "value": example}
    return responses


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  the framework only passes what was registered
    if isinstance(error, Problem):
        return response(request, error)
    by_status = {400: "broken-json", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
    problem = Problem(by_status.get(error.status_code, "bad-request"))
    problem.headers = error.headers
    return response(request, problem)


async def _on_fact_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FactError)  # noqa: S101  as above
    wrong = Localized(th=f"{error.field}: {error.allowed.th}", en=f"{error.field}: {error.allowed.en}")
    found = FieldError(field=f"facts.{error.field}", detail_th=wrong.th, detail_en=wrong.en)
    return response(request, Problem("invalid-request", wrong, [found]))


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  as above
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return response(request, Problem("broken-json"))
    errors = [field_error(item) for item in found]
    # One wrong field needs no list to be understood: its own sentence is the detail.
    only = Localized(th=errors[0].detail_th, en=errors[0].detail_en) if len(errors) == 1 else None
    return response(request, Problem("invalid-request", only, errors))


def field_error(item: Any, name: str | None = None) -> FieldError:
    """Say in both languages what pydantic found, of the field `name` or the one found.

    The value itself is never repeated.
    """
    loc = item["loc"]
    where = loc[1:] if loc and loc[0] in ("body", "query", "path") else loc
    field = name or ".".join(str(part) for part in where) or "body"
    limits = item.get("ctx", {})
    match item["type"]:
        case "extra_forbidden":
            th, en = f"ไม่รู้จักช่อง {field}", f"The field {field} is not known."
        case "missing":
            th, en = f"ต้องมี {field}", f"{field} is required."
        case "blank":
            th, en = f"{field} ว่างเปล่า โปรดพิมพ์คำถาม", f"{field} is empty. Please type a question."
        case "day":
            th = f"{field} ต้องเป็นวันที่แบบ ปปปป-ดด-วว เช่น 2024-09-21 หรือ 2567-09-21"
            en = f"{field} must be a date written YYYY-MM-DD, as in 2024-09-21 (or, in B.E., 2567-09-21)."
        case "string_too_long":
            most = f"{limits['max_length']:,}"
            th = f"{field} ยาวเกิน {most} ตัวอักษร โปรดย่อให้สั้นลง"
            en = f"{field} is longer than {most} characters. Please shorten it."
        case "string_type" | "string_unicode":
            th, en = f"{field} ต้องเป็นข้อความ", f"{field} must be text."
        case "literal_error" | "enum":
            th, en = (
                f"{field} ต้องเป็นค่าใดค่าหนึ่งใน: {limits['expected']}",
                f"{field} must be one of: {limits['expected']}.",
            )
        case "int_parsing" | "int_type" | "int_from_float":
            th, en = f"{field} ต้องเป็นจำนวนเต็ม", f"{field} must be a whole number."
        case "greater_than_equal" | "less_than_equal":
            low_or_high = (
                ("น้อยกว่า", "less", limits["ge"]) if "ge" in limits else ("มากกว่า", "more", limits["le"])
            )
            th = f"{field} ต้องไม่{low_or_high[0]} {low_or_high[2]}"
            en = f"{field} must not be {low_or_high[1]} than {low_or_high[2]}."
        case "model_attributes_type" | "dict_type" | "model_type":
            th, en = f"{field} ต้องเป็นออบเจกต์ JSON", f"{field} must be a JSON object."
        case _:
            th, en = f"ค่าของ {field} ใช้ไม่ได้", f"The value of {field} cannot be used."
    return FieldError(field=field, detail_th=th, detail_en=en)
