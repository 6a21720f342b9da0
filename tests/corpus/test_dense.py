"""Vectors in a mapped file: exact, and short-listed by sign bits."""

from pathlib import Path

import numpy as np
import pytest

from corpus.store import dense
from corpus.store.dense import Dense, DenseWriter, Vector


def write(folder: Path, vectors: Vector) -> Dense:
    """Write `vectors` in two batches and open them."""
    writer = DenseWriter(folder, *vectors.shape)
    half = len(vectors) // 2
    writer.add(vectors[:half])
    writer.add(vectors[half:])
    writer.finish()
    return Dense(folder)


@pytest.fixture(scope="module")
def vectors() -> Vector:
    """Return 3,000 vectors of 64 dimensions, in clumps as texts are."""
    chance = np.random.default_rng(3)
    clumps = chance.normal(size=(60, 64))
    return (clumps[np.arange(3000) % 60] + 0.7 * chance.normal(size=(3000, 64))).astype(np.float32)


def test_similarity_is_the_cosine(tmp_path: Path, vectors: Vector) -> None:
    """Vectors need not have length 1 to begin with."""
    found = write(tmp_path / "d", vectors).similarity(vectors[7], np.array([7, 8]))
    cosine = vectors[8] @ vectors[7] / np.linalg.norm(vectors[7]) / np.linalg.norm(vectors[8])
    assert found == pytest.approx([1.0, cosine], abs=1e-6)


def test_sign_bits_find_what_the_exact_scan_finds(
    tmp_path: Path, vectors: Vector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a short list of a tenth, at least 98 of 100 nearest neighbours are found."""
    exact = write(tmp_path / "exact", vectors)
    monkeypatch.setattr(dense, "EXACT", 100)
    monkeypatch.setattr(dense, "SHORTLIST", 300)
    listed = write(tmp_path / "listed", vectors)
    queries = vectors[:50] + 0.3 * np.random.default_rng(4).normal(size=(50, 64)).astype(np.float32)
    shared = [len(set(exact.nearest(query, 10)) & set(listed.nearest(query, 10))) for query in queries]
    assert sum(shared) / (10 * len(queries)) >= 0.98


def test_equal_vectors_at_the_cut_are_all_returned(tmp_path: Path) -> None:
    """The caller decides between equals, so none of them may be lost."""
    same = np.ones((5, 8), dtype=np.float32)
    assert len(write(tmp_path / "d", same).nearest(same[0], 2)) == 5


def test_fewer_vectors_than_promised_are_refused(tmp_path: Path) -> None:
    """A file with rows that were never written is not completed."""
    writer = DenseWriter(tmp_path / "d", 3, 4)
    writer.add(np.ones((2, 4), dtype=np.float32))
    with pytest.raises(ValueError, match="2 vectors for 3"):
        writer.finish()


def test_a_zero_vector_stays_zero(tmp_path: Path) -> None:
    """A text without a token is near to nothing."""
    index = write(tmp_path / "d", np.array([[0, 0], [0, 2]], dtype=np.float32))
    assert index.similarity(np.array([0, 1], np.float32), np.array([0, 1])).tolist() == [0.0, 1.0]
