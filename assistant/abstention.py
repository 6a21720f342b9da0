"""Whether to answer: how likely it is that the corpus tells what a question asks, from evidence of several kinds.

Hard evidence (a provision that does not exist, another fiscal year) is not weighed here; it is a rule of the pipeline.
The rest goes into a logistic regression whose weights may only point the way that the evidence does: more of what
speaks for an answer never makes it less likely. Trained by `evals/train_abstention.py` on the development split alone
(models/abstention/README.md).
"""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from assistant.asking import clauses
from assistant.fit import FEATURES, Fitted, focus, model
from assistant.retrieve import Evidence
from assistant.statements import Statements
from corpus.text import normalise

FOR = (
    "own",
    "around",
    "grams",
    "dense",
    "precision",
    "place",
    "margin",
    "coverage",
    "agreement",
    "similarity",
    "named",
    "counted",
    "known",
    "answered",
    "vote",
)
"""Signals that speak for an answer."""
AGAINST = ("unknown", "rarest", "number", "no_kind", "no_unit", "silent", "latin", "unanswered")
"""Signals that speak against one."""
SIGNALS = (*FOR, *AGAINST)

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEARS = re.compile(
    r"(?:ปี(?:งบ(?:ประมาณ)?)?|พ\.ศ\.|B\.E\.|FY|in) ?\d{2,4}|(?<!\d)(?:25|20)\d\d(?!\d)", re.IGNORECASE
)
"""Years have a rule of their own."""
_LATIN = re.compile(r"[a-z][a-z0-9]*")


class Decision(NamedTuple):
    """`probability` that the corpus answers; `signals` are what it was worked out from."""

    probability: float
    signals: Mapping[str, float]

    @property
    def answers(self) -> bool:
        """Say whether that is enough to answer."""
        return self.probability >= model()["decision"]["threshold"]


def decide(
    question: str,
    asked: frozenset[str],
    fitted: Fitted,
    evidence: Evidence,
    statements: Statements,
    *,
    named: bool,
) -> Decision:
    """Weigh the best line of `fitted`, and what the retrieval found, for a question about the concepts `asked`."""
    found = signals(question, asked, fitted, evidence, statements, named=named)
    return Decision(probability(found), found)


def probability(signals: Mapping[str, float]) -> float:
    """Return the probability of an answer."""
    weights = model()["decision"]
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights[name] * signals[name] for name in SIGNALS)))


def signals(
    question: str,
    asked: frozenset[str],
    fitted: Fitted,
    evidence: Evidence,
    statements: Statements,
    *,
    named: bool,
) -> Mapping[str, float]:
    """Return the signals, 0 to 1 each.

    Of the best line: its features in `fit.py`, by how much it leads the best line of another anchor (`margin`), the
    weight of the rarest concept that it and its headings lack (`rarest`), and whether they lack
    a number that the question has (`number`). Of the question: the share of its weight that the corpus has nowhere (`unknown`), and
    whether Latin words are among that (`latin`). Of precedents: see `Likeness`. Of the retrieval: see `Evidence`; `named`: a provision is named.
    """
    if not fitted.statements:
        return dict.fromkeys(SIGNALS, 0.0) | {"unknown": 1.0, "rarest": 1.0}
    best = fitted.statements[0]
    of_best = dict(zip(FEATURES, fitted.features[0].tolist(), strict=True))
    twin = statements.twin(best)
    held = best.held | best.label_held | best.heading_held | twin.held | twin.label_held
    shares = focus(question, asked)
    rarity = {term: share * statements.rarity(term) for term, share in shares.items()}
    lacking = [term for term in rarity if term not in held]
    unknown = [term for term in rarity if not statements.knows(term)]
    total = sum(rarity.values()) or 1.0
    text = f"{best.text} {best.label} {best.passage.heading.th} {best.passage.heading.en}"
    there = set(_NUMBER.findall(normalise(text).text))
    numbers = _NUMBER.findall(_YEARS.sub(" ", normalise(clauses(question).asks).text))
    other = [
        score
        for line, score in zip(fitted.statements, fitted.scores.tolist(), strict=True)
        if line.passage.anchor_id != best.passage.anchor_id
    ]
    return {
        "known": of_best["known"],
        "answered": fitted.likeness.answered,
        "unanswered": fitted.likeness.unanswered,
        "vote": fitted.likeness.vote,
        "own": of_best["own"],
        "around": of_best["around"],
        "grams": of_best["grams"],
        "dense": of_best["dense"],
        "precision": min(of_best["precision"], 1.0),
        "place": of_best["place"] / 1.5,
        "margin": min(max(fitted.scores[0] - max(other, default=0.0), 0.0) / 3, 1.0),
        "coverage": evidence.coverage,
        "agreement": evidence.agreement / 3,
        "similarity": max(evidence.similarity, 0.0),
        "named": float(named),
        "counted": of_best["counted"],
        "unknown": sum(rarity[term] for term in unknown) / total,
        "rarest": max((rarity[term] for term in lacking), default=0.0) / statements.rarity(""),
        "number": float(any(not there & {number, f"25{number}"} for number in numbers)),
        "no_kind": of_best["no_kind"],
        "no_unit": of_best["no_unit"],
        "silent": of_best["silent"],
        "latin": float(any(_LATIN.fullmatch(term) for term in unknown)),
    }
