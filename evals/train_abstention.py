"""Train the weights of `assistant/models/abstention/weights.json`: which line fits, and whether to answer.

`python -m evals.train_abstention` writes them anew, the same ones each time. Both are linear models of few signals,
learnt on the development split of `evals/abstention.py` and on our own retrieval questions; the test split is only
measured on. The first is a conditional logit (McFadden 1974): among the lines retrieved, the ones that hold the
answer are to score highest. The second is a logistic regression whose weights may only have the sign that
`assistant/abstention.py` gives them; its threshold is where, by cross-validation, both rates are equal.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import abstention
from assistant.abstention import AGAINST, FOR, SIGNALS
from assistant.compose import fact
from assistant.fit import FEATURES, MODEL, Fit, model
from assistant.provisions import Provisions
from assistant.retrieve import HybridRetriever
from assistant.rules.rulepack import load
from assistant.statements import Statements, asked_concepts
from corpus.spelling import correct
from corpus.store.generation import Generation
from corpus.text import language_of
from evals.abstention import Asked, asked
from evals.shipped import answers, ingested, questions

FOLDS = 10
PENALTY = 0.004
"""Weight of the squared weights of the lines' model."""
DECISION_PENALTY = 0.002
"""The same for the decision."""

Values = NDArray[np.float64]


class Learner:
    """Questions over an index, as the models see them."""

    def __init__(self, generation: Generation) -> None:
        self.retriever = HybridRetriever(generation)
        self.fit = Fit(Statements(generation), generation)
        self.provisions = Provisions(generation)
        self.fiscal_year = load().fiscal_year

    def lines(self, question: Asked) -> tuple[Values, NDArray[np.bool_]]:
        """Return the features of the lines retrieved for a question, and which of them answer it."""
        text = correct(question.question).text
        named = self.provisions.read(text)
        hits = self.retriever.retrieve(text, 20, named)
        found = fact.lines(text, hits, named, self.fit, language_of(text), self.fiscal_year)
        forms = ["".join(form.split()) for group in question.answer for form in group]
        gold = [
            line.passage.anchor_id in question.anchors
            and any(form in "".join(line.text.split()) for form in forms)
            for line in found.statements
        ]
        return found.features, np.array(gold, dtype=bool)

    def signals(self, question: Asked) -> list[float] | None:
        """Return the signals of a question; None where a rule decides, or the question is no factual one."""
        text = correct(question.question).text
        named = self.provisions.read(text)
        if named.missing or any(year != self.fiscal_year for year in named.fiscal_years):
            return None
        hits = self.retriever.retrieve(text, 20, named)
        evidence = self.retriever.evidence(text, hits)
        found = fact.lines(text, hits, named, self.fit, language_of(text), self.fiscal_year)
        concepts = asked_concepts(text)
        signals = abstention.signals(
            text, concepts, found, evidence, self.fit.statements, named=bool(named.anchors)
        )
        return [signals[name] for name in SIGNALS]


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
    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, steps + 1):
        gradient = PENALTY * weights
        for features, gold in pairs:
            likely = np.exp(features @ weights - np.max(features @ weights))
            likely /= likely.sum()
            right = np.where(gold, likely, 0.0)
            gradient -= (right / right.sum() - likely) @ features / len(pairs)
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


def held_out(signals: Values, answerable: Values) -> Values:
    """Return each question's probability from a model that did not see it."""
    found = np.zeros(len(answerable))
    fold = np.arange(len(answerable)) % FOLDS
    for each in range(FOLDS):
        seen = fold != each
        found[~seen] = learn_decision(signals[seen], answerable[seen]).probabilities(signals[~seen])
    return found


def threshold(probabilities: Values, answerable: Values) -> float:
    """Return where the lower of the two rates is highest; the middle of the best, where several are."""
    candidates = np.round(np.arange(0.2, 0.81, 0.01), 2)
    lower = [
        min(np.mean(probabilities[answerable > 0] >= each), np.mean(probabilities[answerable == 0] < each))
        for each in candidates
    ]
    best = candidates[np.isclose(lower, max(lower))]
    return float(best[len(best) // 2])


def _rounded(names: Sequence[str], weights: Values) -> dict[str, float]:
    return {name: round(float(weight), 4) + 0.0 for name, weight in zip(names, weights, strict=True)}


def _report(name: str, probabilities: Values, answerable: Values, at: float) -> Iterator[str]:
    for label, rows in (("answers", answerable > 0), ("is silent", answerable == 0)):
        right = probabilities[rows] >= at if label == "answers" else probabilities[rows] < at
        yield f"{name:12} {label:10} {right.mean():.3f} of {rows.sum()}"
    yield f"{name:12} Brier      {np.mean((probabilities - answerable) ** 2):.4f}"


def main() -> None:
    """Train and write the weights; print what they do."""
    learnt = developed()
    with ingested() as generation:
        learner = Learner(generation)
        lines = learn_lines([learner.lines(each) for each in learnt if each.answerable])
        made = {"lines": _rounded(FEATURES, lines), "decision": {}}
        MODEL.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        model.cache_clear()
        rows = [(each, signals) for each in learnt if (signals := learner.signals(each)) is not None]
        tests = [(each, signals) for each in asked("test") if (signals := learner.signals(each)) is not None]
    seen = np.array([found for _, found in rows])
    answerable = np.array([float(each.answerable) for each, _ in rows])
    decided = learn_decision(seen, answerable)
    apart = held_out(seen, answerable)
    at = threshold(apart, answerable)
    made["decision"] = {"bias": round(decided.bias, 4), "threshold": at} | _rounded(SIGNALS, decided.weights)
    MODEL.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(MODEL.read_text(encoding="utf-8"))
    for line in _report("development", apart, answerable, at):
        print(line)
    known = np.array([float(each.answerable) for each, _ in tests])
    for line in _report("test", decided.probabilities(np.array([found for _, found in tests])), known, at):
        print(line)


if __name__ == "__main__":
    main()
