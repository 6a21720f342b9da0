"""A local server that speaks as an OpenAI-compatible chat model does, and says what a test scripts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class ChatServer:
    """Answers each request with `content`, and keeps the requests. `hang` holds every answer back."""

    def __init__(self) -> None:
        self.content = ""
        self.status = 200
        self.requests: list[dict[str, Any]] = []
        self.hang = False
        self.released = Event()
        self.url = ""

    def body(self) -> bytes:
        """Return the answer as the protocol wraps it."""
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        made = {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [choice],
            "usage": usage,
        }
        return json.dumps(made).encode()


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Serve on a free port of this machine."""
    scripted = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            scripted.requests.append(json.loads(self.rfile.read(length)))
            if scripted.hang:
                scripted.released.wait(30)
            body = scripted.body()
            self.send_response(scripted.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scripted.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield scripted
    finally:
        scripted.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
