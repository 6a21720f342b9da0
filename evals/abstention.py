"""Whether the assistant answers what the corpus tells, and keeps silent where it does not.

`datasets/answers` holds a file or two per author: questions with their anchors and the words that answer them, and
questions whose answer the corpus does not have. A hash of its id puts each question into the development or the test
split, but for the authors whose test questions are cases of the suite; the decision (`evals/train_abstention.py`) is
made on the first alone.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from corpus.passages import Value
from evals.bench.context import Piece, holds
from evals.shipped import DATASETS, shipped_store

Split = Literal["development", "test"]
SPLITS: tuple[Split, ...] = ("development", "test")
FILES: Mapping[str, str] = {
    "answerable": "own",
    "unanswerable": "own",
    "questions-a": "questions-a",
    "questions-b": "questions-b",
    "facts": "facts",
    "hard": "hard",
}
"""The files, and their authors. Only `own` saw the assistant; the others knew the corpus alone."""
DEVELOPED = frozenset({"facts", "hard"})
"""Authors whose questions here are all for development: their test questions are cases of the suite."""
BINS = 5
"""Bins of probability in which it is compared with what came true."""


class Asked(Value):
    """A question. `type` is the kind of answer, or of lack; `answer` is in groups, one of each of which answers.

    `patterns`: regular expressions, each of which the answer matches, where it is not told as words.
    """

    id: str
    lang: str
    question: str
    answerable: bool
    anchors: tuple[str, ...]
    type: str
    style: str | None = None
    why: str | None = None
    answer: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[str, ...] = ()
    author: str = "own"

    @property
    def split(self) -> Split:
        """Return the split, by a hash of the id: no one chose it."""
        if self.author in DEVELOPED:
            return "development"
        return SPLITS[hashlib.sha256(self.id.encode()).digest()[0] % 2]

    def matches(self, text: str) -> bool:
        """Say whether a text matches every pattern."""
        return all(re.search(pattern, text, re.IGNORECASE | re.MULTILINE) for pattern in self.patterns)


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
        Asked.model_validate({**json.loads(line), "author": author})
        for name, author in FILES.items()
        for line in (DATASETS / "answers" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [each for each in found if split in (None, each.split)]


def told(pieces: Sequence[Piece], question: Asked) -> bool:
    """Say whether the first characters of a context hold the answer: of every group one form, whole in one piece."""
    text = "\n".join(piece.text for piece in pieces)
    return all(holds(pieces, group) for group in question.answer) and question.matches(text)


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
        answered=spoke
        and bool(quotes)
        and whole
        and question.matches("\n".join([reply.answer, *(each.quote for each in quotes)])),
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
    found = []
    for each in questions:
        traced = assistant.traced(each.question)
        found.append(outcome(each, traced.reply, traced.decision.probability if traced.decision else None))
    return found


class Bin(Value):
    """Questions whose probability lies from `low` to `high`: their mean `probability`, and the share `answerable`."""

    low: float
    high: float
    questions: int
    probability: float
    answerable: float


class Rates(Value):
    """Shares of one split: of the answerable `answered` rightly, `spoken` to and with a gold anchor `cited`; `silent`.

    `brier` and `bins` compare the probability with what is so, where it decided.
    """

    answered: float
    spoken: float
    cited: float
    silent: float
    answerable: int
    unanswerable: int
    brier: float
    bins: tuple[Bin, ...]
    answered_by_type: Mapping[str, tuple[int, int]]
    answered_by_style: Mapping[str, tuple[int, int]]
    silent_by_type: Mapping[str, tuple[int, int]]
    answered_by_author: Mapping[str, tuple[int, int]]
    silent_by_author: Mapping[str, tuple[int, int]]


def rates(outcomes: Sequence[Outcome]) -> Rates:
    """Return the rates of one split; of each category how many of how many were right."""
    yes = [each for each in outcomes if each.asked.answerable]
    no = [each for each in outcomes if not each.asked.answerable]
    decided = [each for each in outcomes if each.probability is not None]
    likely = np.array([each.probability for each in decided], dtype=float)
    true = np.array([each.asked.answerable for each in decided], dtype=float)
    return Rates(
        answered=_share(each.answered for each in yes),
        spoken=_share(each.spoke for each in yes),
        cited=_share(each.spoke and each.cited for each in yes),
        silent=_share(not each.spoke for each in no),
        answerable=len(yes),
        unanswerable=len(no),
        brier=round(float(np.mean((likely - true) ** 2)), 4),
        bins=tuple(_bins(likely, true)),
        answered_by_type=_by(yes, lambda each: each.asked.type),
        answered_by_style=_by(yes, lambda each: each.asked.style or ""),
        silent_by_type=_by(no, lambda each: each.asked.type),
        answered_by_author=_by(yes, lambda each: each.asked.author),
        silent_by_author=_by(no, lambda each: each.asked.author),
    )


def _share(right: Iterable[bool]) -> float:
    return round(float(np.mean(list(right))), 4)


def _by(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, tuple[int, int]]:
    found: dict[str, list[bool]] = defaultdict(list)
    for each in outcomes:
        found[key(each)].append(each.right)
    return {name: (sum(right), len(right)) for name, right in sorted(found.items())}


def _bins(likely: NDArray[np.float64], true: NDArray[np.float64]) -> Iterator[Bin]:
    for at in range(BINS):
        low, high = at / BINS, (at + 1) / BINS
        rows = (likely >= low) & ((likely < high) | (at == BINS - 1))
        if rows.any():
            yield Bin(
                low=low,
                high=high,
                questions=int(rows.sum()),
                probability=round(float(likely[rows].mean()), 3),
                answerable=round(float(true[rows].mean()), 3),
            )


ROWS = ("answered", "spoken", "cited", "silent", "answerable", "unanswerable", "brier", "reliability")
"""What a table shows of `Rates`."""
CATEGORIES = (
    "answered_by_author",
    "silent_by_author",
    "answered_by_type",
    "answered_by_style",
    "silent_by_type",
)


def shown(rates: Rates, row: str) -> str:
    """Return a row of the table; `reliability` is probability → share that is answerable, per bin."""
    if row == "reliability":
        return "\n".join(
            f"{each.probability:.2f} → {each.answerable:.2f} ({each.questions})" for each in rates.bins
        )
    value = getattr(rates, row)
    return f"{value:.3f}" if isinstance(value, float) else str(value)
