"""The chat model, where one is configured: the one place that talks to LangChain's chat models.

A call ends by its deadline whatever the server does. It runs on an event loop of its own, where cutting it off closes the
connection: a thread that waits for a server which dribbles bytes could not be cut off, and such threads would pile up.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import cache
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from assistant.breaker import Breaker
from assistant.deadline import Deadline
from corpus.messages import UserError
from corpus.settings import Settings, settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

Answer = TypeVar("Answer", bound=BaseModel)

RETRIES = 2
"""Attempts after the first."""
PAUSE = 0.25
"""Seconds before the first of them, doubled each time, where the server names no time."""

_LOG = logging.getLogger(__name__)
_LOST = frozenset({"APIConnectionError", "ConnectionError", "TransportError"})
"""Classes of a lost connection, by name: the clients of providers have none in common."""

breaker = Breaker()
"""Whether the configured model is left alone for now; its `state` is for whoever watches the service."""


class ChatModelError(UserError):
    """The chat model named in the settings cannot be used."""


class NoAnswer(Exception):  # noqa: N818 - named by what is the matter
    """The chat model gave no answer; `why` is a word for the trace.

    "busy": too many calls at once. "resting": the breaker is open. "late": the deadline. "left": nobody waits any more.
    "unreadable": not of the form asked for. "status 429" and so on: what the server said. "unreachable": no connection.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def configured() -> bool:
    """Say whether a chat model is configured (`DGA_CHAT_MODEL`)."""
    return settings().chat_model is not None


def reads_facts() -> bool:
    """Say whether a chat model may propose facts of a project (`DGA_CHAT_READS_FACTS`)."""
    return configured() and settings().chat_reads_facts


def rewrites() -> bool:
    """Say whether a chat model may put a follow-up question into words that stand alone (`DGA_CHAT_REWRITES`)."""
    return configured() and settings().chat_rewrites


def warm() -> None:
    """Make the client, so that the first question does not wait; say in the log where it cannot be used."""
    try:
        _model()
    except ChatModelError as error:
        _LOG.error("%s", error)


def deadline() -> Deadline:
    """Return the deadline of a reply that begins now."""
    return Deadline(settings().chat_timeout)


def ask(system: str, message: str, answer: type[Answer], within: Deadline | None = None) -> Answer:
    """Return the model's structured answer. Raise `NoAnswer`, by the deadline at the latest; `within` None: a new one."""
    return _model().ask(system, message, answer, within or deadline())


class ChatModel:
    """A client of the model that the settings name. Threads may share it."""

    def __init__(self, chosen: Settings, breaker: Breaker) -> None:
        self._client = _client(chosen)
        self._method = chosen.chat_structured
        self._breaker = breaker
        self._places = BoundedSemaphore(chosen.chat_concurrency)
        self._structured: dict[type[BaseModel], Runnable[Any, Any]] = {}
        self._loop = _loop()

    def ask(self, system: str, message: str, answer: type[Answer], within: Deadline) -> Answer:
        """Return the structured answer to a message, or raise `NoAnswer`."""
        if not self._places.acquire(blocking=False):
            raise NoAnswer("busy")
        try:
            if not self._breaker.allow():
                raise NoAnswer("resting")
            found: Answer = self._guarded(self._call(system, message, answer, within), within)
            return found
        finally:
            self._places.release()

    def _guarded(self, call: Any, within: Deadline) -> Any:
        """Run a call on the loop, and tell the breaker how it ended."""
        running: Future[Any] = asyncio.run_coroutine_threadsafe(call, self._loop)
        try:
            with within.stopping(running.cancel):
                found = running.result()
        except CancelledError:
            self._breaker.given_up()
            raise NoAnswer("left") from None
        except NoAnswer as error:
            self._breaker.failed()
            _LOG.warning("chat model left out: %s", error.why)
            raise
        except BaseException:
            self._breaker.given_up()
            raise
        self._breaker.succeeded()
        return found

    async def _call(self, system: str, message: str, answer: type[Answer], within: Deadline) -> Answer:
        if answer not in self._structured:
            options: dict[str, Any] = {"method": self._method} if self._method else {}
            self._structured[answer] = self._client.with_structured_output(answer, **options)
        runnable = self._structured[answer]
        try:
            async with asyncio.timeout(within.remaining):
                found = await _retried(
                    lambda: runnable.ainvoke([("system", system), ("human", message)]), within
                )
        except TimeoutError:
            raise NoAnswer("late") from None
        if not isinstance(found, answer):
            raise NoAnswer("unreadable")
        return found


async def _retried(call: Callable[[], Any], within: Deadline) -> Any:
    """Await a call, again where the server is overloaded or the connection is lost: the one retry layer."""
    for attempt in range(RETRIES + 1):
        try:
            return await call()
        except Exception as error:  # as above: no class in common
            why, again = _reason(error)
            pause = _retry_after(error)
            if pause is None:
                pause = PAUSE * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - spread, not a secret
            if not again or attempt == RETRIES or pause >= within.remaining:
                raise NoAnswer(why) from error
        await asyncio.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _reason(error: Exception) -> tuple[str, bool]:
    """Return a word for what went wrong, and whether to try again."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return f"status {status}", status == 429 or status >= 500
    names = {each.__name__ for each in type(error).__mro__}
    if any("Timeout" in name for name in names):
        return "late", False
    if names & _LOST:
        return "unreachable", True
    return "unreadable", False


def _retry_after(error: Exception) -> float | None:
    """Return the seconds that the server asks to wait; None where it says nothing that is a number of seconds."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _client(chosen: Settings) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # a second to import: only where a model is configured

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


@cache
def _model() -> ChatModel:
    return ChatModel(settings(), breaker)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop of every call: one for the process, since a provider's package may keep clients bound to it."""
    loop = asyncio.new_event_loop()
    # A provider's client without asynchronous calls runs in these threads: they are bounded as the calls are.
    loop.set_default_executor(ThreadPoolExecutor(settings().chat_concurrency, "chat-model"))
    Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


def forget() -> None:
    """Let go of the client, so that the settings are read anew at the next call."""
    _model.cache_clear()
    breaker.reset()
