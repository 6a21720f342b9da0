"""LangChain: RecursiveCharacterTextSplitter as in its tutorial (1,000 characters, 200 shared), Chroma, BM25, Ensemble."""

import warnings
from collections.abc import Sequence
from typing import Any

from evals.bench.context import HITS, Piece, Search, Source

VERSIONS = ("langchain-classic", "langchain-community", "langchain-chroma", "langchain-text-splitters")


def retrievers(sources: Sequence[Source], encoder: Any) -> dict[str, Search]:
    """Index the sources and return the retrievers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # langchain-community says that it is at its end
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    whole = [Document(page_content=source.text, metadata={"source": source.id}) for source in sources]
    chunks = splitter.split_documents(whole)
    bm25 = BM25Retriever.from_documents(chunks, k=HITS)
    chroma = Chroma(embedding_function=encoder)
    chroma.reset_collection()  # Chroma in memory is one for the whole process
    for at in range(0, len(chunks), 5_000):  # Chroma takes no more at a time
        chroma.add_documents(chunks[at : at + 5_000])
    dense = chroma.as_retriever(search_kwargs={"k": HITS})
    both = EnsembleRetriever(retrievers=[bm25, dense], weights=[0.5, 0.5])
    return {
        "LangChain BM25": _search(bm25),
        "LangChain Chroma": _search(dense),
        "LangChain Ensemble": _search(both),
    }


def _search(retriever: Any) -> Search:
    return lambda question: [
        Piece(found.metadata["source"], found.page_content) for found in retriever.invoke(question)
    ]
