"""The glossary: one concept under all its names."""

from pathlib import Path

import pytest

from corpus.glossary import Entry, Glossary, glossary, load
from corpus.text import terms

SMALL = Glossary(
    (
        Entry(id="cloud", th=("คลาวด์", "ก้อนเมฆ"), en=("cloud",)),
        Entry(
            id="dga",
            th=("สำนักงานพัฒนารัฐบาลดิจิทัล",),
            en=("Digital Government Development Agency",),
            abbr=("สพร.", "DGA"),
        ),
        Entry(id="digital-government", th=("รัฐบาลดิจิทัล",), en=("digital government",)),
    )
)


def test_an_abbreviation_brings_its_official_names() -> None:
    """สพร. is looked up under its name in both languages."""
    found = SMALL.expansion("สพร. ทำอะไร")
    assert set(terms("สำนักงานพัฒนารัฐบาลดิจิทัล Digital Government Development Agency")) <= set(found)


def test_thai_brings_english_and_back() -> None:
    """Either language leads to the other."""
    assert "cloud" in SMALL.expansion("ย้ายขึ้นคลาวด์")
    assert "คลาวด์" in SMALL.expansion("moving to the cloud")


def test_a_colloquial_name_brings_the_official_one_and_not_the_other_way() -> None:
    """Documents use official names, so only those are added."""
    assert "คลาวด์" in SMALL.expansion("ก้อนเมฆ")
    assert not set(terms("ก้อนเมฆ")) & set(SMALL.expansion("คลาวด์"))


def test_the_longest_name_wins() -> None:
    """A name inside a longer one is not found by itself."""
    assert [mention.entries[0].id for mention in SMALL.mentions("สำนักงานพัฒนารัฐบาลดิจิทัล")] == ["dga"]


@pytest.mark.parametrize("text", ["cloudy", "DGAX"])
def test_a_name_inside_a_word_is_none(text: str) -> None:
    """Names are whole words."""
    assert SMALL.mentions(text) == []


def test_a_mention_stands_where_it_says() -> None:
    """Offsets are those of the normalised text."""
    text = "โครงการของ สพร. ใช้ Cloud"
    assert [text[mention.start : mention.end] for mention in SMALL.mentions(text)] == ["สพร.", "Cloud"]


def test_an_expansion_repeats_nothing_of_the_question() -> None:
    """What the question says itself is not counted twice."""
    question = "AI หลังบ้านบนคลาวด์ของ สพร."
    found = glossary().expansion(question)
    assert len(found) == len(set(found))
    assert not set(found) & set(terms(question))


def test_every_shipped_name_is_found_in_itself() -> None:
    """No name of the shipped glossary is lost to the cutting of words."""
    lost = [
        name
        for entry in glossary().entries
        for name in entry.names
        if entry not in [one for mention in glossary().mentions(name) for one in mention.entries]
    ]
    assert lost == []


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Ids name one entry."""
    path = tmp_path / "glossary.yaml"
    path.write_text("- {id: a, th: [ก]}\n- {id: a, th: [ข]}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="twice: a"):
        load(path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A slip in a key does not lose names in silence."""
    path = tmp_path / "glossary.yaml"
    path.write_text("- {id: a, thai: [ก]}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="thai"):
        load(path)
