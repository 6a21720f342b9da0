"""Slips put right, right words left alone, and the way back to what was written."""

import json
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.glossary import glossary
from corpus.settings import CORPUS
from corpus.spelling import Change, Corrected, correct
from corpus.spelling.distance import cost, key
from corpus.spelling.neighbours import Neighbours
from corpus.text import normalise, tokens
from evals.slips import misspell, other_layout
from evals.spelling import misspellings

DATASETS = Path(__file__).parents[2] / "evals" / "datasets"
QUESTIONS = [
    (row["lang"], row["question"])
    for row in map(json.loads, (DATASETS / "retrieval.jsonl").read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(
    ("wrote", "meant"),
    [
        ("g0hksohkmuj", "เจ้าหน้าที่"),
        ("'[xit,kIi;, 2569 gmjkwi", "งบประมาณรวม 2569 เท่าไร"),
        ("9y;=uh;yf-v'co;mk'muj 1.2", "ตัวชี้วัดของแนวทางที่ 1.2"),
        ("]fg;]k10%", "ลดเวลา10%"),
        ("ระบบ AI -v'gik gxHo cloud first s]yd", "ระบบ AI ของเรา เป็น cloud first หลัก"),
        ("F8i'dki-v' TGIX -vwfhw,j", "โครงการของ TGIX ขอได้ไม่"),
        ("แสนีก คืออะไร", "cloud คืออะไร"),
        ('"้ฟะ รห ฟยยพนฟแ้ 1ใ2ฦ', "What is approach 1.2?"),
        ("Who is ฟยยสรแฟะรนื for", "Who is application for"),
    ],
)
def test_the_keyboard_in_the_other_language(wrote: str, meant: str) -> None:
    """A stretch that is whole words on the other layout is read so; figures, names and English words stay."""
    assert correct(wrote).meant == meant


@pytest.mark.parametrize(
    "text",
    [
        "TikTok GDCC ThaID eOffice Biz Portal DGA NSW e-Service",
        "อีเมล contact@dga.or.th หรือ https://www.dga.or.th/xu2569",
        "วันที่ 1 ต.ค.2567 ณ กรุงเทพฯ (ฉบับที่ 2) ๆ ฯลฯ",
        "asdf qwerty 12345 !!! ???",
        "ๆๆๆ ฟฟฟ ...",
        "API REST JSON kubernetes docker postgres nginx",
        "",
        " ",
    ],
)
def test_the_layout_is_right_where_the_text_is(text: str) -> None:
    """Names, addresses, abbreviations and noise are no slips of the layout."""
    assert correct(text).meant == text


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_a_question_is_left_alone_and_found_again_in_the_other_layout(language: str, question: str) -> None:
    """Right questions change nothing; typed in the other layout they are read as meant, but for a lone sign."""
    read = correct(question)
    assert (read.text, read.layout, read.changes) == (question, (), ())
    slipped = other_layout(question, language)
    found = correct(slipped)
    assert len(found.meant) == len(slipped)
    assert sum(one != other for one, other in zip(found.meant, question, strict=True)) <= 2


def test_misspelt_words_are_put_right() -> None:
    """Of the misspellings that people make, most are put right, and very few turned into another word."""
    right = wrong = 0
    collected = misspellings()
    for wrote, meant in collected:
        frame = "what is the {} of it" if wrote.isascii() else "ขอทราบ{}ของแผนงานนี้"
        text = correct(frame.format(wrote)).text
        right += text == frame.format(meant)
        wrong += text not in (frame.format(meant), frame.format(wrote))
    assert len(collected) >= 60
    assert right >= 0.85 * len(collected)
    assert wrong <= 0.03 * len(collected)


def _texts() -> list[str]:
    """Return the lines of what the programme says, and of the projects that people describe."""
    texts = [line for path in sorted((CORPUS / "documents").glob("*.md")) for line in _lines(path)]
    texts += [name for entry in glossary().entries for name in entry.names]
    for path in [*sorted((CORPUS / "rules").glob("*/*.yaml")), DATASETS / "projects" / "first.yaml"]:
        if path.name != "phrases.yaml":  # patterns, with misspellings among them
            texts += _strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    return texts


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in held for text in _strings(each)]


def test_right_words_are_unharmed() -> None:
    """Of the words of documents, glossary, rules and described projects, at most one in a thousand is read otherwise."""
    texts = _texts()
    words = sum(piece.kind in ("word", "latin") for text in texts for piece in tokens(text))
    changed = [(each.wrote, each.read) for text in texts for each in _changes(correct(text))]
    assert words > 10_000
    assert len(changed) <= words / 1000, changed


def _changes(read: Corrected) -> tuple[Change, ...]:
    return (*read.layout, *read.changes)


@pytest.mark.parametrize(
    "text",
    [
        "ไม่เข้าหลักเกณฑ์",
        "ลดเวลาไม่เกินร้อยละ 9.99 ภายใน 3 ปี",
        "ยกเว้นหน่วยงานเดียว ห้าล้านบาท",
        "without approval, except fifteen agencies",
        "ไมเข้า ใม่ไช้ ไม่ไช่ มิไช่",
    ],
)
def test_denials_and_numbers_are_not_touched(text: str) -> None:
    """What turns a statement round is never put right, put in or taken out."""
    assert correct(text).text == text


@pytest.mark.parametrize("text", ["withut review", "abov the limit", "hundrad baht", "neithr of them"])
def test_a_word_that_may_deny_or_count_stays(text: str) -> None:
    """A slip of such a word is left to the reader of facts."""
    assert correct(text).text == text


def _slipped() -> list[str]:
    random = Random(7)  # noqa: S311 - no secret
    texts = [misspell(question, random, 2) for _, question in QUESTIONS]
    return texts + [
        other_layout(text, language) for (language, _), text in zip(QUESTIONS, texts, strict=True)
    ]


@pytest.mark.parametrize("text", _slipped())
def test_the_way_back(text: str) -> None:
    """Every change names what was written at its place; what lies between two stands as it was; twice is once."""
    read = correct(text)
    assert read.original == text
    assert correct(read.text).text == read.text
    done = shift = 0
    for change in read.changes:
        assert text[change.start : change.end] == change.wrote
        assert change.start >= done
        begins = change.start + shift
        assert read.text[begins : begins + len(change.read)] == change.read
        assert read.wrote(begins, begins + len(change.read)) == change.wrote
        assert read.span(begins + 1, begins + 2) == (change.start, change.end)
        done, shift = change.end, shift + len(change.read) - len(change.wrote)
    for change in read.layout:
        assert text[change.start : change.end] == change.wrote
        assert read.meant[change.start : change.end] == change.read
    assert read.span(0, len(read.text)) == (0, len(text))


@given(st.text(alphabet="กขงนมยรลวสอะาิีุู่้์เแโไใำๆฯ๑1.%/ \n\"'abdeginorstTHX?()[];,-", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """Offsets hold for whatever is typed: in order, and within the text."""
    read = correct(text)
    assert len(read.meant) == len(text)
    at = 0
    for index in range(len(read.text)):
        start, end = read.span(index, index + 1)
        assert at <= start < end <= len(text)
        at = start
    assert read.span(0, len(read.text)) == (0, len(text))


def test_spaces_and_signs_outside_the_words_stay() -> None:
    """Only the misspelt word is replaced: spaces, zero-width characters and digits are the person's own."""
    wrote = "  หลักเกณท์\u200b  ข้อ ๓  "
    assert correct(wrote).text == "  หลักเกณฑ์\u200b  ข้อ ๓  "


def test_alike_words_share_a_key_and_slips_cost_less_than_other_letters() -> None:
    """Words that sound alike are near; words that do not are far."""
    assert key("หลักเกณท์") == key("หลักเกณฑ์")
    assert cost("หลักเกณฑ์", "หลักเกณฑ์") == 0
    assert cost("ข้อมุล", "ข้อมูล") < cost("ข้อมล", "ข้อมูล")


def test_neighbours_are_a_slip_away() -> None:
    """A letter more, less, other or swapped is found; two other letters are not."""
    words = Neighbours(["budget", "plan"])
    assert all(
        words.near(wrote) == ["budget"] for wrote in ("budget", "budgt", "budgett", "bugdet", "budgat")
    )
    assert words.near("badgat") == []


def test_normal_text_comes_back_as_it_was() -> None:
    """Text without a slip is the same object's text, normal form or not."""
    for text in ("งบ\u200bประมาณ", "กำหนด", "  two  spaces "):
        assert correct(text).text == text
        assert normalise(correct(text).text) == normalise(text)
