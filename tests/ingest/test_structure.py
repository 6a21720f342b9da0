"""Recognition of structure in files made for the purpose."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from ingest.loaders import load
from ingest.structure import generic, outline
from ingest.structure.front import front
from ingest.structure.lines import SourceLine, clean
from ingest.structure.outline import Outline
from ingest.structure.placed import Placed
from tests.ingest import files


def cleaned(tmp_path: Path, *lines: str) -> list[SourceLine]:
    """Return the cleaned lines of a text file."""
    return clean(load(files.text(tmp_path / "a.txt", *lines)))


def placed(tmp_path: Path, *lines: str) -> dict[str, list[str]]:
    """Return anchor → statements of a text file recognised by its form."""
    found = generic.place("x", cleaned(tmp_path, *lines), paged=False)
    return {name: [text for text, _ in item.statements] for name, item in found.placements.items()}


def outlined(tmp_path: Path, sections: Sequence[Mapping[str, object]], *lines: str) -> Placed:
    """Place the lines of a text file by an outline of those sections."""
    own = Outline.model_validate({"document": "x", "title": ".*", "sections": sections})
    return outline.place(own, cleaned(tmp_path, *lines))


def said(found: Placed) -> dict[str, list[str]]:
    """Return anchor → statements."""
    return {item.anchor: [text for text, _ in item.statements] for item in found.placements.values()}


# --- Cleaning


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("**ตัวหนา** ปกติ", "ตัวหนา ปกติ"),
        ("**ร้อยละ 10***", "ร้อยละ 10*"),
        ("**ไม่น้อยกว่า ร้อยละ 80 ****", "ไม่น้อยกว่า ร้อยละ 80 **"),
        ("เป้าหมาย*****", "เป้าหมาย*****"),
        ("** หมายเหตุ", "** หมายเหตุ"),
        ("- ▶ รายการ", "- รายการ"),
        ("• รายการ", "- รายการ"),
        ("แถว\tค่า", "แถว | ค่า"),
        ('<ul style="x"> รายการ </ul>', "รายการ"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("ข้อ ๑๒", "ข้อ 12"),
    ],
)
def test_marks_of_layout_are_taken_off(tmp_path: Path, raw: str, shown: str) -> None:
    """Emphasis, bullets, tags and Thai digits are brought into one form; asterisks of notes stay."""
    assert [line.text for line in cleaned(tmp_path, raw)] == [shown]


@pytest.mark.parametrize("raw", ["", "----\t--", "|---|---|", "▶", "* * *"])
def test_lines_without_words_are_blank(tmp_path: Path, raw: str) -> None:
    """Rules and lone marks say nothing."""
    assert cleaned(tmp_path, "ก", raw, "ข")[1].block == 2


def test_emphasis_over_several_lines(tmp_path: Path) -> None:
    """Bold that goes on in the next line is taken off both."""
    assert [line.text for line in cleaned(tmp_path, "**หนึ่ง", "สอง** สาม")] == ["หนึ่ง", "สอง สาม"]


# --- By form


def test_sections_of_an_act(tmp_path: Path) -> None:
    """Each มาตรา is an anchor; what comes before is the preamble."""
    assert placed(tmp_path, *files.LAW) == {
        "x/preamble": list(files.LAW[:2]),
        "x/section-1": [files.LAW[2]],
        "x/section-2": [files.LAW[3]],
        "x/section-3": [files.LAW[4]],
    }


def test_inserted_sections(tmp_path: Path) -> None:
    """มาตรา 5/1 and มาตรา 5 ทวิ are sections of their own."""
    found = placed(tmp_path, "มาตรา 5 ก", "มาตรา 5/1 ข", "มาตรา 6 ค", "มาตรา 6 ทวิ ง")
    assert list(found) == ["x/section-5", "x/section-5/1", "x/section-6", "x/section-6/2"]


@pytest.mark.parametrize(
    "reference", ["มาตรา 1 แห่งพระราชบัญญัติอื่น", "มาตรา 9 วรรคสอง", "มาตรา 1 ซ้ำ", "มาตรา 88 ให้"]
)
def test_a_reference_at_the_beginning_of_a_line_is_no_heading(tmp_path: Path, reference: str) -> None:
    """A broken line that begins with a cited section does not begin a section."""
    found = placed(tmp_path, "มาตรา 1 ก", "มาตรา 2 ตามที่กำหนดใน", reference, "มาตรา 3 ข")
    assert found["x/section-2"] == ["มาตรา 2 ตามที่กำหนดใน", reference]


def test_gazette_headers_and_chapters(tmp_path: Path) -> None:
    """Page headers go to the gazette, wherever they stand; a chapter's title to the section after it."""
    found = placed(
        tmp_path,
        "หน้า ๑",
        "เล่ม ๑๔๒ ตอนที่ ๓ ก ราชกิจจานุเบกษา ๒ มกราคม ๒๕๖๘",
        "มาตรา 1 ก",
        "หน้า ๒",
        "หมวด 1",
        "บททั่วไป",
        "มาตรา 2 ข",
    )
    assert found == {
        "x/gazette": ["หน้า 1", "เล่ม 142 ตอนที่ 3 ก ราชกิจจานุเบกษา 2 มกราคม 2568", "หน้า 2"],
        "x/section-1": ["มาตรา 1 ก"],
        "x/section-2": ["หมวด 1", "บททั่วไป", "มาตรา 2 ข"],
    }


def test_clauses_of_a_notice_and_its_closing(tmp_path: Path) -> None:
    """Each ข้อ is an anchor; date and signature go to the gazette."""
    found = placed(tmp_path, "ประกาศทดสอบ", "ข้อ 1 ก", "ข้อ 2 ข", "ประกาศ ณ วันที่ 1 มกราคม พ.ศ. 2568", "ผู้ลงนาม")
    assert found["x/gazette"] == ["ประกาศ ณ วันที่ 1 มกราคม พ.ศ. 2568", "ผู้ลงนาม"]


def test_goals_and_approaches_of_another_guideline(tmp_path: Path) -> None:
    """A guideline of another year is recognised by its goals and approaches; its blocks are only numbered."""
    found = placed(tmp_path, "คำนำ", "เป้าหมายที่ 1 ก", "แนวทางที่ 1.2 ข", "หลักเกณฑ์การพิจารณา ค", "เป้าหมายที่ 1 ง")
    assert found == {
        "x/page-1": ["คำนำ"],
        "x/goal-1": ["เป้าหมายที่ 1 ก", "เป้าหมายที่ 1 ง"],
        "x/approach-1.2": ["แนวทางที่ 1.2 ข"],
        "x/criteria-block-1": ["หลักเกณฑ์การพิจารณา ค"],
    }


def test_pages_where_nothing_is_recognised(tmp_path: Path) -> None:
    """Without structure, a paged file has an anchor per page."""
    assert list(placed(tmp_path, "ก\fข")) == ["x/page-1", "x/page-2"]


def test_lines_broken_at_the_margin_are_joined(tmp_path: Path) -> None:
    """A PDF's full line goes on in the next; a short one ends its statement; Thai is joined without a space."""
    path = files.pdf(tmp_path / "a.pdf", ["ให้หน่วยงานตรวจระบบอย่างน้อย", "ปีละหนึ่งครั้ง", "และรายงานผลต่อคณะกรรมการ"])
    found = generic.place("x", clean(load(path)), paged=True)
    assert [text for text, _ in found.placements["x/page-1"].statements] == [
        "ให้หน่วยงานตรวจระบบอย่างน้อยปีละหนึ่งครั้ง",
        "และรายงานผลต่อคณะกรรมการ",
    ]


# --- Front matter


def test_front_matter_of_a_gazetted_notice(tmp_path: Path) -> None:
    """Title, issuer, gazette, dates and entry into force are read off the text."""
    said = front(
        cleaned(
            tmp_path,
            "หน้า ๗",
            "เล่ม ๑๔๒ ตอนพิเศษ ๓ ง ราชกิจจานุเบกษา ๒ มกราคม ๒๕๖๘",
            "",
            "ประกาศคณะกรรมการทดสอบ",
            "เรื่อง การทดสอบ",
            "",
            "โดยที่เป็นการสมควร",
            "ข้อ ๑ ประกาศนี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษา",
            "ประกาศ ณ วันที่ ๓๐ ธันวาคม พ.ศ. ๒๕๖๗",
        )
    )
    assert said.gazette is not None
    assert (said.title, said.kind, said.issuer) == (
        "ประกาศคณะกรรมการทดสอบ เรื่อง การทดสอบ",
        "notice",
        "คณะกรรมการทดสอบ",
    )
    assert said.gazette.model_dump() == {
        "volume": 142,
        "part": "พิเศษ 3 ง",
        "pages": "7",
        "published": "2025-01-02",
    }
    assert (said.announced, said.in_force_from, said.notes) == ("2024-12-30", "2025-01-03", ())


def test_a_gazette_volume_that_cannot_be_is_noted(tmp_path: Path) -> None:
    """The volume is the B.E. year less 2426; anything else is reported, not put right."""
    said = front(
        cleaned(tmp_path, "เล่ม ๑๔๓ ตอนที่ ๓ ก ราชกิจจานุเบกษา ๒ มกราคม ๒๕๖๘", "พระราชบัญญัติทดสอบ พ.ศ. ๒๕๖๘")
    )
    assert said.gazette is not None
    assert (said.gazette.volume, "volume 142" in said.notes[0].en) == (143, True)


def test_the_title_of_an_act_ends_with_its_year(tmp_path: Path) -> None:
    """The lines of an act's title are joined up to its year."""
    found = front(cleaned(tmp_path, "พระราชบัญญัติ", "วิธีการทดสอบ", "พ.ศ. ๒๕๖๘", "มาตรา ๑ ก"))
    assert (found.title, found.kind) == ("พระราชบัญญัติวิธีการทดสอบ พ.ศ. 2568", "act")


# --- By outline


def test_a_section_goes_on_to_the_next(tmp_path: Path) -> None:
    """Lines belong to the section that began last, and what comes before the first is unplaced."""
    sections = [{"at": "a", "starts": "หัวข้อ ก$"}, {"at": "b", "starts": "หัวข้อ ข$"}]
    found = outlined(tmp_path, sections, "นำ", "หัวข้อ ก", "หนึ่ง", "หัวข้อข", "สอง")
    assert said(found) == {"a": ["หัวข้อ ก", "หนึ่ง"], "b": ["หัวข้อข", "สอง"]}
    assert [line.text for line, _ in found.unplaced] == ["นำ"]


def test_the_reading_that_finds_most_sections_wins(tmp_path: Path) -> None:
    """A line that looks like a later heading does not swallow the sections between."""
    sections = [{"at": name, "starts": f"หัวข้อ {name}"} for name in "abc"]
    found = outlined(tmp_path, sections, "หัวข้อ a", "หัวข้อ c ที่จะกล่าวถึง", "หัวข้อ b", "หัวข้อ c")
    assert said(found)["a"] == ["หัวข้อ a", "หัวข้อ c ที่จะกล่าวถึง"]


def test_a_heading_that_is_not_there_is_noted(tmp_path: Path) -> None:
    """Sections of the outline that the file does not have are named."""
    found = outlined(tmp_path, [{"at": "a", "starts": "ก"}, {"at": "b", "starts": "ข"}], "ก")
    assert "ข" in found.notes[0].en


def test_a_number_before_its_section(tmp_path: Path) -> None:
    """A slide's number that stands alone before its heading goes with it."""
    sections = [{"at": "a", "starts": "ก"}, {"at": "b", "starts": "ข", "number": "2"}]
    assert said(outlined(tmp_path, sections, "ก", "2", "ข")) == {"a": ["ก"], "b": ["2", "ข"]}


def test_a_copy_has_its_home_elsewhere(tmp_path: Path) -> None:
    """A line stands under a second anchor where the outline says so, and is at home under one."""
    found = outlined(tmp_path, [{"at": "a", "starts": "ก", "also": ["y/b"]}], "ก")
    assert (list(found.placements), found.homes) == (["x/a", "y/b"], {1: "x/a"})


BLOCKS = [{"at": ["one", "two"], "starts": "เกณฑ์$", "count": 2, "wrapped": True, "columns": ["ตรง", "ไม่ตรง"]}]


def test_blocks_are_told_by_their_order(tmp_path: Path) -> None:
    """Blocks with the same heading take the anchors in order."""
    found = outlined(tmp_path, BLOCKS, "เกณฑ์", "ก", "เกณฑ์", "ข")
    assert said(found) == {"one": ["เกณฑ์", "ก"], "two": ["เกณฑ์", "ข"]}


@pytest.mark.parametrize("count", [1, 3])
def test_blocks_of_another_number_are_not_guessed(tmp_path: Path, count: int) -> None:
    """With a block too few or too many the order says nothing: all of them are unplaced."""
    found = outlined(tmp_path, BLOCKS, *["เกณฑ์", "ก"] * count)
    assert (said(found), len(found.unplaced)) == ({}, 2 * count)


def test_columns_are_paired_with_their_items(tmp_path: Path) -> None:
    """Two labels side by side take the blocks after them; broken items are joined."""
    found = outlined(
        tmp_path,
        BLOCKS,
        "เกณฑ์",
        "",
        "ตรง",
        "",
        "ไม่ตรง",
        "",
        "- รายการที่",
        "หนึ่ง",
        "",
        "- รายการที่สอง",
        "",
        "เกณฑ์",
    )
    assert said(found)["one"] == ["เกณฑ์", "ตรง", "- รายการที่หนึ่ง", "ไม่ตรง", "- รายการที่สอง"]


def test_columns_without_blank_lines(tmp_path: Path) -> None:
    """Where no blank line parts the columns, two items are one for each label."""
    lines = ("เกณฑ์", "ตรง", "ไม่ตรง", "- หนึ่ง", "- สอง", "เกณฑ์")
    assert said(outlined(tmp_path, BLOCKS, *lines))["one"] == ["เกณฑ์", "ตรง", "- หนึ่ง", "ไม่ตรง", "- สอง"]


def test_columns_that_cannot_be_told_apart_are_not_guessed(tmp_path: Path) -> None:
    """Three items after two labels could be either's: the block is reported."""
    lines = ("เกณฑ์", "ตรง", "ไม่ตรง", "- หนึ่ง", "- สอง", "- สาม", "เกณฑ์")
    found = outlined(tmp_path, BLOCKS, *lines)
    assert ("one" in said(found), len(found.unplaced)) == (False, 6)


# --- Which document


TITLE = "แนวทางการจัดทำ (ร่าง) แผนงานบูรณาการรัฐบาลดิจิทัล ประจำปีงบประมาณ พ.ศ. 2569"


@pytest.mark.parametrize(
    ("lines", "document"),
    [
        ([TITLE], "guideline-2569"),
        (["โลโก้", "แนวทางการจัดทำ (ร่าง)", *TITLE.split(") ", 1)[1].split(" ", 1)], "guideline-2569"),
        (["พระราชบัญญัติ", "วิธีการงบประมาณ", "พ.ศ. ๒๕๖๑", "มาตรา ๑"], "budget-act-2561"),
        (["ประกาศ ก เรื่อง แพลตฟอร์มกลางของงานบริการภาครัฐ ข (ฉบับที่ ๒)"], "platform-notice-2567"),
        ([TITLE.replace("2569", "2570")], None),
        (
            [
                "พระราชบัญญัติ",
                "วิธีการงบประมาณ (ฉบับที่ 2)",
                "พ.ศ. 2567",
                "มาตรา ๑ แห่งพระราชบัญญัติวิธีการงบประมาณ พ.ศ. 2561",
            ],
            None,
        ),
        (["บันทึก", f"เรื่อง ขอความเห็นต่อ{TITLE}"], None),
    ],
)
def test_a_document_is_known_by_its_title(tmp_path: Path, lines: list[str], document: str | None) -> None:
    """Another year's guideline, an amending act and a letter about the guideline are not taken for what they name."""
    found = outline.recognise(cleaned(tmp_path, *lines))
    assert (found and found.document) == document


def test_outlines_point_at_the_corpus() -> None:
    """Every anchor of an outline is one that the corpus has."""
    folder = Path(outline.OUTLINES).parent / "documents"
    known = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    for path in outline.OUTLINES.glob("*.yaml"):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]:
            at = section["at"] if isinstance(section["at"], list) else [section["at"]]
            for name in [*at, *section.get("also", [])]:
                document, _, anchor = name.rpartition("/")
                assert f"{{#{anchor}}}" in known[document or path.stem], name
