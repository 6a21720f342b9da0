"""The analyzer: one form for what people write in many, and the way back to what they wrote."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.util import normalize

from corpus.text import normalise, sentences, terms, tokens, words

MESSY = st.text(
    alphabet=st.sampled_from(list("กขนหดมทยาำะๅเแโใไิีึืุู่้๊๋์ํ็ฺๆฯ ๐๑๒19Aé\u0301\u200b\ufeff\u00a0\t\n\r.,/%-")),
    max_size=60,
)
# characters that normalisation writes otherwise, per original character
ONE_FORM: dict[str, str | int | None] = {
    **{thai: str(value) for value, thai in enumerate("๐๑๒๓๔๕๖๗๘๙")},
    "ำ": "ํา",
    "ๅ": "า",
    "แ": "เเ",
    "é": "e\u0301",
}


def _letters(text: str) -> Counter[str]:
    return Counter(
        character for character in text.translate(str.maketrans(ONE_FORM)) if not character.isspace()
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ก ำหนด", "กำหนด"),
        ("กํ าหนด", "กำหนด"),
        ("อํานาจ", "อำนาจ"),
        ("ท ี ่ประชุม", "ที่ประชุม"),
        ("เ กิด", "เกิด"),
        ("เเผนงาน", "แผนงาน"),
        ("นำ้", "น้ำ"),
        ("ที\u200bดี", "ทีดี"),
        ("พ.ศ. ๒๕๖๙", "พ.ศ. 2569"),
        ("ข้อ\u00a0\u00a0๑\r\n\n\nข้อ ๒ ", "ข้อ 1\nข้อ 2"),
    ],
)
def test_broken_writing_is_mended(written: str, meant: str) -> None:
    """Spaces inside a syllable, doubled vowels, Thai digits and invisible characters are put right."""
    assert normalise(written).text == meant


@pytest.mark.parametrize("text", ["ภาพ สวย", "คำ ที่", "มา ตรา", "ก ข", "เก ่า ๆ"])
def test_a_space_between_words_stays(text: str) -> None:
    """Only a space that no word could hold is taken out."""
    assert " " in normalise(text).text


@settings(deadline=None)  # the first call loads the dictionary
@given(MESSY)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What is normal stays."""
    once = normalise(text).text
    assert normalise(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "เเปลก  ใหม่\n\n\nมาก",
        "นานาาา ดีีีี กะะ",
        "คำ ่ที่สอง",
        "สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)",
        "นำ้ ใจ ก้ำกึ่ง ่่เริ่ม",
        "พ ุ่มไม้",
    ],
)
def test_agrees_with_pythainlp(text: str) -> None:
    """The rules are PyThaiNLP's `normalize`, written again only to keep offsets."""
    assert normalise(text).text == normalize(text)


def test_ten_thousand_spans_lead_back_to_what_they_show() -> None:
    """Every span's original holds the characters that the normalised span shows, whatever was mended."""
    chance = random.Random(2569)  # noqa: S311 - a sample, not a secret
    pieces = ["กำหนด", "ก ำหนด", "กํ าหนด", "อํานาจ", "ท ี ่", "เ กิด", "เเผน", "นำ้", "ดีี", "ก่่อ", "มาตรา ๘๒/๓"]
    pieces += [
        "\u200b",
        "\ufeff",
        "\u00a0",
        "  ",
        "\r\n",
        "\n\n",
        " ่",
        "AI",
        "cafe\u0301",
        "๑๒,๙๓๔.๗๗",
        "ฤๅษี",
        "ฯลฯ",
        "ๆ ",
    ]
    for _ in range(1000):
        original = "".join(chance.choices(pieces, k=chance.randint(1, 25)))
        found = normalise(original)
        for _ in range(10):
            start, end = sorted(chance.randint(0, len(found.text)) for _ in range(2))
            first, last = found.span(start, end)
            assert 0 <= first <= last <= len(original)
            shown, behind = _letters(found.text[start:end]), _letters(original[first:last])
            assert not shown - behind, (original, start, end)


@settings(deadline=None)  # the first call loads the dictionary
@given(MESSY)
def test_the_whole_text_leads_back_to_all_its_letters(text: str) -> None:
    """Spans never run backwards, and neighbours never lie further back than what is before them."""
    found = normalise(text)
    starts = [found.span(at, at + 1)[0] for at in range(len(found.text))]
    assert starts == sorted(starts)


@settings(deadline=None)  # the first call loads the dictionary
@given(MESSY)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    """Tokens stand where they say, do not overlap, and leave out white space only."""
    whole = normalise(text).text
    done = 0
    for token in tokens(text):
        assert whole[token.start : token.end] == token.text
        assert not whole[done : token.start].strip()
        done = token.end
    assert not whole[done:].strip()


@pytest.mark.parametrize(
    "forms",
    [
        ("มาตรา 82/3", "มาตรา ๘๒/๓", "ม.82/3", "มาตรา82/3"),
        ("แนวทางที่ 1.2", "แนวทาง 1.2", "แนวทาง๑.๒", "แนวทางที่ 1. 2"),
        ("เป้าหมายที่ 1", "เป้าหมาย ๑"),
        ("หลักเกณฑ์ข้อ 5", "หลักเกณฑ์ข้อที่ ๕", "หลักเกณฑ์ 5"),
        ("พ.ศ. 2569", "ปี 2569", "ปี ๒๕๖๙", "พ.ศ.๒๕๖๙", "2569", "2026"),
        (
            "FY2026",
            "FY 2026",
            "FY26",
            "ปีงบประมาณ พ.ศ. 2569",
            "ปีงบประมาณ 69",
            "ปีงบ ๖๙",
            "fiscal year 2026",
            "FY2569",
        ),
        ("ร้อยละ 10", "10%", "๑๐ %", "10 เปอร์เซ็นต์", "10 percent", "10.0 per cent", "ร้อยละ๑๐"),
        ("17 ธันวาคม 2567", "๑๗ ธ.ค. ๖๗", "17 December 2024", "Dec 17, 2024", "2024-12-17", "17/12/2567"),
        ("12,934.7711", "12934.7711", "๑๒,๙๓๔.๗๗๑๑"),
        ("พ.ร.บ.", "พรบ"),
        ("สพร.", "สพร"),
        ("วรรคสอง", "วรรค 2", "วรรคที่ ๒"),
        ("11.00 น.", "11:00 น."),
        ("agencies", "Agency"),
        ("One-Stop Service", "one stop services"),
    ],
)
def test_one_thing_has_one_form(forms: tuple[str, ...]) -> None:
    """However an atom is written, index and query hold the same terms."""
    assert len({tuple(terms(form)) for form in forms}) == 1, [terms(form) for form in forms]


@pytest.mark.parametrize(
    ("thai", "english", "term"),
    [
        ("มาตรา 82/3", "section 82/3", "มาตรา82/3"),
        ("แนวทางที่ 1.2", "approach 1.2", "แนวทาง1.2"),
        ("เป้าหมายที่ 1", "goal 1", "เป้าหมาย1"),
        ("ข้อ 12", "clause 12", "ข้อ12"),
        ("ระดับที่ 4", "level 4", "ระดับ4"),
    ],
)
def test_a_citation_has_one_form_in_both_languages(thai: str, english: str, term: str) -> None:
    """A Thai and an English citation of one provision share a term."""
    assert term in terms(thai)
    assert term in terms(english)


@pytest.mark.parametrize("text", ["เป้าหมาย 80%", "หัวข้อ 3", "เป้าหมาย 3 ปี", "2569 บาท", "ข้อมูล 5 ชุด"])
def test_a_number_that_counts_is_no_citation(text: str) -> None:
    """An amount after a word such as เป้าหมาย names no provision, and an amount of money no year."""
    assert {token.kind for token in tokens(text)} <= {"word", "number", "percent"}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("ตัวชี้วัดเป้าหมายที่ 1 หน่วยงานใหม่", "เป้าหมาย1"),
        ("เป้าหมายที่ 3 ปี 2569", "เป้าหมาย3"),
        ("มาตรา 10 แห่งพระราชกฤษฎีกา", "มาตรา10"),
        ("หลักเกณฑ์ข้อ 2 หน่วยงาน", "หลักเกณฑ์2"),
    ],
)
def test_a_citation_before_a_word_that_could_be_a_unit_is_one(text: str, term: str) -> None:
    """What ที่ or ข้อ marks is numbered, not counted."""
    assert term in terms(text)


def test_latin_parts_from_thai_and_is_lower_case() -> None:
    """'AIหลังบ้าน' is two words."""
    assert terms("AIหลังบ้าน") == ["ai", "หลังบ้าน", *terms("หลังบ้าน")[1:]]


@pytest.mark.parametrize("word", ["ไม่", "ต้อง", "ได้", "หาก", "ภายใน", "เกิน", "not", "must", "within", "only"])
def test_words_that_turn_a_rule_are_kept(word: str) -> None:
    """A negation, a duty, a condition and a limit are always terms."""
    assert word in terms(f"โครงการ {word} หน่วยงาน")


def test_question_words_and_marks_are_dropped() -> None:
    """What only makes a sentence a question is no term."""
    assert terms("งบประมาณคืออะไรครับ?") == terms("งบประมาณ")


def test_a_compound_is_found_by_its_members() -> None:
    """A question about เกณฑ์ meets หลักเกณฑ์."""
    assert {"หลักเกณฑ์", "หลัก", "เกณฑ์"} <= set(terms("หลักเกณฑ์"))


def test_addresses_stay_whole() -> None:
    """An e-mail address and a URL are one term, with their names beside."""
    assert {"contact@dga.or.th", "dga"} <= set(terms("ติดต่อ contact@dga.or.th ได้"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ข้อ 1 อย่างหนึ่ง\nข้อ 2 อีกอย่างหนึ่ง", 2),
        ("The plan is new. It covers 12.5 percent of cost. See sec. 3.", 3),
        ("เช่น ป้าย ฯลฯ เป็นต้น", 2),
        ("1. ข้อแรก\n2. ข้อที่สอง", 2),
        ("สพร. สดช. สำนักงาน ก.พ.ร. และสำนักงบประมาณ", 1),
        (
            "หน่วยงานของรัฐต้องเสนอโครงการผ่านระบบตามเวลาที่กำหนดไว้ทุกปี "
            "คณะกรรมการจะพิจารณาข้อเสนอทั้งหมดให้แล้วเสร็จก่อนสิ้นเดือนนั้น",
            2,
        ),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    """Line breaks, full stops and spaces between long clauses end a sentence; abbreviations do not."""
    assert len(sentences(text)) == count, sentences(text)


@settings(deadline=None)  # the first call loads the dictionary
@given(MESSY)
def test_sentences_lose_and_cut_nothing(text: str) -> None:
    """The sentences hold the letters of the text, in order."""
    assert "".join("".join(sentences(text)).split()) == "".join(normalise(text).text.split())


def test_a_long_unspaced_text_is_cut_as_its_parts_are() -> None:
    """The words of a run of any length, put together, are the run, and each is whole."""
    sentence = "คณะกรรมการเห็นชอบแผนงานบูรณาการรัฐบาลดิจิทัลและสำนักงบประมาณจัดสรรงบประมาณให้หน่วยงาน"
    for times in range(1, 12):
        assert words(sentence * times) == words(sentence) * times


def test_a_long_unspaced_text_is_cut_in_time() -> None:
    """Text without any boundary takes linear time, not exponential: it would not finish otherwise."""
    assert len(tokens("ตากลม" * 4000)) >= 4000
