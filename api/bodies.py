"""The JSON that goes in and out over HTTP, beyond the assistant's own reply."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.markdown import to_html
from assistant.privacy import masked
from assistant.replies import Reply
from corpus.dates import read_date
from corpus.passages import Document, Language, Localized, Passage, Source, Validity
from corpus.versions import State

MAX_MESSAGE = 2000
"""Characters (Unicode code points)."""


def blank(text: str) -> bool:
    """Say whether there is nothing to read in `text`."""
    # str.strip leaves zero-width characters, which are just as empty to a reader.
    return not text.strip().strip("\u200b\u200c\u200d\u2060\ufeff").strip()


def _not_blank(text: str) -> str:
    if blank(text):
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _date(written: object) -> date | None:
    if written is None:
        return None
    try:
        return read_date(str(written))
    except ValueError:
        raise PydanticCustomError("day", "must be a date written YYYY-MM-DD") from None


AsOf = Annotated[
    date | None,
    BeforeValidator(_date),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
]
"""A date asked about, `YYYY-MM-DD`; a year from 2400 on is B.E."""
Approach = Literal["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"]
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
    as_of: AsOf = Field(
        default=None, description="The date asked about. Null: the one that the message says, or today."
    )
    facts: dict[str, Any] | None = Field(
        default=None,
        description="Facts picked or corrected by the person, as for `POST /v1/check`; null takes one back. They are then "
        "all that the message tells.",
    )


class CheckRequest(Request):
    """Facts about a project, by the names that `GET /v1/rules` lists."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"facts": {"infrastructure": True, "in_house_only": True}}]},
    )

    facts: dict[str, Any] = Field(
        description="By name: true, false, a number, `<10` for a percentage below 10, or `unsure`; null is not told."
    )
    approach: Approach | None = Field(default=None, description="The approach that the project is meant for.")
    language: Language = Field(default="th", description="The language of labels, reasons and questions.")
    as_of: AsOf = Field(default=None, description="The date as of which to check. Null: today.")


class ChecklistRequest(CheckRequest):
    """Facts about a project, and the form of the checklist wanted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"facts": {"ai": True, "for_staff": True, "time_reduction": 12}, "format": "html"}]
        },
    )

    format: Literal["markdown", "html"] = Field(
        default="markdown", description="Markdown, or a page for printing that loads nothing."
    )


class ChatReply(Reply):
    """The assistant's reply, with the answer also as HTML that is safe to put into a page.

    `question` is the message as it was kept: personal data in it is masked.
    """

    answer_html: str
    question: str

    @classmethod
    def of(cls, reply: Reply, message: str) -> Self:
        """Return `reply` to `message` with its answer rendered."""
        fields = {name: getattr(reply, name) for name in Reply.model_fields}
        html = to_html(reply.answer, reply.citations, reply.language)
        return cls(**fields, answer_html=html, question=masked(message))


class Hit(Validity):
    """A passage that a search found. `route`: how it was found; scores compare within one search only.

    `state` is that of the passage on the date of the search; `lines` those of its lines that fit the question, best first.
    """

    anchor_id: str
    score: float
    route: str
    state: State
    lines: tuple[str, ...]
    document_id: str
    anchor: str
    part: int
    language: Language
    source: Source
    heading: Localized
    locator: Localized
    text: str


class SearchReply(BaseModel):
    """The passages nearest to a question, best first."""

    results: tuple[Hit, ...]


class RuleOut(BaseModel):
    """One rule: the facts it turns on, and the anchors it comes from."""

    rule_id: str
    kind: str
    label: str
    facts: tuple[str, ...]
    cite: tuple[str, ...]


class CriterionOut(BaseModel):
    """The rules of one approach, or of one general criterion (`approach` is then null)."""

    id: str
    approach: str | None
    title: str
    rules: tuple[RuleOut, ...]


class FactOut(BaseModel):
    """A fact that rules turn on, and the question that asks for it."""

    fact: str
    type: str
    label: str
    question: str


class RulesReply(BaseModel):
    """A rulepack: its criteria, and every fact they turn on."""

    rulepack: str
    title: str
    criteria: tuple[CriterionOut, ...]
    facts: tuple[FactOut, ...]


class PassageOut(Passage):
    """A passage, and its state on the date asked about."""

    state: State


class PassagesReply(BaseModel):
    """All that stands under one anchor, the official text first. `cite_as` is the citation in Thai official form."""

    document: Document
    anchor: str
    passages: tuple[PassageOut, ...]
    cite_as: str


class Health(BaseModel):
    """Whether the process is alive (`ok`) or an index serves (`ready`)."""

    status: Literal["ok", "ready"]
    generation: str | None = None
