"""The dense arm: the passages' vectors in a Chroma folder of their own, looked up through `langchain_chroma`.

Vectors are always passed in, so Chroma's own embedding function (which would fetch a model) is never asked.
"""

import os

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from langchain_chroma import Chroma
from numpy.typing import NDArray

COLLECTION = "passages"
# Approximate search with a wide beam: on the few thousand passages of such a corpus it finds what an exact
# scan finds. One thread, so that the same input builds the same graph.
HNSW = CreateHNSWConfiguration(
    space="cosine", ef_construction=200, ef_search=200, max_neighbors=32, num_threads=1
)
# Asked for beyond k, so that equal scores at the cut are ordered by passage id and not by the graph.
SPARE = 16


class Encoder(Protocol):
    """A LangChain `Embeddings` that names the model and the weights behind it."""

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


class Vectors:
    """A Chroma folder, opened. Scores are cosine similarities."""

    def __init__(self, client: Client) -> None:
        self._size = client.get_collection(COLLECTION, embedding_function=None).count()
        self._chroma = Chroma(
            client=client, collection_name=COLLECTION, create_collection_if_not_exists=False
        )
        # Chroma shares one system per folder and counts its users: a superseded generation leaves it
        self._close = weakref.finalize(self, client.close)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty collection in `folder`."""
        client = _client(folder)
        client.create_collection(
            COLLECTION, configuration=CreateCollectionConfiguration(hnsw=HNSW), embedding_function=None
        )
        return cls(client)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open `folder`; FileNotFoundError where no collection was written there."""
        if not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one without a word
            raise FileNotFoundError(folder / "chroma.sqlite3")
        return cls(_client(folder))

    def close(self) -> None:
        """Let go of the folder; what was added is on disk afterwards."""
        self._close()

    def add(self, ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Add one vector per new id."""
        collection = self._chroma._client.get_collection(COLLECTION, embedding_function=None)
        # langchain_chroma drops a hit that has no document, hence the id as a document
        collection.add(ids=list(ids), embeddings=np.asarray(vectors, dtype=np.float32), documents=list(ids))
        self._size += len(ids)

    def fetch(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the stored vectors of those `ids` that have one."""
        found = self._chroma.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))

    def search(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """Return the `k` ids nearest to `vector` with their cosine similarity, best first, ties by id."""
        if not np.any(vector) or k < 1 or not self._size:
            return []  # no known word: a zero vector has no direction
        hits = self._chroma.similarity_search_by_vector_with_relevance_scores(
            list(vector), k=min(k + SPARE, self._size)
        )
        scored = [(document.page_content, 1.0 - distance) for document, distance in hits]
        ranked = sorted((hit for hit in scored if np.isfinite(hit[1])), key=lambda hit: (-hit[1], hit[0]))
        return ranked[:k]


def _client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False)
    return cast(Client, chromadb.PersistentClient(path=str(folder), settings=settings))
