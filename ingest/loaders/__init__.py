"""Official files as an agency has them, each read into lines of text by one loader per type."""

from pathlib import Path

from ingest.loaders import docx, html, pdf, pptx, text
from ingest.loaders.content import MAX_BYTES, empty, identify
from ingest.loaders.loaded import BadFile, Line, Loaded

__all__ = ["BadFile", "Line", "Loaded", "load"]

_OFFICE = {"pdf": pdf.load, "docx": docx.load, "pptx": pptx.load, "html": html.load}


def load(path: Path, max_bytes: int = MAX_BYTES) -> Loaded:
    """Read an official file. Raises `BadFile` with the reason and the remedy where it cannot be used."""
    try:
        kind = identify(path, max_bytes)
        loaded = _OFFICE[kind](path) if kind in _OFFICE else text.load(path, kind)
    except OSError as error:
        raise BadFile(
            f"เปิดไฟล์ไม่ได้ ({error.strerror}) โปรดตรวจสิทธิ์การอ่าน",
            f"The file cannot be opened ({error.strerror}). Check that it may be read.",
        ) from error
    if not any(character.isalnum() for line in loaded.lines for character in line.text):
        raise empty()
    return loaded
