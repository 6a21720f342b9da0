"""The lexical arm: BM25 over the terms of `corpus.text`, in a folder that is mapped into memory."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import bm25s  # type: ignore[import-untyped]
import numpy as np

from corpus.text import terms

IDS = "ids.json"


class Lexical:
    """A BM25 index, opened. `ids` are the passages in the order of the index."""

    def __init__(self, index: bm25s.BM25, ids: list[str]) -> None:
        self._index = index
        self.ids = ids

    @classmethod
    def create(cls, folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Index one text per id and write the index to `folder`."""
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        index.index([terms(text) for text in texts], show_progress=False)
        index.save(folder, show_progress=False)
        (folder / IDS).write_text(json.dumps(list(ids), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open `folder`; OSError or ValueError where it is not whole."""
        ids = json.loads((folder / IDS).read_text(encoding="utf-8"))
        index = bm25s.BM25.load(folder, mmap=True, show_progress=False)
        if index.scores["num_docs"] != len(ids):
            raise ValueError(f"{folder}: {index.scores['num_docs']} texts, {len(ids)} ids")
        return cls(index, ids)

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to `k` ids with their BM25 score, best first, ties by id; only scores above zero."""
        known = [term for term in terms(query) if term in self._index.vocab_dict]
        if not known or k < 1:
            return []
        scores = self._index.get_scores(known)
        hits = [(self.ids[at], float(scores[at])) for at in np.flatnonzero(scores > 0)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]
