"""Named citations: what a question names, and what the corpus has of it."""

from pathlib import Path

import pytest

from assistant.provisions import Named, Provisions
from corpus.store.store import Store


@pytest.fixture(scope="module")
def provisions(data_dir: Path) -> Provisions:
    """Return the reader over the shipped corpus."""
    return Provisions(Store(data_dir).current())


def _anchors(named: Named) -> list[str]:
    return list(named.anchors)


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("มาตรา 31", "budget-act-2561/section-31"),
        ("มาตรา๑๖วรรคสองว่าอย่างไร", "budget-act-2561/section-16"),
        ("ม.16 พูดถึงอะไร", "budget-act-2561/section-16"),
        ("what does section 16 say?", "budget-act-2561/section-16"),
        ("Section 31 of the Budget Procedures Act", "budget-act-2561/section-31"),
        ("มาตรา 31 ของ พ.ร.บ. วิธีการงบประมาณ", "budget-act-2561/section-31"),
        ("มาตรา 31 ตาม พ.ร.บ. กำหนดว่าอย่างไร", "budget-act-2561/section-31"),
        ("แนวทาง 1.2 คืออะไร", "guideline-2569/approach-1.2"),
        ("แนวทางที่๒.๒มีตัวชี้วัดอะไร", "guideline-2569/approach-2.2"),
        ("แนวทางที่ 1. 2", "guideline-2569/approach-1.2"),
        ("Approach 2.2", "guideline-2569/approach-2.2"),
        ("ระบบเราเข้าเกณฑ์ 3.2 ไหม", "guideline-2569/criteria-3.2"),
        ("หลักเกณฑ์แนวทาง1.2", "guideline-2569/criteria-1.2"),
        ("eligible under approach 2.1?", "guideline-2569/criteria-2.1"),
        ("ลดเวลาได้ 12% ผ่าน 3.2 ไหม", "guideline-2569/criteria-3.2"),
        ("ข้อ 4 ของประกาศแพลตฟอร์มกลาง ฉบับที่ 2", "platform-notice-2567/clause-4"),
        ("ข้อ๔ประกาศฉบับที่๒", "platform-notice-2567/clause-4"),
        ("clause 3 of the notice", "platform-notice-2567/clause-3"),
        ("หลักเกณฑ์ข้อ 5", "guideline-2569/criterion-5"),
        ("หลักเกณฑ์ทั่วไปข้อที่ ๗", "guideline-2569/criterion-7"),
        ("general criterion 5", "guideline-2569/criterion-5"),
        ("เป้าหมายที่ 1 ข้อ 3", "guideline-2569/goal-1"),
        ("goal 3", "guideline-2569/goal-3"),
        ("ยุทธศาสตร์ที่ 2 ของแผน DG", "guideline-2569/dg-plan-strategy-2"),
        ("DG plan strategy 4", "guideline-2569/dg-plan-strategy-4"),
        ("รูปแบบการบูรณาการที่ 3", "guideline-2569/integration-forms"),
    ],
)
def test_a_citation_leads_to_its_anchor(provisions: Provisions, question: str, anchor: str) -> None:
    """However it is written, a citation names the anchor first."""
    assert _anchors(provisions.read(question))[0] == anchor


@pytest.mark.parametrize(
    ("question", "kind", "number"),
    [
        ("มาตรา 52 ของ พ.ร.บ. วิธีการงบประมาณว่าอย่างไร", "section", "52"),
        ("section 99", "section", "99"),
        ("แนวทาง 4.1 คืออะไร", "approach", "4.1"),
        ("เป้าหมายที่ 5", "goal", "5"),
        ("หลักเกณฑ์ข้อ 9", "criterion", "9"),
        ("ข้อ 4 ของประกาศฉบับที่ 3", "clause", "4"),
        ("ข้อ 12 ของประกาศฉบับที่ 2", "clause", "12"),
        ("ประกาศแพลตฟอร์มกลางฉบับที่ 3 ว่าอย่างไร", "issue", "3"),
        ("รูปแบบการบูรณาการที่ 5", "form", "5"),
        ("มาตรา 16 ของ พ.ร.บ. คอมพิวเตอร์", "section", "16"),
        ("section 16 of the Computer Crime Act", "section", "16"),
        ("มาตรา 16 ของรัฐธรรมนูญ", "section", "16"),
    ],
)
def test_what_the_corpus_lacks_is_named(
    provisions: Provisions, question: str, kind: str, number: str
) -> None:
    """A provision that is not there is said to be missing, and leads nowhere."""
    named = provisions.read(question)
    assert [(one.kind, one.number) for one in named.missing] == [(kind, number)]
    assert named.anchors == ()


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("มาตรา 7 ของ พ.ร.บ. การบริหารงานและการให้บริการภาครัฐผ่านระบบดิจิทัล", "platform-notice-2567/preamble"),
        ("มาตรา 10 ของพระราชกฤษฎีกา", "platform-notice-2567/clause-3"),
        ("หมุดหมายที่ 13", "guideline-2569/strategy-linkage"),
        ("ยุทธศาสตร์ที่ 6", "guideline-2569/strategy-linkage"),
    ],
)
def test_what_is_only_spoken_of_is_not_missing(provisions: Provisions, question: str, anchor: str) -> None:
    """A provision of a law outside the corpus is found where the corpus speaks of it."""
    (provision,) = provisions.read(question).provisions
    assert not provision.missing
    assert provision.anchors == ()
    assert anchor in provision.mentioned


@pytest.mark.parametrize(
    ("question", "item", "missing"),
    [
        ("ตัวชี้วัดเป้าหมายที่ 1 ข้อ 3 คืออะไร", "3", False),
        ("ตัวชี้วัดที่ 2 ของเป้าหมายที่ 2", "2", False),
        ("KPI 3 of goal 1", "3", False),
        ("KPI 9 of goal 1", "9", True),
        ("มาตรา 16 วรรคสอง", "2", False),
        ("มาตรา 16 ว่าอย่างไร", None, False),
    ],
)
def test_the_item_within_a_provision_is_told(
    provisions: Provisions, question: str, item: str | None, missing: bool
) -> None:
    """'เป้าหมายที่ 1 ข้อ 3' is one provision with an item; an item beyond the last is said to be missing."""
    (provision,) = provisions.read(question).provisions
    assert (provision.item, provision.item_missing) == (item, missing)


def test_an_item_without_a_document_is_ambiguous(provisions: Provisions) -> None:
    """'ข้อ 4' alone may be the criterion or the clause; both are named."""
    (provision,) = provisions.read("ข้อ 4 ว่าอย่างไร").provisions
    assert provision.ambiguous
    assert set(provision.anchors) == {"guideline-2569/criterion-4", "platform-notice-2567/clause-4"}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("พ.ร.บ. วิธีการงบประมาณ ประกาศในราชกิจจาเล่มไหน", ("budget-act-2561",)),
        ("ประกาศฉบับที่ 2 มีผลวันไหน", ("platform-notice-2567",)),
        ("the first notice", ("platform-notice-2565",)),
        ("ประกาศแพลตฟอร์มกลางปี 2565", ("platform-notice-2565",)),
        ("อบรมได้ใบประกาศนียบัตรไหม", ()),
        ("งบเท่าไร", ()),
    ],
)
def test_a_document_is_told_by_title_number_or_year(
    provisions: Provisions, question: str, documents: tuple[str, ...]
) -> None:
    """The documents that a question points to; a word inside another, or a verb, points to none."""
    assert provisions.read(question).documents == documents


def test_an_act_that_is_done_is_no_law(provisions: Provisions) -> None:
    """'act' as a verb names no document."""
    assert provisions.read("How should our agency act?").unknown_documents == ()


@pytest.mark.parametrize(
    ("question", "years", "fiscal_years"),
    [
        ("งบประมาณปีงบประมาณ พ.ศ. ๒๕๗๐", (2570,), (2570,)),
        ("FY2027 budget", (2570,), (2570,)),
        ("ปีงบ 70 ส่งเมื่อไร", (2570,), (2570,)),
        ("ประกาศปี 2565", (2565,), ()),
        ("แผน 2566-2570", (2566, 2570), ()),
        ("ลดได้ 2,570 บาท", (), ()),
    ],
)
def test_years_are_told_in_one_era(
    provisions: Provisions, question: str, years: tuple[int, ...], fiscal_years: tuple[int, ...]
) -> None:
    """Years are B.E., however written; those called fiscal are told apart."""
    named = provisions.read(question)
    assert (named.years, named.fiscal_years) == (years, fiscal_years)


def test_dates_are_told(provisions: Provisions) -> None:
    """A date is ISO 8601."""
    assert provisions.read("ประชุมวันที่ ๑๗ ธ.ค. ๖๗ ใช่ไหม").dates == ("2024-12-17",)


@pytest.mark.parametrize("question", ["ลดเวลาได้ 3.2 ล้านบาท", "หัวข้อ 3 มีอะไร", "เป้าหมาย 80%", "2 ข้อ", ""])
def test_a_number_that_counts_names_nothing(provisions: Provisions, question: str) -> None:
    """Amounts are no citations."""
    assert provisions.read(question).provisions == ()


def test_two_citations_keep_their_order(provisions: Provisions) -> None:
    """The provision named first leads."""
    found = _anchors(provisions.read("มาตรา 31 ต่างจากมาตรา 16 อย่างไร"))
    assert found == ["budget-act-2561/section-31", "budget-act-2561/section-16"]


def test_offsets_stand_in_the_question(provisions: Provisions) -> None:
    """A provision's text is where its offsets say."""
    question = "อยากทราบว่า มาตรา 31 ว่าอย่างไร"
    (provision,) = provisions.read(question).provisions
    assert question[provision.start : provision.end] == provision.text == "มาตรา 31"
