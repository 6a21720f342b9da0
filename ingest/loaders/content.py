"""What a file really is: told by its first bytes and, for Office files, by what the package holds."""

import zipfile
from pathlib import Path

from ingest.loaders.loaded import BadFile, Kind

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".html": "html",
    ".htm": "html",
}
NAMES: dict[Kind, tuple[str, str]] = {
    "text": ("ข้อความ", "text"),
    "markdown": ("ข้อความ Markdown", "Markdown text"),
    "pdf": ("PDF", "PDF"),
    "docx": ("Word (.docx)", "Word (.docx)"),
    "pptx": ("PowerPoint (.pptx)", "PowerPoint (.pptx)"),
    "html": ("HTML", "HTML"),
}
MAX_BYTES = 50 * 1024**2
MAX_UNPACKED = 300 * 1024**2
"""The most bytes that an Office package may unpack to."""
MAX_ENTRIES = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_TEXTUAL: tuple[Kind, ...] = ("text", "markdown", "html")
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    _OLE,
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)


def identify(path: Path, max_bytes: int = MAX_BYTES) -> Kind:
    """Return what a file holds, by name and content alike. Raises `BadFile` where it cannot be loaded.

    A file over `max_bytes` is refused by its size alone, without being read.
    """
    kind = _by_name(path)
    size = path.stat().st_size
    if size > max_bytes:
        raise BadFile(
            f"ไฟล์ใหญ่เกินไป ({_mb(size)} MB เกินขีดจำกัด {_mb(max_bytes)} MB) โปรดแบ่งไฟล์หรือลดขนาดภาพในไฟล์",
            f"The file is too large ({_mb(size)} MB, the limit is {_mb(max_bytes)} MB). "
            "Split it, or make its pictures smaller.",
        )
    if size == 0:
        raise empty()
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        _refuse_ole(path)
    if kind == "pdf":
        if b"%PDF-" not in head[:1024]:
            raise _mismatch(kind)
    elif kind in ("docx", "pptx"):
        if not head.startswith(b"PK"):
            raise _mismatch(kind)
        _check_package(path, kind)
    elif kind in _TEXTUAL and (head.startswith(_BINARY) or (b"\0" in head and not _utf16(head))):
        raise _mismatch(kind)
    return kind


def empty() -> BadFile:
    """Return the error for a file without text."""
    return BadFile(
        "ไฟล์ว่างเปล่า ไม่มีข้อความให้นำเข้า โปรดตรวจว่าบันทึกหรือดาวน์โหลดมาครบถ้วน",
        "The file is empty: there is no text to take in. Check that it was saved or downloaded whole.",
    )


def encrypted() -> BadFile:
    """Return the error for a file that asks for a password."""
    return BadFile(
        "ไฟล์ถูกเข้ารหัสหรือตั้งรหัสผ่านไว้ จึงอ่านไม่ได้ โปรดบันทึกเป็นไฟล์ที่ไม่มีรหัสผ่าน",
        "The file is encrypted or has a password, so it cannot be read. Save a copy without a password.",
    )


def corrupt(detail: object) -> BadFile:
    """Return the error for a file that its own format's reader cannot read."""
    return BadFile(
        f"ไฟล์เสียหาย อ่านไม่ได้ ({detail}) โปรดดาวน์โหลดหรือบันทึกใหม่",
        f"The file is damaged and cannot be read ({detail}). Download it or save it again.",
    )


def _by_name(path: Path) -> Kind:
    if not path.exists():
        raise BadFile("ไม่พบไฟล์หรือโฟลเดอร์นี้ โปรดตรวจชื่อ", "There is no such file or folder. Check the name.")
    if not path.is_file():
        raise BadFile("ไม่ใช่ไฟล์ธรรมดา จึงอ่านไม่ได้", "It is not a regular file, so it cannot be read.")
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        known = " ".join(sorted(SUFFIXES))
        raise BadFile(
            f"ไม่รองรับไฟล์ชนิด {path.suffix or '(ไม่มีนามสกุล)'} โปรดแปลงเป็น {known}",
            f"Files of type {path.suffix or '(no suffix)'} are not supported. Convert it to one of {known}.",
        )
    return kind


def _mismatch(kind: Kind) -> BadFile:
    th, en = NAMES[kind]
    return BadFile(
        f"ชื่อไฟล์บอกว่าเป็น {th} แต่เนื้อในไม่ใช่ โปรดตั้งนามสกุลให้ตรงหรือบันทึกใหม่ให้ถูกชนิด",
        f"The name says {en}, but the content is something else. Give it its true suffix or save it as {en}.",
    )


def _refuse_ole(path: Path) -> None:
    if _ENCRYPTED_STREAM in path.read_bytes():
        raise encrypted()
    raise BadFile(
        "เป็นไฟล์ Office รุ่นเก่า (.doc .ppt .xls) โปรดบันทึกเป็น .docx .pptx หรือ PDF",
        "It is a file of an older Office (.doc, .ppt, .xls). Save it as .docx, .pptx or PDF.",
    )


def _check_package(path: Path, kind: Kind) -> None:
    """Check an Office package by its table of contents alone; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise corrupt(error) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or len(entries) > MAX_ENTRIES:
        raise BadFile(
            f"เนื้อในของไฟล์คลายออกแล้วใหญ่ผิดปกติ ({_mb(unpacked)} MB, {len(entries)} รายการ) จึงไม่เปิด",
            f"The file unpacks to an unusual size ({_mb(unpacked)} MB, {len(entries)} entries), so it is not "
            "opened. Save it again from Office.",
        )
    main = "word/document.xml" if kind == "docx" else "ppt/presentation.xml"
    if main not in {entry.filename for entry in entries}:
        raise _mismatch(kind)


def _utf16(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))  # told apart later, with a sentence of its own


def _mb(size: int) -> str:
    return f"{size / 1024**2:.0f}" if size >= 1024**2 else f"{size / 1024**2:.3f}"
