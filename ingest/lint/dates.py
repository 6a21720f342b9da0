"""Thai dates that cannot be: no such day, another weekday, a year far off, an order that is impossible."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.atoms import BUDDHIST_ERA, buddhist_year
from corpus.passages import Localized
from ingest.lint.source import Row, Suspect, suspect
from ingest.structure.front import MONTHS

DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_MONTH = "|".join(re.escape(month) for month in (*MONTHS, *_SHORT))
_WRITTEN = re.compile(
    rf"(?:(?:วัน)?(?P<weekday>{'|'.join(DAYS)})\s*(?:ที่)?\s*)?(?<!\d)(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})"
    r"\s*(?P<era>พ\.\s?ศ\.|ค\.\s?ศ\.)?\s*(?P<year>\d{4}|\d{2})?(?!\d)"
)
_ERA = re.compile(r"(?P<era>พ\.\s?ศ\.|ค\.\s?ศ\.)\s*(?P<year>\d{4})(?!\d)")
FIRST, AHEAD = 2325, 60
"""The earliest B.E. year that an official text may speak of, and the years that a plan may look ahead."""


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the dates and years that cannot be."""
    last = date.today().year + BUDDHIST_ERA + AHEAD
    for row in rows:
        dated: list[tuple[int, int]] = []
        for match in _WRITTEN.finditer(row.text):
            dated.append(match.span())
            if found := _date(row, match, last):
                yield found
        for match in _ERA.finditer(row.text):
            if not any(start <= match.start() < end for start, end in dated) and (
                found := _year(row, match, last)
            ):
                yield found
    yield from _order(rows)


def _date(row: Row, match: re.Match[str], last: int) -> Suspect | None:
    """Return what is wrong with one date: first the year, then the day, then the weekday."""
    if match["year"] and (found := _year(row, match, last)):
        return found
    name = match["month"]
    month = (MONTHS.index(name) if name in MONTHS else _SHORT.index(name)) + 1
    day, year = int(match["day"]), _common_era(match)
    most = monthrange(year or 2000, month)[1]
    if not 1 <= day <= most:
        shown = f"{MONTHS[month - 1]} {year + BUDDHIST_ERA}" if year else MONTHS[month - 1]
        return suspect(
            row,
            match.span("day")[:1] + match.span("month")[1:],
            "date",
            Localized(th="ไม่มีวันที่นี้ในปฏิทิน", en="there is no such day"),
            Localized(th=f"{shown} มี {most} วัน", en=f"{shown} has {most} days."),
        )
    if match["weekday"] is None or year is None:
        return None
    right = date(year, month, day).weekday()
    if DAYS[right] == match["weekday"]:
        return None
    written = match[0][match.start("day") - match.start() :]
    return suspect(
        row,
        match.span(),
        "date",
        Localized(th="วันในสัปดาห์ไม่ตรงกับวันที่", en="the weekday is not that of the date"),
        Localized(th=f"{written} เป็นวัน{DAYS[right]}", en=f"{written} is a {_DAYS_EN[right]}."),
        match[0].replace(match["weekday"], DAYS[right], 1),
    )


def _common_era(match: re.Match[str]) -> int | None:
    """Return the year C.E. of a date as written, None where it has none."""
    if not match["year"]:
        return None
    year = int(match["year"])
    if (match["era"] or "").startswith("ค"):
        return year
    return buddhist_year(year) - BUDDHIST_ERA


def _year(row: Row, match: re.Match[str], last: int) -> Suspect | None:
    """Return a year of four digits that is far off for its era; without an era it may be of either."""
    if len(match["year"]) < 4:
        return None
    year, era = int(match["year"]), (match["era"] or "")[:1]
    be, ce = FIRST <= year <= last, FIRST - BUDDHIST_ERA <= year <= last - BUDDHIST_ERA
    if (be and era != "ค") or (ce and era != "พ"):
        return None
    if era == "พ" and ce:
        proof = Localized(
            th=f"พ.ศ. {year} คือ ค.ศ. {year - BUDDHIST_ERA} น่าจะเป็นปี ค.ศ. ที่เขียนว่า พ.ศ.",
            en=f"B.E. {year} is {year - BUDDHIST_ERA} C.E.: probably a year of the common era.",
        )
        right = f"{match['era']} {year + BUDDHIST_ERA}"
    elif era == "ค" and be:
        proof = Localized(
            th=f"ค.ศ. {year} ยังมาไม่ถึง น่าจะเป็นปี พ.ศ. ที่เขียนว่า ค.ศ.",
            en=f"{year} C.E. is centuries ahead: probably a year of the Buddhist era.",
        )
        right = f"{match['era']} {year - BUDDHIST_ERA}"
    else:
        proof, right = (
            Localized(
                th=f"ปีอยู่นอกช่วง พ.ศ. {FIRST}-{last} (ค.ศ. {FIRST - BUDDHIST_ERA}-{last - BUDDHIST_ERA})",
                en=f"It is outside B.E. {FIRST}-{last} ({FIRST - BUDDHIST_ERA}-{last - BUDDHIST_ERA} C.E.).",
            ),
            None,
        )
    span = (match.start("era") if match["era"] else match.start("year"), match.end("year"))
    return suspect(row, span, "date", Localized(th="ปีที่เป็นไปไม่ได้", en="a year far off"), proof, right)


_SIGNED = re.compile(r"(?:ประกาศ|ให้ไว้|สั่ง)\s*ณ\s*วันที่\s*")
_PRINTED = re.compile(r"ราชกิจจานุเบกษา\s*")


def _order(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield a day of signing that comes after the day of the gazette heading nearest before it."""
    printed: date | None = None
    for row in rows:
        if heading := _PRINTED.search(row.text):
            printed = _day(row, heading) or printed
        if (signing := _SIGNED.search(row.text)) and printed and (signed := _day(row, signing)):
            if signed <= printed:
                continue
            written = _WRITTEN.match(row.text, signing.end())
            yield suspect(
                row,
                written.span() if written else signing.span(),
                "date",
                Localized(th="ลงนามหลังวันที่พิมพ์ประกาศ", en="signed after it was printed"),
                Localized(
                    th=f"ราชกิจจานุเบกษาพิมพ์ {_thai(printed)} ก่อนลงนาม {_thai(signed)}",
                    en=f"The gazette is of {_thai(printed)}, before the signing on {_thai(signed)}.",
                ),
            )


def _day(row: Row, before: re.Match[str]) -> date | None:
    match = _WRITTEN.match(row.text, before.end())
    year = _common_era(match) if match else None
    if match is None or year is None or match["month"] not in MONTHS:
        return None
    try:
        return date(year, MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return None


def _thai(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"
