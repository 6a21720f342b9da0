"""Ingest, a question and the server work without reaching for another machine, and nothing tries to."""

import os
import re
import shutil
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

RUN = """
import json, socket, sys, threading, time, urllib.request
from pathlib import Path
from ipaddress import ip_address

tried = []

def outside(host):
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host not in ("", "localhost")

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo" and isinstance(arguments[0], str):
        host = arguments[0]
    else:
        return
    if outside(host):
        tried.append([event, host])
        raise OSError(f"{event} {host} refused")

sys.addaudithook(refuse)

if sys.argv[1:] == ["control"]:
    try:
        socket.create_connection(("service.invalid", 80))
    except OSError:
        pass
else:
    from api.terminal import run

    assert run(["ingest"]) == 0
    assert run(["ask", "--json", "Does in-house infrastructure qualify?"]) == 0

    import uvicorn
    from api.app import create_app

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    body = json.dumps({"message": "ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง"}).encode()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for path, data in (("/readyz", None), ("/", None), ("/v1/chat", body)):
        request = urllib.request.Request(address + path, data, {"content-type": "application/json"})
        assert urllib.request.urlopen(request).status == 200
    server.should_exit = True
    thread.join()

print("tried:", json.dumps(tried))
"""


def environ(folder: Path) -> dict[str, str]:
    """Return an environment as on a new machine: no setting that keeps libraries offline."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HF_HUB_OFFLINE", "ANONYMIZED_TELEMETRY")
    }
    return {**kept, "DGA_DATA_DIR": str(folder), "LC_ALL": "C.UTF-8"}


def execute(folder: Path, *arguments: str, under: tuple[str, ...] = ()) -> str:
    """Run the scenario in a process of its own, and return what it printed last."""
    command = [*under, sys.executable, "-c", RUN, *arguments]
    result = subprocess.run(
        command, env=environ(folder), capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()[-1]


def test_no_outside_connection_is_tried(tmp_path: Path) -> None:
    """From an empty folder to an answer over HTTP, Python code looks up and reaches this machine alone."""
    assert execute(tmp_path) == "tried: []"


def test_the_guard_sees_an_attempt(tmp_path: Path) -> None:
    """The guard of the test above records an attempt where there is one."""
    assert execute(tmp_path, "control") == 'tried: [["socket.getaddrinfo", "service.invalid"]]'


def can_trace() -> bool:
    """Tell whether strace is here and may trace."""
    if not shutil.which("strace"):
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here")
def test_no_compiled_code_goes_around_the_guard(tmp_path: Path) -> None:
    """Seen from the kernel, libraries in C and Rust connect to this machine alone as well."""
    log = tmp_path / "connections"
    trace = (
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-e",
        "trace=connect,sendto,sendmsg,sendmmsg",
        "-o",
        str(log),
    )
    execute(tmp_path / "data", under=trace)
    hosts = re.findall(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"', log.read_text())
    assert hosts  # the scenario's own requests over loopback
    assert {four or six for four, six in hosts if not ip_address(four or six).is_loopback} == set()
