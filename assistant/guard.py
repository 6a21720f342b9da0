"""The last look at a reply before it leaves: what it claims must stand in what it cites."""

import re

from assistant.replies import Reply
from corpus.store.generation import Generation

_MARK = re.compile(r"\[(\d+)\]")


class UnsupportedError(AssertionError):
    """A reply says something that its citations do not carry."""


def check(reply: Reply, generation: Generation) -> Reply:
    """Return the reply, or raise `UnsupportedError`.

    Every mark names a citation, every quote is a piece of a passage at its anchor, a verdict is told only with the
    rules' result, and silence cites nothing.
    """
    numbers = {citation.number for citation in reply.citations}
    used = {int(mark) for mark in _MARK.findall(reply.answer)}
    if reply.verdict:
        used |= {number for each in reply.verdict.checks for number in each.citations}
    if used - numbers:
        raise UnsupportedError(f"marks without a citation: {sorted(used - numbers)}")
    for citation in reply.citations:
        under = generation.at(f"{citation.document_id}/{citation.anchor}")
        if not any(citation.quote in passage.text and passage.source == citation.source for passage in under):
            raise UnsupportedError(f"citation {citation.number} quotes what does not stand at its anchor")
    if (reply.verdict is not None) != (reply.outcome == "verdict"):
        raise UnsupportedError(f"outcome {reply.outcome} and verdict do not go together")
    if reply.outcome == "answer" and not used:
        raise UnsupportedError("an answer without a citation")
    if reply.outcome in {"no_answer", "smalltalk"} and reply.citations:
        raise UnsupportedError("silence that cites")
    return reply
