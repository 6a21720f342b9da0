"""The date as of which a question asks, read from its words.

'ณ วันที่ 1 มกราคม 2567' and 'as of' say a date outright; 'ก่อน' and 'before' mean the day before it, 'หลัง' and 'after' the day
after, unless the question is about a deadline. A month or a year without a day means its last day. A bare year may be a
date where the question asks what there was. Every other date is what is asked about ('ประชุมวันที่ 17 ธันวาคม 2567
เริ่มกี่โมง', 'ใครลงนามในปี 2568') and is left in the question.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from corpus.atoms import BUDDHIST_ERA
from corpus.text import Token, normalise, tokens

_LEAD = re.compile(
    r"(?:(?P<before>ก่อน(?:หน้า|ถึง)?|\bbefore|\bprior to)|(?P<after>หลัง(?:จาก)?|\bafter)|(?P<at>(?<![ก-๎])ณ|\bas (?:of|at|on)))"
    r"\s?(?:วันที่|วัน|(?:สิ้น|ต้น)?(?:เดือน|ปี)|สิ้น)?\s?(?:the end of |the year |year |b\.e\. )?$",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(r"(?:^|ใน|เมื่อ|ช่วง|\b(?:in|during))(?:ปี)?\s?$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"ต้อง|ส่ง|ยื่น|เสนอ|เสร็จ|เบิกจ่าย|กำหนดการ|\b(?:must|have to|has to|should|submit\w*|deadline|due|finish\w*|complet\w*|propos\w*|apply)\b",
    re.IGNORECASE,
)

_WHAT_THERE_WAS = re.compile(
    r"(?:อะไร|ใด|ไหน)บ้าง|\b(?:list|which|what) (?:\w+ ){0,3}?(?:are|is|were|was|applied|existed)\b",
    re.IGNORECASE,
)

How = Literal["at", "around", "year"]


class AsOf(NamedTuple):
    """The date asked about, how the question says it, and the question without it. `on` is None where it says none.

    "at": it says the date. "around": it says before or after what. "year": it says a year alone, which may as well be
    what is asked about.
    """

    on: date | None
    how: How | None
    text: str

    @property
    def sure(self) -> date | None:
        """The date, where it can be nothing else."""
        return None if self.how == "year" else self.on


def read_as_of(question: str) -> AsOf:
    """Return the date as of which `question` asks."""
    text = normalise(question).text
    spans = [(piece, span) for piece in tokens(text) if (span := _span(piece))]
    for piece, (first, last) in spans:
        lead = _LEAD.search(text[: piece.start])
        if lead is None or (not lead["at"] and _DEADLINE.search(text)):
            continue
        rest = _without(text, lead.start(), piece.end)
        if lead["at"]:
            return AsOf(last, "at", rest)
        return AsOf(first - timedelta(days=1) if lead["before"] else last + timedelta(days=1), "around", rest)
    for piece, (_, last) in spans if _WHAT_THERE_WAS.search(text) else ():
        if piece.kind == "year" and (lead := _IN_A_YEAR.search(text[: piece.start])):
            return AsOf(last, "year", _without(text, lead.start(), piece.end))
    return AsOf(None, None, question)


def first_day(written: str) -> date | None:
    """Return the date of an atom of a date, the first of its month where it says no day; None for an impossible one."""
    try:
        return date.fromisoformat(written if written.count("-") == 2 else f"{written}-01")
    except ValueError:
        return None


def _span(piece: Token) -> tuple[date, date] | None:
    """Return the first and the last day of a date, a month or a year; None for other pieces and impossible dates."""
    if piece.kind == "year":
        year = int(piece.value) - BUDDHIST_ERA
        return (date(year, 1, 1), date(year, 12, 31)) if 1 < year < 9999 else None
    first = first_day(piece.value) if piece.kind == "date" else None
    if first is None or piece.value.count("-") == 2:
        return (first, first) if first else None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip()} {text[end:].lstrip(' ,')}".strip(" ,")
