"""PDF files with a text layer, by pypdf."""

import logging
from pathlib import Path

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from corpus.passages import Localized
from ingest.loaders.content import corrupt, encrypted
from ingest.loaders.loaded import BadFile, Line, Loaded

logging.getLogger("pypdf").setLevel(
    logging.ERROR
)  # it warns of every slip of a PDF that it reads all the same


def load(path: Path) -> Loaded:
    """Read the text layer page by page. Raises `BadFile` for encrypted, damaged and scanned files.

    A file that only its owner has locked (against printing, say) opens without a password and is read.
    """
    lines: list[Line] = []
    unread: list[int] = []
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            if not any(character.isalnum() for character in text):
                unread.append(number)
            lines += [Line(line, number) for line in text.splitlines()]
            lines.append(Line("", number))
    except (DependencyError, FileNotDecryptedError) as error:  # ciphers that pypdf does without
        raise encrypted() from error
    except BadFile:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as error:
        raise corrupt(error) from error  # pypdf lets many kinds of error out of a broken file
    if len(unread) == len(reader.pages):
        raise BadFile(
            "PDF นี้ไม่มีชั้นข้อความ (เป็นภาพสแกน) โปรดทำ OCR ให้เป็น PDF ที่ค้นคำได้ก่อน",
            "This PDF has no text layer (it is a scan). Run OCR on it first, to make a searchable PDF.",
        )
    notes: tuple[Localized, ...] = ()
    if unread:
        pages = ", ".join(map(str, unread))
        notes = (
            Localized(
                th=f"หน้า {pages} ไม่มีข้อความให้อ่าน (อาจเป็นภาพ)",
                en=f"Pages without text that can be read (pictures perhaps): {pages}.",
            ),
        )
    return Loaded("pdf", tuple(lines), notes)
