"""How well each line of the corpus fits a question: features of the pair, weighed by a small linear model.

The same analyzer and concepts as everywhere; words, characters and structure each give a feature, and the kind of
thing that is asked for another. The weights are learnt by `evals/train_abstention.py` (models/abstention/README.md).
"""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer_types import Wanted, counts, holds, wanted
from assistant.asking import OTHER, clauses
from assistant.precedents import Likeness, Precedents
from assistant.retrieve import Hit
from assistant.statements import HEADING_WEIGHT, LABEL_WEIGHT, Statement, Statements, asked_concepts
from corpus.passages import Language
from corpus.store.generation import Generation
from corpus.store.lexical import gram_keys
from corpus.text import language_of, normalise

MODEL = Path(__file__).parent / "models" / "abstention" / "weights.json"

FEATURES = (
    "own", "around", "grams", "dense", "precision", "place", "kind", "no_kind", "unit", "no_unit", "aside", "silent",
    "polarity", "counted", "known", "known_at",
)  # fmt: skip
"""Of a question and a line, in the order of the columns; `Fit.features` says what they are."""

ASIDE = re.compile(
    r"สไลด์|ข้อความที่อ่านได้|เลขแนวทางของชุด|คำนวณ|มิใช่ตัวชี้วัด|เขียนต่างกัน|ดอกจัน|'NEW'|(?<![a-z])(?:slides?|as read|follows from|not a kpi|asterisk)(?![a-z])",
    re.IGNORECASE,
)
"""What is said of the sources themselves rather than of the programme."""
SILENT = re.compile(
    r"ไม่ได้(?:ระบุ|บอก|ให้(?!ความ)|แจกแจง|กล่าวถึง)|ไม่ปรากฏ|ไม่มีวันที่|ไม่บอก|ไม่ระบุ|ยืนยัน(?:คำที่ถูก|.{0,20})?ไม่ได้|ไม่อยู่ในคลัง"
    r"|does not (?:state|say|give|break|name|explain|hold)|do not (?:state|say|give)|gives no|is silent|has no dates"
    r"|cannot be confirmed|not held"
)
"""What says that the sources do not tell something."""
_NEGATIVE = re.compile(
    r"ไม่(?:ตรง|เข้า|ผ่าน)(?:ตาม)?(?:หลัก)?(?:เกณฑ์|เกน|ข่าย)|(?<![a-z])(?:do(?:es)? not meet|fails?|not qualify)(?![a-z])",
    re.IGNORECASE,
)
"""What does not meet the criteria, asked about or told."""

Rows = NDArray[np.intp]
Values = NDArray[np.float64]

ANCHORS = 10
"""Anchors whose lines are looked at."""
LED = 1.5
"""What speaks for an anchor that the question names; 1 is what speaks for the best other one."""
UNITS = 1_000
"""Kinds of thing, with their units, whose lines are remembered."""

_NO_ROWS: Rows = np.zeros(0, dtype=np.intp)
LANGUAGES: tuple[Language, ...] = ("th", "en")


class Fitted(NamedTuple):
    """Lines with the features of each (rows as the lines, columns as `FEATURES`) and what they come to.

    `likeness`: what precedents say of the question.
    """

    statements: Sequence[Statement]
    features: Values
    scores: Values
    likeness: Likeness

    def only(self, keep: Callable[[Statement], bool]) -> "Fitted":
        """Return the lines that are to be kept."""
        kept = [at for at, line in enumerate(self.statements) if keep(line)]
        return Fitted(
            [self.statements[at] for at in kept], self.features[kept], self.scores[kept], self.likeness
        )

    def scored(self, weights: Mapping[str, float]) -> "Fitted":
        """Return the lines as these weights of the features order them."""
        scores = self.features @ np.array([weights.get(name, 0.0) for name in FEATURES])
        order = np.argsort(-scores, kind="stable")
        lines = [self.statements[at] for at in order]
        return Fitted(lines, self.features[order], scores[order], self.likeness)


@cache
def model() -> Mapping[str, Mapping[str, float]]:
    """Return the weights: of `lines`, and of the `decision` (`assistant/abstention.py`)."""
    read: Mapping[str, Mapping[str, float]] = json.loads(MODEL.read_text(encoding="utf-8"))
    return read


def _sum(held: Sequence[tuple[Rows, float]], size: int) -> Values:
    """Return per line the weights of what it holds, added up."""
    if not held:
        return np.zeros(size)
    rows = np.concatenate([rows for rows, _ in held])
    weights = np.repeat([weight for _, weight in held], [len(rows) for rows, _ in held])
    return np.asarray(np.bincount(rows, weights, size), dtype=float)


def focus(question: str, asked: frozenset[str]) -> dict[str, float]:
    """Return the concepts that a question asks about with the weight of each: less outside the clauses that ask."""
    found = clauses(question)
    if not found.rest:
        kept = asked_concepts(found.asks)
        return {term: 1.0 for term in asked if term in kept} or dict.fromkeys(asked, 1.0)
    inside, outside = asked_concepts(found.asks), asked_concepts(found.rest)
    return {term: 1.0 if term in inside else OTHER for term in asked if term in inside or term in outside}


def places(hits: Sequence[Hit]) -> dict[str, float]:
    """Return the first anchors with what speaks for each: those that the question names, then 1 for the best other one."""
    best = next((hit.score for hit in hits if hit.route != "named"), 0.0) or 1.0
    return {hit.anchor_id: LED if hit.route == "named" else hit.score / best for hit in hits[:ANCHORS]}


class Fit:
    """Every line of a generation, ready to be fitted to questions; a term knows its lines, so a question costs little."""

    def __init__(self, statements: Statements, generation: Generation) -> None:
        self.statements = statements
        self._generation = generation
        self._lines = statements.all
        self._vectors = generation.vectors([line.text for line in self._lines])
        self.precedents = Precedents(self._lines, generation)
        own: dict[str, list[int]] = defaultdict(list)
        grams: dict[int, list[int]] = defaultdict(list)
        around: dict[str, dict[int, float]] = defaultdict(dict)
        self._rows: dict[tuple[str, Language], Rows] = {}
        self._held: dict[Wanted, tuple[Values, Values, Values]] = {}
        place = {id(line): row for row, line in enumerate(self._lines)}
        for row, line in enumerate(self._lines):
            # A restated line says the same in both languages: a question may mix them.
            other = statements.twin(line)
            for term in line.heading_held:
                around[term][row] = HEADING_WEIGHT
            for term in line.label_held | other.label_held:
                around[term][row] = LABEL_WEIGHT
            for term in line.held | other.held:
                around[term][row] = 1.0
                own[term].append(row)
            for gram in np.unique(gram_keys(line.text)).tolist():
                grams[gram].append(row)
        self._own = {term: np.array(found, dtype=np.intp) for term, found in own.items()}
        self._around = {
            term: (np.array(list(found), dtype=np.intp), np.array(list(found.values())))
            for term, found in around.items()
        }
        self._grams = {
            gram: (np.array(found, dtype=np.intp), math.log1p(len(self._lines) / len(found)))
            for gram, found in grams.items()
        }
        for anchor_id in statements.anchors:
            for language in LANGUAGES:
                found = [place[id(each)] for each in statements.at(anchor_id, language)]
                self._rows[anchor_id, language] = np.array(found, dtype=np.intp)
        self._twin = np.array([place[id(statements.twin(line))] for line in self._lines], dtype=np.intp)
        self._mass = np.array([sum(map(statements.weight, line.held)) or 1.0 for line in self._lines])
        texts = [line.text for line in self._lines]
        self._aside = np.array([bool(ASIDE.search(text)) for text in texts], dtype=float)
        self._silent = np.array([bool(SILENT.search(text)) for text in texts], dtype=float)
        self._negative = np.array([bool(_NEGATIVE.search(line.text)) for line in self._lines])

    def lines(
        self,
        question: str,
        asked: frozenset[str],
        places: Mapping[str, float],
        language: Language,
        without: str | None = None,
    ) -> Fitted:
        """Return the lines under some anchors, best first.

        `asked` are the question's concepts; `places` the anchors with what speaks for each, from 0 to 1. `without`:
        the author whose precedents are left out.
        """
        under = [self._rows.get((anchor_id, language), _NO_ROWS) for anchor_id in places]
        chosen = np.concatenate([_NO_ROWS, *under])
        place = np.repeat(np.array(list(places.values()), dtype=float), [len(each) for each in under])
        asks = clauses(question).asks
        likeness = self.precedents.likeness(asks, asked_concepts(asks), without)
        found = self._features(question, asked, chosen, place, likeness)
        lines = [self._lines[row] for row in chosen]
        return Fitted(lines, found, np.zeros(len(lines)), likeness).scored(model()["lines"])

    def context(self, question: str, hits: Sequence[Hit]) -> list[Statement]:
        """Return the lines under the first hits, those that fit the question best first.

        What has room for a few lines only (a reader, a language model) is to be shown them in this order.
        """
        question = normalise(question).text
        return list(
            self.lines(question, asked_concepts(question), places(hits), language_of(question)).statements
        )

    def _features(
        self,
        question: str,
        asked: frozenset[str],
        rows: Rows,
        place: Values,
        likeness: Likeness,
    ) -> Values:
        """Return the features.

        `own`, `around`: the share of the question's weight that the line holds, alone and with label and heading.
        `grams`: the same of its character groups; `dense`: the cosine of their vectors. `precision`: the share of the line's weight that is asked about.
        `place`: what speaks for the anchor. `kind`, `unit`: the thing asked for, or counted, is there; `no_…`: it is
        asked for and not there. `aside`, `silent`: the line speaks of the sources, or says that they are silent.
        `polarity`: only one of question and line is of what does not meet. `counted`: it counts what is counted.
        `known`, `known_at`: the likeness of the likest precedent that the line, or its anchor, answers.
        Words outside the clauses that ask weigh less; characters and vector are those of these clauses alone.
        """
        size = len(self._lines)
        asks = clauses(question).asks
        weights = {
            term: self.statements.weight(term) * share for term, share in focus(question, asked).items()
        }
        total = sum(weights.values())
        own = _sum([(self._own[term], weight) for term, weight in weights.items() if term in self._own], size)
        around = np.zeros(size)
        for term, weight in weights.items():
            if near := self._around.get(term):
                around[near[0]] += weight * near[1]
        keys = np.unique(gram_keys(asks)).tolist()
        unseen = math.log1p(size)
        found = [self._grams[gram] for gram in keys if gram in self._grams]
        grams = _sum(found, size)
        mass = sum(weight for _, weight in found) + unseen * (len(keys) - len(found))
        grams = np.maximum(grams, grams[self._twin])
        dense = np.maximum(self._vectors @ self._generation.vector(asks), 0.0)
        dense = np.maximum(dense, dense[self._twin])
        known = np.maximum(likeness.lines, likeness.lines[self._twin])
        want = wanted(asks)
        kind, unit, number = (each[rows] for each in self._things(want))
        columns = {
            "own": own[rows] / (total or 1.0),
            "around": around[rows] / (total or 1.0),
            "grams": grams[rows] / (mass or 1.0),
            "dense": dense[rows],
            "precision": own[rows] / self._mass[rows],
            "place": place,
            "kind": kind,
            "no_kind": (1.0 - kind) * (want.kind is not None),
            "unit": unit,
            "no_unit": (1.0 - unit) * (want.unit is not None),
            "aside": self._aside[rows],
            "silent": self._silent[rows],
            "polarity": (self._negative[rows] != bool(_NEGATIVE.search(question))).astype(float),
            "counted": number,
            "known": known[rows],
            "known_at": np.array(
                [likeness.anchors.get(self._lines[row].passage.anchor_id, 0.0) for row in rows]
            ),
        }
        return np.column_stack([columns.get(name, np.zeros(len(rows))) for name in FEATURES])

    def _things(self, want: Wanted) -> tuple[Values, Values, Values]:
        """Return which lines hold the kind of thing, the unit, and a number of that unit; worked out once for each."""
        if len(self._held) > UNITS:  # a unit is a word of a person's: they do not pile up
            self._held = {}
        if want not in self._held:
            texts = [line.text for line in self._lines]
            none = np.zeros(len(texts))
            kind = unit = number = none
            if want.kind is not None:
                kind = np.array([holds(text, want.kind) for text in texts], dtype=float)
            if want.unit is not None:
                unit = np.array([counts(text, want.unit) for text in texts], dtype=float)
                counted = re.compile(rf"\d (?:[a-z]+ )?{re.escape(want.unit)}", re.IGNORECASE)
                number = np.array([bool(counted.search(text)) for text in texts], dtype=float)
            self._held[want] = kind, unit, number
        return self._held[want]
