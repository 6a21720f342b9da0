"""Retrieval beside stock peers: the same texts, the same questions, one run."""

import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from assistant.collection import Collection
from assistant.fit import Fit
from assistant.retrieve import HybridRetriever
from assistant.statements import Statements
from corpus.passages import Value
from corpus.settings import CORPUS
from corpus.store.generation import Generation
from corpus.store.index import Encoder, Progress
from evals.beir import Beir
from evals.bench.context import Piece, Search, Source, holds, share, sources
from evals.retrieval import measures, percentile_ms
from evals.shipped import answers, questions

OURS = "this project"
PEERS = {"langchain": "langchain_community", "llamaindex": "llama_index", "haystack": "haystack"}
"""Peers, and a package that is there where the peer is installed."""

Retrievers = Callable[[Sequence[Source], Encoder], Mapping[str, Search]]


class Row(Value):
    """A retriever's figures; `answer` is the share of answers in the first characters of the context.

    `measures` are of whole texts, empty where the texts are few; `index_seconds` is one for all of a peer's retrievers.
    """

    name: str
    answer: float
    measures: Mapping[str, float]
    p50_ms: float
    index_seconds: float


class Task(NamedTuple):
    """Texts, questions by id, how much of a question's answer pieces hold, and judgements where there are any."""

    sources: Sequence[Source]
    queries: Mapping[str, str]
    answered: Callable[[str, Sequence[Piece]], float]
    qrels: Mapping[str, Mapping[str, int]]


def installed() -> dict[str, Any]:
    """Return the modules of the peers that are installed, by name."""
    return {
        name: import_module(f"evals.bench.peers.{name}")
        for name, package in PEERS.items()
        if find_spec(package)
    }


def own_task() -> Task:
    """Return our factual questions on the corpus documents, given as the files' own Markdown."""
    texts = [
        Source(path.stem, path.read_text(encoding="utf-8").partition("\n---\n")[2])
        for path in sorted((CORPUS / "documents").glob("*.md"))
    ]
    wanted = answers()
    queries = {one.id: one.question for one in questions() if one.id in wanted}
    return Task(texts, queries, lambda query, pieces: holds(pieces, wanted[query]), {})


def beir_task(collection: Beir) -> Task:
    """Return a judged collection; of an answer only the text is known, so its share in the context counts."""
    texts = {text.id: Source(text.id, f"{text.title}\n{text.text}".strip()) for text in collection.texts}

    def answered(query: str, pieces: Sequence[Piece]) -> float:
        return max(share(pieces, texts[one]) for one in collection.qrels[query])

    return Task(list(texts.values()), collection.queries, answered, collection.qrels)


def ours_on_own(generation: Generation) -> Mapping[str, Search]:
    """Return the product's own retrieval over the shipped corpus: lines in its order, and whole passages."""
    retriever = HybridRetriever(generation)
    fit = Fit(Statements(generation), generation)

    def lines(question: str) -> list[Piece]:
        found = fit.context(question, retriever.retrieve(question))
        return [Piece(line.passage.document_id, line.text) for line in found]

    def passages(question: str) -> list[Piece]:
        return [Piece(hit.passage.document_id, hit.passage.text) for hit in retriever.retrieve(question)]

    return {OURS: lines, f"{OURS}, whole passages": passages}


def ours_on(collection: Beir, folder: Path, encoder: Encoder) -> Mapping[str, Search]:
    """Return the product's ranking over a collection, indexed into `folder`; a text found is given whole."""
    made = Collection.create(collection.texts, folder, encoder)
    texts = {source.id: source for source in beir_task(collection).sources}
    return {OURS: lambda question: [Piece(*texts[one]) for one in made.search(question)]}


def compare(
    task: Task, ours: Callable[[Path], Mapping[str, Search]], encoder: Encoder, report: Progress
) -> list[Row]:
    """Ask every question of the product and of every peer that is installed."""
    rows = []
    makers: list[Callable[[Path], Mapping[str, Search]]] = [ours]
    for module in installed().values():
        makers.append(lambda _folder, module=module: module.retrievers(task.sources, encoder))  # type: ignore[misc]
    for done, make in enumerate(makers, start=1):
        with TemporaryDirectory(prefix="dga-bench-") as folder:
            started = time.perf_counter()
            made = make(Path(folder) / "index")
            index_seconds = round(time.perf_counter() - started, 2)
            rows += [_row(name, search, task, index_seconds) for name, search in made.items()]
        report("search", done, len(makers))
    return rows


def _row(name: str, search: Search, task: Task, index_seconds: float) -> Row:
    search(next(iter(task.queries.values())))  # what is read on first use is not part of a question
    seconds, held, found = [], [], {}
    for query, text in task.queries.items():
        started = time.perf_counter()
        pieces = search(text)
        seconds.append(time.perf_counter() - started)
        held.append(task.answered(query, pieces))
        found[query] = sources(pieces)
    return Row(
        name=name,
        answer=round(float(np.mean(held)), 4),
        measures=measures(found, task.qrels) if task.qrels else {},
        p50_ms=percentile_ms(seconds, 50),
        index_seconds=index_seconds,
    )
