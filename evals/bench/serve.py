"""The service under load: how fast `POST /v1/chat` answers, beside an empty FastAPI endpoint in the same run."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import numpy as np

from corpus.messages import UserError
from corpus.passages import Value
from corpus.store.index import Progress

STARTS = 120.0
"""Seconds that a server may take until it answers."""
WARM = 50
"""Requests before the measured ones."""
AGAIN = 100
"""Questions that are asked again and again: fewer than a server remembers (`assistant/memo.py`)."""


class NotServing(UserError):  # noqa: N818 - named by what is the matter
    """A server that is to be measured does not start, or answers with an error."""


class Load(Value):
    """Requests over loopback, each on a connection that stays open. Times are wall time seen by the client."""

    clients: int
    requests: int
    p50_ms: float
    p95_ms: float
    per_second: float


class Serve(Value):
    """Loads of `/v1/chat`, one after another and by many clients, beside as many clients of the `empty` endpoint.

    `alone` and `chat` ask questions that the server has not been asked lately; `again` those it has, as people do who
    press the suggestions, and front ends that send the whole conversation along. The ratios are of requests per second.
    """

    alone: Load
    chat: Load
    again: Load
    empty: Load
    chat_ratio: float
    again_ratio: float


def measure(questions: Sequence[str], requests: int, clients: int, report: Progress) -> Serve:
    """Ask the questions in turn, each in a conversation of its own, `requests` of them. Raises `NotServing`.

    They have to be more than a server remembers, or the second round asks nothing new.

    The server is `dga serve` on an index of its own, without a chat model; the load comes from this process.
    """
    bodies = [json.dumps({"message": text}).encode() for text in questions]
    with TemporaryDirectory(prefix="dga-bench-") as folder:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("DGA_CHAT", "DGA_DATA"))
        }
        environment["DGA_DATA_DIR"] = folder
        dga = str(Path(sys.executable).parent / "dga")
        with serving([dga, "serve", "--port"], "/readyz", environment) as port:
            load(port, "/v1/chat", bodies[:WARM], 1)
            alone = load(port, "/v1/chat", list(islice(cycle(bodies), requests)), 1)
            report("alone", 1, 4)
            chat = load(port, "/v1/chat", list(islice(cycle(bodies), requests)), clients)
            report("clients", 2, 4)
            few = bodies[:AGAIN]
            load(port, "/v1/chat", few, clients)
            again = load(port, "/v1/chat", list(islice(cycle(few), requests)), clients)
            report("again", 3, 4)
    with serving([sys.executable, "-m", "evals.bench.empty"], "/", os.environ) as port:
        load(port, "/", bodies[:WARM], clients)
        empty = load(port, "/", list(islice(cycle(bodies), requests * 5)), clients)
        report("empty", 4, 4)
    return Serve(
        alone=alone,
        chat=chat,
        again=again,
        empty=empty,
        chat_ratio=round(chat.per_second / empty.per_second, 4),
        again_ratio=round(again.per_second / empty.per_second, 4),
    )


@contextmanager
def serving(
    command: Sequence[str], path: str, environment: "os._Environ[str] | dict[str, str]"
) -> Iterator[int]:
    """Run a server, its port as the last argument, until the block ends; yield the port once `path` answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen([*command, str(port)], env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        until = time.monotonic() + STARTS
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() > until:
                raise NotServing(
                    f"เปิดเซิร์ฟเวอร์ไม่สำเร็จ: {' '.join(command)}",
                    f"The server did not start: {' '.join(command)}",
                )
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int, path: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
            return True
    except OSError as error:
        return getattr(error, "code", None) == 405  # it is there, and takes POST alone


def load(port: int, path: str, bodies: Sequence[bytes], clients: int) -> Load:
    """Send the bodies, shared out over the clients as each gets free."""
    waiting, seconds = iter(bodies), list[float]()

    async def client() -> None:
        # A client library would take longer than the empty endpoint: this measures servers, not clients.
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for body in waiting:
                head = (
                    f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(body)}\r\n\r\n"
                )
                started = time.perf_counter()
                writer.write(head.encode() + body)
                answer = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(answer.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
                await reader.readexactly(length)
                seconds.append(time.perf_counter() - started)
                if not answer.startswith(b"http/1.1 200"):
                    raise NotServing(f"{path} ตอบด้วยข้อผิดพลาด", f"{path} answers with an error.")
        finally:
            writer.close()
            await writer.wait_closed()

    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(client())

    started = time.perf_counter()
    asyncio.run(run())
    taken = time.perf_counter() - started
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    return Load(
        clients=clients,
        requests=len(seconds),
        p50_ms=round(float(p50), 2),
        p95_ms=round(float(p95), 2),
        per_second=round(len(seconds) / taken, 1),
    )
