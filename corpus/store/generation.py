"""One index generation, opened for reading: the passages, and the ways to look them up."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.messages import UserError
from corpus.passages import Document, Passage
from corpus.store.dense import Vector, top
from corpus.store.index import Arm, Encoder, Index
from corpus.store.lexical import gram_keys, word_keys
from corpus.store.memo import remember
from corpus.versions import Versions

if TYPE_CHECKING:
    from langchain_chroma import Chroma

SOURCES = ("official", "digest")
LANGUAGES = ("th", "en")


class WrongModel(UserError):  # noqa: N818 - named by what is the matter
    """The generation's vectors come from another embedding model than the one in use."""


class Found(NamedTuple):
    """The passages that any arm found, and per arm their scores in the same order: BM25, or the cosine.

    An arm that finds nothing in a passage scores it zero.
    """

    ids: list[str]
    scores: Mapping[Arm, NDArray[np.float64]]


class Generation:
    """An immutable index generation. `passages` are keyed by `Passage.id`, in document order."""

    def __init__(
        self,
        generation_id: str,
        manifest: dict[str, Any],
        documents: dict[str, Document],
        passages: dict[str, Passage],
        folder: Path,
        encoder: Callable[[], Encoder],
    ) -> None:
        self.id = generation_id
        self.manifest = manifest
        self.documents = documents
        self.passages = passages
        self.index = Index(folder / "index")
        self.versions = Versions(documents, passages.values())
        self._folder = folder
        self._encoder = encoder
        self._hashes: dict[str, dict[tuple[str, str], str]] = {}
        under: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages.values():
            under[passage.anchor_id].append(passage)
        self._under = {anchor_id: tuple(sorted(found, key=_order)) for anchor_id, found in under.items()}

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchor ids, in document order."""
        return tuple(self._under)

    def at(self, anchor_id: str) -> tuple[Passage, ...]:
        """Return the passages under an anchor: official first, then digest; Thai before English; by part."""
        return self._under.get(anchor_id, ())

    def texts(self, anchor_id: str) -> dict[tuple[str, str], str]:
        """Return the hash of what stands under an anchor, by source and language."""
        if anchor_id not in self._hashes:
            texts: dict[tuple[str, str], list[Passage]] = defaultdict(list)
            for passage in self.at(anchor_id):
                texts[passage.source, passage.language].append(passage)
            self._hashes[anchor_id] = {key: text_sha256(parts) for key, parts in texts.items()}
        return self._hashes[anchor_id]

    def search(self, question: str, expansion: str = "", depth: int = 100) -> Found:
        """Return what is among the first `depth` of any arm, scored by every arm. Raises `WrongModel`.

        `expansion` holds other words for what the question says; they are the arm "synonyms".
        """
        rows, scores = self.index.search(question, self._vector(question), expansion, depth)
        return Found([self.index.ids[row] for row in rows], scores)

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25 score over words), best first; only scores above zero."""
        return self._ranked(self.index.words.scores(word_keys(query)), k)

    def grams(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25 score over three-character groups), likewise."""
        return self._ranked(self.index.grams.scores(gram_keys(query)), k)

    def dense(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, cosine similarity), best first.

        Raises `WrongModel` where the vectors were made by another model than the one in use.
        """
        vector = self._vector(query)
        if not np.any(vector) or k < 1:
            return []  # no known word: a zero vector has no direction
        rows = self.index.dense.nearest(vector, k)
        return self._best(rows, self.index.dense.similarity(vector, rows), k)

    def vector_store(self) -> "Chroma":
        """Return the vectors as a LangChain vector store, whose documents are the passage ids.

        Loads Chroma, which takes half a second; our own search does without it.
        """
        from corpus.store.vectors import vector_store

        return vector_store(self._folder / "chroma", self._encoder())

    def remember(self, name: str, sources: Iterable[Path], compute: Callable[[], Any]) -> Any:
        """Return the JSON value `compute()`, kept beside the index; `sources` are the modules that compute it."""
        return remember(self._folder / "memo", name, sources, compute)

    def vectors(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, one a row, as the passages' own were made. Raises `WrongModel`."""
        self._vector("")
        return np.asarray(self._encoder().embed_documents(texts), dtype=np.float32)

    def vector(self, query: str) -> Vector:
        """Return the vector of a question. Raises `WrongModel`."""
        return self._vector(query)

    def _vector(self, query: str) -> Vector:
        encoder = self._encoder()
        made_by = self.manifest["versions"]["embedding"]
        if encoder.fingerprint != made_by:
            raise WrongModel(
                f"ดัชนีสร้างด้วยแบบจำลองเวกเตอร์ {made_by} แต่กำลังใช้ {encoder.fingerprint} "
                "โปรดสั่ง `dga ingest` เพื่อสร้างดัชนีใหม่",
                f"The index was made with the embedding model {made_by}, but {encoder.fingerprint} is in "
                "use. Run `dga ingest` to make it anew.",
            )
        return np.asarray(encoder.embed_query(query), dtype=np.float32)

    def _ranked(self, scores: NDArray[np.float64], k: int) -> list[tuple[str, float]]:
        if k < 1:
            return []
        rows = top(scores, k, above=0)
        return self._best(rows, scores[rows], k)

    def _best(
        self, rows: NDArray[np.intp], scores: NDArray[np.floating[Any]], k: int
    ) -> list[tuple[str, float]]:
        """Return the best `k`, ties by id."""
        hits = ((self.index.ids[row], float(score)) for row, score in zip(rows, scores, strict=True))
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]


def text_sha256(passages: Iterable[Passage]) -> str:
    """Return the SHA-256 of the text of passages: of the parts of one provision, however they are cut."""
    text = " ".join(" ".join(passage.text.split()) for passage in passages)
    return hashlib.sha256(text.encode()).hexdigest()


def _order(passage: Passage) -> tuple[int, int, int]:
    return SOURCES.index(passage.source), LANGUAGES.index(passage.language), passage.part
