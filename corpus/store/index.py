"""An index folder: the arms over the same passages, built in one pass and read together.

`ids.json` names the passages; `words/` and `grams/` hold the lexical arms, `dense/` the vectors.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.store.dense import Dense, DenseWriter, Vector, top
from corpus.store.lexical import gram_keys, word_keys
from corpus.store.postings import Keys, Postings, PostingsWriter

Arm = Literal["words", "grams", "synonyms", "dense"]
ARMS: tuple[Arm, ...] = ("words", "grams", "synonyms", "dense")

BATCH = 256
"""Passages that are analysed and embedded at a time."""

Progress = Callable[[str, int, int], None]
"""Called with a stage (`index`, `merge`), how much of it is done, and how much there is."""


class Encoder(Protocol):
    """An embedding model that names the weights behind it; LangChain's `Embeddings` has the same two methods."""

    @property
    def fingerprint(self) -> str:
        """A name for the model and its weights."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        ...


class Found(NamedTuple):
    """The passages that any arm found, as rows of the index, and what every arm makes of each of them.

    `scores` holds per arm an array of the shape of `rows`: BM25, or for "dense" the cosine; zero where the arm
    finds nothing in a passage. `empty` are the arms that found nothing at all.
    """

    rows: NDArray[np.intp]
    scores: Mapping[Arm, NDArray[np.float64]]

    @property
    def empty(self) -> tuple[Arm, ...]:
        """The arms without a hit."""
        return tuple(arm for arm, found in self.scores.items() if not np.any(found > 0))


class Index:
    """An index, opened. `ids` are the passages by row."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`; OSError or ValueError where it is not whole."""
        self.ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self.words = Postings(folder / "words")
        self.grams = Postings(folder / "grams")
        self.dense = Dense(folder / "dense")
        sizes = {len(self.ids), self.words.size, self.grams.size, self.dense.size}
        if len(sizes) != 1:
            raise ValueError(f"{folder}: its arms hold {sorted(sizes)} passages")

    @classmethod
    def create(
        cls,
        folder: Path,
        passages: Iterable[tuple[str, str]],
        size: int,
        encoder: Encoder,
        progress: Progress | None = None,
        processes: int = 0,
    ) -> Self:
        """Index `size` passages (id, text) in one pass and open the index.

        `processes` more processes cut the words, where there are many passages. Memory holds a few batches, a
        block of postings per arm, the table of terms and the ids. ValueError where other than `size` come.
        """
        report = progress or (lambda _stage, _done, _total: None)
        ids: list[str] = []
        words, grams = PostingsWriter(folder / "words"), PostingsWriter(folder / "grams")
        dense: DenseWriter | None = None
        with closing(words), closing(grams):
            for names, texts, analysed in _analysed(passages, processes):
                vectors = np.asarray(encoder.embed_documents(texts), dtype=np.float32)
                dense = dense or DenseWriter(folder / "dense", size, vectors.shape[1])
                dense.add(vectors)
                for word, gram in analysed():
                    words.add(word)
                    grams.add(gram)
                ids += names
                report("index", len(ids), size)
            if dense is None:
                raise ValueError("an index needs a passage")
            dense.finish()
            for done, writer in enumerate((words, grams), start=1):
                report("merge", done - 1, 2)
                writer.finish()
                report("merge", done, 2)
        (folder / "ids.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
        return cls(folder)

    def search(
        self, question: str, vector: Vector, expansion: str = "", depth: int = 100, *, exactly: bool = False
    ) -> Found:
        """Return what is among the first `depth` of any arm, scored by all of them.

        `vector` is the question's, `expansion` other words for what it says; they make an arm of their own.
        `exactly` compares every vector, also where there are too many to do so at every question.
        """
        asked = word_keys(question)
        whole: dict[Arm, NDArray[np.float64]] = {
            "words": self.words.scores(asked),
            "grams": self.grams.scores(gram_keys(question)),
            "synonyms": self.words.scores(word_keys(expansion)),
        }
        rows = [top(found, depth, above=0) for found in whole.values()]
        rows.append(
            self.dense.nearest(vector, depth, exactly=exactly) if np.any(vector) else np.zeros(0, np.intp)
        )
        union = np.unique(np.concatenate(rows))
        scores: dict[Arm, NDArray[np.float64]] = {arm: found[union] for arm, found in whole.items()}
        scores["dense"] = self.dense.similarity(vector, union).astype(np.float64)
        return Found(union, scores)


_Analysed = list[tuple[Keys, Keys]]


def _analyse(texts: list[str]) -> _Analysed:
    return [(word_keys(text), gram_keys(text)) for text in texts]


def _analysed(
    passages: Iterable[tuple[str, str]], processes: int
) -> Iterator[tuple[list[str], list[str], Callable[[], _Analysed]]]:
    """Yield batches of ids and texts, and a function that returns their keys, from other processes where told."""
    stream = iter(passages)
    batches = (
        tuple(map(list, zip(*batch, strict=True))) for batch in iter(lambda: list(islice(stream, BATCH)), [])
    )
    if not processes:
        for names, texts in batches:
            yield names, texts, lambda texts=texts: _analyse(texts)  # type: ignore[misc]
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting: list[tuple[list[str], list[str], Future[_Analysed]]] = []
        for names, texts in batches:
            waiting.append((names, texts, pool.submit(_analyse, texts)))
            if len(waiting) > 4 * processes:  # a few batches ahead, not the whole corpus
                ready = waiting.pop(0)
                yield ready[0], ready[1], ready[2].result
        for names, texts, future in waiting:
            yield names, texts, future.result
