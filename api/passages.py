"""The passages behind a citation."""

from datetime import date

from api.bodies import PassageOut, PassagesReply
from api.cite_as import cite_as
from assistant.pipeline import Assistant


def passages_at(
    assistant: Assistant, document_id: str, anchor: str, as_of: date | None = None
) -> PassagesReply | None:
    """Return all passages under the anchor, official text first, with their state on a date (today where None).

    None: the corpus holds no such anchor.
    """
    generation, on = assistant.store.current(), as_of or assistant.today()
    wanted = f"{document_id}/{anchor}"
    found = [
        passage
        for anchor_id in generation.anchors
        if anchor_id == wanted or anchor_id.startswith((f"{wanted}.", f"{wanted}/"))
        for passage in generation.at(anchor_id)
    ]
    if not found:
        return None
    found.sort(key=lambda passage: passage.source != "official")
    dated = (
        PassageOut(**passage.model_dump(), state=generation.versions.state(passage.anchor_id, on))
        for passage in found
    )
    document = generation.documents[document_id]
    return PassagesReply(
        document=document, anchor=anchor, passages=tuple(dated), cite_as=cite_as(document, found[0])
    )
