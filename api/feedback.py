"""The route that takes what a person says of an answer."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic import ConfigDict, Field

from api import bodies, problems
from api.problems import Problem, documented
from api.routes import json_only
from assistant.feedback import FeedbackStore, Rating, Reason, UnknownMessage
from assistant.pipeline import Assistant
from corpus.database import engine

router = APIRouter()

MAX_COMMENT = 1000
"""Characters (Unicode code points)."""


class FeedbackRequest(bodies.Request):
    """A view of one answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"message_id": "3c2e6510-a501-54ab-ad8d-759968ec362f", "rating": "down", "reasons": ["wrong"]}
            ]
        },
    )

    message_id: Annotated[str, Field(max_length=100)] = Field(description="From the reply.")
    rating: Rating = Field(description="Whether the answer helped.")
    reasons: tuple[Reason, ...] = Field(
        default=(), max_length=3, description="It is wrong, its citations do not carry it, it is incomplete."
    )
    comment: str = Field(default="", max_length=MAX_COMMENT)


@router.post(
    "/v1/feedback",
    tags=["assistant"],
    summary="Say whether an answer helped",
    status_code=204,
    responses=documented(
        "broken-json", "unknown-message", "body-too-large", "unsupported-media-type", "invalid-request"
    ),
    dependencies=[Depends(json_only)],
)
def feedback(body: FeedbackRequest, request: Request) -> Response:
    """Keep the view with the question, the answer and the index generation; a later one of the same answer replaces it."""
    cast(FeedbackStore, request.app.state.feedback).save(
        body.message_id, body.rating, body.reasons, body.comment
    )
    return Response(status_code=204)


def install(app: FastAPI, assistant: Assistant) -> None:
    """Add the route, over the database of the assistant's data folder."""
    app.state.feedback = FeedbackStore(engine(assistant.store.data_dir))
    app.include_router(router)
    app.add_exception_handler(UnknownMessage, _unknown_message)


async def _unknown_message(request: Request, error: Exception) -> Response:
    return problems.response(request, Problem("unknown-message"))
