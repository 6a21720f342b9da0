"""Haystack: its DocumentSplitter (200 words), the store in memory with BM25 and vectors, and their join by ranks."""

import os
from collections.abc import Sequence
from typing import Any

from evals.bench.context import HITS, Piece, Search, Source

VERSIONS = ("haystack-ai",)


def retrievers(sources: Sequence[Source], encoder: Any) -> dict[str, Search]:
    """Index the sources and return the retrievers."""
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    whole = [Document(content=source.text, meta={"source": source.id}) for source in sources]
    splitter = DocumentSplitter()
    splitter.warm_up()
    chunks = splitter.run(documents=whole)["documents"]
    vectors = encoder.embed_documents([chunk.content for chunk in chunks])
    store = InMemoryDocumentStore()
    store.write_documents(
        [
            Document(id=chunk.id, content=chunk.content, meta=chunk.meta, embedding=list(vector))
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
    )
    bm25 = InMemoryBM25Retriever(store, top_k=HITS)
    dense = InMemoryEmbeddingRetriever(store, top_k=HITS)
    join = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=HITS)

    def by_words(question: str) -> list[Any]:
        return list(bm25.run(query=question)["documents"])

    def by_vectors(question: str) -> list[Any]:
        return list(dense.run(query_embedding=encoder.embed_query(question))["documents"])

    def by_both(question: str) -> list[Any]:
        return list(join.run([by_words(question), by_vectors(question)])["documents"])

    searches = {"Haystack BM25": by_words, "Haystack vectors": by_vectors, "Haystack joiner": by_both}
    return {name: _search(found) for name, found in searches.items()}


def _search(run: Any) -> Search:
    return lambda question: [Piece(found.meta["source"], found.content) for found in run(question)]
