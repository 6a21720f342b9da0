"""LlamaIndex: its sentence splitter (1,024 tokens, 200 shared), VectorStoreIndex, BM25, and their fusion by ranks."""

from collections.abc import Sequence
from typing import Any

from evals.bench.context import HITS, Piece, Search, Source

VERSIONS = ("llama-index-core", "llama-index-retrievers-bm25")


def retrievers(sources: Sequence[Source], encoder: Any) -> dict[str, Search]:
    """Index the sources and return the retrievers."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    class Ours(BaseEmbedding):
        """Our embedding model as LlamaIndex asks for one."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return list(encoder.embed_query(query))

        def _get_text_embedding(self, text: str) -> list[float]:
            return list(encoder.embed_documents([text])[0])

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    documents = [Document(text=source.text, id_=source.id) for source in sources]
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    k = min(HITS, len(nodes))
    bm25 = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=k)
    dense = VectorStoreIndex(nodes, embed_model=Ours()).as_retriever(similarity_top_k=k)
    both = QueryFusionRetriever(
        [bm25, dense],
        mode="reciprocal_rerank",
        num_queries=1,
        use_async=False,
        similarity_top_k=k,
        llm=MockLLM(),
    )
    return {
        "LlamaIndex BM25": _search(bm25),
        "LlamaIndex vectors": _search(dense),
        "LlamaIndex fusion": _search(both),
    }


def _search(retriever: Any) -> Search:
    return lambda question: [
        Piece(str(found.node.ref_doc_id), found.node.text) for found in retriever.retrieve(question)
    ]
