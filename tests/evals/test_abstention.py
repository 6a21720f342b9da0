"""The evaluation of abstention: its questions, its judgement, its command."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from assistant.replies import Citation, Reply
from corpus.store.store import Store
from evals.abstention import SPLITS, Asked, asked, outcome, rates

DGA = str(Path(sys.executable).with_name("dga"))


def test_every_answer_stands_at_its_anchors(data_dir: Path) -> None:
    """The words of each group are in the corpus under a gold anchor, and every anchor is asked about."""
    generation = Store(data_dir).current()
    answerable = [each for each in asked() if each.answerable]
    for each in answerable:
        text = "".join("".join(one.text.split()) for at in each.anchors for one in generation.at(at))
        assert (
            each.matches("\n".join(one.text for at in each.anchors for one in generation.at(at)))
            or each.author == "hard"
            or each.author == "facts"
        ), each.id
        for group in each.answer:
            assert any("".join(form.split()) in text for form in group), (each.id, group)
    assert {at for each in answerable for at in each.anchors} == set(generation.anchors)


def test_the_sets_are_large_and_split() -> None:
    """At least 300 of each kind; both splits hold a fair share; ids are unique."""
    questions = asked()
    assert min(Counter(each.answerable for each in questions).values()) >= 300
    assert len({each.id for each in questions}) == len(questions)
    assert all(Counter(each.answerable for each in asked(split))[True] > 150 for split in SPLITS)


def _reply(outcome: str, quote: str) -> Reply:
    citation = Citation(
        number=1, document_id="d", document_title="", anchor="a", heading="", quote=quote, source="digest"
    )
    return Reply.model_validate(
        {
            "conversation_id": "c",
            "message_id": "m",
            "language": "th",
            "outcome": outcome,
            "answer": "",
            "verdict": None,
            "suggestions": [],
            "citations": [citation] if quote else [],
        }
    )


def test_an_answer_counts_with_its_gold_quote_only() -> None:
    """The gold anchor has to be cited, and its quotes have to hold every part of the answer."""
    question = Asked(
        id="y",
        lang="th",
        question="?",
        answerable=True,
        anchors=("d/a",),
        type="list",
        answer=(("ก", "ข"), ("ค",)),
    )
    assert outcome(question, _reply("answer", "ข ค"), 0.9).right
    assert not outcome(question, _reply("answer", "ข"), 0.9).right
    assert not outcome(question.model_copy(update={"anchors": ("d/b",)}), _reply("answer", "ข ค"), 0.9).right


def test_silence_counts_where_nothing_is_told() -> None:
    """Any answer to what the corpus does not tell is wrong; the rates say so."""
    question = Asked(id="n", lang="th", question="?", answerable=False, anchors=(), type="off topic")
    silent = outcome(question, _reply("no_answer", ""), 0.1)
    spoke = outcome(question, _reply("answer", "ก"), 0.9)
    assert (silent.right, spoke.right) == (True, False)
    answered = outcome(
        Asked(
            id="y", lang="th", question="?", answerable=True, anchors=("d/a",), type="who", answer=(("ก",),)
        ),
        _reply("answer", "ก"),
        0.8,
    )
    found = rates([silent, spoke, answered])
    assert (found.answered, found.silent, found.silent_by_type["off topic"]) == (1.0, 0.5, (1, 2))


def test_the_command_prints_both_rates_per_split() -> None:
    """As JSON; the figures are near those of docs/retrieval.md."""
    made = subprocess.run([DGA, "eval", "abstention", "--json"], capture_output=True, text=True, check=True)
    found = json.loads(made.stdout)
    assert set(found) == set(SPLITS)
    assert found["test"]["answered"] > 0.7
    assert found["test"]["silent"] > 0.82
    assert sum(each["questions"] for each in found["test"]["bins"]) > 250
