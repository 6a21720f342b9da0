"""Train the tagger of the reader: what each piece of a message tells (`assistant/reading/tagger.py` reads it).

    python -m evals.train_reader thaigov.jsonl.xz assistant/models/reader

Data: the wordings of `datasets/projects/` that are in the split `dev`, put together to messages at random, so that
every character's label is known; questions and pieces of news (PyThaiNLP/thaigov-v2-corpus) that tell nothing of a
project. What a pattern stands for is left out where a held-back wording says the same. Features: the rows of the
shipped embedding model, which stay as they are, and what is learned to add to the rows of the pieces that occur.
Model: dilated convolutions. The same seed, data and machine give the same weights.
"""

import argparse
import json
import lzma
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from assistant.reading.tagger import DILATIONS, NOTHING, Pieces, label_of
from corpus.text import normalise
from evals.projects import Language, Wording, bare, expand, slots_for, wordings, written

HIDDEN, DROPOUT = 448, 0.35
MESSAGES, ROUNDS, BATCH = 8000, 30, 32
RATE = 3e-3
LOST = 0.08
"""Share of pieces whose row is blanked out in training, so that no single word carries a reading."""
PATTERN = 3
"""How often a pattern is drawn, for a plain wording once: it stands for many."""
SLIPS = 0.12
"""Share of messages with slips of the hand in them."""
ADDED_RATE, ADDED_DECAY = 0.3, 0.3
"""Learning rate, as a share of the model's, and weight decay of what is added to the rows of the embedding model."""

Message = list[tuple[str, str | None]]
"""A message in parts: text and its label; `None` where any label will do."""

_QUESTIONS = Path(__file__).parent / "datasets" / "retrieval.jsonl"
_SLOT = re.compile(r"\{(\w+)\}")
_JOINTS: dict[Language, tuple[str, ...]] = {
    "th": (" ", " ", " ", "", "", " และ", " แล้วก็", ", ", "\n", " ทั้งนี้ ", " โดย", " แต่", " ซึ่ง", " ครับ ", " ค่ะ "),
    "en": (". ", ". ", "; ", ".\n", " - ", ", ", ", and ", " and ", ", but ", " ", ", which means "),
}  # fmt: skip
_NOTHING = ("background/stated", "noise/opening", "noise/closing")
_SPACE = re.compile(r"\s+")


# -- messages --------------------------------------------------------------------------------------------------------


class Author:
    """Writes messages in given wordings."""

    def __init__(
        self,
        chosen: Iterable[Wording],
        asides: Sequence[str],
        rng: random.Random,
        held_back: Iterable[str] = (),
    ) -> None:
        self._rng = rng
        self._asides = asides
        self._held_back = {bare(text) for text in held_back}
        self._texts: dict[Language, dict[tuple[str, str], list[str]]] = {"th": {}, "en": {}}
        for each in chosen:
            often = PATTERN if "[" in each.text else 1
            self._texts[each.language].setdefault((each.topic, each.value), []).extend([each.text] * often)

    def message(self) -> Message:
        """Return a message of one to eight parts."""
        rng = self._rng
        language: Language = "en" if rng.random() < 0.36 else "th"
        cells = list(self._texts[language])
        parts: Message = []
        for number in range(rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 8))):
            if number:
                parts.append((rng.choice(_JOINTS[language]), None))
            if rng.random() < 0.06 and language == "th":
                parts.append((rng.choice(self._asides), NOTHING))
            else:
                parts += self._part(rng.choice(cells), language)
        manner = rng.choice(("plain",) * 5 + ("unspaced", "digits", "misspelt", "lower"))
        if manner != "plain":
            parts = [
                (written(text, language, manner) if text.strip() else text, label) for text, label in parts
            ]
        if rng.random() < SLIPS:
            parts = [
                (text if label is None or ":" in label else slipped(text, rng), label)
                for text, label in parts
            ]
        return parts

    def _part(self, cell: tuple[str, str], language: Language) -> Message:
        topic, value = cell
        text = expand(self._rng.choice(self._texts[language][cell]), self._rng)
        while bare(text) in self._held_back:
            text = expand(self._rng.choice(self._texts[language][cell]), self._rng)
        figures = self._figures(topic, value, language)
        label = _label(topic, value)
        parts: Message = []
        for number, piece in enumerate(_SLOT.split(text)):
            if number % 2 == 0:
                parts.append((piece, label))
            elif label.split("/")[0] in ("saving", "agencies"):
                parts.append((figures[piece], f"{label}:{piece if piece in 'ab' else 'n'}"))
            else:
                parts.append((figures[piece], label))
        return [each for each in parts if each[0]]

    def _figures(self, topic: str, value: str, language: Language) -> dict[str, str]:
        rng = self._rng
        approach = rng.choice(("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"))
        figures = {"n": str(rng.randint(2, 30)), "approach": approach, "q": str(rng.randint(1, 99))}
        if topic != "saving":
            return figures
        meets = "misses" if value in ("below", "none") or rng.random() < 0.5 else "meets"
        if value == "more":
            meets = "misses"
        if value in ("above", "share") or value == "words":
            meets = "meets" if value != "words" else meets
        try:
            figures |= slots_for(value, meets, language, rng)
        except KeyError:
            figures |= slots_for("percent", meets, language, rng)
        if "a" in figures and rng.random() < 0.5:  # a figure is told by its place, not by its size
            figures["a"], figures["b"] = str(rng.randint(1, 90)), str(rng.randint(1, 90))
        return figures


def slipped(text: str, rng: random.Random) -> str:
    """Return the text with a slip of the hand in every forty characters: one lost, one doubled, two exchanged."""
    for _ in range(max(1, len(text) // 40) if len(text) > 6 else 0):
        at = rng.randrange(1, len(text) - 2)
        one, next_one = text[at], text[at + 1]
        if not (one.isdigit() or next_one.isdigit()):
            text = text[:at] + rng.choice((next_one, one + one + next_one, next_one + one)) + text[at + 2 :]
    return text


def _label(topic: str, value: str) -> str:
    label = label_of(topic, value)
    return NOTHING if label in _NOTHING else label


def asides(path: Path | None, rng: random.Random, count: int = 20_000) -> list[str]:
    """Return texts that tell nothing of a project: questions on the programme, pieces of news."""
    found = [json.loads(line)["question"] for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    found *= 5
    if path is not None:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = normalise(json.loads(line)["text"]).text
                pieces = [each for each in _SPACE.split(text) if 15 < len(each) < 90]
                found += rng.sample(pieces, min(4, len(pieces)))
                if len(found) > count:
                    break
    return found


# -- model -----------------------------------------------------------------------------------------------------------


class Model(nn.Module):
    """(batch, length) pieces to (batch, length, labels); `assistant.reading.tagger` computes the same.

    `known`: the pieces, ascending, to whose rows something is learned to be added.
    """

    def __init__(self, pieces: Pieces, known: np.ndarray, labels: int) -> None:
        super().__init__()
        self._pieces = pieces
        places = np.zeros(pieces.count, dtype=np.int64)
        places[known] = np.arange(1, len(known) + 1)
        self._places = torch.from_numpy(places)
        self.register_buffer("known", torch.from_numpy(known.astype(np.int32)))
        self.added = nn.Embedding(len(known) + 1, pieces.features, padding_idx=0)
        nn.init.zeros_(self.added.weight)
        self.enter = nn.Linear(pieces.features, HIDDEN)
        self.blocks = nn.ModuleList(nn.Linear(3 * HIDDEN, HIDDEN) for _ in DILATIONS)
        self.leave = nn.Linear(HIDDEN, labels)
        self._dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits. -1 stands for no piece: it is blank, and so is what is computed there."""
        there = (ids >= 0).unsqueeze(-1)
        found = ids.clamp(min=0)
        rows = torch.from_numpy(self._pieces.rows(found.numpy())) + self.added(self._places[found])
        hidden = torch.relu(self.enter(rows * there)) * there
        for block, dilation in zip(self.blocks, DILATIONS, strict=True):
            hidden = hidden + torch.relu(block(_beside(self._dropout(hidden), dilation))) * there
        return self.leave(self._dropout(hidden))  # type: ignore[no-any-return]


def _beside(hidden: Tensor, dilation: int) -> Tensor:
    """Return what stands `dilation` before, at and after each piece: a convolution's input, as one matrix."""
    length = hidden.shape[1]
    padded = nn.functional.pad(hidden, (0, 0, dilation, dilation))
    return torch.cat([padded[:, at : at + length] for at in (0, dilation, 2 * dilation)], dim=-1)


def labelled(message: Message, pieces: Pieces, places: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return a message's pieces and their labels' places, -1 where any will do."""
    text = "".join(part for part, _ in message)
    owner = [label for part, label in message for _ in part]
    found = pieces.cut(text)
    labels = [owner[start] for start, _ in found.spans]
    return found.ids, np.array([-1 if each is None else places[each] for each in labels])


def batches(data: list[tuple[np.ndarray, np.ndarray]], rng: random.Random) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield padded batches (pieces, labels) of messages of like length, in random order; -1 pads both."""
    order = sorted(range(len(data)), key=lambda at: (len(data[at][1]), rng.random()))
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    for start in starts:
        chosen = [data[at] for at in order[start : start + BATCH] if len(data[at][1])]
        shape = len(chosen), max(len(labels) for _, labels in chosen)
        ids, labels = np.full(shape, -1), np.full(shape, -1)
        for number, (each, marks) in enumerate(chosen):
            ids[number, : len(each)] = each
            labels[number, : len(marks)] = marks
        yield torch.from_numpy(ids), torch.from_numpy(labels)


def labels_of(chosen: Iterable[Wording]) -> list[str]:
    """Return every label, with those of figures."""
    found = {NOTHING}
    for each in chosen:
        label = _label(each.topic, each.value)
        found.add(label)
        if label.split("/")[0] in ("saving", "agencies"):
            found |= {f"{label}:{slot if slot in 'ab' else 'n'}" for slot in _SLOT.findall(each.text)}
    return sorted(found)


def train(
    chosen: Sequence[Wording], news: Path | None, seed: int, messages: int, rounds: int
) -> tuple[Model, list[str]]:
    """Return a model trained on messages in the chosen wordings, new ones every round, and its labels."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the matrices are too small to share out, and one thread adds in one order
    rng = random.Random(seed)  # noqa: S311 -- a dataset, not a secret
    pieces = Pieces()
    held_back = [each.text for each in wordings() if each.split != "dev"]
    author = Author(chosen, asides(news, rng), rng, held_back)
    labels = labels_of(chosen)
    places = {label: place for place, label in enumerate(labels)}
    model = Model(pieces, _occurring(author, pieces), len(labels))
    added = list(model.added.parameters())
    others = [each for name, each in model.named_parameters() if not name.startswith("added.")]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": 0.02}, {"params": added, "weight_decay": ADDED_DECAY}], lr=RATE
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE * ADDED_RATE], total_steps=rounds * -(-messages // BATCH), pct_start=0.2
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=0.05)
    for number in range(rounds):
        started, losses = time.perf_counter(), []
        data = [labelled(author.message(), pieces, places) for _ in range(messages)]
        model.train()
        for ids, marks in batches(data, rng):
            kept = torch.where(torch.rand(ids.shape) > LOST, ids, -1)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(kept)
            loss = loss_of(logits.float().flatten(0, 1), marks.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(
            f"round {number + 1}: loss {np.mean(losses):.3f}, {time.perf_counter() - started:.0f} s",
            flush=True,
        )
    return model.eval(), labels


def _occurring(author: Author, pieces: Pieces, messages: int = 10_000) -> np.ndarray:
    """Return the pieces that occur in messages."""
    found: set[int] = set()
    for _ in range(messages):
        found.update(pieces.cut("".join(part for part, _ in author.message())).ids.tolist())
    return np.array(sorted(found))


def save(model: Model, labels: list[str], folder: Path) -> None:
    """Write the weights, half precision, and the labels."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: each.detach().numpy() for name, each in model.state_dict().items()}
    weights = {name: each if name == "known" else each.astype(np.float16) for name, each in weights.items()}
    save_file(weights, folder / "model.safetensors")
    (folder / "labels.json").write_text(json.dumps(labels, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Train on the wordings of `dev` and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=2569)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--without", action="append", default=[], metavar="AUTHOR", help="leave an author out"
    )
    chosen = parser.parse_args()
    known = [each for each in wordings() if each.split == "dev" and each.author not in chosen.without]
    print(f"{len(known):,} wordings by {len({each.author for each in known})} authors")
    model, labels = train(known, chosen.news, chosen.seed, chosen.messages, chosen.rounds)
    save(model, labels, chosen.folder)


if __name__ == "__main__":
    main()
