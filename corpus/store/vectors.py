"""The passages' vectors in a Chroma folder of their own, for LangChain and whatever else reads Chroma.

Our own queries read the same vectors from a file (`corpus.store.dense`): exactly, and without the half second
that importing Chroma takes. Vectors are always passed in, so Chroma's own embedding function (which would fetch
a model) is never asked.
"""

import os

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from numpy.typing import NDArray

from corpus.store.index import Encoder

if TYPE_CHECKING:
    from langchain_chroma import Chroma

COLLECTION = "passages"
# Approximate search with a wide beam: on the few thousand passages of such a corpus it finds what an exact
# scan finds. One thread, so that the same input builds the same graph.
HNSW = CreateHNSWConfiguration(
    space="cosine", ef_construction=200, ef_search=200, max_neighbors=32, num_threads=1
)


class Vectors:
    """A Chroma folder, opened. Its distance is one less the cosine."""

    def __init__(self, client: Client) -> None:
        self._collection = client.get_collection(COLLECTION, embedding_function=None)
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

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add one vector per new id."""
        # langchain_chroma drops a hit that has no document, hence the id as a document
        self._collection.add(ids=list(ids), embeddings=np.asarray(vectors), documents=list(ids))

    def fetch(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the stored vectors of those `ids` that have one."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))


def vector_store(folder: Path, encoder: Encoder) -> "Chroma":
    """Return the collection in `folder` as a LangChain vector store; it keeps the folder open."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    return Chroma(
        client=_client(folder),
        collection_name=COLLECTION,
        embedding_function=cast(Embeddings, encoder),
        create_collection_if_not_exists=False,
    )


def _client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False)
    return cast(Client, chromadb.PersistentClient(path=str(folder), settings=settings))
