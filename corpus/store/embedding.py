"""Embedding models: the shipped static one without torch, any other through sentence-transformers.

A static model (`StaticEmbedding`) is a table: a text's vector is the mean of its tokens' rows. Reading the
table with NumPy gives the same vectors without the seconds and the hundreds of megabytes that torch takes.
"""

import hashlib
import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.messages import UserError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
else:
    Embeddings = object  # LangChain asks only for the two methods, and importing it takes a fifth of a second

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is downloaded at run time


class ModelError(UserError):
    """The embedding model named in the settings cannot be loaded."""


class StaticEmbeddings(Embeddings):
    """A saved `StaticEmbedding` model, read with NumPy and tokenizers alone.

    `fingerprint` is a hash of weights and tokenizer. Vectors are float32, `dimensions` long, of length 1
    where the model normalises; a text without a token has the zero vector.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        modules = _static_modules(folder)
        if modules is None:
            raise ModelError(
                f"{folder} ไม่ใช่แบบจำลอง StaticEmbedding", f"{folder} is not a StaticEmbedding model."
            )
        weights, tokenizer = (modules[0] / name for name in ("model.safetensors", "tokenizer.json"))
        self._rows: NDArray[np.floating[Any]] = load_file(weights)["embedding.weight"]
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._normalise = len(modules) > 1
        self.dimensions = int(self._rows.shape[1])
        digest = hashlib.sha256(weights.read_bytes())
        digest.update(tokenizer.read_bytes())
        self.fingerprint = f"static-{digest.hexdigest()[:16]}"

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the vectors of `texts`, one row each."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)):
            if encoding.ids:
                np.mean(self._rows[encoding.ids], axis=0, dtype=np.float32, out=vectors[row])
        if self._normalise:
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of passages."""
        return [vector.tolist() for vector in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        return self.embed_documents([text])[0]


class TransformerEmbeddings(Embeddings):
    """Any sentence-transformers model, by folder or hub name; loads torch. Vectors have length 1."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"เปิดแบบจำลองเวกเตอร์ {name} ไม่ได้ (DGA_EMBEDDING_MODEL): {error}",
                f"The embedding model {name} cannot be loaded (DGA_EMBEDDING_MODEL): {error}",
            ) from error

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the model's weights and prompts."""
        digest = hashlib.sha256(json.dumps(self._model.prompts, sort_keys=True).encode())
        for name, weights in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(weights.contiguous().view(-1).numpy(force=True).tobytes())
        return f"transformer-{digest.hexdigest()[:16]}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of passages."""
        return self._vectors(self._model.encode_document(texts, normalize_embeddings=True))

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        return self._vectors(self._model.encode_query([text], normalize_embeddings=True))[0]

    @staticmethod
    def _vectors(encoded: Any) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in np.asarray(encoded, dtype=np.float32)]


def _static_modules(folder: Path) -> list[Path] | None:
    """Return the module folders of a model that is a StaticEmbedding, normalised or not; else None."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return None
    return [folder / module["path"] for module in modules]


def load_embeddings(model: str) -> StaticEmbeddings | TransformerEmbeddings:
    """Load an embedding model: a sentence-transformers folder, or a hub name that is in the local cache.

    The result has a `fingerprint` that names its weights. Raises `ModelError`.
    """
    folder = Path(model)
    if _static_modules(folder):
        return StaticEmbeddings(folder)
    return TransformerEmbeddings(model)
