"""Earlier replies whose passages are no longer what was cited: changed, gone, superseded or no longer in force."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from assistant.conversations import StoredReply
from assistant.replies import Citation
from corpus.passages import Value
from corpus.store.generation import Generation

What = Literal["changed", "gone", "superseded", "expired"]


class Change(Value):
    """What became of a cited anchor since. `superseded_by`: the anchors that have taken its place."""

    anchor_id: str
    what: What
    superseded_by: tuple[str, ...] = ()


class ChangedReply(Value):
    """An earlier reply, the generations that answered it and that serves now, and what changed of what it cites."""

    message_id: str
    answered_at: str
    question: str
    generation: str
    generation_now: str
    changes: tuple[Change, ...]


def changed_replies(
    stored: Iterable[StoredReply], generation: Generation, today: date
) -> Iterator[ChangedReply]:
    """Yield the replies of which a cited passage reads otherwise in `generation`, or is not in force any more.

    A reply as of a date that was asked about is held against that date, any other against `today`.
    """
    for each in stored:
        on = date.fromisoformat(each.reply.as_of) if each.reply.as_of else today
        found = [change for one in each.reply.citations if (change := _change(one, generation, on))]
        if found:
            yield ChangedReply(
                message_id=each.reply.message_id,
                answered_at=each.answered_at,
                question=each.message,
                generation=each.generation,
                generation_now=generation.id,
                changes=tuple(dict.fromkeys(found)),
            )


def _change(citation: Citation, generation: Generation, on: date) -> Change | None:
    anchor_id = f"{citation.document_id}/{citation.anchor}"
    if not generation.at(anchor_id):
        return Change(anchor_id=anchor_id, what="gone")
    state = generation.versions.state(anchor_id, on)
    if state != citation.state and state in ("superseded", "expired"):
        newer = generation.versions.successors(anchor_id, on)
        return Change(anchor_id=anchor_id, what="superseded" if newer else "expired", superseded_by=newer)
    return None if _stands(citation, anchor_id, generation) else Change(anchor_id=anchor_id, what="changed")


def _stands(citation: Citation, anchor_id: str, generation: Generation) -> bool:
    """Tell whether the text that was quoted from stands as it was; of a reply without its hash, whether the quote does."""
    if citation.text_sha256:
        return citation.text_sha256 in generation.texts(anchor_id).values()
    return any(
        citation.quote in passage.text
        for passage in generation.at(anchor_id)
        if passage.source == citation.source
    )
