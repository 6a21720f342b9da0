"""Questions whose answers, or lack of any, are known: what a new question resembles tells where its answer stands.

People ask of one fact in many words, of which the corpus has but a few. A precedent keeps a question with the lines
that answer it, or with none; likeness to precedents is evidence for a line, and for or against an answer at all
(question-to-question matching as in FAQ retrieval; Jeon, Croft and Lee 2005). Precedents never answer by themselves:
what is shown are the corpus's own lines. They are the development questions (models/abstention/README.md).
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.statements import Statement, asked_concepts
from corpus.passages import Value
from corpus.store.generation import Generation
from corpus.store.lexical import gram_keys
from corpus.text import normalise

FILE = Path(__file__).parent / "models" / "abstention" / "precedents.jsonl"
NEIGHBOURS = 8
"""Precedents that vote on whether there is an answer."""
SHARPNESS = 6.0
"""Power of its likeness with which a precedent votes."""

Values = NDArray[np.float64]
Rows = NDArray[np.intp]


class Precedent(Value):
    """A question; `anchors` where its answer stands, none where it has none.

    `answers`: regular expressions that the answer matches. `author`: whose question it is.
    """

    question: str
    anchors: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    author: str


class Likeness(NamedTuple):
    """What precedents say of a question: 0 to 1 each.

    `lines`: per line of the corpus, the likeness of the likest question that it answers; `anchors`: likewise.
    `answered`, `unanswered`: that of the likest question with an answer, and without; `vote`: the share of answered
    ones among the likest, by their likeness.
    """

    lines: Values
    anchors: Mapping[str, float]
    answered: float
    unanswered: float
    vote: float


class _Terms:
    """Sparse vectors of length 1, by term, to be compared with another by their cosine."""

    def __init__(self, texts: Sequence[Collection[str]]) -> None:
        self.size = len(texts)
        counted = Counter(term for terms in texts for term in terms)
        self._weights = {term: math.log1p(self.size / count) for term, count in counted.items()}
        self._unseen = math.log1p(self.size)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, terms in enumerate(texts):
            for term in terms:
                rows[term].append(row)
        self._rows = {term: np.array(found, dtype=np.intp) for term, found in rows.items()}
        self._lengths = np.array([self._length(terms) or 1.0 for terms in texts])

    def cosines(self, terms: Collection[str]) -> Values:
        """Return the cosine of each text with one of these terms."""
        found = np.zeros(self.size)
        for term in terms:
            if (rows := self._rows.get(term)) is not None:
                found[rows] += self._weights[term] ** 2
        return np.asarray(found / (self._lengths * (self._length(terms) or 1.0)))

    def _length(self, terms: Collection[str]) -> float:
        return math.sqrt(sum(self._weights.get(term, self._unseen) ** 2 for term in terms))


class Precedents:
    """The precedents whose anchors a generation has, with the lines that answer each."""

    def __init__(self, lines: Sequence[Statement], generation: Generation, file: Path = FILE) -> None:
        known = set(generation.anchors)
        read = [Precedent.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self._all = [each for each in read if not each.anchors or known.intersection(each.anchors)]
        texts = [normalise(each.question).text for each in self._all]
        kept = generation.remember(
            "precedents",
            [Path(__file__), file],
            lambda: _analysed(texts) | {"pairs": _pairs(self._all, lines)},
        )
        self._concepts = _Terms(kept["concepts"])
        self._grams = _Terms(kept["grams"])
        self._vectors = generation.vectors(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        self._generation = generation
        self._answered = np.array([bool(each.anchors) for each in self._all], dtype=bool)
        self._authors = np.array([each.author for each in self._all])
        self._size = len(lines)
        pairs = np.array(kept["pairs"], dtype=np.intp).reshape(-1, 2)
        self._pairs: tuple[Rows, Rows] = (pairs[:, 0], pairs[:, 1])
        anchored = [(at, anchor) for at, each in enumerate(self._all) for anchor in each.anchors]
        self._anchors = list(dict.fromkeys(anchor for _, anchor in anchored))
        place = {anchor: row for row, anchor in enumerate(self._anchors)}
        self._anchored: tuple[Rows, Rows] = (
            np.array([at for at, _ in anchored], dtype=np.intp),
            np.array([place[anchor] for _, anchor in anchored], dtype=np.intp),
        )

    @property
    def linked(self) -> float:
        """The share of the precedents with an answer of which a line is known to hold it."""
        return len(set(self._pairs[0].tolist())) / max(int(self._answered.sum()), 1)

    def likeness(self, question: str, asked: frozenset[str], without: str | None = None) -> Likeness:
        """Return what precedents say of a question about the concepts `asked`; not those of the author `without`."""
        lines = np.zeros(self._size)
        if not self._all:
            return Likeness(lines, {}, 0.0, 0.0, 0.5)
        grams = [str(key) for key in np.unique(gram_keys(question)).tolist()]
        alike = (
            self._concepts.cosines(asked)
            + self._grams.cosines(grams)
            + np.maximum(self._vectors @ self._generation.vector(question), 0.0)
        ) / 3
        if without is not None:
            alike = np.where(self._authors == without, 0.0, alike)
        at, rows = self._pairs
        np.maximum.at(lines, rows, alike[at])
        likest = np.zeros(len(self._anchors))
        at, rows = self._anchored
        np.maximum.at(likest, rows, alike[at])
        anchors = dict(zip(self._anchors, likest.tolist(), strict=True))
        nearest = np.argsort(-alike, kind="stable")[:NEIGHBOURS]
        votes = alike[nearest] ** SHARPNESS
        return Likeness(
            lines,
            anchors,
            float(alike[self._answered].max(initial=0.0)),
            float(alike[~self._answered].max(initial=0.0)),
            float((votes[self._answered[nearest]].sum() + 1e-9) / (votes.sum() + 2e-9)),
        )


def _pairs(precedents: Sequence[Precedent], lines: Sequence[Statement]) -> list[tuple[int, int]]:
    """Return which precedents are answered by which lines, by their places."""
    under: dict[str, list[int]] = defaultdict(list)
    for row, line in enumerate(lines):
        under[line.passage.anchor_id].append(row)
    return [(at, row) for at, each in enumerate(precedents) for row in _answering(each, lines, under)]


def _analysed(texts: Sequence[str]) -> dict[str, Any]:
    return {
        "concepts": [sorted(asked_concepts(text)) for text in texts],
        "grams": [[str(key) for key in np.unique(gram_keys(text)).tolist()] for text in texts],
    }


def _answering(each: Precedent, lines: Sequence[Statement], under: Mapping[str, list[int]]) -> list[int]:
    """Return the lines that answer a precedent: those that match most of its patterns."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in each.answers]
    matched = {
        row: sum(bool(pattern.search(lines[row].text)) for pattern in patterns)
        for anchor in each.anchors
        for row in under.get(anchor, [])
    }
    most = max(matched.values(), default=0)
    return [row for row, count in matched.items() if count == most > 0]


def dump(precedents: Sequence[Precedent]) -> str:
    """Return the text of a file of precedents."""
    return "".join(
        json.dumps(each.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"
        for each in precedents
    )
