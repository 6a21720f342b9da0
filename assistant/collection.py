"""A collection of titled texts, indexed apart and searched with the product's own ranking.

For texts that are no programme documents: a corpus to measure on, or one to look things up in.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.rank import DEPTH, RECIPE, RERANKED, Recipe, lead, rank, rerank
from assistant.structure import Structure, Titled
from corpus.glossary import glossary
from corpus.store.generation import Found
from corpus.store.index import Encoder, Index, Progress
from corpus.store.reranker import Reranker
from corpus.text import normalise

PIECE = 800
"""Characters of a piece of a long text, about; a text up to half as long again stays whole."""


class Collection:
    """Texts with their index, open. Results are ids of texts, however many pieces a text was cut into."""

    def __init__(
        self, texts: Sequence[Titled], index: Index, encoder: Encoder, reranker: Reranker | None = None
    ) -> None:
        self._texts, self._index, self._encoder, self._reranker = texts, index, encoder, reranker
        self._structure = Structure(texts)
        self._order = {text.id: at for at, text in enumerate(texts)}

    @classmethod
    def create(
        cls,
        texts: Sequence[Titled],
        folder: Path,
        encoder: Encoder,
        progress: Progress | None = None,
        reranker: Reranker | None = None,
    ) -> "Collection":
        """Index `texts` into `folder`, long ones in pieces. ValueError where two texts share an id."""
        if len({text.id for text in texts}) != len(texts):
            raise ValueError("two texts have the same id")
        passages = list(_passages(texts))
        index = Index.create(folder, passages, len(passages), encoder, progress)
        return cls(texts, index, encoder, reranker)

    @property
    def passages(self) -> int:
        """The number of passages in the index."""
        return len(self._index.ids)

    def search(self, question: str, k: int = 10, recipe: Recipe = RECIPE) -> list[str]:
        """Return the ids of the `k` texts that fit `question` best, best first, ties in their order.

        What the question names leads: of several provisions that the name fits, the one that ranks best. Warns of an
        `EmptyArm`.
        """
        question = normalise(question).text
        expansion = " ".join(glossary().expansion(question))
        vector = np.asarray(self._encoder.embed_query(question), dtype=np.float32)
        found = self._index.search(question, vector, expansion, DEPTH)
        ids = [self._index.ids[row] for row in found.rows]
        scores = rank(question, Found(ids, found.scores), _text_id, self._structure, recipe).scores
        groups = self._structure.named(question) if recipe.named else []
        named = [max(group, key=lambda one: (scores.get(one, 0.0), -self._order[one])) for group in groups]
        scores = lead(scores, list(dict.fromkeys(named)))
        ranked = sorted(scores, key=lambda one: (-scores[one], self._order[one]))
        if self._reranker is not None:
            at = len(set(named))
            first = ranked[at:RERANKED]
            texts = [self._texts[self._order[one]] for one in first]
            said = [f"{text.title}\n{text.text}".strip() for text in texts]
            ranked[at:RERANKED] = rerank(question, first, said, self._reranker)
        return ranked[:k]


def _text_id(passage_id: str) -> str:
    return passage_id.rsplit("#", 1)[0]


def _passages(texts: Sequence[Titled]) -> Iterator[tuple[str, str]]:
    """Yield the id of each passage, the text's with a number, and what is indexed: the title and a piece."""
    for text in texts:
        title, body = normalise(text.title).text, normalise(text.text).text
        for number, piece in enumerate(pieces(body.removeprefix(title).strip()), start=1):
            yield f"{text.id}#{number}", f"{title}\n{piece}".strip()


def pieces(text: str, size: int = PIECE) -> list[str]:
    """Cut `text` at spaces and line breaks into pieces of about `size` characters; Thai puts spaces between clauses."""
    if len(text) <= size * 1.5:
        return [text]
    found = [""]
    for clause in re.split(r"(?<=\s)", text):
        if found[-1] and len(found[-1]) + len(clause) > size:
            found.append("")
        found[-1] += clause
    return [piece.strip() for piece in found if piece.strip()]
