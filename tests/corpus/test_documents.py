"""The shipped documents: complete against the official text, true to its figures, and in words of our own."""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.corpus import official
from tests.corpus.digest import DOCUMENTS, IDS, Section, document, sections
from tests.corpus.figures import bounds, figures

# The corpus table of the contract, in its order. A longer anchor may extend one of these after a dot or a slash.
ANCHORS: Mapping[str, tuple[str, ...]] = {
    "guideline-2569": (
        "overview",
        "policy-statement",
        "dg-plan",
        *(f"dg-plan-strategy-{number}" for number in range(1, 5)),
        "strategy-linkage",
        "objectives",
        "scope",
        "expected-results",
        "indicator",
        *(f"goal-{number}" for number in range(1, 4)),
        *(f"approach-{number}" for number in ("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2")),
        *(f"criterion-{number}" for number in range(1, 8)),
        "integration-forms",
        "central-platforms",
        *(f"criteria-{number}" for number in ("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2")),
        "calendar",
        "contact",
    ),
    "budget-act-2561": ("gazette", "section-16", "section-31"),
    "platform-notice-2567": ("gazette", "preamble", *(f"clause-{number}" for number in range(1, 6))),
    "platform-notice-2565": ("platforms",),
}

# Digits of the official text that state nothing, and why. Taken out of each piece before its figures are read.
BOILERPLATE: tuple[tuple[str, str], ...] = (
    (r"(?m)^ *\d\. ", "the number of an item in a list"),
    (
        r"(?m)^\d(?:\.\d)?$",
        "a number printed large beside its slide's heading, which the anchor itself carries",
    ),
)

# Figures of the restatement that the official text does not print, and why they are there.
OURS: Mapping[str, Mapping[str, str]] = {
    "platform-notice-2567/gazette": {
        "2426": "the rule that gives a gazette volume from its year",
        "2567-09-21": "the day after the gazette, on which clause 5 brings the notice into force",
    },
    "platform-notice-2567/preamble": {
        "2546": "the likely year of the decree, said to be uncertain (errata.yaml)",
    },
    "platform-notice-2567/clause-5": {
        "2567-09-21": "the day after the gazette, on which clause 5 brings the notice into force",
    },
}


def statements() -> list[tuple[Section, str, str]]:
    """Return every pair of a Thai and an English statement, headings included, with its section."""
    return [
        (section, th, en) for section in sections() for th, en in zip(section.th, section.en, strict=False)
    ]


@pytest.mark.parametrize("identifier", IDS)
def test_the_documents_have_the_anchors_of_the_contract(identifier: str) -> None:
    """Each anchor of the contract is there, in its order; any other one extends one of them."""
    found = [section.anchor_id.partition("/")[2] for section in document(identifier)[1]]
    wanted = ANCHORS[identifier]
    assert [anchor for anchor in found if anchor in wanted] == list(wanted)
    for extra in set(found) - set(wanted):
        assert any(extra.startswith((f"{anchor}.", f"{anchor}/")) for anchor in wanted), extra


def test_the_folder_holds_the_documents_of_the_contract() -> None:
    """No document is missing and none is undocumented."""
    assert {path.stem for path in DOCUMENTS.glob("*.md")} == set(ANCHORS)


@pytest.mark.parametrize("identifier", IDS)
def test_front_matter_is_a_document(identifier: str) -> None:
    """The front matter is a valid `Document` that is named by its file and amends or supersedes only known ones."""
    front, _ = document(identifier)
    assert front.id == identifier
    assert {*front.supersedes, *front.amends} <= set(IDS)


@pytest.mark.parametrize("identifier", IDS)
def test_both_languages_say_the_same_number_of_things(identifier: str) -> None:
    """Under each anchor there are as many English statements as Thai ones."""
    unequal = {
        section.anchor_id: (len(section.th), len(section.en))
        for section in document(identifier)[1]
        if len(section.th) != len(section.en)
    }
    assert not unequal


def _mark(line: str) -> str:
    """Return the list mark of a statement: a bullet, a number or nothing."""
    match = re.match(r"-|\d+\.(?= )", line)
    return match[0] if match else ""


def test_statements_stand_in_the_same_order_in_both_languages() -> None:
    """A bullet answers a bullet, a numbered item the item of the same number."""
    assert not [(section.anchor_id, th, en) for section, th, en in statements() if _mark(th) != _mark(en)]


def unpaired(pairs: Iterable[tuple[Section, str, str]]) -> list[tuple[str, frozenset[str], str]]:
    """Return the pairs whose figures differ: the anchor, the figures in one language only, and the statement."""
    return [
        (section.anchor_id, figures(th) ^ figures(en), en)
        for section, th, en in pairs
        if figures(th) != figures(en)
    ]


def test_both_languages_give_the_same_figures() -> None:
    """Every figure and date of a Thai statement is in its English one, and the other way round."""
    assert not unpaired(statements())


def test_a_changed_figure_in_one_language_is_seen() -> None:
    """The comparison of the languages fails when any one figure of a Thai statement is changed."""
    for section, th, en in statements():
        for number in re.finditer(r"\d+", th):
            changed = f"{th[: number.start()]}7{number[0]}3{th[number.end() :]}"
            assert unpaired([(section, changed, en)]), changed


# --- Against the official text


@cache
def _errata() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "corpus" / "errata.yaml"
    return [entry for entry in yaml.safe_load(path.read_text("utf-8")) if entry["status"] == "corrected"]


@cache
def pieces() -> tuple[official.Segment, ...]:
    """Return the official pieces as they should be restated: errata corrected, boilerplate taken out."""
    found = []
    for segment in official.segments():
        text = segment.text
        for entry in _errata():
            text = text.replace(entry["wrong"], entry["right"])
        for pattern, _ in BOILERPLATE:
            text = re.sub(pattern, " ", text)
        found.append(replace(segment, text=text))
    return tuple(found)


Read = Callable[[str], AbstractSet[str]]


def missing(
    wanted: Iterable[official.Segment], said: Mapping[str, Section], read: Read, languages: str = "th en"
) -> list[tuple[str, str, str]]:
    """Return what `read` finds in an official piece and not under its anchors: anchor, language and figure."""
    lacking = []
    for segment in wanted:
        for anchor in segment.anchors:
            for language in languages.split():
                lines = said[anchor].th if language == "th" else said[anchor].en
                lacking += [
                    (anchor, language, figure)
                    for figure in sorted(read(segment.text) - read("\n".join(lines)))
                ]
    return lacking


def digest() -> dict[str, Section]:
    """Return the sections by anchor id; a longer anchor's statements count for the one it extends."""
    found: dict[str, Section] = {}
    for section in sections():
        base = next(
            f"{identifier}/{anchor}"
            for identifier, anchors in ANCHORS.items()
            for anchor in sorted(anchors, key=len, reverse=True)
            if re.match(rf"{re.escape(f'{identifier}/{anchor}')}(?:[./]|$)", section.anchor_id)
        )
        before = found.get(base, Section(base, (), ()))
        found[base] = Section(base, before.th + section.th, before.en + section.en)
    return found


def test_the_official_text_is_cut_without_loss() -> None:
    """The pieces joined are the file, and every anchor of the contract has a piece."""
    cut = official.segments()
    assert "".join(segment.text for segment in cut) == official.text()
    assert {anchor for segment in cut for anchor in segment.anchors} == {
        f"{identifier}/{anchor}" for identifier, anchors in ANCHORS.items() for anchor in anchors
    }


def test_every_figure_of_the_official_text_is_in_the_corpus() -> None:
    """Every number and date of the official text stands under the right anchors, in both languages."""
    assert not missing(pieces(), digest(), figures)


def test_every_bound_of_the_official_text_is_in_the_corpus() -> None:
    """Every figure that is a least or a most stands as one under the right anchors."""
    assert not missing(pieces(), digest(), bounds, "th")


def test_a_lost_figure_is_seen() -> None:
    """The comparison names each figure of the official text when its statements are taken out of the corpus."""
    wanted, said = pieces(), digest()
    for segment in wanted:
        for anchor in segment.anchors:
            for figure in figures(segment.text):
                section = said[anchor]
                without = Section(
                    anchor,
                    tuple(line for line in section.th if figure not in figures(line)),
                    tuple(line for line in section.en if figure not in figures(line)),
                )
                assert (anchor, "th", figure) in missing([segment], {**said, anchor: without}, figures)


@pytest.mark.parametrize(
    ("anchor", "right", "wrong"),
    [
        ("guideline-2569/overview", "12,934.7711", "12,943.7711"),
        ("guideline-2569/indicator", "17.83", "17.38"),
        ("guideline-2569/goal-1", "13 พฤศจิกายน 2567", "13 ตุลาคม 2567"),
        ("guideline-2569/strategy-linkage", "88.31", "83.31"),
        ("guideline-2569/criteria-2.2", "10", "15"),
        ("platform-notice-2567/gazette", "141", "151"),
        ("budget-act-2561/gazette", "8 พฤศจิกายน 2561", "9 พฤศจิกายน 2561"),
    ],
)
def test_a_changed_figure_is_seen(anchor: str, right: str, wrong: str) -> None:
    """The comparison fails when one figure of a copy of the corpus is changed."""
    wanted, said = pieces(), digest()
    section = said[anchor]
    assert right in "\n".join(section.th)
    changed = Section(anchor, tuple(line.replace(right, wrong) for line in section.th), section.en)
    assert missing(wanted, {**said, anchor: changed}, figures)


def invented(printed: AbstractSet[str], said: Iterable[Section]) -> list[tuple[str, str]]:
    """Return the figures of the corpus that the official text does not print and `OURS` does not explain."""
    return [
        (section.anchor_id, figure)
        for section in said
        for figure in sorted(figures("\n".join(re.sub(r"^\d+\. ", "", line) for line in section.th)))
        if figure not in printed and figure not in OURS.get(section.anchor_id, {})
    ]


def test_no_figure_is_invented() -> None:
    """Every figure of the corpus is printed in the official text, or is listed with the reason it is there."""
    printed = set().union(*(figures(segment.text) for segment in pieces()))
    assert not invented(printed, sections())


# --- Names

# Latin words on the slides that name nothing, and why.
NOT_NAMES: Mapping[str, str] = {
    "NEW": "the mark of a new item on a slide",
    "THANK YOU": "the closing slide's farewell",
    "https": "the scheme of an address, whose name is looked for by itself",
    "ul style": "table markup",
    "list-style-type": "table markup",
    "li": "table markup",
    "ul": "table markup",
    "none": "table markup",
}

# Names as the official text writes them (in the corrected reading), and the anchors that must write them too.
NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)", ("guideline-2569/overview", "guideline-2569/scope")),
    ("สำนักงานคณะกรรมการดิจิทัลเพื่อเศรษฐกิจและสังคม", ("guideline-2569/scope",)),
    ("สำนักงาน ก.พ.ร.", ("guideline-2569/scope",)),
    ("สำนักงบประมาณ", ("guideline-2569/scope", "guideline-2569/calendar")),
    (
        "สำนักงานสภาพัฒนาการเศรษฐกิจและสังคมแห่งชาติ",
        ("guideline-2569/scope", "guideline-2569/indicator"),
    ),
    ("สพร.", ("guideline-2569/scope",)),
    ("สดช.", ("guideline-2569/scope",)),
    ("สศช.", ("guideline-2569/scope", "guideline-2569/indicator")),
    ("แพทองธาร ชินวัตร", ("guideline-2569/policy-statement",)),
    ("บดินทรเทพยวรางกูร", ("budget-act-2561/gazette",)),
    ("พิเชษฐ์ วัฒนศิริ", ("platform-notice-2567/gazette",)),
    ("รองนายกรัฐมนตรี", ("platform-notice-2567/gazette",)),
    ("คณะรัฐมนตรี", ("budget-act-2561/section-16",)),
    ("ยุทธศาสตร์ชาติ", ("budget-act-2561/section-16", "guideline-2569/criterion-2")),
    ("หมุดหมายที่ 13", ("guideline-2569/strategy-linkage",)),
    ("ดัชนีทุนมนุษย์", ("guideline-2569/strategy-linkage",)),
    ("ระบบราชการ 4.0", ("guideline-2569/strategy-linkage",)),
    (
        "พระราชบัญญัติการบริหารงานและการให้บริการภาครัฐผ่านระบบดิจิทัล",
        ("guideline-2569/objectives", "platform-notice-2567/preamble"),
    ),
    ("บัญชีบริการคลาวด์ภาครัฐ", ("guideline-2569/goal-1",)),
    (
        "คณะกรรมการเฉพาะด้านการขับเคลื่อนตามนโยบายการใช้คลาวด์เป็นหลัก",
        ("guideline-2569/goal-1", "guideline-2569/criteria-1.3"),
    ),
    (
        "คณะกรรมการพัฒนารัฐบาลดิจิทัล",
        ("guideline-2569/criterion-6", "guideline-2569/criteria-1.3", "guideline-2569/goal-3"),
    ),
    ("วิธีการงบประมาณ", ("guideline-2569/criterion-2",)),
    (
        "พระราชกฤษฎีกาว่าด้วยหลักเกณฑ์และวิธีการบริหารกิจการบ้านเมืองที่ดี",
        ("platform-notice-2567/preamble", "platform-notice-2567/clause-3"),
    ),
    ("โลจิสติกส์", ("platform-notice-2567/clause-2", "platform-notice-2567/clause-4")),
    ("ราชกิจจานุเบกษา", ("platform-notice-2567/clause-5", "budget-act-2561/gazette")),
    ("หลักสูตร", ("guideline-2569/approach-1.1",)),
    ("ใบประกาศนียบัตร", ("guideline-2569/approach-1.1",)),
    ("ไม่เสียค่าใช้จ่าย", ("guideline-2569/integration-forms",)),
    ("แพลตฟอร์มกลาง", ("guideline-2569/criteria-3.1", "guideline-2569/goal-2")),
)


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9a-zก-๎]", "", text.lower())


def latin(text: str) -> set[str]:
    """Return the names in Latin letters: runs of words, as the slides write them in their brackets."""
    runs = re.findall(r"[A-Za-z][A-Za-z.]*(?:[ \n-][A-Za-z][A-Za-z.]*)*", text.replace("**", ""))
    return {re.sub(r"\s+", " ", run).strip(" .") for run in runs} - {*NOT_NAMES}


def test_every_latin_name_of_the_official_text_is_in_the_corpus() -> None:
    """Every platform, standard, address and English name of a slide stands in the Thai text of its anchors."""
    said = digest()
    lacking = [
        (anchor, name)
        for segment in pieces()
        for anchor in segment.anchors
        for name in sorted(latin(segment.text))
        if _squeezed(name) not in _squeezed(" ".join(said[anchor].th))
    ]
    assert lacking == []


@pytest.mark.parametrize(("name", "anchors"), NAMES)
def test_a_thai_name_of_the_official_text_is_in_the_corpus(name: str, anchors: tuple[str, ...]) -> None:
    """A name that the official text writes under an anchor is written there by the corpus too."""
    said = digest()
    for anchor in anchors:
        printed = "".join(segment.text for segment in pieces() if anchor in segment.anchors)
        assert _squeezed(name) in _squeezed(printed), (
            f"the official text does not write {name} under {anchor}"
        )
        assert _squeezed(name) in _squeezed(" ".join(said[anchor].th)), (
            f"the corpus lacks {name} under {anchor}"
        )


# --- Our own words

# Official names that make up a run that would count as copied: of laws, notices, bodies, goals, approaches, strategies.
TITLES = (
    "แนวทางการจัดทำ (ร่าง) แผนงานบูรณาการรัฐบาลดิจิทัล ประจำปีงบประมาณ พ.ศ. 2569 (ชี้แจงเพิ่มเติม)",
    "ประกาศคณะกรรมการพัฒนารัฐบาลดิจิทัล เรื่อง แพลตฟอร์มกลางของงานบริการภาครัฐสำหรับ",
    "พระราชกฤษฎีกาว่าด้วยหลักเกณฑ์และวิธีการบริหารกิจการบ้านเมืองที่ดี",
    "คณะกรรมการเฉพาะด้านการขับเคลื่อนตามนโยบายการใช้คลาวด์เป็นหลัก (Cloud First Policy)",
    "ยกระดับการเปลี่ยนผ่านดิจิทัลภาครัฐให้ยืดหยุ่น คล่องตัว เพื่อการบริหารงานอย่างมีประสิทธิภาพ",
    "สนับสนุนการพัฒนาแพลตฟอร์มบริการพื้นฐาน หรือ เครื่องมือดิจิทัลกลางภาครัฐ รวมถึงการพัฒนาระบบงานดิจิทัลภาครัฐด้วย AI",
    "การบูรณาการข้อมูลภาครัฐและบริการภาครัฐในรูปแบบดิจิทัลผ่านแพลตฟอร์มบริการแบบเบ็ดเสร็จ"
    "เพื่อตอบสนองความต้องการของผู้ใช้บริการ หรือ การพัฒนาบริการดิจิทัลภาครัฐด้วย AI",
    "End-to-End Digital Data and Services via Digital Service Platform & AI based Digital Services",
    "การเตรียมความพร้อมพื้นฐานที่จำเป็น (Fundamental) เพื่อนำไปสู่การตอบโจทย์ความต้องการด้านดิจิทัลของประเทศอย่างยั่งยืน",
    "การจัดทำโครงสร้างพื้นฐาน เพื่อรองรับการให้บริการแก่หน่วยงานภาครัฐ",
    "การบูรณาการ ตามประเด็นทิศทางเทคโนโลยี หรือนโยบายรัฐบาลดิจิทัล (Agenda Base)",
    "การผลักดันหน่วยงานภาครัฐให้มีระดับบริการ และการดำเนินงานตามนโยบาย Cloud First",
    "การพัฒนาแพลตฟอร์มหรือเครื่องมือดิจิทัลกลางภาครัฐ เพื่อสนับสนุนการขับเคลื่อนรัฐบาลดิจิทัลอย่างเป็นรูปธรรม",
    "การพัฒนาระบบงานดิจิทัลของหน่วยงานภาครัฐเพื่อเพิ่มประสิทธิภาพการทำงานโดยใช้เทคโนโลยีปัญญาประดิษฐ์ (Artificial Intelligence: AI)",
    "การบูรณาการข้อมูลและบริการภาครัฐในรูปแบบดิจิทัลผ่านแพลตฟอร์มกลางบริการสำคัญ"
    "เพื่อการพัฒนารัฐบาลดิจิทัลที่สอดคล้องกับตามแผนพัฒนารัฐบาลดิจิทัลหรือด้านสำคัญอื่นๆ ที่สนับสนุนการพัฒนารัฐบาลดิจิทัล",
    "การเพิ่มประสิทธิภาพบริการดิจิทัลภาครัฐเพื่อให้บริการประชาชนโดยใช้เทคโนโลยีปัญญาประดิษฐ์ (Artificial Intelligence: AI)",
    "ยกระดับการเปลี่ยนผ่านดิจิทัลภาครัฐ เพื่อการบริหารงานที่ยืดหยุ่น คล่องตัว และขยายสู่หน่วยงานภาครัฐระดับท้องถิ่น",
)
LONGEST = 70
"""Characters, white space and marks aside: a shared run of this many is a copied sentence."""


def _comparable(text: str) -> str:
    """Return letters and digits alone, titles cut out, so that only a sentence's words are compared."""
    text = _squeezed(text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")))
    for title in sorted(map(_squeezed, TITLES), key=len, reverse=True):
        text = text.replace(title, "|")
    return text


def shared(text: str, printed: str) -> list[str]:
    """Return the pieces of `text`, `LONGEST` characters each, that stand in `printed` too."""
    runs = {printed[at : at + LONGEST] for at in range(len(printed) - LONGEST + 1)}
    return [
        text[at : at + LONGEST] for at in range(len(text) - LONGEST + 1) if text[at : at + LONGEST] in runs
    ]


@pytest.mark.parametrize("identifier", IDS)
def test_no_sentence_of_the_official_text_is_copied(identifier: str) -> None:
    """The documents share no run of 70 characters with the official text but official names."""
    printed = _comparable("".join(segment.text for segment in pieces()))
    assert shared(_comparable((DOCUMENTS / f"{identifier}.md").read_text("utf-8")), printed) == []


def test_a_copied_sentence_is_seen() -> None:
    """A sentence of the official text, pasted among our own words, is found."""
    printed = _comparable("".join(segment.text for segment in pieces()))
    sentence = printed[5000 : 5000 + LONGEST]
    assert "|" not in sentence
    assert shared(f"ถ้อยคำของเรา{sentence}ถ้อยคำของเรา", printed) == [sentence]


def test_every_title_is_one_of_the_official_text() -> None:
    """The list of official names holds nothing that the official text does not write."""
    printed = _squeezed("".join(segment.text for segment in pieces()))
    assert [title for title in TITLES if _squeezed(title) not in printed] == []
