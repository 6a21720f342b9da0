"""Fusion: normalised, weighted, no arm above the others."""

from collections.abc import Mapping

import numpy as np
import pytest

from assistant.rank import WEIGHTS, EmptyArm, fuse, lead, rank
from corpus.store.generation import Found
from corpus.store.index import Arm


def test_what_two_arms_find_beats_what_one_finds() -> None:
    """Half the best score in words and in characters is more than the best of the vectors alone."""
    scores = fuse({"words": {"a": 8.0, "b": 4.0}, "grams": {"a": 6.0, "b": 3.0}, "dense": {"c": 0.9}})
    assert sorted(scores, key=lambda unit: -scores[unit]) == ["a", "b", "c"]


def test_the_scale_of_an_arm_does_not_matter() -> None:
    """An arm ten times as loud counts no more."""
    quiet = fuse({"words": {"a": 1.0, "b": 0.5}, "dense": {"b": 0.3}})
    assert fuse({"words": {"a": 10.0, "b": 5.0}, "dense": {"b": 0.3}}) == pytest.approx(quiet)


@pytest.mark.parametrize("arm", list(WEIGHTS))
def test_no_arm_gates_another(arm: Arm) -> None:
    """What a single arm finds is in the result, whichever arm it is."""
    other = next(name for name in WEIGHTS if name != arm)
    assert fuse({arm: {"a": 0.1}, other: {"b": 9.0}}).keys() == {"a", "b"}


def test_named_units_lead_in_their_order() -> None:
    """Those that are named come first, found or not, the others after them as they were."""
    scores = lead({"a": 1.0, "b": 0.5}, ["z", "b"])
    assert sorted(scores, key=lambda unit: -scores[unit]) == ["z", "b", "a"]


def _found(heard: Mapping[Arm, list[float]]) -> Found:
    return Found(["a#1", "a#2"], {arm: np.array(heard.get(arm, [0.0, 0.0])) for arm in WEIGHTS})


def test_a_unit_scores_as_its_best_piece_does() -> None:
    """Pieces of one text compete, and the best counts, arm by arm."""
    found = _found({"words": [1.0, 3.0], "grams": [5.0, 2.0], "dense": [0.1, 0.2]})
    assert rank("?", found, lambda piece: piece[0]).arms["words"] == {"a": 3.0}
    assert rank("?", found, lambda piece: piece[0]).arms["grams"] == {"a": 5.0}


@pytest.mark.parametrize("arm", ["grams", "dense"])
def test_a_silent_arm_is_an_error(arm: Arm) -> None:
    """Where words are found, characters and vectors must find something too."""
    loud: dict[Arm, list[float]] = {"words": [1.0, 0.0], "grams": [1.0, 0.0], "dense": [1.0, 0.0]}
    loud[arm] = [0.0, 0.0]
    with pytest.warns(EmptyArm, match=arm):
        rank("?", _found(loud), str)


def test_vectors_that_all_point_away_are_no_silence() -> None:
    """A question far from every passage is still ranked by the other arms."""
    found = _found({"words": [1.0, 0.0], "grams": [1.0, 0.0], "dense": [-0.1, -0.2]})
    assert max(rank("?", found, str).scores.values()) == 1


def test_nothing_found_is_no_error() -> None:
    """A question without a known word finds nothing."""
    assert rank("?", _found({}), str).scores == {}
