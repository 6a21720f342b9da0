"""What spelling help does: right words changed, the retrieval of misspelt questions without and with it, the time.

    python -m evals.spelling [thaigov.jsonl.xz]

Needs an index (`dga ingest`). The news, PyThaiNLP/thaigov-v2-corpus as JSON lines, is where clean sentences come from.
"""

import argparse
import json
import lzma
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from assistant.retrieve import EmptyArm, HybridRetriever
from corpus.settings import settings
from corpus.spelling import correct
from corpus.store.store import Store
from corpus.text import normalise, sentences, tokens
from evals.slips import misspell, other_layout

DATASETS = Path(__file__).parent / "datasets"
SENTENCES, EVERY = 5000, 97


class Question(NamedTuple):
    """A question with the anchors that answer it."""

    language: str
    text: str
    anchors: frozenset[str]


def questions() -> list[Question]:
    """Return the questions of retrieval.jsonl."""
    rows = map(json.loads, (DATASETS / "retrieval.jsonl").read_text(encoding="utf-8").splitlines())
    return [Question(row["lang"], row["question"], frozenset(row["anchors"])) for row in rows]


def misspellings() -> list[tuple[str, str]]:
    """Return words as people misspell them, each with the right one."""
    lines = (DATASETS / "misspellings.tsv").read_text(encoding="utf-8").splitlines()
    return [(wrote, right) for wrote, right in (line.split("\t") for line in lines)]


def variants() -> Iterator[tuple[str, list[Question], list[Question]]]:
    """Yield sets of questions, by name: as they were meant, and as they were written."""
    asked = questions()
    yield "as written", asked, asked
    for slips in (1, 2):
        random = Random(slips)  # noqa: S311 - no secret
        yield (
            f"{slips} random slip{'s' * (slips > 1)}",
            asked,
            [each._replace(text=misspell(each.text, random, slips)) for each in asked],
        )
    meant, wrote = [], []
    for each in asked:
        for bad, right in misspellings():
            if right in (text := normalise(each.text).text):
                meant.append(each)
                wrote.append(each._replace(text=text.replace(right, bad)))
    yield "misspellings collected by hand", meant, wrote
    for language in ("th", "en"):
        own = [each for each in asked if each.language == language]
        yield (
            f"keyboard in the other language ({language})",
            own,
            [each._replace(text=other_layout(each.text, language)) for each in own],
        )


def hits(
    retriever: HybridRetriever, asked: Sequence[Question], read: Callable[[str], str]
) -> tuple[float, float]:
    """Return hit@1 and hit@5; a question of which no arm makes anything misses."""
    found = []
    for each in asked:
        try:
            anchors = [hit.anchor_id for hit in retriever.retrieve(read(each.text), 5)]
        except EmptyArm:
            anchors = []
        found.append([anchor in each.anchors for anchor in anchors])
    first, five = (sum(any(one[:k]) for one in found) / len(found) for k in (1, 5))
    return first, five


def clean(path: Path) -> list[str]:
    """Return sentences of the news, the same ones each time."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for at, line in enumerate(lines) if at % EVERY == 0]
    found = [one for text in texts for one in sentences(text) if 20 < len(one) < 200]
    return Random(1).sample(found, min(SENTENCES, len(found)))  # noqa: S311 - no secret


def harm(texts: Sequence[str]) -> tuple[int, int, list[str]]:
    """Return the words of right texts, how many of them were read otherwise, and which."""
    changed = [each for text in texts for read in [correct(text)] for each in read.layout + read.changes]
    words = sum(piece.kind != "mark" for text in texts for piece in tokens(text))
    return words, len(changed), [f"{each.wrote} → {each.read}" for each in changed]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("news", type=Path, nargs="?")
    news = parser.parse_args().news
    retriever = HybridRetriever(generation=Store(settings().data_dir).current())
    correct("งบปประมาณ goverment")  # loads the word lists
    times = []
    for each in questions():
        started = time.perf_counter()
        correct(each.text)
        times.append((time.perf_counter() - started) * 1000)
    print(
        f"time a question: p50 {statistics.median(times):.2f} ms, p95 {sorted(times)[len(times) * 95 // 100]:.2f} ms"
    )
    for name, meant, wrote in variants():
        right = sum(
            normalise(correct(one.text).text).text == normalise(other.text).text
            for one, other in zip(wrote, meant, strict=True)
        )
        without, with_help = (
            hits(retriever, wrote, str),
            hits(retriever, wrote, lambda text: correct(text).text),
        )
        print(
            f"{name}: {len(wrote)} questions, {right} read as meant, "
            f"hit@1 {without[0]:.3f} → {with_help[0]:.3f}, hit@5 {without[1]:.3f} → {with_help[1]:.3f}"
        )
    if news:
        words, changed, which = harm(clean(news))
        print(
            f"clean news: {words} words, {changed} read otherwise ({changed / words:.3%})", *which, sep="\n  "
        )


if __name__ == "__main__":
    main()
