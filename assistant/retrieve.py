"""Hybrid retrieval: named citations first, then words, characters, synonyms and meaning, fused by their scores.

No arm gates another: each scores on its own, and a provision that the question names leads. The unit of the result
is the anchor: its Thai, English, official and restated passages count as one.
"""

import math
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from assistant.provisions import Named, Provisions
from assistant.rank import DEPTH, RECIPE, RERANKED, EmptyArm, Recipe, lead, rank, rerank, total
from assistant.structure import Structure, Titled
from corpus.dates import today
from corpus.glossary import glossary
from corpus.passages import Language, Passage, Value
from corpus.store.generation import Generation
from corpus.store.index import Arm
from corpus.store.reranker import Reranker
from corpus.text import language_of, normalise, terms, tokens
from corpus.versions import State, Versions

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

__all__ = ["EmptyArm", "Evidence", "Hit", "HybridRetriever"]

Route = Literal["named", "words", "grams", "synonyms", "dense", "version"]

NAMED_DOCUMENT = 1.25
"""What an anchor's score is multiplied by where the question names its document."""
OTHER_YEAR = 0.5
"""Likewise where its document is for another fiscal year than the one that the question names."""

_AGREEING: tuple[Arm, ...] = ("words", "synonyms", "dense")

# Words that ask: they are in no answer, so they say nothing about whether there is one.
_ASKING = frozenset(
    """
    เท่าไร เท่าไหร่ เท่าใด กี่ ใคร เมื่อไร เมื่อไหร่ เมื่อใด ไหน ใด ทำไม ไง ช่วย อยาก ทราบ รู้ ถาม บอก อธิบาย หมายถึง ว่าไง
    when where why whom whose many much tell please explain describe about there have has can could would should
    """.split()  # noqa: SIM905 - quotes would hide the words
)


class Hit(Value):
    """An anchor, and the passage of it that fits the question best.

    `score` is the fused one, comparable within one result only; a reranker orders hits without it. `ranks` are the
    anchor's places (from 1) in the arms that found it; `route` is "named", or the arm that ranks it best, or "version"
    where they found only another version of it. `similarity` is the cosine of the question and the nearest passage
    under the anchor, None where the dense arm did not find it. `state` is the one on the date of the search.
    """

    anchor_id: str
    passage: Passage
    score: float
    route: Route
    ranks: Mapping[Arm, int]
    similarity: float | None
    state: State


class Evidence(Value):
    """What speaks for the corpus having an answer at all; for the decision to answer or to abstain.

    `coverage` is the share, by inverse document frequency, of the question's content words that the best-covering
    anchor among the hits holds, under any of their names; that anchor is `anchor_id`. `unknown` are the content
    words that the whole corpus lacks. `agreement` is how many of words, synonyms and meaning have the first hit among
    their first three. `similarity` is the highest cosine among the hits.
    """

    anchor_id: str | None
    coverage: float
    unknown: tuple[str, ...]
    agreement: int
    similarity: float


class _Asked(NamedTuple):
    """A content word or a glossary name in a question; any of `senses`, whole, stands for it."""

    text: str
    senses: tuple[frozenset[str], ...]


class HybridRetriever:
    """Retrieves anchors of one generation. A `reranker` may reorder the first hits that the question does not name."""

    def __init__(self, generation: Generation, reranker: Reranker | None = None) -> None:
        self.generation = generation
        self._reranker = reranker

    def retrieve(
        self,
        question: str,
        k: int = 10,
        named: Named | None = None,
        recipe: Recipe = RECIPE,
        on: date | None = None,
    ) -> list[Hit]:
        """Return the `k` anchors that fit `question` best, best first, ties in document order.

        `named` is what the question names, where that has been read already. Of the versions of one provision the one
        in force `on` a date (today where None) stands before the others, unless the question names another. Warns of
        an `EmptyArm`.
        """
        on = on or today()
        question = normalise(question).text
        if not recipe.named:
            named = Named()
        named = named or self._provisions.read(question, on)
        found = self.generation.search(question, " ".join(glossary().expansion(question)), DEPTH)
        if not found.scores["words"].any() and any(term in self._frequency for term in terms(question)):
            message = f"the words arm finds none of the corpus's own words in {question!r}"
            warnings.warn(message, EmptyArm, stacklevel=2)
        scores, arms = rank(question, found, self._anchors.__getitem__, self._structure, recipe)
        for anchor_id in scores:
            if anchor_id.split("/")[0] in named.documents:
                scores[anchor_id] *= NAMED_DOCUMENT
            if self._provisions.of_another_year(anchor_id, named):
                scores[anchor_id] *= OTHER_YEAR
        versions = self.generation.versions
        replaced = {one: others for one in list(scores) if (others := outranked_by(one, named, versions, on))}
        for anchor_id, others in replaced.items():
            for other in others:
                scores[other] = max(scores.get(other, 0.0), scores[anchor_id])
        first = [anchor_id for anchor_id in named.anchors if anchor_id in self._order]
        scores = lead(scores, first)
        ranks = {arm: _ranks(scored, self._order) for arm, scored in arms.items()}
        place = dict(zip(found.ids, total(found.scores), strict=True))
        language = language_of(question)
        hits = []
        wanted = max(k, RERANKED) if self._reranker else k
        for anchor_id in sorted(scores, key=lambda one: (-scores[one], self._order[one]))[:wanted]:
            places = {arm: order[anchor_id] for arm, order in ranks.items() if anchor_id in order}
            hits.append(
                Hit(
                    anchor_id=anchor_id,
                    passage=self._passage(anchor_id, place, language),
                    score=scores[anchor_id],
                    route="named" if anchor_id in first else _best(places),
                    ranks=places,
                    similarity=arms["dense"].get(anchor_id),
                    state=versions.state(anchor_id, on),
                )
            )
        return _in_force_first(self._reranked(question, hits), replaced)[:k]

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """Let the reranker, if any, order the first hits that the question does not name."""
        if self._reranker is None:
            return hits
        at = sum(hit.route == "named" for hit in hits)
        first = hits[at:RERANKED]
        texts = [f"{hit.passage.heading.get(hit.passage.language)}\n{hit.passage.text}" for hit in first]
        return hits[:at] + rerank(question, first, texts, self._reranker) + hits[at + len(first) :]

    def evidence(self, question: str, hits: Sequence[Hit]) -> Evidence:
        """Return what speaks for or against the hits answering `question`."""
        asked = self._asked(normalise(question).text)
        weights = [self._weight(one) for one in asked]
        total = sum(weights)
        coverage: list[tuple[float, str]] = []
        for hit in hits:
            held = self._held[hit.anchor_id]
            share = sum(
                weight
                for one, weight in zip(asked, weights, strict=True)
                if any(sense <= held for sense in one.senses)
            )
            coverage.append((share / total if total else 0.0, hit.anchor_id))
        best = max(coverage, key=lambda found: found[0], default=(0.0, None))
        known = self._frequency.keys()
        return Evidence(
            anchor_id=best[1],
            coverage=best[0],
            unknown=tuple(one.text for one in asked if not any(sense <= known for sense in one.senses)),
            agreement=sum(hits[0].ranks.get(arm, 4) <= 3 for arm in _AGREEING) if hits else 0,
            similarity=max((hit.similarity or 0.0 for hit in hits), default=0.0),
        )

    def as_langchain(self, k: int = 10) -> "BaseRetriever":
        """Return this as a LangChain retriever of `k` documents; loads LangChain."""
        from assistant.langchain_retriever import LangChainRetriever

        return LangChainRetriever(hybrid=self, k=k)

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """The anchor that each passage stands under."""
        return {one: passage.anchor_id for one, passage in self.generation.passages.items()}

    def _passage(self, anchor_id: str, score: Mapping[str, float], language: Language) -> Passage:
        """Return the best placed passage under an anchor, one in the question's language where there is one."""
        under = self.generation.at(anchor_id)
        own = [passage for passage in under if passage.language == language] or under
        return max(own, key=lambda passage: score.get(passage.id, 0.0))

    # --- What is worked out once for a generation ---

    @cached_property
    def _provisions(self) -> Provisions:
        return Provisions(self.generation)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {anchor_id: at for at, anchor_id in enumerate(self.generation.anchors)}

    @cached_property
    def _structure(self) -> Structure:
        """The documents' provisions by title, as far as their headings name any."""
        provisions = []
        for anchor_id in self.generation.anchors:
            thai = [one for one in self.generation.at(anchor_id) if one.language == "th"]
            title = self.generation.documents[anchor_id.split("/")[0]].title.th
            name = f"{title} {thai[0].heading.th}" if thai else title
            provisions.append(Titled(anchor_id, name, "\n".join(one.text for one in thai)))
        return Structure(provisions)

    @cached_property
    def _held(self) -> dict[str, frozenset[str]]:
        """The terms of each anchor: title, headings and texts."""
        kept = self.generation.remember("terms", [Path(__file__)], self._terms)
        return {anchor_id: frozenset(held) for anchor_id, held in kept.items()}

    def _terms(self) -> dict[str, list[str]]:
        found = {}
        for anchor_id in self.generation.anchors:
            under = self.generation.at(anchor_id)
            title = self.generation.documents[under[0].document_id].title
            heads = (title, *dict.fromkeys(passage.heading for passage in under))
            texts = [text for head in heads for text in (head.th, head.en)] + [one.text for one in under]
            found[anchor_id] = sorted({term for text in texts for term in terms(text)})
        return found

    @cached_property
    def _frequency(self) -> Counter[str]:
        """In how many anchors each term stands."""
        return Counter(term for held in self._held.values() for term in held)

    # --- Evidence ---

    def _asked(self, question: str) -> list[_Asked]:
        """Return what a question is about: glossary names, and the words outside them."""
        found = []
        mentions = glossary().mentions(question)
        for mention in mentions:
            names = {mention.name, *(name for entry in mention.entries for name in entry.names)}
            senses = (frozenset(terms(name)) for name in sorted(names))
            found.append(_Asked(mention.name, tuple(sense for sense in senses if sense)))
        for piece in tokens(question):
            inside = any(mention.start <= piece.start < mention.end for mention in mentions)
            if inside or not piece.terms or piece.terms[0] in _ASKING:
                continue
            members = frozenset(piece.terms[1:]) if piece.kind == "word" else frozenset()
            found.append(_Asked(piece.text, tuple(filter(None, (frozenset(piece.terms[:1]), members)))))
        return [one for one in found if one.senses]

    def _weight(self, asked: _Asked) -> float:
        """Return the inverse document frequency of the commonest sense; the highest for what the corpus lacks."""
        counts = [min(self._frequency[term] for term in sense) for sense in asked.senses]
        return math.log1p(len(self._held) / max(*counts, 1)) if counts else 0.0


def outranked_by(anchor_id: str, named: Named, versions: Versions, on: date) -> tuple[str, ...]:
    """Return the versions in force on a date that stand before an anchor: none where it is the one asked for by name."""
    others = versions.in_force(anchor_id, on)
    if not others or anchor_id in named.anchors:
        return ()
    documents = {other.split("/")[0] for other in others}
    if anchor_id.split("/")[0] in named.documents and not documents & set(named.documents):
        return ()
    return others


def _in_force_first(hits: list[Hit], replaced: Mapping[str, tuple[str, ...]]) -> list[Hit]:
    """Return the hits with every version that is not in force after those in force that stand for it."""
    waiting = {hit.anchor_id for hit in hits}
    held: list[Hit] = []
    ordered: list[Hit] = []
    for hit in hits:
        held.append(hit)
        waiting.discard(hit.anchor_id)
        ready = [one for one in held if not waiting.intersection(replaced.get(one.anchor_id, ()))]
        ready.sort(key=lambda one: one.anchor_id in replaced)
        ordered += ready
        held = [one for one in held if one not in ready]
    return ordered


def _ranks(scores: Mapping[str, float], order: Mapping[str, int]) -> dict[str, int]:
    """Return the place of each anchor, from 1, ties in document order."""
    ranked = sorted(scores, key=lambda one: (-scores[one], order[one]))
    return {anchor_id: place for place, anchor_id in enumerate(ranked, 1)}


def _best(places: Mapping[Arm, int]) -> Route:
    if not places:
        return "version"
    best: Arm = min(places, key=lambda arm: places[arm])
    return best
