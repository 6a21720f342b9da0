"""Logs on stderr, as lines for a person or as JSON lines; never what people ask, unless `DGA_LOG_MESSAGES` says so."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

Format = Literal["plain", "json"]

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being served in this context."""


def fields(**named: Any) -> dict[str, Any]:
    """Return the `extra` of a log call that carries these fields; those that are None are left out."""
    return {"fields": {name: value for name, value in named.items() if value is not None}}


def configure(form: Format, level: str = "INFO") -> None:
    """Send this process's logs to stderr in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Plain())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel("WARNING")  # of libraries
    logging.getLogger("dga").setLevel(level)


class Plain(logging.Formatter):
    """A line for a terminal: time, level, what happened, its fields."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        """Return the line, with the fields behind the message."""
        told = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        return f"{super().formatMessage(record)} {told}".rstrip()


class Json(logging.Formatter):
    """One JSON object a line: `time` (ISO 8601, UTC), `level`, `logger`, `event`, the fields, `exception` where one is."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    known = {"request_id": found} if (found := request_id.get()) else {}
    return {**known, **getattr(record, "fields", {})}
