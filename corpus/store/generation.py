"""One index generation, opened for reading: the passages, and the two ways to look them up."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from corpus.messages import UserError
from corpus.passages import Document, Passage
from corpus.store.lexical import Lexical
from corpus.store.vectors import Encoder, Vectors

SOURCES = ("official", "digest")
LANGUAGES = ("th", "en")


class WrongModel(UserError):  # noqa: N818 - named by what is the matter
    """The generation's vectors come from another embedding model than the one in use."""


class Generation:
    """An immutable index generation. `passages` are keyed by `Passage.id`, in document order."""

    def __init__(
        self,
        generation_id: str,
        manifest: dict[str, Any],
        documents: dict[str, Document],
        passages: dict[str, Passage],
        lexical: Lexical,
        vectors: Vectors,
        encoder: Callable[[], Encoder],
    ) -> None:
        self.id = generation_id
        self.manifest = manifest
        self.documents = documents
        self.passages = passages
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder
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

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25 score), best first; only scores above zero."""
        return self._lexical.search(query, k)

    def dense(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, cosine similarity), best first.

        Raises `WrongModel` where the vectors were made by another model than the one in use.
        """
        encoder = self._encoder()
        made_by = self.manifest["versions"]["embedding"]
        if encoder.fingerprint != made_by:
            raise WrongModel(
                f"ดัชนีสร้างด้วยแบบจำลองเวกเตอร์ {made_by} แต่กำลังใช้ {encoder.fingerprint} "
                "โปรดสั่ง `dga ingest` เพื่อสร้างดัชนีใหม่",
                f"The index was made with the embedding model {made_by}, but {encoder.fingerprint} is in "
                "use. Run `dga ingest` to make it anew.",
            )
        return self._vectors.search(encoder.embed_query(query), k)


def _order(passage: Passage) -> tuple[int, int, int]:
    return SOURCES.index(passage.source), LANGUAGES.index(passage.language), passage.part
