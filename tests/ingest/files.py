"""Makes real files of every type for the tests; the Thai text in them is our own."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pptx
import pypdf
from pptx.util import Inches

LAW = (
    "พระราชบัญญัติ",
    "ว่าด้วยการทดสอบระบบ พ.ศ. 2570",
    "มาตรา 1 พระราชบัญญัตินี้ใช้สำหรับการทดสอบเท่านั้น",
    "มาตรา 2 ให้หน่วยงานตรวจระบบทุกปี",
    "มาตรา 3 ค่าตรวจระบบไม่เกินห้าหมื่นบาท",
)


def pdf_bytes(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF whose text layer holds the lines of each page.

    The font is not embedded: its codes are UTF-16 and its ToUnicode map says so, which is all that reading needs.
    """
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /U def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H /ToUnicode 4 0 R "
        b"/DescendantFonts [5 0 R] >>"
    )
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(unicode_map), unicode_map))
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /T /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    kids = []
    for lines in pages:
        shown = b"".join(b"<%s> Tj 0 -20 Td\n" % line.encode("utf-16-be").hex().encode() for line in lines)
        content = b"BT /F1 12 Tf 50 800 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def pdf(path: Path, *pages: Sequence[str]) -> Path:
    """Write a PDF."""
    path.write_bytes(pdf_bytes(pages))
    return path


def encrypted_pdf(path: Path, user_password: str) -> Path:
    """Write a PDF that is encrypted; with an empty `user_password` only its owner's rights are locked."""
    writer = pypdf.PdfWriter(clone_from=pdf(path, LAW))
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    writer.write(path)
    return path


def word(path: Path) -> Path:
    """Write a Word file with a heading, paragraphs, a list and a table."""
    document = docx.Document()
    document.add_heading("คู่มือการทดสอบ", 1)
    document.add_paragraph("ย่อหน้าแรกของคู่มือ")
    document.add_paragraph("รายการที่หนึ่ง", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("ชื่อ", "จำนวน"), ("เครื่อง", "12")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("หลังตาราง")
    document.save(str(path))
    return path


def slides(path: Path, texts: Sequence[tuple[str, str]]) -> Path:
    """Write a PowerPoint file with one slide per (title, text)."""
    presentation = pptx.Presentation()
    for title, text in texts:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        # added before the title is filled, so that the order of the file is not the order of reading
        box = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(8), Inches(2))
        box.text_frame.text = text
        if slide.shapes.title is not None:
            slide.shapes.title.text = title
    presentation.save(str(path))
    return path


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return path


def text(path: Path, *lines: str) -> Path:
    """Write a UTF-8 text file."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
