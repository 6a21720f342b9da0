"""An optional reranker: a cross-encoder of sentence-transformers that reads question and passage together."""

import os
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.messages import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is downloaded at run time


class Reranker(Protocol):
    """A model that says how well passages answer a question."""

    def scores(self, question: str, texts: "Sequence[str]") -> list[float]:
        """Return one score per text, higher for a better answer."""
        ...


class RerankerError(UserError):
    """The reranker named in the settings cannot be used."""


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder with one output, by folder or hub name; loads torch."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu")
        except (OSError, ValueError) as error:
            raise RerankerError(
                f"เปิดแบบจำลองจัดอันดับ {name} ไม่ได้ (DGA_RERANKER): {error}",
                f"The reranker {name} cannot be loaded (DGA_RERANKER): {error}",
            ) from error
        if self._model.num_labels != 1:
            raise RerankerError(
                f"แบบจำลองจัดอันดับ {name} ให้ผล {self._model.num_labels} ค่า ต้องให้ค่าเดียว (DGA_RERANKER)",
                f"The reranker {name} has {self._model.num_labels} outputs; it must have one (DGA_RERANKER).",
            )

    def scores(self, question: str, texts: "Sequence[str]") -> list[float]:
        """Return the model's score of the question with each text."""
        if not texts:
            return []
        found = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in np.asarray(found, dtype=np.float64).reshape(-1)]


@cache
def load_reranker(name: str) -> Reranker | None:
    """Load the reranker of that folder or hub name; None for an empty name. Kept in memory. Raises `RerankerError`."""
    return CrossEncoderReranker(name) if name else None
