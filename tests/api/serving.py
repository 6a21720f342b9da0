"""A real server on a loopback port, for tests that speak HTTP."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
import uvicorn

from api.app import create_app
from assistant.pipeline import Assistant


@contextmanager
def serving(assistant: Assistant, widget_origins: Sequence[str] = ()) -> Iterator[httpx.Client]:
    """Serve `assistant`, its widget open to some origins, until the block ends; yield a client that speaks to it."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(assistant, widget_origins), log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
