"""What is known of each request: its id, how long it took, how it ended; in the log, in the metrics, as a span."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import fields, request_id
from api.metrics import Metrics
from assistant import telemetry
from assistant.replies import Reply
from assistant.trace import recording
from corpus.settings import settings

log = logging.getLogger("dga.access")

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
UNSEEN = frozenset({"/metrics", "/healthz", "/readyz"})
"""Routes that machines call all the time: counted, but not logged."""


class Observe:
    """Gives a request its id (its own `X-Request-ID` where that is one), and says how it was served."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = Headers(scope=scope).get("x-request-id", "")
        known = sent if _ID.fullmatch(sent) else uuid4().hex
        request_id.set(known)
        started, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = known
            await send(message)

        with telemetry.request(scope["method"]) as span:
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                route = getattr(scope.get("route"), "path", None)
                telemetry.served(span, route, status)
                self._say(scope, route, status, time.perf_counter() - started)

    def _say(self, scope: Scope, route: str | None, status: int, seconds: float) -> None:
        self.metrics.served(scope["method"], route, status, seconds)
        if route in UNSEEN and status < 400:
            return
        told = scope.get("state", {}).get("told", {})
        named = fields(
            method=scope["method"], route=route, status=status, duration_ms=round(seconds * 1000, 1), **told
        )
        log.info("request", extra=named)


def answered(request: Request, message: str, answer: Callable[[], Reply]) -> Reply:
    """Return the reply of `answer` to a message, counted, with its outcome for the request's line in the log."""
    with recording() as trace:
        reply = answer()
    request.app.state.metrics.answered(reply, trace.seconds)
    generation = request.app.state.assistant.store.opened
    request.state.told = {
        "outcome": reply.outcome,
        "generation": generation.id if generation else None,
        "message": message if settings().log_messages else None,
    }
    return reply
