"""Killed at any moment, an ingest leaves the old generation serving."""

import multiprocessing
import os
import random
import sys
import time
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest
import typer

from corpus.settings import settings
from corpus.store.embedding import load_embeddings
from corpus.store.store import Store
from ingest.cli import ingest as dga_ingest
from ingest.pipeline import ingest
from tests.ingest import files

KILLS = 20


def command(data: Path, official: Path) -> None:
    """Run `dga ingest` as the command line does."""
    os.environ |= {"DGA_DATA_DIR": str(data), "DGA_OFFICIAL_DIR": str(official)}
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for the life of the process
    sys.argv = ["dga ingest"]
    typer.run(dga_ingest)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Return a context whose processes have the command's imports done, so that kills fall into the ingest."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.cli", "corpus.store.embedding", "tests.ingest.test_kill"])
    return context


def test_twenty_kills(tmp_path: Path, processes: ForkServerContext) -> None:
    """After SIGKILL at 20 random moments a whole generation serves each time, and the next ingest works."""
    data, official = tmp_path / "data", tmp_path / "official"
    official.mkdir()
    embeddings = load_embeddings(settings().embedding_model)
    ingest([], Store(data, embeddings), official_dir=official)

    def start(number: int) -> ForkServerProcess:
        files.text(official / "law.txt", *files.LAW, f"มาตรา 4 แก้ไขครั้งที่ {number}")
        process = processes.Process(target=command, args=(data, official))
        process.start()
        return process

    start(-1).join()  # the fork server starts with the first
    whole = start(0)
    started = time.monotonic()
    whole.join()
    duration = time.monotonic() - started
    assert whole.exitcode == 0

    moments = random.Random(2569)  # noqa: S311 - moments, not secrets
    interrupted = 0
    for number in range(1, KILLS + 1):
        before = Store(data, embeddings).current_id()
        running = start(number)
        time.sleep(moments.uniform(0, duration))
        running.kill()
        running.join()
        store = Store(data, embeddings)
        generation = store.current()
        assert store.holds(generation.manifest["digest"])
        assert generation.dense("มาตรา 31", 3)
        assert generation.lexical("มาตรา 31", 3)
        unfinished = max(folder.name for folder in (data / "generations").iterdir()) > generation.id
        assert generation.id == before or not unfinished
        interrupted += unfinished
    assert interrupted
    assert ingest([], Store(data, embeddings), official_dir=official).generation_id
    assert len(list((data / "generations").iterdir())) <= 3


def test_a_kill_during_the_first_ingest(tmp_path: Path, processes: ForkServerContext) -> None:
    """Killed before anything was ingested, the next ingest starts over and succeeds."""
    first, second = (
        processes.Process(target=command, args=(tmp_path, tmp_path / "official")) for _ in range(2)
    )
    first.start()
    while not list(tmp_path.glob("generations/*/chroma")):
        time.sleep(0.005)
    first.kill()
    first.join()
    second.start()
    second.join()
    assert (second.exitcode, Store(tmp_path).current().id[:6]) == (0, "000002")
