"""Retrieval: the anchor that answers stands first, and a broken arm is heard."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.rank import EmptyArm
from assistant.retrieve import HybridRetriever
from corpus.store.generation import Found, Generation
from corpus.store.store import Store
from corpus.text import language_of

QUESTIONS = Path(__file__).parents[2] / "evals" / "datasets" / "retrieval.jsonl"
FLOOR = {"th": (0.84, 0.96), "en": (0.90, 0.95)}
"""hit@1 and hit@5 by language, a little under what was measured: .862 and .982, .927 and .969."""


@pytest.fixture(scope="module")
def generation(data_dir: Path) -> Generation:
    """Return the shipped corpus."""
    return Store(data_dir).current()


@pytest.fixture(scope="module")
def retriever(generation: Generation) -> HybridRetriever:
    """Return a retriever over it."""
    return HybridRetriever(generation=generation)


def _questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_every_anchor_has_a_question(generation: Generation) -> None:
    """The development questions cover the corpus, and name anchors that exist."""
    asked = {anchor for question in _questions() for anchor in question["anchors"]}
    assert asked == set(generation.anchors)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_answer_stands_first(retriever: HybridRetriever, language: str) -> None:
    """hit@1 and hit@5 over our own questions stay where they were measured."""
    questions = [question for question in _questions() if question["lang"] == language]
    found = [[hit.anchor_id for hit in retriever.retrieve(one["question"], 5)] for one in questions]
    first, five = (
        sum(
            any(anchor in one["anchors"] for anchor in hits[:k])
            for one, hits in zip(questions, found, strict=True)
        )
        / len(questions)
        for k in (1, 5)
    )
    assert first >= FLOOR[language][0], (first, five)
    assert five >= FLOOR[language][1], (first, five)


def test_a_named_provision_leads(retriever: HybridRetriever) -> None:
    """What the question names stands first, whatever its other words are near to."""
    hits = retriever.retrieve("แพลตฟอร์มกลางเกี่ยวอะไรกับมาตรา 31")
    assert (hits[0].anchor_id, hits[0].route) == ("budget-act-2561/section-31", "named")


def test_an_anchor_stands_once(retriever: HybridRetriever) -> None:
    """Its Thai, English, official and restated passages are one result."""
    found = [hit.anchor_id for hit in retriever.retrieve("แพลตฟอร์มกลาง central platform", 20)]
    assert len(found) == len(set(found)) == 20


def test_the_passage_is_in_the_language_of_the_question(retriever: HybridRetriever) -> None:
    """Each language is answered from its own passage."""
    assert retriever.retrieve("ติดต่อ สพร. อย่างไร")[0].passage.language == "th"
    assert retriever.retrieve("How do I contact DGA?")[0].passage.language == "en"


def test_the_same_question_has_the_same_result(retriever: HybridRetriever) -> None:
    """Order and scores do not change from call to call, nor with the writing of digits and spaces."""
    question = "ระบบ AI ลดเวลาได้ร้อยละ 10 เข้าเกณฑ์หรือไม่"
    assert retriever.retrieve(question) == retriever.retrieve(question)
    assert retriever.retrieve(question) == retriever.retrieve("ระบบ AI  ลดเวลาได้ร้อยละ ๑๐ เข้าเกณฑ์หรือไม่")


def test_scores_fall(retriever: HybridRetriever) -> None:
    """Best first."""
    scores = [hit.score for hit in retriever.retrieve("มาตรา 16 กับแผนงานบูรณาการ")]
    assert scores == sorted(scores, reverse=True)


def test_the_document_that_is_named_comes_before_others_alike(retriever: HybridRetriever) -> None:
    """'ประกาศปี 2565' leads to that notice, not to the one of 2567."""
    assert (
        retriever.retrieve("ประกาศปี 2565 กำหนดแพลตฟอร์มอะไร")[0].anchor_id == "platform-notice-2565/platforms"
    )


def test_words_lead_where_meaning_is_silent(retriever: HybridRetriever) -> None:
    """No arm gates another: an exact figure is found by its words."""
    assert retriever.retrieve("12,934.7711")[0].anchor_id == "guideline-2569/overview"


def test_a_question_of_nothing_finds_without_failing(retriever: HybridRetriever) -> None:
    """Words that the corpus lacks leave the lexical arm empty, and that is no fault."""
    assert all(set(hit.ranks) <= {"grams", "dense"} for hit in retriever.retrieve("xyzzy"))


class _Deaf:
    """A generation one of whose arms hears nothing."""

    def __init__(self, generation: Generation, arm: str) -> None:
        self._generation, self._arm = generation, arm

    def __getattr__(self, name: str) -> object:
        return getattr(self._generation, name)

    def search(self, question: str, expansion: str, depth: int) -> Found:
        """Return what the other arms find."""
        found = self._generation.search(question, expansion, depth)
        silent = {arm: scores * (arm != self._arm) for arm, scores in found.scores.items()}
        return found._replace(scores=silent)


@pytest.mark.parametrize("arm", ["words", "grams", "dense"])
def test_an_arm_that_must_find_something_fails_loudly(generation: Generation, arm: str) -> None:
    """A broken index is noticed, and a person still gets an answer."""
    broken = HybridRetriever(_Deaf(generation, arm))  # type: ignore[arg-type]
    with pytest.warns(EmptyArm, match=arm):
        assert broken.retrieve("งบประมาณรายจ่ายบูรณาการ")


def test_it_is_a_langchain_retriever(retriever: HybridRetriever) -> None:
    """Documents carry passage id, anchor id, score and route."""
    (first, *_) = retriever.as_langchain().invoke("มาตรา 31")
    assert first.metadata.keys() == {"passage_id", "anchor_id", "score", "route"}
    assert first.metadata["anchor_id"] == "budget-act-2561/section-31"
    assert first.page_content == retriever.generation.passages[first.metadata["passage_id"]].text


def test_evidence_tells_what_the_corpus_covers(retriever: HybridRetriever) -> None:
    """A question about the corpus is covered, one about lunch is not, and says which words are unknown."""
    asked = "งบประมาณรวมกี่ล้านบาท"
    covered = retriever.evidence(asked, retriever.retrieve(asked))
    foreign = "แนะนำร้านอาหารแถวสำนักงานหน่อย"
    bare = retriever.evidence(foreign, retriever.retrieve(foreign))
    assert covered.coverage > 0.9
    assert covered.unknown == ()
    assert bare.coverage < 0.5
    assert "ร้านอาหาร" in bare.unknown


def test_a_synonym_covers_the_word(retriever: HybridRetriever) -> None:
    """เซิฟเวอร์ is known as infrastructure, so it is not an unknown word."""
    question = "เซิฟเวอร์"
    found = retriever.evidence(question, retriever.retrieve(question))
    assert (found.unknown, found.coverage) == ((), 1.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("แนวทาง Cloud First คืออะไร", "th"),
        ("What is มาตรา 16 about, in plain words?", "en"),
        ("DGA", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_question_is_told(text: str, language: str) -> None:
    """Thai with English terms is Thai; English with a Thai name is English."""
    assert language_of(text) == language
