"""The front matter of a document new to the corpus, read off its first lines and its gazette header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corpus.passages import Gazette, Localized
from ingest.structure.lines import SourceLine, join

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
BUDDHIST_ERA = 543
GAZETTE_ERA = 2426
"""Volume of the Royal Gazette = B.E. year - 2426."""
HEAD = 30

_DATE = rf"(\d{{1,2}})\s*({'|'.join(MONTHS)})\s*(?:พ\.ศ\.\s*)?(\d{{4}})"
_VOLUME = re.compile(r"เล่ม(?:ที่)?\s*(\d+)\s*ตอน(?:ที่)?\s*(.+?)\s*(?=หน้า|ราชกิจจานุเบกษา|$)")
_PAGE = re.compile(r"หน้า\s*(\d+)")
_PUBLISHED = re.compile(rf"ราชกิจจานุเบกษา\s*{_DATE}")
_ANNOUNCED = re.compile(rf"(?:ประกาศ|ให้ไว้|สั่ง)\s*ณ\s*วันที่\s*{_DATE}")
_FISCAL_YEAR = re.compile(r"ปีงบประมาณ\s*(?:พ\.ศ\.\s*)?(\d{4})")
_ACT = re.compile(r"พระราช(?:บัญญัติ|กำหนด|กฤษฎีกา)|กฎกระทรวง|รัฐธรรมนูญ")
_NOTICE = re.compile(r"ประกาศ|ระเบียบ|ข้อบังคับ|คำสั่ง")
_BODY = re.compile(r"(?:มาตรา|ข้อ) \d|ตามที่|โดยที่|อาศัยอำนาจ|ให้ไว้|สมเด็จ|พระบาทสมเด็จ|ด้วย|หมวด ?\d")

HEADER = re.compile(
    rf"(?:หน้า \d+( \(?เล่ม.*)?|เล่ม(?:ที่)? ?\d+ ตอน.*|(?:.{{0,12}})?ราชกิจจานุเบกษา( {_DATE})?|-? ?\d+ ?-?)$"
)
"""A line at the top of a gazette page: page, volume and part, name and date; or a page number alone."""


@dataclass(frozen=True, slots=True)
class Front:
    """What the first lines of a document say of it; None where they do not. Dates are ISO, C.E."""

    title: str
    kind: Literal["guideline", "act", "notice"]
    issuer: str | None
    gazette: Gazette | None
    announced: str | None
    in_force_from: str | None
    fiscal_year: int | None
    notes: tuple[Localized, ...]


def front(lines: Sequence[SourceLine]) -> Front:
    """Read title, kind, issuer, gazette and dates of a document."""
    heading = title(lines)
    kind: Literal["guideline", "act", "notice"] = "guideline"
    if _ACT.match(heading):
        kind = "act"
    elif _NOTICE.match(heading):
        kind = "notice"
    whole = "\n".join(line.text for line in lines)
    gazette, notes = _gazette(lines)
    announced = _iso(_ANNOUNCED.search(whole))
    issuer = re.match(r"ประกาศ(.+?)\s*เรื่อง", heading)
    year = _FISCAL_YEAR.search(heading)
    return Front(
        title=heading,
        kind=kind,
        issuer=issuer[1].strip() if issuer else None,
        gazette=gazette,
        announced=announced,
        in_force_from=_in_force(whole, gazette),
        fiscal_year=int(year[1]) if year else None,
        notes=notes,
    )


def title(lines: Sequence[SourceLine]) -> str:
    """Return the title: of an act up to its year, of a notice with its subject, else the first block."""
    head = [line for line in lines[:HEAD] if not HEADER.match(line.text)]
    if not head:
        return ""
    first = head[0]
    if marked := next((line for line in head if line.heading), None):
        first = marked
        head = head[head.index(marked) :]
    taken = [first.bare]
    if _ACT.match(first.bare):
        for line in head[1:4]:
            if re.search(r"พ\.ศ\. ?\d{4}", taken[-1]) or _BODY.match(line.bare):
                break
            taken.append(line.bare)
    elif _NOTICE.match(first.bare):
        for line in head[1:5]:
            if _BODY.match(line.bare) or ("เรื่อง" in " ".join(taken) and line.block != head[0].block):
                break
            taken.append(line.bare)
        return " ".join(taken)[:300]
    else:
        taken += [line.bare for line in head[1:3] if line.block == first.block]
    return join(taken)[:300]


def _gazette(lines: Sequence[SourceLine]) -> tuple[Gazette | None, tuple[Localized, ...]]:
    headers = " \n".join(line.text for line in lines if HEADER.match(line.text))
    volume, published = _VOLUME.search(headers), _iso(_PUBLISHED.search(headers))
    if not volume or not published:
        return None, ()
    pages = sorted({int(page) for page in _PAGE.findall(headers)})
    shown = f"{pages[0]}-{pages[-1]}" if len(pages) > 1 else "".join(map(str, pages))
    number, year = int(volume[1]), int(published[:4]) + BUDDHIST_ERA
    notes: tuple[Localized, ...] = ()
    if number != year - GAZETTE_ERA:
        notes = (
            Localized(
                th=f"หัวกระดาษเขียนเล่ม {number} แต่ราชกิจจานุเบกษาปี {year} เป็นเล่ม {year - GAZETTE_ERA} "
                "โปรดตรวจต้นฉบับ",
                en=f"The header says volume {number}, but the Royal Gazette of {year} is volume "
                f"{year - GAZETTE_ERA}: check the original.",
            ),
        )
    return Gazette(volume=number, part=volume[2].strip(), pages=shown, published=published), notes


def _in_force(whole: str, gazette: Gazette | None) -> str | None:
    if gazette is None:
        return None
    published = date.fromisoformat(gazette.published)
    if re.search(r"ใช้บังคับตั้งแต่วันถัดจากวันประกาศ", whole):
        return (published + timedelta(days=1)).isoformat()
    if re.search(r"ใช้บังคับตั้งแต่วันประกาศ", whole):
        return published.isoformat()
    return None


def _iso(match: re.Match[str] | None) -> str | None:
    """Return the ISO date of a match whose last groups are day, Thai month and B.E. year."""
    if match is None:
        return None
    day, month, year = match.groups()[-3:]
    try:
        return date(int(year) - BUDDHIST_ERA, MONTHS.index(month) + 1, int(day)).isoformat()
    except ValueError:
        return None
