"""The guideline's official text, where an agency's copy lies beside the repository: each line under its anchor."""

from functools import cache
from pathlib import Path

import pytest

from corpus.text import normalise
from ingest import markdown, official
from ingest.errata import errata
from ingest.loaders import load
from ingest.official import Official
from ingest.pipeline import DOCUMENTS
from ingest.structure import outline
from ingest.structure.lines import clean

FILE = Path(__file__).parents[3] / "shared" / "official" / "guideline-2569.txt"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the official text is not at {FILE}")


@cache
def guideline() -> Official:
    """Return the file as ingested."""
    shipped = [markdown.read(path) for path in sorted(DOCUMENTS.glob("*.md"))]
    headings = {provision.anchor_id: provision.heading for _, found in shipped for provision in found}
    return official.read(FILE, {document.id for document, _ in shipped}, headings, errata())


def under(anchor_id: str) -> str:
    """Return the text under an anchor."""
    (found,) = (provision for provision in guideline().provisions if provision.anchor_id == anchor_id)
    return "\n".join(found.lines)


def test_it_is_the_guideline_of_2569() -> None:
    """The file is recognised and is no new document."""
    assert (guideline().document_id, guideline().document) == ("guideline-2569", None)


def test_every_line_is_at_home_under_one_anchor() -> None:
    """No line is unplaced, lost, or at home twice; no heading of the outline is missing."""
    lines = clean(load(FILE))
    found = outline.recognise(lines)
    assert found is not None
    placed = outline.place(found, lines)
    assert sorted(placed.homes) == [line.number for line in lines]
    assert (placed.unplaced, placed.notes) == ([], [])


def test_every_character_is_in_a_passage() -> None:
    """Letters and digits of the file, but for marks of layout and corrected errors, are under some anchor."""
    whole = "".join("".join("".join(found.lines).split()) for found in guideline().provisions)
    wrong = [entry for entry in errata() if entry.status == "corrected"]
    lost = []
    for line in clean(load(FILE)):
        text = line.bare
        for entry in wrong:
            text = text.replace(normalise(entry.wrong).text, normalise(entry.right or "").text)
        if "".join(text.split()) not in whole and "".join(line.bare.split()) not in whole:
            lost.append(line.text)
    assert lost == []


def test_every_official_anchor_of_the_corpus_is_there() -> None:
    """The file has text for every anchor of the corpus."""
    shipped = {found.anchor_id for path in DOCUMENTS.glob("*.md") for found in markdown.read(path)[1]}
    assert {found.anchor_id for found in guideline().provisions} == shipped


@pytest.mark.parametrize(
    ("anchor_id", "facts"),
    [
        ("guideline-2569/overview", ["17 ธันวาคม 2567", "12,934.7711", "MS Teams"]),
        ("guideline-2569/policy-statement", ["12 กันยายน 2567", "Rule of Law"]),
        ("guideline-2569/dg-plan", ["2566 – 2570", "ร้อยละ 85", "อันดับที่ 40"]),
        ("guideline-2569/dg-plan-strategy-2", ["One-Stop Service"]),
        ("guideline-2569/strategy-linkage", ["ร้อยละ 88.31", "0.82", "200401"]),
        ("guideline-2569/scope", ["ก.พ.ร.", "สศช."]),
        ("guideline-2569/indicator", ["ร้อยละ 17.83", "ระดับที่ 4"]),
        ("guideline-2569/goal-1", ["ร้อยละ 50", "ร้อยละ 70", "ร้อยละ 80 **", "13 พ.ย. 2567"]),
        ("guideline-2569/goal-2", ["AI-Driven", "ร้อยละ 50", "ยุทธศาสตร์ที่ 4"]),
        ("guideline-2569/goal-3", ["End-to-End", "Platform กลาง"]),
        ("guideline-2569/approach-1.1", ["ร้อยละ 90"]),
        ("guideline-2569/approach-1.2", ["ร้อยละ 10*", "หมายเหตุ"]),
        ("guideline-2569/approach-1.3", ["Cloud First", "ร้อยละ 80"]),
        ("guideline-2569/approach-2.1", ["ร้อยละ 10*", "หมายเหตุ"]),
        ("guideline-2569/approach-2.2", ["ร้อยละ 10", "NEW"]),
        ("guideline-2569/approach-3.1", ["ร้อยละ 20"]),
        ("guideline-2569/approach-3.2", ["ร้อยละ 10", "NEW"]),
        ("guideline-2569/criterion-2", ["มาตรา 16", "มาตรา 31"]),
        ("guideline-2569/criterion-6", ["TGIX", "Open Data"]),
        ("guideline-2569/criterion-7", ["ความคุ้มค่า"]),
        ("guideline-2569/integration-forms", ["Agenda Base", "ไม่เสียค่าใช้จ่าย"]),
        ("guideline-2569/central-platforms", ["Biz Portal*", "THAI NSW**", "3 กันยายน 2567"]),
        ("guideline-2569/criteria-1.1", ["อบรม"]),
        ("guideline-2569/criteria-1.2", ["ใช้ภายในหน่วยงาน"]),
        ("guideline-2569/criteria-1.3", ["Cloud First Policy"]),
        ("guideline-2569/criteria-2.1", ["ใช้ภายในองค์กร", "ความมั่นคงปลอดภัย"]),
        ("guideline-2569/criteria-2.2", ["10%", "ประสิทธิภาพการทำงานของหน่วยงานภาครัฐ"]),
        ("guideline-2569/criteria-3.1", ["Focus Area"]),
        ("guideline-2569/criteria-3.2", ["10%", "เพื่อให้บริการประชาชน"]),
        ("guideline-2569/calendar", ["22 ต.ค. 67"]),
        ("guideline-2569/contact", ["contact@dga.or.th"]),
        ("budget-act-2561/gazette", ["เล่ม 135 ตอนที่ 92 ก", "8 พฤศจิกายน"]),
        ("budget-act-2561/section-16", ["มาตรา 16", "สองหน่วยงานขึ้นไป"]),
        ("budget-act-2561/section-31", ["มาตรา 31", "เจ้าภาพหลัก"]),
        ("platform-notice-2567/gazette", ["เล่ม 141", "หน้า 11", "หน้า 12", "3 กันยายน"]),
        ("platform-notice-2567/preamble", ["อาศัยอำนาจ", "มาตรา 7 (3) (4) และ (5)"]),
        ("platform-notice-2567/clause-2", ["โลจิสติกส์"]),
        ("platform-notice-2567/clause-5", ["วันถัดจาก"]),
        ("platform-notice-2565/platforms", ["Government Data Exchange*", "21 ธันวาคม 2565"]),
    ],
)
def test_facts_are_under_their_anchor(anchor_id: str, facts: list[str]) -> None:
    """What each slide, section and clause is known by stands under its anchor."""
    assert [fact for fact in facts if fact not in under(anchor_id)] == []


@pytest.mark.parametrize("approach", ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"])
def test_items_follow_the_label_they_belong_to(approach: str) -> None:
    """In each value-chain block some items meet and some do not, also where the slide had two columns."""
    lines = under(f"guideline-2569/criteria-{approach}").split("\n")
    meets, fails = lines.index("ตรงตามหลักเกณฑ์"), lines.index("ไม่ตรงตามหลักเกณฑ์")
    assert [line.startswith("- ") for line in lines] == [
        at not in (0, meets, fails) for at in range(len(lines))
    ]
    assert 0 < meets < fails - 1 < len(lines) - 2


def test_only_proved_errors_are_corrected() -> None:
    """A proved misreading is put right where it is named, and a doubtful one stays."""
    assert "ภาครัฐกิจ" not in under("guideline-2569/central-platforms")
    assert "กรมเจ้าท่า" in under("platform-notice-2567/clause-4")


def test_a_lost_block_is_reported_not_guessed(tmp_path: Path) -> None:
    """With six value-chain blocks instead of seven, none of them is placed."""
    text = FILE.read_text(encoding="utf-8")
    heading = "หลักเกณฑ์การพิจารณาตามห่วงโซ่คุณค่า"
    path = tmp_path / FILE.name
    path.write_text(text.replace(heading, "", 1), encoding="utf-8")
    found = official.read(path, {"guideline-2569"}, {}, ())
    assert [item.anchor for item in found.provisions if item.anchor.startswith("criteria")] == []
    assert sum(line.text == heading for line, _ in found.unplaced) == 6
