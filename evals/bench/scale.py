"""The index at scale: a large collection cut into passages, how long it takes, how much memory, how fast it answers."""

import json
import lzma
import resource
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.collection import pieces
from assistant.rank import DEPTH, rank
from corpus.glossary import glossary
from corpus.messages import UserError
from corpus.passages import Value
from corpus.store.generation import Found
from corpus.store.index import Encoder, Index, Progress
from corpus.text import normalise

SIZE = 400
"""Characters of a passage, about."""
QUESTIONS = 200
"""Questions asked: titles of items, evenly spread."""


class NotEnough(UserError):  # noqa: N818 - named by what is the matter
    """The file yields fewer passages than asked for."""


class Scale(Value):
    """What was measured. Times are wall time, searches one at a time, in process.

    `index_cpu_seconds` are those of all processes: what indexing takes of a machine that others use too. `peak_mb` is
    the largest resident memory of one process until the index is there, its mapped files included.

    `recall` is the share of the exact nearest ten that the dense arm finds, `same` the share of the fused best ten
    that stays when the dense arm compares every vector.
    """

    passages: int
    processes: int
    index_seconds: float
    index_cpu_seconds: float
    peak_mb: float
    disk_mb: float
    p50_ms: float
    p95_ms: float
    recall: float
    same: float


def items(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of a JSON-lines file, plain or .xz, with `title` and `text`."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield str(item["title"]), str(item["text"])


def passages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of every passage of the file: its items' texts, cut at spaces."""
    for number, (_, text) in enumerate(items(path)):
        for part, piece in enumerate(pieces(normalise(text).text, SIZE)):
            yield f"{number}#{part}", piece


def measure(
    path: Path, folder: Path, encoder: Encoder, count: int, processes: int, report: Progress
) -> Scale:
    """Index the first `count` passages of `path` into `folder` and ask `QUESTIONS`. Raises `NotEnough`."""
    started, spent = time.perf_counter(), _cpu_seconds()
    try:
        index = Index.create(folder, islice(passages(path), count), count, encoder, report, processes)
    except ValueError as error:
        raise NotEnough(
            f"{path} มีข้อความไม่ถึง {count:,} ส่วน ({error})",
            f"{path} has fewer than {count:,} passages ({error}).",
        ) from error
    index_seconds, spent = time.perf_counter() - started, _cpu_seconds() - spent
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    questions = _questions(path, int(index.ids[-1].split("#")[0]))
    for question in questions[:20]:
        _search(index, encoder, question)  # the first searches read the files into the page cache
    seconds, recalls, same = [], [], []
    for number, question in enumerate(questions, start=1):
        begun = time.perf_counter()
        found = _search(index, encoder, question)
        seconds.append(time.perf_counter() - begun)
        recall, stays = _against_exact(index, encoder, question, found)
        recalls.append(recall)
        same.append(stays)
        report("search", number, len(questions))
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    return Scale(
        passages=count,
        processes=processes + 1,
        index_seconds=round(index_seconds, 1),
        index_cpu_seconds=round(spent, 1),
        peak_mb=round(peak / 1024, 0),
        disk_mb=round(sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 2**20, 0),
        p50_ms=round(float(p50), 1),
        p95_ms=round(float(p95), 1),
        recall=round(float(np.mean(recalls)), 4),
        same=round(float(np.mean(same)), 4),
    )


def _cpu_seconds() -> float:
    """Return the processor time that this process and those that it waited for have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _questions(path: Path, last: int) -> list[str]:
    """Return titles, evenly spread over the items that are indexed, without the site's own words before them."""
    step = max(last // QUESTIONS, 1)
    titles = (title.split("-")[-1].strip() for title, _ in islice(items(path), 0, last, step))
    return [title for title in titles if len(title) > 10][:QUESTIONS]


def _search(index: Index, encoder: Encoder, question: str, *, exactly: bool = False) -> list[str]:
    """Return the ten best passages by the product's own ranking."""
    question = normalise(question).text
    vector = np.asarray(encoder.embed_query(question), dtype=np.float32)
    expansion = " ".join(glossary().expansion(question))
    found = index.search(question, vector, expansion, DEPTH, exactly=exactly)
    scores = rank(question, Found([index.ids[row] for row in found.rows], found.scores), str).scores
    return sorted(scores, key=lambda one: (-scores[one], one))[:10]


def _against_exact(index: Index, encoder: Encoder, question: str, found: list[str]) -> tuple[float, float]:
    """Return the dense arm's recall of the exact nearest ten, and how much of the fused ten stays with exact search."""
    vector = np.asarray(encoder.embed_query(normalise(question).text), dtype=np.float32)
    if not np.any(vector):
        return 1.0, 1.0
    whole = index.dense.similarity(vector, np.arange(index.dense.size))
    exact = np.argsort(-whole, kind="stable")[:10]
    near = index.dense.nearest(vector, 10)
    fused = _search(index, encoder, question, exactly=True)
    return len(set(exact) & set(near)) / len(exact), len(set(fused) & set(found)) / max(len(fused), 1)
