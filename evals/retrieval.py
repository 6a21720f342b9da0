"""Retrieval measured on a judged collection, by ir-measures."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

from assistant.collection import Collection
from assistant.retrieve import HybridRetriever
from corpus.passages import Value
from corpus.store.generation import Generation
from corpus.store.index import Encoder, Progress
from corpus.store.reranker import Reranker
from evals.beir import Beir
from evals.shipped import questions

DEEP = 10
"""Texts that are asked for."""

MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "recall@10": R @ 10,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


class Report(Value):
    """What was measured: `measures` are means over the questions, from 0 to 1; times are wall time, one at a time."""

    questions: int
    texts: int
    passages: int
    measures: Mapping[str, float]
    p50_ms: float
    p95_ms: float
    index_seconds: float

    def flat(self) -> dict[str, float | int]:
        """Return every figure under its name."""
        plain = self.model_dump(exclude={"measures"})
        return {name: round(value, 4) for name, value in self.measures.items()} | plain


def measure(
    collection: Beir, encoder: Encoder, progress: Progress | None = None, reranker: Reranker | None = None
) -> Report:
    """Index a collection in a folder of its own, ask every question, and return the report.

    `progress` is called with the stages of `Index.create` and with `search`. Nothing touches the served index.
    """
    report = progress or (lambda _stage, _done, _total: None)
    with tempfile.TemporaryDirectory(prefix="dga-eval-") as folder:
        started = time.perf_counter()
        searched = Collection.create(collection.texts, Path(folder) / "index", encoder, report, reranker)
        searched.search(
            next(iter(collection.queries.values()))
        )  # what is read on first use is part of indexing
        index_seconds = time.perf_counter() - started
        results, seconds = ask(searched.search, collection.queries, report)
    return Report(
        questions=len(collection.queries),
        texts=len(collection.texts),
        passages=searched.passages,
        measures=measures(results, collection.qrels),
        p50_ms=percentile_ms(seconds, 50),
        p95_ms=percentile_ms(seconds, 95),
        index_seconds=round(index_seconds, 2),
    )


def measure_own(
    generation: Generation, progress: Progress | None = None, reranker: Reranker | None = None
) -> Report:
    """Ask our own questions of the shipped corpus, which `generation` holds; the units are its anchors.

    `index_seconds` is what opening takes: the index is there.
    """
    started = time.perf_counter()
    retriever, asked = HybridRetriever(generation, reranker), questions()
    retriever.retrieve(asked[0].question)
    opened = time.perf_counter() - started
    results, seconds = ask(
        lambda text: [hit.anchor_id for hit in retriever.retrieve(text)],
        {one.id: one.question for one in asked},
        progress or (lambda _stage, _done, _total: None),
    )
    return Report(
        questions=len(asked),
        texts=len(generation.anchors),
        passages=len(generation.passages),
        measures=measures(results, {one.id: dict.fromkeys(one.anchors, 1) for one in asked}),
        p50_ms=percentile_ms(seconds, 50),
        p95_ms=percentile_ms(seconds, 95),
        index_seconds=round(opened, 2),
    )


def percentile_ms(seconds: Sequence[float], share: int) -> float:
    """Return a percentile of times in milliseconds."""
    return round(float(np.percentile(seconds, share)) * 1000, 2)


def ask(
    search: Callable[[str], Sequence[str]], queries: Mapping[str, str], report: Progress
) -> tuple[dict[str, list[str]], list[float]]:
    """Return the ids found per question, best first, and the seconds that each question took."""
    results, seconds = {}, []
    for number, (query, text) in enumerate(queries.items(), start=1):
        started = time.perf_counter()
        found = search(text)
        seconds.append(time.perf_counter() - started)
        results[query] = list(found)[:DEEP]
        report("search", number, len(queries))
    return results, seconds


def measures(
    results: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """Return the mean of every measure: `MEASURES`, and `all_gold@10`, the share of questions all of whose texts are found.

    `results` are ids, best first; `qrels` grades above 0.
    """
    run = {query: {found: -float(at) for at, found in enumerate(ids)} for query, ids in results.items()}
    judged = {query: dict(grades) for query, grades in qrels.items()}
    means = ir_measures.calc_aggregate(list(MEASURES.values()), judged, run)
    whole = sum(set(qrels[query]) <= set(ids[:DEEP]) for query, ids in results.items()) / len(qrels)
    named = {name: float(means[each]) for name, each in MEASURES.items()}
    return {name: named[name] for name in ("hit@1", "hit@5", "hit@10")} | {"all_gold@10": whole} | named
