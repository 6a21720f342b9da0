"""The web application: routes, page, errors, metrics."""

import logging
from collections.abc import Sequence
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from api import feedback, pages, problems, sse, widget
from api.metrics import Metrics
from api.middleware import BodyLimit, CatchUnexpected, SecurityHeaders
from api.observe import Observe
from api.openai.routes import router as openai_router
from api.overload import Places
from api.routes import router
from assistant import chat_model
from assistant.conversations import UnknownConversation
from assistant.pipeline import Assistant
from corpus.messages import UserError
from corpus.settings import settings
from corpus.store.store import Store

log = logging.getLogger("dga.api")

DESCRIPTION = """\
ตอบว่าโครงการเข้าหลักเกณฑ์แผนงานบูรณาการรัฐบาลดิจิทัลหรือไม่ พร้อมข้อความอ้างอิง

Answers whether a project qualifies for Thailand's Digital Government integrated budget plan, with the
passages the answer rests on. Every error is a problem document (RFC 9457) in Thai and English.
"""


def create_app(assistant: Assistant | None = None, widget_origins: Sequence[str] | None = None) -> FastAPI:
    """Return the application over `assistant`, or over the index in the data folder of the settings.

    `widget_origins`: whose pages may hold the widget; None: those of the settings.
    """
    app = FastAPI(
        title="ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล · Digital Government plan assistant",
        summary="Deterministic checks, cited passages, Thai and English.",
        description=DESCRIPTION,
        version=version("dga-assistant"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # the stock pages of Swagger UI and ReDoc load their scripts from a CDN
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.assistant = assistant or Assistant(Store(settings().data_dir))
    app.state.metrics = Metrics(app.state.assistant, lambda: chat_model.breaker.state)
    app.state.streams = sse.Streams()
    app.state.places = Places(settings().max_chat_requests)
    app.include_router(router)
    app.include_router(openai_router)
    feedback.install(app, app.state.assistant)
    pages.install(app)
    problems.install(app)
    app.add_exception_handler(UserError, _not_ready)
    app.add_exception_handler(UnknownConversation, _unknown_conversation)
    _describe_problems(app)

    widget.install(app, settings().widget_origins if widget_origins is None else widget_origins)
    # The last added is the outermost: a refusal is counted and carries the security headers too.
    app.add_middleware(BodyLimit)
    app.add_middleware(CatchUnexpected)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observe, metrics=app.state.metrics)
    return app


async def _unknown_conversation(request: Request, error: Exception) -> Response:
    return problems.response(request, problems.Problem("unknown-conversation"))


async def _not_ready(request: Request, error: Exception) -> Response:
    # The store's errors name folders of this machine: they are for the operator's log, not for the client.
    log.warning("%s %s: %s", request.method, request.url.path, error)
    return problems.response(request, problems.Problem("not-ready"))


def _describe_problems(app: FastAPI) -> None:
    """Put the schema of problem documents into the OpenAPI document, and drop FastAPI's own error schema."""

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                license_info=app.license_info,
                routes=app.routes,
            )
            schemas = schema["components"]["schemas"]
            details = problems.ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= details.pop("$defs")
            schemas["ProblemDetails"] = details
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            for route in (operation for path in schema["paths"].values() for operation in path.values()):
                if "HTTPValidationError" in str(route["responses"].get("422", "")):
                    del route["responses"]["422"]  # a path parameter of type str has no invalid value
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema
