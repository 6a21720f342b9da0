"""Train the weights of `assistant/models/abstention/weights.json`: which line fits, and whether to answer.

`python -m evals.train_abstention` writes them anew, the same ones each time. Both are linear models of few signals,
learnt on the development split of `evals/abstention.py` and on our own retrieval questions; the test split is only
measured on. They are precedents, too (`assistant/precedents.py`). The first is a conditional logit (McFadden 1974): among the lines retrieved, the ones that hold the
answer are to score highest. The second is a logistic regression whose weights may only have the sign that
`assistant/abstention.py` gives them; its threshold is chosen on authors that it did not see.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import abstention
from assistant.abstention import AGAINST, FOR, SIGNALS
from assistant.asking import clauses, numbered, sought
from assistant.compose import fact
from assistant.fit import FEATURES, MODEL, Fit, Fitted
from assistant.precedents import FILE, Precedent, dump
from assistant.provisions import Provisions
from assistant.retrieve import Evidence, HybridRetriever
from assistant.rules.rulepack import load
from assistant.statements import Statements, asked_concepts
from corpus.spelling import correct
from corpus.store.generation import Generation
from corpus.text import language_of
from evals.abstention import Asked, asked
from evals.shipped import answers, ingested, questions

SILENCE = 0.85
"""Share of the questions without an answer that are to be met with silence, of authors left out: the rest is answered."""
PENALTY = 0.004
"""Weight of the squared weights of the lines' model."""
DECISION_PENALTY = 0.002
"""The same for the decision."""

Values = NDArray[np.float64]


class Read(NamedTuple):
    """A question as the models see it: the lines retrieved, which of them answer, and what the decision needs."""

    asked: Asked
    text: str
    fitted: Fitted
    gold: NDArray[np.bool_]
    evidence: Evidence
    named: bool
    hard: bool
    """A rule decides: something named does not exist, or another fiscal year is asked about."""


class Learner:
    """Questions over an index. Precedents of a question's own author are left out: a new author has none."""

    def __init__(self, generation: Generation) -> None:
        self.retriever = HybridRetriever(generation)
        self.fit = Fit(Statements(generation), generation)
        self.provisions = Provisions(generation)
        self.fiscal_year = load().fiscal_year

    def read(self, question: Asked) -> Read:
        """Return a question with the lines retrieved for it."""
        text = numbered(correct(question.question).text)
        named = self.provisions.read(text)
        hits = self.retriever.retrieve(sought(text), 20, named)
        found = fact.lines(
            text, hits, named, self.fit, language_of(text), self.fiscal_year, without=question.author
        )
        patterns = [re.compile(pattern, re.IGNORECASE) for pattern in sayings(question)]
        counts = np.array(
            [
                sum(bool(pattern.search(line.text)) for pattern in patterns)
                * (line.passage.anchor_id in question.anchors)
                for line in found.statements
            ],
            dtype=int,
        )
        return Read(
            question,
            text,
            found,
            (counts > 0) & (counts == counts.max(initial=0)),
            self.retriever.evidence(clauses(text).asks, hits),
            bool(named.anchors),
            bool(named.missing) or any(year != self.fiscal_year for year in named.fiscal_years),
        )

    def signals(self, read: Read, weights: Mapping[str, float]) -> list[float]:
        """Return the signals of a question, its lines weighed by `weights`."""
        found = abstention.signals(
            read.text,
            asked_concepts(read.text),
            read.fitted.scored(weights),
            read.evidence,
            self.fit.statements,
            named=read.named,
        )
        return [found[name] for name in SIGNALS]


def sayings(question: Asked) -> list[str]:
    """Return regular expressions, each of which the answer to a question matches."""
    words = [
        "|".join(r"\s*".join(map(re.escape, form.split())) for form in group) for group in question.answer
    ]
    return [*words, *question.patterns]


def precedents(questions: Sequence[Asked]) -> list[Precedent]:
    """Return questions as precedents."""
    return [
        Precedent(
            question=each.question,
            anchors=each.anchors if each.answerable else (),
            answers=tuple(sayings(each)) if each.answerable else (),
            author=each.author,
        )
        for each in questions
    ]


class Decided(NamedTuple):
    """A trained decision."""

    weights: Values
    bias: float

    def probabilities(self, signals: Values) -> Values:
        """Return the probability of an answer per row."""
        return np.asarray(1 / (1 + np.exp(-(signals @ self.weights + self.bias))))


def developed() -> list[Asked]:
    """Return the questions to learn from: the development split, and our own retrieval questions."""
    wanted = answers()
    own = [
        Asked(
            id=each.id,
            lang=each.lang,
            question=each.question,
            answerable=True,
            anchors=each.anchors,
            type="own",
            answer=(wanted[each.id],),
        )
        for each in questions()
        if each.id in wanted
    ]
    return asked("development") + own


def learn_lines(pairs: Sequence[tuple[Values, NDArray[np.bool_]]], steps: int = 1500) -> Values:
    """Return the weights under which the answering lines are likeliest among those retrieved (Adam)."""
    pairs = [(features, gold) for features, gold in pairs if gold.any()]
    features = np.concatenate([each for each, _ in pairs])
    gold = np.concatenate([each for _, each in pairs])
    sizes = [len(each) for _, each in pairs]
    starts = np.cumsum([0, *sizes[:-1]])

    def shares(scores: Values) -> Values:
        """Return the scores, none below zero, as shares of those of their question."""
        return np.asarray(scores / np.repeat(np.add.reduceat(scores, starts), sizes))

    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, steps + 1):
        scores = features @ weights
        likely = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        wrong = shares(np.where(gold, likely, 0.0)) - shares(likely)
        gradient = PENALTY * weights - wrong @ features / len(pairs)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        unbiased = first / (1 - 0.9**step), second / (1 - 0.99**step)
        weights = weights - 0.05 * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-9)
    return weights


def learn_decision(signals: Values, answerable: Values, steps: int = 4000) -> Decided:
    """Return the likeliest weights of the signs allowed, both classes counting alike (projected gradient)."""
    signs = np.array([1.0] * len(FOR) + [-1.0] * len(AGAINST))
    share = np.where(answerable > 0, 0.5 / answerable.mean(), 0.5 / (1 - answerable.mean()))
    columns = np.column_stack([signals, np.ones(len(signals))])
    steepest = float(np.linalg.norm(np.sqrt(share)[:, None] * columns, 2)) ** 2 / (4 * len(signals))
    rate = 1 / (steepest + DECISION_PENALTY)
    weights = np.zeros(signals.shape[1])
    bias = 0.0
    for _ in range(steps):
        error = share * (Decided(weights, bias).probabilities(signals) - answerable) / len(signals)
        weights = weights - rate * (signals.T @ error + DECISION_PENALTY * weights)
        bias -= rate * float(error.sum())
        weights = np.where(weights * signs < 0, 0.0, weights)
    return Decided(weights, bias)


def held_out(signals: Values, answerable: Values, authors: Sequence[str]) -> Values:
    """Return each question's probability from a decision that saw no question of its author."""
    found = np.zeros(len(answerable))
    wrote = np.array(authors)
    for author in sorted(set(authors)):
        own = wrote == author
        found[own] = learn_decision(signals[~own], answerable[~own]).probabilities(signals[own])
    return found


def threshold(probabilities: Values, answerable: Values) -> float:
    """Return the lowest probability from which to answer at which the rate of silence is `SILENCE`."""
    candidates = np.round(np.arange(0.2, 0.81, 0.01), 2)
    silent = [np.mean(probabilities[answerable == 0] < each) for each in candidates]
    return float(next((each for each, rate in zip(candidates, silent, strict=True) if rate >= SILENCE), 0.8))


def _rounded(names: Sequence[str], weights: Values) -> dict[str, float]:
    return {name: round(float(weight), 4) + 0.0 for name, weight in zip(names, weights, strict=True)}


def _report(name: str, probabilities: Values, answerable: Values, at: float) -> Iterator[str]:
    for label, rows in (("answers", answerable > 0), ("is silent", answerable == 0)):
        right = probabilities[rows] >= at if label == "answers" else probabilities[rows] < at
        if rows.any():
            yield f"{name:22} {label:10} {right.mean():.3f} of {rows.sum()}"
    yield f"{name:22} Brier      {np.mean((probabilities - answerable) ** 2):.4f}"


class Trained(NamedTuple):
    """What is learnt: both models' weights, and the probability of each question of those learnt from, unseen."""

    lines: dict[str, float]
    decided: Decided
    apart: Values


def train(learner: Learner, reads: Sequence[Read]) -> Trained:
    """Return the models learnt from questions."""
    lines = _rounded(FEATURES, learn_lines([(each.fitted.features, each.gold) for each in reads]))
    signals, answerable = weighed(learner, reads, lines)
    return Trained(
        lines,
        learn_decision(signals, answerable),
        held_out(signals, answerable, [each.asked.author for each in reads]),
    )


def weighed(learner: Learner, reads: Sequence[Read], lines: Mapping[str, float]) -> tuple[Values, Values]:
    """Return the signals of questions, and which of them have an answer."""
    return (
        np.array([learner.signals(each, lines) for each in reads]),
        np.array([float(each.asked.answerable) for each in reads]),
    )


def main() -> None:
    """Train and write the weights and the precedents; print what they do, by author and for authors left out."""
    learnt = developed()
    FILE.write_text(dump(precedents(learnt)), encoding="utf-8")
    with ingested() as generation:
        learner = Learner(generation)
        reads = [read for each in learnt if not (read := learner.read(each)).hard]
        tests = [read for each in asked("test") if not (read := learner.read(each)).hard]
    answerable = np.array([float(each.asked.answerable) for each in reads])
    made = train(learner, reads)
    at = threshold(made.apart, answerable)
    weights = {
        "lines": made.lines,
        "decision": {"bias": round(made.decided.bias, 4), "threshold": at}
        | _rounded(SIGNALS, made.decided.weights),
    }
    MODEL.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(MODEL.read_text(encoding="utf-8"))
    for line in _report("development", made.apart, answerable, at):
        print(line)
    for author in sorted({each.asked.author for each in [*reads, *tests]}):
        others = [each for each in reads if each.asked.author != author]
        without = train(learner, others)
        for name, some in ((f"{author}, left out", reads), (f"{author}, test", tests)):
            own = [each for each in some if each.asked.author == author]
            if not own:
                continue
            model = without if some is reads else made
            signals, known = weighed(learner, own, model.lines)
            for line in _report(name, model.decided.probabilities(signals), known, at):
                print(line)


if __name__ == "__main__":
    main()
