"""Problems in the shape that clients of OpenAI's protocol read."""

from typing import Any

from starlette.responses import JSONResponse, Response

from api.openai.bodies import ErrorBody, ErrorResponse
from corpus.passages import Localized

PATHS = ("/v1/chat/completions", "/v1/models")
"""The routes that speak the protocol; their errors do too, whatever part of the server refuses."""


def speaks(path: str) -> bool:
    """Say whether the address is one of the protocol's."""
    return path in PATHS or path.startswith("/v1/models/")


def response(
    kind: str,
    status: int,
    sentence: Localized,
    param: str | None = None,
    reference: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a problem as an error of the protocol, its sentence in Thai and in English.

    A field that cannot be used is 400 here, the status that the protocol's clients know for it. `reference` is what
    the operator finds an unexpected error under.
    """
    known = f" [{reference}]" if reference else ""
    body = ErrorResponse(
        error=ErrorBody(
            message=f"{sentence.th} / {sentence.en}{known}",
            type="server_error" if status >= 500 else "invalid_request_error",
            param=param,
            code=kind,
            message_th=sentence.th,
            message_en=sentence.en,
        )
    )
    return JSONResponse(body.model_dump(), 400 if status == 422 else status, headers=headers)


def documented(problems: dict[int | str, dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` for problems that `api.problems.documented` describes, in this shape."""
    responses: dict[int | str, dict[str, Any]] = {}
    for status, entry in problems.items():
        examples = next(iter(entry["content"].values()))["examples"]
        here = 400 if status == 422 else int(status)
        found = responses.setdefault(
            here,
            {
                "model": ErrorResponse,
                "description": entry["description"],
                "content": {"application/json": {"examples": {}}},
            },
        )
        for name, example in examples.items():
            sentence = Localized(th=example["value"]["detail_th"], en=example["value"]["detail_en"])
            error = {
                "message": f"{sentence.th} / {sentence.en}",
                "type": "server_error" if here >= 500 else "invalid_request_error",
                "param": None,
                "code": name,
                "message_th": sentence.th,
                "message_en": sentence.en,
            }
            found["content"]["application/json"]["examples"][name] = {"value": {"error": error}}
    return responses
