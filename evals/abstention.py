"""Whether the assistant answers what the corpus tells, and keeps silent where it does not.

`answerable.jsonl` holds questions with their anchors and the words that answer them, `unanswerable.jsonl` questions
whose answer the corpus does not have. A hash of its id puts each question into the development or the test split;
the decision (`evals/train_abstention.py`) is made on the first alone.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np

from assistant.conversations import State, TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from corpus.passages import Value
from evals.bench.context import Piece, holds
from evals.shipped import DATASETS, shipped_store

Split = Literal["development", "test"]
SPLITS: tuple[Split, ...] = ("development", "test")
BINS = 5
"""Bins of probability in which it is compared with what came true."""


class Asked(Value):
    """A question. `type` is the kind of answer, or of lack; `answer` is in groups, one of each of which answers."""

    id: str
    lang: str
    question: str
    answerable: bool
    anchors: tuple[str, ...]
    type: str
    style: str | None = None
    why: str | None = None
    answer: tuple[tuple[str, ...], ...] = ()

    @property
    def split(self) -> Split:
        """Return the split, by a hash of the id: no one chose it."""
        return SPLITS[hashlib.sha256(self.id.encode()).digest()[0] % 2]


class Outcome(Value):
    """What a question came to.

    `spoke`: the reply states something as an answer. `cited`: a gold anchor is among its citations. `answered`: those
    citations quote the answer whole. `probability` is the decision's, None where a rule decided.
    """

    asked: Asked
    outcome: str
    spoke: bool
    cited: bool
    answered: bool
    probability: float | None

    @property
    def right(self) -> bool:
        """Say whether the question was answered as its anchors do, or else met with silence."""
        return self.answered if self.asked.answerable else not self.spoke


def asked(split: Split | None = None) -> list[Asked]:
    """Return the questions of a split, or all."""
    found = [
        Asked.model_validate(json.loads(line))
        for name in ("answerable", "unanswerable")
        for line in (DATASETS / "answers" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [each for each in found if split in (None, each.split)]


def told(pieces: Sequence[Piece], question: Asked) -> bool:
    """Say whether the first characters of a context hold the answer: of every group one form, whole in one piece."""
    return all(holds(pieces, group) for group in question.answer)


def outcome(question: Asked, reply: Reply, probability: float | None) -> Outcome:
    """Judge a reply."""
    spoke = reply.outcome in ("answer", "verdict")
    quotes = [each for each in reply.citations if f"{each.document_id}/{each.anchor}" in question.anchors]
    text = "".join("".join(each.quote.split()) for each in quotes)
    whole = all(any("".join(form.split()) in text for form in group) for group in question.answer)
    return Outcome(
        asked=question,
        outcome=reply.outcome,
        spoke=spoke,
        cited=bool(quotes),
        answered=spoke and bool(quotes) and whole,
        probability=probability,
    )


@contextmanager
def assistant() -> Iterator[Assistant]:
    """Yield an assistant over the shipped corpus, indexed apart; it keeps no conversation on disk."""
    with shipped_store() as store:
        made = Assistant(store, TransientConversations())
        made.warm()
        yield made


def ask(assistant: Assistant, questions: Iterable[Asked]) -> list[Outcome]:
    """Ask every question in a conversation of its own."""
    return [outcome(each, assistant.reply(each.question), None) for each in questions]
