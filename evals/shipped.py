"""The shipped corpus in an index of its own, and the questions on it that the repository holds."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import yaml

from corpus.passages import Value
from corpus.store.generation import Generation
from corpus.store.store import Store

DATASETS = Path(__file__).parent / "datasets"


class Question(Value):
    """A question and the anchors that answer it."""

    id: str
    lang: str
    question: str
    anchors: tuple[str, ...]


def questions() -> list[Question]:
    """Return our own questions (`retrieval.jsonl`); the ranking was developed on them."""
    lines = (DATASETS / "retrieval.jsonl").read_text(encoding="utf-8").splitlines()
    return [Question.model_validate(json.loads(line)) for line in lines]


def answers() -> Mapping[str, tuple[str, ...]]:
    """Return, per id of a factual question, the words of the corpus that answer it (`answers.yaml`)."""
    read = yaml.safe_load((DATASETS / "answers.yaml").read_text(encoding="utf-8"))
    return {question: tuple(words) for question, words in read.items()}


@contextmanager
def shipped_store() -> Iterator[Store]:
    """Yield the shipped corpus, indexed apart from what is served and without official files."""
    with tempfile.TemporaryDirectory(prefix="dga-eval-") as folder:
        dga = Path(sys.executable).with_name("dga")
        apart = {"DGA_DATA_DIR": folder, "DGA_OFFICIAL_DIR": f"{folder}/none"}
        subprocess.run([dga, "ingest"], env=os.environ | apart, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        yield Store(Path(folder))


@contextmanager
def ingested() -> Iterator[Generation]:
    """Yield its generation."""
    with shipped_store() as store:
        yield store.current()
