"""BM25 over mapped postings: the scores of an independent implementation, built in blocks or at once."""

from pathlib import Path

import bm25s  # type: ignore[import-untyped]
import numpy as np
import pytest

from corpus.store import postings
from corpus.store.lexical import gram_keys, word_keys
from corpus.store.postings import Keys, Postings, PostingsWriter


def write(folder: Path, texts: list[Keys]) -> Postings:
    """Write an index of `texts` and open it."""
    writer = PostingsWriter(folder)
    for text in texts:
        writer.add(text)
    writer.finish()
    return Postings(folder)


@pytest.fixture(scope="module")
def texts() -> list[Keys]:
    """Return 300 texts of 0 to 60 terms out of 200, the low ones common."""
    chance = np.random.default_rng(7)
    return [
        (200 * chance.random(chance.integers(0, 60)) ** 2).astype(np.uint64) * np.uint64(2**55)
        for _ in range(300)
    ]


def test_scores_are_those_of_bm25s(tmp_path: Path, texts: list[Keys]) -> None:
    """Lucene's BM25 by bm25s gives every text the same score."""
    words = [[str(key) for key in text] or ["-"] for text in texts]
    other = bm25s.BM25(method="lucene", k1=postings.K1, b=postings.B)
    other.index(words, show_progress=False)
    ours = write(
        tmp_path / "i", [np.array([int(w) if w != "-" else 1 for w in text], np.uint64) for text in words]
    )
    query = np.unique(texts[5])
    expected = other.get_scores([str(key) for key in query])
    assert ours.scores(query) == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_blocks_make_the_same_index(
    tmp_path: Path, texts: list[Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that is merged from many blocks is the one that is sorted at once, byte by byte."""
    write(tmp_path / "whole", texts)
    monkeypatch.setattr(postings, "BLOCK", 500)
    write(tmp_path / "blocks", texts)
    for name in ("keys", "offsets", "texts", "weights"):
        assert (tmp_path / "whole" / f"{name}.npy").read_bytes() == (
            tmp_path / "blocks" / f"{name}.npy"
        ).read_bytes()


def test_a_term_said_again_counts_less(tmp_path: Path, texts: list[Keys]) -> None:
    """A repeated query term saturates: twice counts a third more, never twice as much."""
    index = write(tmp_path / "i", texts)
    once, twice = (index.scores(np.repeat(texts[5][:1], times)) for times in (1, 2))
    assert twice == pytest.approx(once * 4 / 3, rel=1e-5)


@pytest.mark.parametrize("query", [[], [12345]])
def test_unknown_terms_score_nothing(tmp_path: Path, texts: list[Keys], query: list[int]) -> None:
    """A query without a known term gives every text zero."""
    assert not write(tmp_path / "i", texts).scores(np.array(query, dtype=np.uint64)).any()


def test_texts_without_terms_make_an_index(tmp_path: Path) -> None:
    """Empty texts are counted and never found."""
    index = write(tmp_path / "i", [np.zeros(0, np.uint64)] * 3)
    assert index.scores(np.array([1], np.uint64)).tolist() == [0.0, 0.0, 0.0]


def test_a_torn_index_is_refused(tmp_path: Path, texts: list[Keys]) -> None:
    """Parts that do not belong together are an error on opening."""
    write(tmp_path / "i", texts)
    np.save(tmp_path / "i" / "texts.npy", np.zeros(3, np.int32))
    with pytest.raises(ValueError, match="do not belong together"):
        Postings(tmp_path / "i")


def test_grams_ignore_case_marks_and_spacing_of_digits() -> None:
    """Three-character groups are of normalised text, with one space for what is no letter or digit."""
    assert gram_keys("DGA, ๒๕๖๙!").tolist() == gram_keys(" dga 2569").tolist()
    assert len(gram_keys("dga")) == 3


@pytest.mark.parametrize("keys", [word_keys, gram_keys])
def test_a_text_without_letters_has_no_keys(keys: object) -> None:
    """Nothing, and marks alone, make no term."""
    assert [len(keys(text)) for text in ("", " ", "?!")] == [0, 0, 0]  # type: ignore[operator]


def test_many_postings_are_added_alike(
    tmp_path: Path, texts: list[Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past `FEW` postings SciPy adds them up, to the same scores but for rounding; a repeated term saturates too."""
    index = write(tmp_path / "i", texts)
    query = np.concatenate((texts[5], texts[5][:3], texts[9]))
    few = index.scores(query)
    monkeypatch.setattr(postings, "FEW", 0)
    assert index.scores(query) == pytest.approx(few, rel=1e-5)
    assert np.flatnonzero(index.scores(query)).tolist() == np.flatnonzero(few).tolist()
