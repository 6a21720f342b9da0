"""The JSON that goes in and out over HTTP, beyond the assistant's own reply."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.markdown import to_html
from assistant.replies import Reply, Verdict
from corpus.passages import Document, Language, Passage

MAX_MESSAGE = 2000
"""Characters (Unicode code points)."""


def _not_blank(text: str) -> str:
    # str.strip leaves zero-width characters, which are just as empty to a reader.
    if not text.strip().strip("\u200b\u200c\u200d\u2060\ufeff").strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


Question = Annotated[str, Field(max_length=MAX_MESSAGE), AfterValidator(_not_blank)]


class Request(BaseModel):
    """A request body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class ChatRequest(Request):
    """One message of a conversation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"message": "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่"},
                {
                    "message": "Does in-house infrastructure qualify?",
                    "conversation_id": None,
                    "language": "en",
                },
            ]
        },
    )

    message: Question = Field(description="The question, at most 2,000 characters.")
    conversation_id: str | None = Field(
        default=None, max_length=100, description="From an earlier reply, to go on with that conversation."
    )
    language: Language | None = Field(default=None, description="Null: answer in the question's language.")


class CheckRequest(Request):
    """Facts about a project, by the names that `GET /v1/rules` lists."""

    facts: dict[str, Any]
    language: Language | None = None


class ChatReply(Reply):
    """The assistant's reply, with the answer also as HTML that is safe to put into a page."""

    answer_html: str

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """Return `reply` with its answer rendered."""
        fields = {name: getattr(reply, name) for name in Reply.model_fields}
        return cls(**fields, answer_html=to_html(reply.answer, reply.citations, reply.language))


class PassagesReply(BaseModel):
    """All that stands under one anchor, the official text first."""

    document: Document
    anchor: str
    passages: tuple[Passage, ...]


class Health(BaseModel):
    """Whether the process is alive (`ok`) or an index serves (`ready`)."""

    status: Literal["ok", "ready"]
    generation: str | None = None


__all__ = ["ChatReply", "ChatRequest", "CheckRequest", "Health", "PassagesReply", "Question", "Verdict"]
