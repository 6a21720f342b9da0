"""The chat model, where one is configured: the one place that talks to LangChain's chat models."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from corpus.messages import UserError
from corpus.settings import settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Answer = TypeVar("Answer", bound=BaseModel)


class ChatModelError(UserError):
    """The chat model named in the settings cannot be used."""


def configured() -> bool:
    """Say whether a chat model is configured (`DGA_CHAT_MODEL`)."""
    return settings().chat_model is not None


def ask(system: str, message: str, answer: type[Answer]) -> Answer:
    """Return the model's structured answer. Raise whatever its client raises, and `ValueError` for no answer.

    The client gives up after `chat_timeout` seconds and does not try again: a person waits.
    """
    found: Any = _model().with_structured_output(answer).invoke([("system", system), ("human", message)])
    if not isinstance(found, answer):
        raise ValueError("the chat model gave no structured answer")
    return found


@cache
def _model() -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # a second to import: only where a model is configured

    chosen = settings()
    options = {
        "base_url": chosen.chat_base_url,
        "api_key": chosen.chat_api_key.get_secret_value() if chosen.chat_api_key else None,
    }
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    try:
        model: BaseChatModel = init_chat_model(
            str(chosen.chat_model), temperature=0, timeout=chosen.chat_timeout, max_retries=0, **given
        )
    except (ImportError, ValueError) as error:
        raise ChatModelError(
            f"ใช้แบบจำลองภาษา {chosen.chat_model} ตามที่ตั้งใน DGA_CHAT_MODEL ไม่ได้: {error}",
            f"The chat model {chosen.chat_model} set in DGA_CHAT_MODEL cannot be used: {error}",
        ) from error
    return model
