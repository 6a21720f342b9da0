"""The dense arm: vectors in one file that is mapped into memory; exact, or from a short list by sign bits.

Up to `EXACT` vectors a query is compared with every one. Beyond, the signs of the coordinates (about the mean of
all vectors) are compared first, 32 bytes for 256 dimensions, and the `SHORTLIST` nearest are compared exactly
(binary quantisation with rescoring).
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

EXACT = 50_000
SHORTLIST = 4_000
_BATCH = 65_536
_RUN = 64
"""Scores that are looked at together to find the highest ones."""


class Dense:
    """`vectors` of length 1 (or zero, for a text without a token), shape (`size`, `dimensions`), opened."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`; OSError or ValueError where it is not whole."""
        self.vectors: NDArray[np.float32] = np.load(folder / "vectors.npy", mmap_mode="r")
        self.size, self.dimensions = self.vectors.shape
        self._signs: NDArray[np.uint64] | None = None
        if self.size > EXACT:
            self._signs = np.load(folder / "signs.npy", mmap_mode="r")
            self._mean: Vector = np.load(folder / "mean.npy")

    def nearest(self, query: Vector, k: int, *, exactly: bool = False) -> NDArray[np.intp]:
        """Return the rows of at least the `k` vectors nearest to `query`, in any order; equals at the cut are all in.

        `exactly` compares every vector, however many there are.
        """
        if self._signs is None or exactly:
            rows = np.arange(self.size)
        else:
            apart = np.zeros(self.size, dtype=np.uint16)
            for stored, asked in zip(self._signs, _signs(query[None], self._mean), strict=True):
                apart += np.bitwise_count(stored ^ asked[0])
            within = np.cumsum(np.bincount(apart))  # vectors that are at most so many bits apart
            rows = np.flatnonzero(apart <= np.searchsorted(within, min(max(SHORTLIST, k), self.size)))
        return rows[top(self.similarity(query, rows), k)]

    def similarity(self, query: Vector, rows: NDArray[np.intp]) -> Vector:
        """Return the cosine of `query` with the vectors in `rows`."""
        length = float(np.linalg.norm(query))
        chosen = self.vectors if len(rows) == self.size else self.vectors[rows]
        return np.asarray(chosen @ query / np.float32(length or 1.0))


class DenseWriter:
    """Writes `size` vectors, batch by batch."""

    def __init__(self, folder: Path, size: int, dimensions: int) -> None:
        folder.mkdir(parents=True)
        self._folder, self._size, self._done = folder, size, 0
        shape = (size, dimensions)
        self._mapped = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, shape)

    def add(self, vectors: Vector) -> None:
        """Add a batch, shape (n, dimensions); each vector is made one of length 1."""
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self._mapped[self._done : self._done + len(vectors)] = vectors / np.where(lengths > 0, lengths, 1)
        self._done += len(vectors)

    def finish(self) -> None:
        """Complete the files. ValueError where fewer than `size` vectors came."""
        if self._done != self._size:
            raise ValueError(f"{self._done} vectors for {self._size} passages")
        self._mapped.flush()
        if self._size > EXACT:
            mean = np.asarray(self._mapped[: 4 * _BATCH]).mean(axis=0)
            batches = (self._mapped[at : at + _BATCH] for at in range(0, self._size, _BATCH))
            np.save(self._folder / "mean.npy", mean)
            np.save(self._folder / "signs.npy", np.hstack([_signs(batch, mean) for batch in batches]))


def _signs(vectors: Vector, mean: Vector) -> NDArray[np.uint64]:
    """Return the sign bits, 64 dimensions in each row and a column per vector."""
    bits = np.packbits(vectors > mean, axis=1)
    spare = -bits.shape[1] % 8
    return np.ascontiguousarray(np.ascontiguousarray(np.pad(bits, ((0, 0), (0, spare)))).view(np.uint64).T)


def top(scores: NDArray[np.floating[Any]], k: int, above: float = -np.inf) -> NDArray[np.intp]:
    """Return the places of the `k` highest scores over `above`, and of those equal to the last of them, in order."""
    rows = None
    if len(scores) > _RUN * k:
        # the k-th best of the runs' best scores is no higher than the k-th best score
        even = len(scores) // _RUN * _RUN
        runs = np.concatenate((scores[:even].reshape(_RUN, -1).max(axis=0), scores[even:]))
        rows = np.flatnonzero(scores >= np.partition(runs, -k)[-k])
        scores = scores[rows]
    if len(scores) > k:
        above = max(above, float(np.nextafter(np.partition(scores, -k)[-k], -np.inf)))
    found = np.flatnonzero(scores > above)
    return found if rows is None else rows[found]
