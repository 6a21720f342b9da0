"""Official files of every type, whole and broken."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.util import Inches

from ingest.loaders import BadFile, load
from tests.ingest import files


def said(path: Path) -> list[str]:
    """Return the lines of a file that are not blank."""
    return [line.text for line in load(path).lines if line.text.strip()]


def refused(path: Path) -> BadFile:
    """Return the error that a file is refused with."""
    with pytest.raises(BadFile) as raised:
        load(path)
    return raised.value


def test_text_with_a_byte_order_mark(tmp_path: Path) -> None:
    """A UTF-8 signature is no part of the text."""
    path = tmp_path / "a.txt"
    path.write_bytes("หนึ่ง\r\n\r\nสอง".encode("utf-8-sig"))
    assert [line.text for line in load(path).lines] == ["หนึ่ง", "", "สอง"]


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    """Text that was made from a PDF keeps its page numbers."""
    lines = load(files.text(tmp_path / "a.txt", "หนึ่ง\fสอง")).lines
    assert [(line.text, line.page) for line in lines] == [("หนึ่ง", 1), ("สอง", 2)]


def test_markdown_headings(tmp_path: Path) -> None:
    """A line with # is a heading; a tag without a space is not."""
    lines = load(files.text(tmp_path / "a.md", "## บทนำ", "#แท็ก")).lines
    assert [(line.text, line.heading) for line in lines] == [("บทนำ", True), ("#แท็ก", False)]


def test_pdf_pages(tmp_path: Path) -> None:
    """Each line of a PDF knows its page; Thai vowels and tone marks survive."""
    lines = load(files.pdf(tmp_path / "a.pdf", ["กำหนดให้ผู้ยื่น", "ข้อ 1"], ["ที่ปรึกษา"])).lines
    found = [(line.text.strip(), line.page) for line in lines if line.text]
    assert found == [("กำหนดให้ผู้ยื่น", 1), ("ข้อ 1", 1), ("ที่ปรึกษา", 2)]


def test_pdf_locked_by_its_owner_is_read(tmp_path: Path) -> None:
    """A PDF that opens without a password is read."""
    assert files.LAW[3] in said(files.encrypted_pdf(tmp_path / "a.pdf", ""))


def test_pdf_page_without_text_is_noted(tmp_path: Path) -> None:
    """Pages that are pictures are named, and the others go in."""
    loaded = load(files.pdf(tmp_path / "a.pdf", ["หนึ่ง"], [], ["สาม"]))
    assert ("2" in loaded.notes[0].en, [line.text for line in loaded.lines if line.text]) == (
        True,
        ["หนึ่ง", "สาม"],
    )


def test_word_in_reading_order(tmp_path: Path) -> None:
    """Headings, paragraphs, list items and table rows come in the document's order."""
    assert said(files.word(tmp_path / "a.docx")) == [
        "คู่มือการทดสอบ",
        "ย่อหน้าแรกของคู่มือ",
        "- รายการที่หนึ่ง",
        "ชื่อ | จำนวน",
        "เครื่อง | 12",
        "หลังตาราง",
    ]


def test_word_heading_is_known(tmp_path: Path) -> None:
    """A paragraph in a heading style is a heading."""
    assert load(files.word(tmp_path / "a.docx")).lines[0].heading


def test_word_text_in_boxes_and_controls(tmp_path: Path) -> None:
    """Text boxes and content controls, which python-docx passes over, are read, once each."""
    path = tmp_path / "a.docx"
    document = docx.Document()
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p></w:txbxContent>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>ในตัวควบคุม</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    run = document.add_paragraph("นอกกล่อง").runs[0]
    run._r.append(parse_xml(f"<w:pict {nsdecls('w')}>{box}</w:pict>"))
    document.element.body.insert(1, parse_xml(control))
    document.save(str(path))
    assert said(path) == ["นอกกล่อง", "ในกล่อง", "ในตัวควบคุม"]


def test_slides_in_order_title_first(tmp_path: Path) -> None:
    """A slide's title comes first, and every line knows its slide."""
    lines = load(files.slides(tmp_path / "a.pptx", [("หัวข้อหนึ่ง", "ก"), ("หัวข้อสอง", "ข")])).lines
    found = [(line.text, line.page, line.heading) for line in lines if line.text]
    assert found == [("หัวข้อหนึ่ง", 1, True), ("ก", 1, False), ("หัวข้อสอง", 2, True), ("ข", 2, False)]


def test_slide_tables_and_groups(tmp_path: Path) -> None:
    """Tables become rows of cells, and groups are opened."""
    path = tmp_path / "a.pptx"
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "รายการ", "7"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(4), Inches(4), Inches(1)).text_frame.text = "ในกลุ่ม"
    presentation.save(str(path))
    assert said(path) == ["รายการ | 7", "ในกลุ่ม"]


def test_html_as_it_is_seen(tmp_path: Path) -> None:
    """Blocks become lines; scripts, navigation and comments are left out."""
    page = """<!doctype html><html><head><title>x</title><script>alert(1)</script></head><body>
    <nav>เมนู</nav><h1>ประกาศ</h1><p>ย่อหน้า<b>เน้น</b>
    ต่อ<br>บรรทัดใหม่</p><!-- ซ่อน --><ul><li>ข้อแรก</li></ul>
    <table><tr><th>ชื่อ</th><td>12</td></tr></table></body></html>"""
    found = said(files.text(tmp_path / "a.html", page))
    assert found == ["ประกาศ", "ย่อหน้าเน้น ต่อ", "บรรทัดใหม่", "- ข้อแรก", "ชื่อ | 12"]


def missing(path: Path) -> Path:
    """Write nothing."""
    return path


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "missing.txt": (missing, "ไม่พบ", "no such file"),
    "folder.txt": (Path.mkdir, "ไม่ใช่ไฟล์", "not a regular file"),
    "empty.txt": (lambda path: path.write_bytes(b""), "ว่างเปล่า", "empty"),
    "blank.txt": (lambda path: path.write_bytes(b" \n\n \xef\xbb\xbf"), "ว่างเปล่า", "empty"),
    "thai874.txt": (lambda path: path.write_bytes("ok\nภาษาไทย".encode("cp874")), "บรรทัด 2", "line 2"),
    "utf16.txt": (lambda path: path.write_bytes("ภาษาไทย".encode("utf-16")), "UTF-8", "UTF-8"),
    "picture.txt": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0"), "เนื้อในไม่ใช่", "something else"),
    "text.pdf": (lambda path: path.write_text("ไม่ใช่ PDF"), "เนื้อในไม่ใช่", "something else"),
    "cut.pdf": (
        lambda path: path.write_bytes(files.pdf_bytes([files.LAW])[:300]),
        "เสียหาย",
        "damaged",
    ),
    "scan.pdf": (lambda path: files.pdf(path, [], []), "ชั้นข้อความ", "no text layer"),
    "secret.pdf": (lambda path: files.encrypted_pdf(path, "secret"), "รหัสผ่าน", "password"),
    "text.docx": (lambda path: path.write_text("ไม่ใช่ Word"), "เนื้อในไม่ใช่", "something else"),
    "cut.docx": (lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * 99), "เสียหาย", "damaged"),
    "other.docx": (lambda path: files.zipped(path, {"a.txt": b"a"}), "เนื้อในไม่ใช่", "something else"),
    "hollow.docx": (lambda path: files.zipped(path, {"word/document.xml": b"<"}), "เสียหาย", "damaged"),
    "secret.docx": (
        lambda path: path.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
        ),
        "รหัสผ่าน",
        "password",
    ),
    "old.pptx": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "รุ่นเก่า",
        "older Office",
    ),
    "slides.docx": (lambda path: files.slides(path, [("ก", "ข")]), "เนื้อในไม่ใช่", "something else"),
    "table.xlsx": (lambda path: path.write_bytes(b"PK"), "ไม่รองรับ", "not supported"),
    "noname": (lambda path: path.write_text("ข้อความ"), "ไม่รองรับ", "not supported"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_bad_files_say_what_is_wrong(tmp_path: Path, name: str) -> None:
    """Each kind of bad file is refused with a sentence of its own in both languages."""
    make, th, en = BROKEN[name]
    make(tmp_path / name)
    message = refused(tmp_path / name).message
    assert (th in message.th, en in message.en) == (True, True), message


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 200 MB is named as too large by its size alone."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    monkeypatch.setattr(Path, "open", None)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert "200 MB" in refused(path).message.en


def test_a_zip_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that would unpack to more than the limit is refused by its table of contents."""
    monkeypatch.setattr("ingest.loaders.content.MAX_UNPACKED", 1024**2)
    path = files.zipped(tmp_path / "bomb.docx", {"word/document.xml": b"0" * (2 * 1024**2)})
    assert "unpacks" in refused(path).message.en


def test_an_entity_bomb_does_not_grow(tmp_path: Path) -> None:
    """Entities in a Word file's XML are not expanded."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "boom">{entities}]><w:document {nsdecls("w")}>'
        "<w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "bomb.docx"
    files.word(path)
    with zipfile.ZipFile(path) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    started = time.monotonic()
    refused(files.zipped(path, {**entries, "word/document.xml": body.encode()}))
    assert time.monotonic() - started < 5


def test_html_nested_too_deep(tmp_path: Path) -> None:
    """A page nested beyond reason is refused, not crashed on."""
    assert refused(files.text(tmp_path / "a.html", "<div>" * 50_000 + "ก"))


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open is reported, whoever runs the test."""
    path = files.text(tmp_path / "a.txt", "ข้อความ")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "Permission denied" in refused(path).message.en
