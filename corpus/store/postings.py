"""BM25 over postings in files that are mapped into memory: built in bounded memory, read in place.

A term is a 64-bit key (`corpus.store.lexical` makes them). Every posting holds its finished weight, so that a
query only adds weights up. Building sorts blocks of postings and merges them (single-pass in-memory indexing,
Manning, Raghavan and Schütze, Introduction to Information Retrieval, 4.3).
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""The terms of a text as keys, in any order, as often as they stand there; shape (n,)."""

K1, B = 1.2, 0.75
"""BM25's saturation of a term in a text, and how much the text's length counts; the usual values."""
K3 = 1.0
"""Saturation of a term that the query repeats (Robertson's third constant): a long letter says some words often."""
BLOCK = 8_000_000
"""Postings that are sorted in memory at a time, about 20 bytes each."""


FEW = 300_000
"""Postings of a query that NumPy adds up; more are added by SciPy, six times faster but 0.1 s to import."""


class _Block(NamedTuple):
    """Sorted postings: per key how many, and their texts and frequencies."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    texts: NDArray[np.int32]
    frequencies: NDArray[np.uint16]


class Postings:
    """A BM25 index, opened. `size` is the number of texts; they are numbered from 0 in the order they came."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`; OSError or ValueError where it is not whole."""
        self.size = int(json.loads((folder / "postings.json").read_text(encoding="utf-8"))["texts"])
        self._keys = _mapped(folder / "keys.npy")
        self._offsets = _mapped(folder / "offsets.npy")
        self._texts = _mapped(folder / "texts.npy")
        self._weights = _mapped(folder / "weights.npy")
        whole = int(self._offsets[-1])
        if len(self._keys) + 1 != len(self._offsets) or {len(self._texts), len(self._weights)} != {whole}:
            raise ValueError(f"{folder}: the parts of the index do not belong together")

    def scores(self, query: Keys) -> NDArray[np.float64]:
        """Return the BM25 score of every text, shape (`size`,); zero where it has no term of the query."""
        keys, times = np.unique(query, return_counts=True)
        known, at = self._find(keys)
        if not len(at):
            return np.zeros(self.size)
        factors = ((K3 + 1) * times / (K3 + times))[known].astype(np.float32)
        spans = [slice(*span) for span in zip(self._offsets[at], self._offsets[at + 1], strict=True)]
        texts = np.concatenate([self._texts[span] for span in spans])
        weights = np.concatenate([self._weights[span] for span in spans])
        counts = [span.stop - span.start for span in spans]
        if len(texts) > FEW:
            return _added(texts, weights, counts, factors, self.size)
        weights *= np.repeat(factors, counts)
        return np.asarray(np.bincount(texts, weights, minlength=self.size), dtype=np.float64)

    def knows(self, query: Keys) -> bool:
        """Tell whether any term of the query stands in any text."""
        return bool(self._find(query)[0].any())

    def _find(self, query: Keys) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Return which keys of the query are known, and where those stand in the key table."""
        if not len(self._keys):
            return np.zeros(len(query), dtype=bool), np.zeros(0, dtype=np.intp)
        at = np.minimum(np.searchsorted(self._keys, query), len(self._keys) - 1)
        known = self._keys[at] == query
        return known, at[known]


def _added(
    texts: NDArray[np.int32],
    weights: NDArray[np.float32],
    counts: Sequence[int],
    factors: NDArray[np.float32],
    size: int,
) -> NDArray[np.float64]:
    """Return the scores: the postings as a matrix, a column per term, times the terms' factors; added as float32."""
    from scipy.sparse import csc_array

    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32 if len(texts) < 2**31 else np.int64)
    columns = csc_array((weights, texts, offsets), shape=(size, len(counts)))
    return np.asarray(columns @ factors, dtype=np.float64)


def _mapped(path: Path) -> NDArray[Any]:
    """Map a file; one without an element cannot be mapped and is read."""
    if path.stat().st_size <= 128:
        return np.asarray(np.load(path))
    return np.asarray(np.load(path, mmap_mode="r"))


class PostingsWriter:
    """Writes an index text by text. Memory holds one block and the key table, not the postings."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._scratch = tempfile.TemporaryDirectory(dir=folder)
        self._blocks: list[Path] = []
        self._lengths: list[int] = []
        self._clear()

    def add(self, text: Keys) -> None:
        """Index the next text."""
        terms, times = np.unique(text, return_counts=True)
        self._keys.append(terms)
        self._frequencies.append(np.minimum(times, 65535).astype(np.uint16))
        self._numbers.append(len(self._lengths))
        self._lengths.append(len(text))
        self._held += len(terms)
        if self._held >= BLOCK:
            self._write_block()

    def finish(self) -> None:
        """Merge the blocks into the index; nothing can be added afterwards."""
        if self._held:
            self._write_block()
        _merge(self._folder, self._blocks, np.array(self._lengths, dtype=np.float32))
        self._scratch.cleanup()
        whole = json.dumps({"texts": len(self._lengths)})
        (self._folder / "postings.json").write_text(whole, encoding="utf-8")

    def close(self) -> None:
        """Remove what an index that is not finished left; does nothing after `finish`."""
        self._scratch.cleanup()

    def _clear(self) -> None:
        self._keys: list[Keys] = []
        self._frequencies: list[NDArray[np.uint16]] = []
        self._numbers: list[int] = []
        self._held = 0

    def _write_block(self) -> None:
        block = Path(self._scratch.name) / str(len(self._blocks))
        block.mkdir()
        for name, values in _sorted(self._keys, self._frequencies, self._numbers)._asdict().items():
            np.save(block / f"{name}.npy", values)
        self._blocks.append(block)
        self._clear()


def _sorted(keys: list[Keys], frequencies: list[NDArray[np.uint16]], numbers: list[int]) -> _Block:
    every = np.concatenate(keys)
    order = np.argsort(every, kind="stable")  # texts stay in their order under each key
    texts = np.repeat(np.array(numbers, dtype=np.int32), [len(terms) for terms in keys])
    unique, counts = np.unique(every, return_counts=True)
    return _Block(unique, counts, texts[order], np.concatenate(frequencies)[order])


def _merge(folder: Path, blocks: list[Path], lengths: NDArray[np.float32]) -> None:
    """Write the blocks as one: `keys`, the `offsets` of their postings, `texts` and `weights`."""
    tables = [(np.load(block / "keys.npy"), np.load(block / "counts.npy")) for block in blocks]
    keys = np.unique(np.concatenate([table for table, _ in tables] or [np.zeros(0, np.uint64)]))
    counts = np.zeros(len(keys), dtype=np.int64)
    for table, held in tables:
        counts[np.searchsorted(keys, table)] += held
    offsets = np.concatenate(([0], np.cumsum(counts)))
    np.save(folder / "keys.npy", keys)
    np.save(folder / "offsets.npy", offsets)
    rarity = np.log1p((len(lengths) - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    room = (K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0) if len(lengths) else lengths)).astype("f4")
    if not len(keys):
        np.save(folder / "texts.npy", np.zeros(0, np.int32))
        np.save(folder / "weights.npy", np.zeros(0, np.float32))
        return
    texts = np.lib.format.open_memmap(folder / "texts.npy", "w+", np.int32, (int(offsets[-1]),))
    weights = np.lib.format.open_memmap(folder / "weights.npy", "w+", np.float32, (int(offsets[-1]),))
    filled = offsets[:-1].copy()
    for block, (table, held) in zip(blocks, tables, strict=True):
        at = np.searchsorted(keys, table)
        within = np.arange(held.sum()) - np.repeat(np.cumsum(held) - held, held)
        places = np.repeat(filled[at], held) + within
        numbers = np.load(block / "texts.npy")
        times = np.load(block / "frequencies.npy").astype(np.float32)
        texts[places] = numbers
        weights[places] = np.repeat(rarity[at], held) * times / (times + room[numbers])
        filled[at] += held
    texts.flush()
    weights.flush()
