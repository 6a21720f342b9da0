"""Splitting: at structure, and inside a provision only where it is too long, never inside a word."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import Localized
from corpus.text import normalise, tokens
from ingest.provision import Provision
from ingest.split import LIMIT, split

SAME = Localized(th="หัวข้อ", en="Heading")
WORDS = [
    "โครงการ",
    "หน่วยงาน",
    "งบประมาณ",
    "มาตรา",
    "31",
    "ร้อยละ",
    "10",
    "ระบบ",
    "platform",
    "ภาครัฐ",
    "(ฉบับที่",
    "2)",
    "และ",
]


def provision(*lines: str) -> Provision:
    """Return a provision of those lines."""
    return Provision("notice", "clause-1", "th", "digest", SAME, SAME, lines)


def texts(*lines: str, limit: int = LIMIT) -> list[str]:
    """Return the texts of the passages."""
    return [passage.text for passage in split(provision(*lines), limit)]


def test_a_short_provision_is_one_passage() -> None:
    """What fits stays whole, one statement a line."""
    assert texts("หัวเรื่อง", "- หนึ่ง", "- สอง") == ["หัวเรื่อง\n- หนึ่ง\n- สอง"]


def test_parts_are_numbered() -> None:
    """The parts of a long provision are counted from 1."""
    found = split(provision("โครงการของหน่วยงาน", "งบประมาณภาครัฐ"), 3)
    assert [passage.part for passage in found] == list(range(1, len(found) + 1))


def test_a_provision_is_cut_between_statements() -> None:
    """Where statements fit, none is cut."""
    assert texts("- โครงการของหน่วยงาน", "- งบประมาณภาครัฐ", limit=5) == [
        "- โครงการของหน่วยงาน",
        "- งบประมาณภาครัฐ",
    ]


def test_a_label_stays_with_its_items() -> None:
    """A group's label never ends a part."""
    found = texts("- โครงการของหน่วยงาน", "ป้ายกลุ่ม", "- งบประมาณภาครัฐ", limit=8)
    assert found[-1].startswith("ป้ายกลุ่ม\n")


long_lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=120).map(
    lambda words: normalise("".join(words[:60]) + " " + " ".join(words[60:])).text
)


@given(st.lists(long_lines, min_size=1, max_size=4), st.integers(5, 40))
def test_no_passage_is_too_long(lines: list[str], limit: int) -> None:
    """Each passage has at most `limit` tokens."""
    assert all(len(tokens(text)) <= limit for text in texts(*lines, limit=limit))


@given(st.lists(long_lines, min_size=1, max_size=4), st.integers(5, 40))
def test_nothing_is_lost_or_repeated(lines: list[str], limit: int) -> None:
    """The passages, joined, hold every character of the provision but spaces, once and in order."""
    assert "".join("".join(texts(*lines, limit=limit)).split()) == "".join("".join(lines).split())


@given(long_lines, st.integers(5, 40))
def test_no_word_is_cut(line: str, limit: int) -> None:
    """Every part begins and ends where a token of the line begins and ends."""
    bounds = {token.start for token in tokens(line)} | {token.end for token in tokens(line)}
    at = 0
    for text in texts(line, limit=limit):
        at = line.index(text, at)
        assert {at, at + len(text)} <= bounds
        at += len(text)
