"""The sources of an answer as text, for readers that get nothing but text."""

from assistant.replies import Reply
from corpus.passages import Language

_HEADS: dict[Language, str] = {"th": "ที่มา", "en": "Sources"}


def with_sources(reply: Reply) -> str:
    """Return the answer and, under it, the sources that its marks number: document, heading, anchor."""
    marked = [each for each in reply.citations if f"[{each.number}]" in reply.answer]
    if not marked:
        return reply.answer
    listed = "\n".join(
        f"- [{each.number}] {each.document_title}, {each.heading} (`{each.document_id}/{each.anchor}`)"
        for each in marked
    )
    return f"{reply.answer}\n\n**{_HEADS[reply.language]}**\n\n{listed}"
