"""Ranking: what the arms find, fused by normalised scores, then weighed by the structure of the texts.

Every arm's scores are divided by its best one and added up, weighted (a convex combination; Bruch, Gai and Ingber
2023 found it better than reciprocal ranks; what we found: docs/retrieval.md). No arm gates another: a candidate is what any
arm found, and every arm scores every candidate.
"""

import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.structure import Structure
from corpus.store.index import Arm
from corpus.store.reranker import Reranker

U = TypeVar("U")

WEIGHTS: Mapping[Arm, float] = {"words": 1.0, "grams": 0.7, "synonyms": 0.5, "dense": 0.3}
"""What each arm's best score counts; one choice for every collection, measured in docs/retrieval.md."""

AUTHORITY = 0.3
"""How much a provision that the others cite most is raised, as a share of its score."""

DEFINITIONS = 0.6
"""What the definitions of the question's words, for the best provision, add to a best score of 1."""

GOVERNED = 10
"""Provisions whose definitions are looked for."""

RERANKED = 10
"""Hits that a reranker may reorder; it brings in none and drops none of them."""

DEPTH = 100
"""Passages asked of each arm."""


Scored = Mapping[str, float]
"""A score per unit."""


class EmptyArm(RuntimeWarning):
    """An arm found nothing where it cannot but find something: its index is broken.

    A warning, so that the other arms still answer a person; where warnings are errors, as in tests, it is one.
    """


class Found(Protocol):
    """Passages that any arm found, and every arm's scores of them."""

    @property
    def ids(self) -> Sequence[str]:
        """The passages."""
        ...

    @property
    def scores(self) -> Mapping[Arm, NDArray[np.float64]]:
        """Per arm, its scores of the passages in their order."""
        ...


class Ranking(NamedTuple):
    """`scores` per unit (a provision, an anchor), the fused ones; `arms` per arm the score of each unit it found."""

    scores: dict[str, float]
    arms: dict[Arm, dict[str, float]]


def fuse(arms: Mapping[Arm, Scored], weights: Mapping[Arm, float] = WEIGHTS) -> dict[str, float]:
    """Return the weighted sum of the arms' scores, each divided by the arm's best; the highest of them is 1.

    An arm that `weights` does not name adds nothing, and nothing that it alone found is in the result.
    """
    fused: dict[str, float] = defaultdict(float)
    for arm, scores in arms.items():
        if weight := weights.get(arm):
            best = max(scores.values(), default=0.0) or 1.0
            for unit, score in scores.items():
                fused[unit] += weight * score / best
    top = max(fused.values(), default=1.0)
    return {unit: score / top for unit, score in fused.items()}


class Recipe(NamedTuple):
    """What a ranking is made of. The product has one, `RECIPE`; evaluations leave parts of it out."""

    weights: Mapping[Arm, float] = WEIGHTS
    authority: float = AUTHORITY
    definitions: float = DEFINITIONS
    named: bool = True
    fuse: Callable[[Mapping[Arm, Scored], Mapping[Arm, float]], dict[str, float]] = fuse


RECIPE = Recipe()


def rank(
    question: str,
    found: Found,
    unit: Callable[[str], str],
    structure: Structure | None = None,
    recipe: Recipe = RECIPE,
) -> Ranking:
    """Fuse what the arms found into scores of units; `unit` names the one that a passage belongs to.

    A unit scores as its best passage does, arm by arm. Warns of an `EmptyArm`.
    """
    _warn_of_empty(question, found)
    arms = {arm: _by_unit(found.ids, scores, unit) for arm, scores in found.scores.items()}
    scores = recipe.fuse(arms, recipe.weights)
    if structure is not None:
        for one, authority in ((one, structure.authority.get(one, 0.0)) for one in scores):
            scores[one] *= 1 + recipe.authority * authority
        best = sorted(scores, key=lambda one: -scores[one])[:GOVERNED]
        for one, share in structure.defining(question, best).items():
            scores[one] = scores.get(one, 0.0) + recipe.definitions * share
    return Ranking(scores, arms)


def total(scores: Mapping[Arm, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the same weighted sum for passages, one per place of the arms' arrays."""
    columns = [WEIGHTS[arm] * column / (column.max(initial=0) or 1) for arm, column in scores.items()]
    return np.asarray(np.sum(columns, axis=0))


def lead(scores: dict[str, float], named: Sequence[str]) -> dict[str, float]:
    """Return `scores` with the `named` units before all others, in their order."""
    top = max(scores.values(), default=0.0)
    return scores | {unit: top + len(named) - at for at, unit in enumerate(named)}


def rerank(question: str, units: Sequence[U], texts: Sequence[str], reranker: Reranker) -> list[U]:
    """Return `units`, whose texts are `texts`, as the reranker orders them; equals stay as they are."""
    scores = reranker.scores(question, texts)
    return [units[at] for at in sorted(range(len(units)), key=lambda at: -scores[at])]


def _by_unit(ids: Sequence[str], scores: NDArray[np.float64], unit: Callable[[str], str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for place in np.flatnonzero(scores > 0).tolist():
        name = unit(ids[place])
        found[name] = max(found.get(name, 0.0), float(scores[place]))
    return found


def _warn_of_empty(question: str, found: Found) -> None:
    """Warn where one arm of words, grams and vectors is silent while another hears the question's words.

    Vectors that all point away from the question are heard: only zeros are silence.
    """
    heard = {arm for arm, scores in found.scores.items() if np.any(scores != 0)}
    for arm in ("grams", "dense"):
        if "words" in heard and arm not in heard:
            warnings.warn(f"the {arm} arm finds nothing in {question!r}", EmptyArm, stacklevel=2)
