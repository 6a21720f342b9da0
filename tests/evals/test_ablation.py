"""Ablation: every part can be left out, and leaving one out changes what it should."""

from pathlib import Path

import pytest

from assistant.collection import Collection
from assistant.rank import RECIPE, WEIGHTS, fuse
from assistant.structure import Titled
from corpus.store.generation import Generation
from corpus.store.store import Store
from evals.ablation import ablate, by_ranks, collection, own, recipes
from evals.beir import Beir
from evals.retrieval import measures
from tests.ingest.encoder import HashingEncoder

TEXTS = [Titled("s1", "กฎสวน ข้อ 1", "ห้ามตัดต้นไม้"), Titled("s2", "กฎสวน ข้อ 2", "รดน้ำต้นไม้ทุกวัน")]


@pytest.fixture(scope="module")
def generation(data_dir: Path) -> Generation:
    """Return the shipped corpus."""
    return Store(data_dir).current()


def test_the_first_ranking_is_the_products() -> None:
    """The rest differ from it."""
    first, *others = recipes().values()
    assert first is RECIPE
    assert RECIPE not in others


def test_an_arm_left_out_finds_nothing() -> None:
    """Neither its scores nor what it alone found count; without any change the weights are the product's."""
    arms = {"words": {"a": 2.0}, "dense": {"b": 0.5}}
    assert fuse(arms, {"words": 1.0}) == {"a": 1.0}  # type: ignore[arg-type]
    assert fuse(arms) == {"a": 1.0, "b": WEIGHTS["dense"]}  # type: ignore[arg-type]


def test_ranks_by_hand() -> None:
    """Reciprocal ranks with the constant 60."""
    found = by_ranks({"words": {"a": 9.0, "b": 1.0}, "dense": {"b": 0.1}}, {"words": 1.0, "dense": 2.0})
    assert found == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 2 / 61})


def test_names_are_left_out_where_told(tmp_path: Path) -> None:
    """The same question, with and without reading that it names a provision."""
    made = Collection.create(TEXTS, tmp_path / "index", HashingEncoder())
    question = "ข้อ 1 ว่าด้วยการรดน้ำต้นไม้ทุกวันหรือไม่"
    assert made.search(question)[0] == "s1"
    assert made.search(question, recipe=RECIPE._replace(named=False))[0] == "s2"


def test_every_ranking_is_measured() -> None:
    """One row each, on a collection of two texts."""
    beir = Beir(TEXTS, {"q": "รดน้ำ"}, {"q": {"s2": 1}})
    with collection(beir, HashingEncoder()) as search:
        rows = ablate(search, beir.queries, beir.qrels, lambda *_: None)
    assert [row.name for row in rows] == list(recipes())
    assert rows[0].measures["hit@1"] == 1.0


def test_own_questions_need_what_they_name(generation: Generation) -> None:
    """On our own questions, reading names puts more answers first."""
    search, queries, qrels = own(generation)
    first = {}
    for name in ("all of it", "without named provisions"):
        found = {query: search(text, recipes()[name]) for query, text in queries.items()}
        first[name] = measures(found, qrels)["hit@1"]
    assert first["all of it"] > first["without named provisions"]
