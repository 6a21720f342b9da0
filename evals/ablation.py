"""Which part of the ranking does what: the measures with parts left out, on any collection."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.collection import Collection
from assistant.rank import RECIPE, WEIGHTS, Recipe, Scored
from assistant.retrieve import HybridRetriever
from corpus.passages import Value
from corpus.store.generation import Generation
from corpus.store.index import Arm, Encoder, Progress
from evals.beir import Beir
from evals.retrieval import ask, measures
from evals.shipped import questions

RANK = 60
"""The constant of reciprocal rank fusion, as its authors set it (Cormack, Clarke and Büttcher 2009)."""

Search = Callable[[str, Recipe], Sequence[str]]


class Row(Value):
    """A ranking with parts left out, and its measures."""

    name: str
    measures: Mapping[str, float]


def by_ranks(arms: Mapping[Arm, Scored], weights: Mapping[Arm, float]) -> dict[str, float]:
    """Fuse by weighted reciprocal ranks; what most systems do."""
    fused: dict[str, float] = defaultdict(float)
    for arm, scores in arms.items():
        if weight := weights.get(arm):
            for place, unit in enumerate(sorted(scores, key=lambda one: -scores[one]), start=1):
                fused[unit] += weight / (RANK + place)
    return dict(fused)


def recipes() -> dict[str, Recipe]:
    """Return the rankings that are compared, by name; the product's own first."""
    bare = RECIPE._replace(named=False, authority=0.0, definitions=0.0)
    arms: tuple[Arm, ...] = ("words", "grams", "synonyms", "dense")
    found = {"all of it": RECIPE}
    for arm in arms:
        found[f"without {arm}"] = RECIPE._replace(weights={a: w for a, w in WEIGHTS.items() if a != arm})
    found["without named provisions"] = RECIPE._replace(named=False)
    found["without authority"] = RECIPE._replace(authority=0.0)
    found["without definitions"] = RECIPE._replace(definitions=0.0)
    found["arms alone, without names and structure"] = bare
    found["the same, fused by ranks"] = bare._replace(fuse=by_ranks)
    found["the same, all weights 1"] = bare._replace(weights=dict.fromkeys(arms, 1.0))
    for arm in ("words", "grams", "dense"):
        found[f"only {arm}"] = bare._replace(weights={arm: 1.0})
    return found


def ablate(
    search: Search, queries: Mapping[str, str], qrels: Mapping[str, Mapping[str, int]], report: Progress
) -> list[Row]:
    """Ask every question with every ranking."""
    rows = []
    for done, (name, recipe) in enumerate(recipes().items(), start=1):
        found, _ = ask(lambda text, recipe=recipe: search(text, recipe), queries, lambda *_: None)  # type: ignore[misc]
        rows.append(Row(name=name, measures=measures(found, qrels)))
        report("search", done, len(recipes()))
    return rows


@contextmanager
def collection(beir: Beir, encoder: Encoder) -> Iterator[Search]:
    """Yield the search of a collection, indexed in a folder of its own."""
    with TemporaryDirectory(prefix="dga-eval-") as folder:
        made = Collection.create(beir.texts, Path(folder) / "index", encoder)
        yield lambda text, recipe: made.search(text, recipe=recipe)


def own(generation: Generation) -> tuple[Search, dict[str, str], dict[str, dict[str, int]]]:
    """Return the search of the shipped corpus, our own questions on it, and the anchors that answer them."""
    retriever, asked = HybridRetriever(generation), questions()

    def search(text: str, recipe: Recipe) -> list[str]:
        return [hit.anchor_id for hit in retriever.retrieve(text, recipe=recipe)]

    queries = {one.id: one.question for one in asked}
    return search, queries, {one.id: dict.fromkeys(one.anchors, 1) for one in asked}
