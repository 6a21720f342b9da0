"""What every test shares: a data folder apart, an index of the shipped corpus, no way out of this machine."""

import os
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Settings are read once, so the data folder is set before anything reads them: no test touches the real one.
_FOLDER = tempfile.TemporaryDirectory(prefix="dga-tests-")
os.environ |= {
    "DGA_DATA_DIR": str(Path(_FOLDER.name) / "data"),
    "DGA_OFFICIAL_DIR": str(Path(_FOLDER.name) / "official"),
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "OPENBLAS_NUM_THREADS": "1",  # as `dga` sets it: the tests share the cores already
}

import pytest  # noqa: E402  settings first
from hypothesis import settings as hypothesis_settings  # noqa: E402

from assistant.pipeline import Assistant  # noqa: E402
from corpus.store.store import Store  # noqa: E402
from ingest.pipeline import ingest  # noqa: E402

# A busy machine is no failure.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")


if TYPE_CHECKING:
    from playwright.sync_api import Browser


class OutsideConnection(BaseException):
    """A test tried to reach another machine. Not an Exception, so that no retry or fallback swallows it."""


def _is_outside(host: object) -> bool:
    if not isinstance(host, str) or host in ("", "localhost"):
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # other families stay on this machine
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if _is_outside(host):
        raise OutsideConnection(f"{event} {host}")


sys.addaudithook(_refuse_outside)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Return the data folder of this run, with the shipped corpus ingested."""
    folder = Path(os.environ["DGA_DATA_DIR"])
    ingest([], Store(folder))
    return folder


@pytest.fixture(scope="session")
def assistant(data_dir: Path) -> Assistant:
    """Return the assistant over the shipped corpus."""
    return Assistant(Store(data_dir))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return a browser that speaks to this machine alone."""
    from tests.api.browser import CHROMIUM, chromium

    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with chromium() as browser:
        yield browser
