"""What each piece of a message tells, by a small model learned from wordings: labels such as `reach/in_house`.

The model (`assistant/models/reader`, made by `evals/train_reader.py`) sees the rows of the shipped embedding model
through dilated convolutions; NumPy computes it in about a millisecond. It proposes: what a label means for the
facts stands in `tellings.yaml`, and the reader decides which proposals to take.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.settings import CORPUS

MODEL = Path(__file__).parent.parent / "models" / "reader"
EMBEDDING = CORPUS / "models" / "static-th"
DILATIONS = (1, 3, 9)
NOTHING = "nothing"
"""The label of what tells nothing of a project."""

CHANGE, TURN = 4.0, 8.0
"""What a change of label between two pieces costs, in nats: people say a thing in more than one word, and do not say yes
and no to it side by side (`TURN`, between two labels of one topic)."""

CLEAR = 0.5
"""Probability from which a piece tells its label clearly."""

WINDOW = 4
"""Pieces of the shortest words that tell something."""

Array = NDArray[np.float32]

_FORMS = {
    "percent": "cut",
    "above": "cut",
    "words": "cut",
    "share": "cut",
    "two": "cut",
    "minutes": "time",
    "days": "time",
    "baht": "cost",
    "steps": "process",
}


def label_of(topic: str, value: str) -> str:
    """Return the label of a wording's topic and value: what is read alike is one."""
    if topic == "existing":
        return f"kind/{value}"
    return f"{topic}/{_FORMS.get(value, value) if topic == 'saving' else value}"


class Cut(NamedTuple):
    """A message in pieces: where each stands, and which it is."""

    spans: list[tuple[int, int]]
    ids: NDArray[np.int64]


class Pieces:
    """Cuts messages into the pieces of the shipped embedding model."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(EMBEDDING / "tokenizer.json"))
        self._tokenizer.no_padding()
        table: NDArray[Any] = load_file(EMBEDDING / "model.safetensors")["embedding.weight"]
        self._table = table
        self.count, self.features = table.shape

    def cut(self, message: str) -> Cut:
        """Return the pieces of a message."""
        encoding = self._tokenizer.encode(message, add_special_tokens=False)
        return Cut(list(encoding.offsets), np.array(encoding.ids, dtype=np.int64))

    def rows(self, ids: NDArray[np.int64]) -> Array:
        """Return the rows of pieces in the embedding model: any shape to that shape by features."""
        return self._table[ids].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Tag:
    """`message[start:end]` tells `label`, with this probability; `figures` are where its figures stand, by slot.

    `rival` is the probability that it tells the likeliest other value of the same topic.
    """

    label: str
    start: int
    end: int
    probability: float
    figures: tuple[tuple[str, int, int], ...] = ()
    rival: float = 0.0


class Peak(NamedTuple):
    """Where a label is likeliest in a message, over `WINDOW` pieces side by side."""

    probability: float
    start: int
    end: int


class Tags(NamedTuple):
    """What a message tells, stretch by stretch, where it tells nothing, and where each label comes nearest to being told."""

    all: tuple[Tag, ...]
    peaks: Mapping[str, Peak]
    nothing: tuple[Tag, ...] = ()


class Tagger:
    """The model, read from its folder."""

    def __init__(self, folder: Path = MODEL) -> None:
        self._pieces = Pieces()
        stored = load_file(folder / "model.safetensors")
        self._added = stored.pop("added.weight")
        self._places = np.zeros(self._pieces.count, dtype=np.int32)
        self._places[stored.pop("known")] = np.arange(1, len(self._added))
        # Matrices as they are multiplied by: a product with one that lies the other way takes a quarter longer.
        self._weights = {
            name: np.ascontiguousarray(each.T, dtype=np.float32) for name, each in stored.items()
        }
        self.labels: list[str] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        bare = [label.split(":")[0] for label in self.labels]
        self._names = sorted(set(bare))
        self._of = np.array([self._names.index(each) for each in bare])
        self._costs = _changes(self._names)

    @property
    def names(self) -> list[str]:
        """The labels, without the slots of figures."""
        return self._names

    def vector(self, text: str) -> Array:
        """Return the mean of the rows of a text's pieces in the embedding model, of length 1; zero where it has none."""
        ids = self._pieces.cut(text).ids
        if not len(ids):
            return np.zeros(self._pieces.features, dtype=np.float32)
        mean = self._pieces.rows(ids).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)

    def logits(self, ids: NDArray[np.int64]) -> Array:
        """Return (pieces, labels) for pieces."""
        weights = self._weights
        rows = self._pieces.rows(ids) + self._added[self._places[ids]].astype(np.float32)
        hidden = np.maximum(rows @ weights["enter.weight"] + weights["enter.bias"], 0)
        for number, dilation in enumerate(DILATIONS):
            edge = np.zeros((dilation, hidden.shape[1]), dtype=np.float32)
            padded = np.concatenate([edge, hidden, edge])
            beside = np.concatenate(
                [padded[at : at + len(hidden)] for at in (0, dilation, 2 * dilation)], axis=1
            )
            out = beside @ weights[f"blocks.{number}.weight"] + weights[f"blocks.{number}.bias"]
            hidden = hidden + np.maximum(out, 0)
        return hidden @ weights["leave.weight"] + weights["leave.bias"]  # type: ignore[no-any-return]

    def tags(self, message: str) -> Tags:
        """Return what the message tells; what tells nothing is left out."""
        cut = self._pieces.cut(message)
        if not cut.spans:
            return Tags((), {})
        logits = self.logits(cut.ids)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        merged = np.zeros((len(shares), len(self._names)), dtype=np.float32)
        for place, name in enumerate(self._of):
            merged[:, name] += shares[:, place]
        best = [self.labels[place] for place in shares.argmax(axis=1)]
        path = _likeliest(np.log(merged + 1e-9), self._costs)
        stretches = tuple(self._stretches(merged, path, best, cut.spans))
        return Tags(
            tuple(each for each in stretches if each.label != NOTHING),
            self._peaks(merged, path, cut.spans),
            tuple(each for each in stretches if each.label == NOTHING),
        )

    def _stretches(
        self, merged: Array, path: list[int], best: list[str], spans: list[tuple[int, int]]
    ) -> Iterator[Tag]:
        start = 0
        for end in range(1, len(path) + 1):
            if end < len(path) and path[end] == path[start]:
                continue
            means = merged[start:end].mean(axis=0)
            rivals = means[self._costs[path[start]] == np.float32(TURN)]
            rival = float(rivals.max()) if len(rivals) else 0.0
            figures = _figures(best[start:end], spans[start:end])
            first, last = spans[start][0], spans[end - 1][1]
            yield Tag(self._names[path[start]], first, last, float(means[path[start]]), figures, rival)
            start = end

    def _peaks(self, merged: Array, path: list[int], spans: list[tuple[int, int]]) -> dict[str, Peak]:
        # Where a piece tells a value of a topic clearly, no other value of the topic is near.
        clear = merged[np.arange(len(path)), path] >= CLEAR
        settled = (self._costs[path] == np.float32(TURN)) & clear[:, None]
        merged = np.where(settled, 0, merged)
        width = min(WINDOW, len(merged))
        total = np.vstack([np.zeros_like(merged[:1]), np.cumsum(merged, axis=0)])
        means = (total[width:] - total[:-width]) / width
        places = means.argmax(axis=0)
        return {
            name: Peak(float(means[at, place]), spans[at][0], spans[at + width - 1][1])
            for place, (name, at) in enumerate(zip(self._names, places, strict=True))
        }


def _likeliest(scores: Array, changes: Array) -> list[int]:
    """Return the likeliest path through (pieces, labels) log-probabilities; `changes` holds what each change costs."""
    total = scores[0]
    back = []
    for row in scores[1:]:
        through = total[:, None] - changes
        back.append(through.argmax(axis=0))
        total = through.max(axis=0) + row
    path = [int(total.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def _changes(names: list[str]) -> Array:
    topics = np.array([name.split("/")[0] for name in names])
    costs = np.where(topics[:, None] == topics[None], TURN, CHANGE)
    costs[np.diag_indices(len(names))] = 0
    return costs.astype(np.float32)


def _figures(labels: list[str], spans: list[tuple[int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Return where each figure stands: runs of pieces of one slot."""
    found: list[tuple[str, int, int]] = []
    last = ""
    for label, (start, end) in zip(labels, spans, strict=True):
        _, _, slot = label.partition(":")
        if slot and slot == last:
            found[-1] = (slot, found[-1][1], end)
        elif slot:
            found.append((slot, start, end))
        last = slot
    return tuple(found)


@cache
def shipped() -> Tagger:
    """Return the shipped model."""
    return Tagger()


@lru_cache(maxsize=256)
def tags(message: str) -> Tags:
    """Return what a message tells by the shipped model."""
    return shipped().tags(message)
