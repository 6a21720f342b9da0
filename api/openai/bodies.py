"""The JSON of the chat completions protocol, as far as it is spoken here. Fields that are not known are ignored."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.replies import Reply

MODEL = "dga-assistant"
"""The one model there is."""


class Part(BaseModel):
    """A piece of a message: text, or something else (`type`), which is not read."""

    type: str
    text: str | None = None


class Message(BaseModel):
    """A message of the history that the client sends along each time."""

    role: str
    content: str | Annotated[list[Part], Field(max_length=100)] | None = None

    @property
    def text(self) -> str:
        """Its text, pieces joined by line breaks."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text" and part.text)
        return self.content or ""

    @property
    def unread(self) -> str | None:
        """The type of the first piece that is not text."""
        parts = self.content if isinstance(self.content, list) else []
        return next((part.type for part in parts if part.type != "text"), None)


class StreamOptions(BaseModel):
    """What a stream carries besides the text."""

    include_usage: bool | None = None


class CompletionRequest(BaseModel):
    """A request for a chat completion. `temperature`, `max_tokens`, `tools` and the like change nothing here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "Does in-house infrastructure qualify?"}],
                }
            ]
        }
    )

    model: str = Field(max_length=200, description=f"`{MODEL}`.")
    messages: list[Message] = Field(
        min_length=1,
        max_length=1000,
        description="The conversation so far. What its user messages told counts; the other roles' are not read.",
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, description="1 only.")
    tool_choice: Any = Field(default=None, description="A call cannot be required: no tool is ever called.")
    response_format: dict[str, Any] | None = Field(default=None, description="`text` only.")


class CompletionMessage(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    """The one answer that there is."""

    index: Literal[0] = 0
    message: CompletionMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Words of what was read and written, as this project's own Thai and English word cutter counts them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """A chat completion; `dga` is the assistant's whole reply, null where a front end's own task was done."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage
    dga: Reply | None


class Model(BaseModel):
    """A model, as `GET /v1/models` lists it. `created`: Unix time at which this server started."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "dga"


class Models(BaseModel):
    """The list of models."""

    object: Literal["list"] = "list"
    data: list[Model]


class ErrorBody(BaseModel):
    """What is the matter: `message` in Thai and English, `code` this API's name of the problem."""

    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: str | None
    code: str
    message_th: str
    message_en: str


class ErrorResponse(BaseModel):
    """The body of every error of these routes."""

    error: ErrorBody
