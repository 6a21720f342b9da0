"""The shipped glossary: one concept an entry, and every concept reached from either language and from plain speech."""

import pytest

from corpus.glossary import glossary


def test_no_name_belongs_to_two_concepts() -> None:
    """A name stands in one entry only, so that nothing is conflated by way of a shared word."""
    owners: dict[str, set[str]] = {}
    for entry in glossary().entries:
        for name in entry.names:
            owners.setdefault(name.casefold(), set()).add(entry.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_concept_has_a_name_in_both_languages() -> None:
    """Each entry leads from Thai to English and back."""
    assert [entry.id for entry in glossary().entries if not (entry.th and entry.en)] == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("a server room for our own staff", "infrastructure"),
        ("เซิฟเวอร์ใช้เอง", "infrastructure"),
        ("who is the Budget Bureau", "budget-bureau"),
        ("สงป. คือใคร", "budget-bureau"),
        ("สภาพัฒน์ ประกาศอะไร", "nesdc"),
        ("ดีจีเอ ติดต่ออย่างไร", "dga"),
        ("งบบูรณาการ คืออะไร", "integrated-budget"),
        ("is there duplication", "duplication"),
        ("National Single Window", "national-single-window"),
        ("cost-effectiveness of the project", "value-for-money"),
        ("เคพีไอ ของแผน", "indicator"),
        ("one-stop service for citizens", "one-stop-service"),
    ],
)
def test_a_concept_is_reached_from_plain_speech(said: str, meant: str) -> None:
    """A colloquial, English or abbreviated word is recognised as its concept."""
    assert meant in {entry.id for mention in glossary().mentions(said) for entry in mention.entries}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("goal", "approach"),
        ("indicator", "criteria"),
        ("dg-integrated-plan", "dg-development-plan"),
        ("national-single-window", "one-stop-service"),
        ("readiness-level", "readiness-to-propose"),
        ("infrastructure", "central-infrastructure"),
        ("platform", "central-platform"),
        ("dga", "dg-committee"),
    ],
)
def test_concepts_that_a_rule_tells_apart_stay_apart(one: str, other: str) -> None:
    """Both concepts are there, as entries of their own."""
    assert {one, other} <= {entry.id for entry in glossary().entries}
