"""A small real encoder for tests: hashed bags of terms, so that nothing has to be loaded or trained."""

import zlib

import numpy as np

from corpus.text import terms


class HashingEncoder:
    """64 dimensions; texts that share terms are near."""

    def __init__(self, fingerprint: str = "hashing-64") -> None:
        self.fingerprint = fingerprint

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the normalised count of hashed terms."""
        vector = np.zeros(64)
        for term in terms(text):
            vector[zlib.crc32(term.encode()) % 64] += 1
        return list(vector / (np.linalg.norm(vector) or 1))
