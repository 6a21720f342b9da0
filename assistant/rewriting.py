"""A follow-up question as one that stands alone, written by a chat model: to search with, never to answer from."""

from collections.abc import Callable

from pydantic import BaseModel

from assistant import chat_model, prompts
from assistant.deadline import Deadline
from assistant.grounding import facts
from assistant.trace import note
from corpus.messages import UserError
from corpus.passages import Language
from corpus.text import language_of

PROMPT = "rewrite-1"
"""The version of the prompts (`prompts/`), which the trace names."""
LONGEST = 400
"""Characters of a question."""


class Rewritten(BaseModel):
    """What the model returns."""

    question: str


Ask = Callable[[str, str, type[Rewritten], Deadline], Rewritten]


def rewrite(
    before: str, question: str, language: Language, within: Deadline, ask: Ask = chat_model.ask
) -> str | None:
    """Return a follow-up so that it can be understood alone; None where the model fails or adds to what was said.

    `before`: the question before it. A figure, provision, name or body that is in neither is such an addition.
    """
    data = [prompts.tag("before", prompts.token("B"), before)]
    data.append(prompts.tag("question", prompts.token("Q"), question))
    try:
        found = ask(prompts.instruction(PROMPT, language), "\n".join(data), Rewritten, within)
    except (chat_model.NoAnswer, UserError):
        return None
    written = " ".join(found.question.split())
    if (
        not 0 < len(written) <= LONGEST
        or language_of(written) != language
        or _adds(written, before, question)
    ):
        note(rewritten="dropped", rewrite_prompt=PROMPT)
        return None
    note(rewritten="used", rewrite_prompt=PROMPT)
    return written


def _adds(written: str, *said: str) -> bool:
    """Say whether a question names what was not said."""
    new, there = facts(written), [facts(each) for each in said]
    names = frozenset().union(*(each.names for each in there))
    squeezed = ["".join(each.split()).casefold() for each in said]
    return not (
        {each[:2] for each in new.figures} <= {one[:2] for each in there for one in each.figures}
        and new.concepts <= frozenset().union(*(each.concepts for each in there))
        and (new.names if language_of(written) == "th" else new.capitals) <= names
        and all(any(body in each for each in squeezed) for body in new.bodies)
    )
