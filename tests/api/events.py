"""Reading server-sent events, as the standard says."""

import json
from typing import Any


def read_events(text: str) -> list[tuple[str, Any]]:
    """Return (event, data) pairs; data is JSON."""
    events = []
    for block in text.split("\n\n"):
        fields = [line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":")]
        data = "\n".join(value for name, value in fields if name == "data")
        if data:
            events.append((next(value for name, value in fields if name == "event"), json.loads(data)))
    return events
