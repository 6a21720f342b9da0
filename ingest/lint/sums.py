"""Sums that do not come out: the last row of a table, the parts of an amount, a share and its percentage."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.passages import Localized
from corpus.text import normalise
from ingest.lint.source import Row, Suspect, suspect

_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?:{_AMOUNT})(?:\s?%)?")
_TOTAL = re.compile(r"(?:รวม|ยอดรวม|ทั้งสิ้น|ทั้งหมด|(?:grand )?total)(?:ทั้งสิ้น|ทั้งหมด|เงิน)?\s*:?", re.IGNORECASE)
_CELLS = re.compile(r"[^|\t]+")
_RULE = re.compile(r"[-:|\s]+")

_UNIT = r"(?:ล้าน|พันล้าน|แสน|หมื่น|พัน)?บาท|คน|ราย|แห่ง|โครงการ|หน่วยงาน|เรื่อง|รายการ|ไร่|ตัน|หลัง|คัน"
_PARTS = re.compile(
    rf"(?:รวม|ทั้งสิ้น|ทั้งหมด|จำนวน|วงเงิน|งบประมาณ)[^\d\n]{{0,40}}?(?P<total>{_AMOUNT})\s?(?P<unit>{_UNIT})\s?"
    r"(?:ประกอบด้วย|แบ่งเป็น|แยกเป็น|จำแนกเป็น)(?P<parts>[^\n]+)"
)
_NESTED = re.compile(r"รวม|ทั้งสิ้น|ทั้งหมด|เพิ่ม|ลด|เหลือ|เป้าหมาย|แบ่งเป็น|ประกอบด้วย|ได้แก่|ละ\s?\d|เช่น|จาก")
_SHARE = re.compile(
    rf"(?P<part>{_AMOUNT})\s?(?P<unit>{_UNIT})\s?จาก(?:ทั้งหมด|จำนวน|ทั้งสิ้น|\s)*(?P<whole>{_AMOUNT})\s?(?P=unit)"
    rf"\s?(?:\(|หรือ|ซึ่ง)?\s?(?:คิดเป็น)?ร้อยละ\s?(?P<percent>\d+(?:\.\d+)?)"
)


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield totals and percentages that their own numbers contradict."""
    yield from _tables(rows)
    for row in rows:
        yield from _parts(row)
        yield from _shares(row)


def _value(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("%", "").strip())


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _agrees(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Tell whether parts add up to a total; where any has decimals, each may be rounded at its last digit."""
    numbers = (total, *parts)
    room = sum((Decimal(1).scaleb(-_places(number)) / 2 for number in numbers), Decimal(0))
    return abs(sum(parts, Decimal(0)) - total) <= (room if any(map(_places, numbers)) else 0)


def _wrong(row: Row, span: tuple[int, int], parts: Sequence[Decimal]) -> Suspect:
    right = f"{sum(parts, Decimal(0)):,f}"
    shown = " + ".join(f"{part:,f}" for part in parts)
    return suspect(
        row,
        span,
        "sum",
        Localized(th="ผลรวมไม่ตรงกับรายการ", en="the total is not the sum of its parts"),
        Localized(th=f"{shown} = {right}", en=f"{shown} = {right}."),
        right,
    )


def _tables(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Check the row of totals of every table: rows of cells without another line between."""
    table: list[list[re.Match[str]]] = []
    for row in rows:
        cells = _cells(row)
        if len(cells) < 2:
            if row.text and not _RULE.fullmatch(row.text):
                table = []
            continue
        if _TOTAL.fullmatch(cells[0][0].strip()):
            yield from _columns(row, cells, table)
            table = []
        else:
            table.append(cells)


def _cells(row: Row) -> list[re.Match[str]]:
    """Return the cells of a row of a table; tabs are kept, though the normalised text has spaces for them."""
    if _RULE.fullmatch(row.raw):
        return []
    return [cell for cell in _CELLS.finditer(row.raw) if cell[0].strip(" *")]


def _columns(
    row: Row, totals: Sequence[re.Match[str]], table: Sequence[Sequence[re.Match[str]]]
) -> Iterator[Suspect]:
    """Compare each total with the numbers over it, where every row of as many cells has one there."""
    body = [cells for cells in table if len(cells) == len(totals)]
    for column in range(1, len(totals)):
        total = _number(totals[column][0])
        numbers = [_number(cells[column][0]) for cells in body]
        while numbers and numbers[0] is None:
            numbers.pop(0)  # headings
        parts = [number for number in numbers if number is not None]
        if total is None or len(parts) < 2 or len(parts) < len(numbers) or _agrees(total, parts):
            continue
        found = _wrong(row, (0, 0), parts)
        start = totals[column].start() + len(totals[column][0]) - len(totals[column][0].lstrip(" *"))
        end = totals[column].start() + len(totals[column][0].rstrip(" *"))
        yield Suspect(row, start, end, "sum", found.message, found.proof, found.suggestion)


def _number(cell: str) -> Decimal | None:
    text = normalise(cell.replace("*", " ")).text
    return _value(text) if _NUMBER.fullmatch(text) else None


def _parts(row: Row) -> Iterator[Suspect]:
    """Check an amount against the parts that the same sentence gives, of the same unit."""
    for match in _PARTS.finditer(row.text):
        unit = re.escape(match["unit"])
        said = match["parts"]
        parts = [_value(part[1]) for part in re.finditer(rf"({_AMOUNT})\s?{unit}(?![ก-ฮ]*\d)", said)]
        if len(parts) > 1 and not _NESTED.search(said) and not _agrees(_value(match["total"]), parts):
            yield _wrong(row, match.span("total"), parts)


def _shares(row: Row) -> Iterator[Suspect]:
    """Check a percentage against the part and the whole that stand before it."""
    for match in _SHARE.finditer(row.text):
        part, whole, percent = (_value(match[name]) for name in ("part", "whole", "percent"))
        if not whole:
            continue
        places = _places(percent)
        right = part * 100 / whole
        if abs(right - percent) <= Decimal(1) / 10**places:
            continue
        shown = f"{part:,f} / {whole:,f} = {round(right, max(places, 2)):f}%"
        yield suspect(
            row,
            match.span("percent"),
            "sum",
            Localized(th="ร้อยละไม่ตรงกับจำนวน", en="the percentage is not that of its numbers"),
            Localized(th=shown, en=f"{shown}."),
            f"{round(right, max(places, 2)):f}",
        )
