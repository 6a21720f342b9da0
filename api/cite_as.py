"""A citation as a Thai official letter writes it: issuer or law, place, gazette, date, all in Thai digits."""

from corpus.dates import long
from corpus.passages import Document, Passage

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def cite_as(document: Document, passage: Passage) -> str:
    """Return the citation of a passage: the law's title stands alone, other documents are named after their issuer."""
    title, place = document.title.th, passage.heading.th
    parts = [title if document.kind == "act" else f"{document.issuer.th}, “{title}”", f"หัวข้อ “{place}”"]
    if document.gazette:
        gazette = document.gazette
        parts.append(
            f"ราชกิจจานุเบกษา เล่ม {gazette.volume} ตอนที่ {gazette.part} หน้า {gazette.pages} "
            f"ลงวันที่ {long(gazette.published, 'th')}"
        )
    elif document.announced:
        parts.append(f"วันที่ {long(document.announced, 'th')}")
    return ", ".join(parts).translate(_THAI_DIGITS)
