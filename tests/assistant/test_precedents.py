"""Precedents: known questions as evidence for lines, and for or against an answer."""

from pathlib import Path

import pytest

from assistant.fit import Fit
from assistant.precedents import Likeness, Precedent, Precedents, dump
from assistant.statements import Statements, asked_concepts
from corpus.store.store import Store


@pytest.fixture(scope="module")
def precedents(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Precedents:
    """Return three precedents over the shipped corpus, two with an answer and one without."""
    generation = Store(data_dir).current()
    file = tmp_path_factory.mktemp("precedents") / "precedents.jsonl"
    known = [
        Precedent(
            question="ส่งเมลหา สพร. ที่ไหน",
            anchors=("guideline-2569/contact",),
            answers=("contact@",),
            author="a",
        ),
        Precedent(question="ที่หายไปแล้ว", anchors=("gone/anchor",), answers=("x",), author="a"),
        Precedent(question="เบอร์มือถือผู้อำนวยการคืออะไร", author="b"),
    ]
    file.write_text(dump(known), encoding="utf-8")
    return Precedents(Statements(generation).all, generation, file)


def _likeness(precedents: Precedents, question: str, without: str | None = None) -> Likeness:
    return precedents.likeness(question, asked_concepts(question), without)


def test_a_like_question_points_to_the_line_that_answered(precedents: Precedents, data_dir: Path) -> None:
    """The e-mail's line is likest, and the vote is for an answer."""
    lines = Statements(Store(data_dir).current()).all
    found = _likeness(precedents, "จะส่งเมลหา สพร. ต้องส่งไปที่ไหน")
    assert "contact@" in lines[int(found.lines.argmax())].text
    assert found.answered > found.unanswered
    assert found.vote > 0.9
    assert set(found.anchors) == {"guideline-2569/contact"}


def test_a_like_question_without_an_answer_speaks_against_one(precedents: Precedents) -> None:
    """The vote is against."""
    found = _likeness(precedents, "เบอร์มือถือของผู้อำนวยการ")
    assert found.unanswered > found.answered
    assert found.vote < 0.1


def test_an_author_can_be_left_out(precedents: Precedents) -> None:
    """Without the author there is nothing alike: that is how a new author is met in training."""
    assert _likeness(precedents, "ส่งเมลหา สพร. ที่ไหน", without="a").answered == 0.0


def test_precedents_of_texts_that_are_gone_are_passed_over(precedents: Precedents) -> None:
    """A precedent whose anchor the corpus lacks says nothing."""
    assert _likeness(precedents, "ที่หายไปแล้ว").lines.max() < 0.5


def test_the_shipped_precedents_find_their_lines(data_dir: Path) -> None:
    """Every question with an answer that can be told in one line has lines of the corpus to point to."""
    generation = Store(data_dir).current()
    fit = Fit(Statements(generation), generation)
    assert fit.precedents.linked > 0.9
