"""Our retrieval as a LangChain retriever; apart, since importing LangChain takes a quarter of a second."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieve import HybridRetriever


class LangChainRetriever(BaseRetriever):
    """One document per anchor, `k` of them; its metadata are `passage_id`, `anchor_id`, `score` and `route`."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    hybrid: HybridRetriever
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "passage_id": hit.passage.id,
                    "anchor_id": hit.anchor_id,
                    "score": hit.score,
                    "route": hit.route,
                },
            )
            for hit in self.hybrid.retrieve(query, self.k)
        ]
