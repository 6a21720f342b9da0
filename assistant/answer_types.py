"""What kind of thing a question asks for, and whether a line holds such a thing.

A question for a number of hours is not answered by a line without hours, however many of its words the line shares.
The kinds are those of factoid question answering (Li and Roth 2002), as far as the programme's documents have them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from assistant.reading.script import whole

_DATE = r"\d{1,2} [ก-๙]+ \d{4}|พ\.ศ\. ?\d{4}|ปี \d{4}|\d{1,2} [A-Z]\w+ 2\d{3}|B\.E\. \d{4}|\d{2}\.\d{2} น|วันถัดจาก|the day after|at \d{2}\.\d{2}"
_FIGURE = r"\d"
_NAMES = re.compile(
    r"(?:แนวทางที่|เป้าหมายที่|ข้อ|มาตรา|ยุทธศาสตร์ที่|รูปแบบ\S*ที่|ฉบับที่|ลำดับ|[Aa]pproach|[Gg]oal|KPI|[Ss]ection|[Cc]lause|[Cc]riterion|[Ss]trategy|[Ff]orm|No\.) ?\d+(?:\.\d+)*"
    r"|(?:พ\.ศ\.|B\.E\.) ?\d{4}(?:[-–]\d{4})?(?: \(\d{4}\))?"
)
"""Numbers that name and do not count: they are no figure."""

_HELD: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(_DATE),
    "money": re.compile(r"บาท|(?<![a-z])baht(?![a-z])", re.IGNORECASE),
    "percent": re.compile(r"ร้อยละ ?\d|\d ?%|\d percent", re.IGNORECASE),
    "rank": re.compile(r"อันดับ|ไม่เกิน \d|(?<![a-z])rank|\d(?:st|nd|rd|th)(?![a-z])", re.IGNORECASE),
    "figure": re.compile(_FIGURE),
    "who": re.compile(
        r"หน่วยงาน|สำนักงาน|กรม|กระทรวง|คณะ|รัฐมนตรี|นายก|ประธาน|ผู้|ประชาชน|ภาคธุรกิจ|องค์กร|สภา|สพร|รัฐสภา|“"
        r"|(?<![a-z])(?:agenc\w+|committee|minister|bureau|office|council|business\w*|citizens|public|people|chair|cabinet|departments?|DGA)(?![a-z])",
        re.IGNORECASE,
    ),
    "section": re.compile(r"มาตรา ?\d|(?<![a-z])sections? \d", re.IGNORECASE),
    "e-mail": re.compile(r"[\w.]+@\w"),
    "phone": re.compile(r"\d{2,4}[- ]\d{3,4}"),
    "address": re.compile(r"www\.|https?:"),
    "account": re.compile(r"https?:|@\w"),
    "expansion": re.compile(r"ย่อ(?:จาก|มาจาก)|short for|stands for", re.IGNORECASE),
    "difference": re.compile(
        r"ไม่ตรงกัน|ไม่ลงรอย|ต่าง(?:กัน|จาก|หาก)|ไม่ใช่|มิใช่|แต่|ส่วน|เท่ากับ|(?<![a-z])(?:differ\w*|conflict\w*|while|not|but)(?![a-z])",
        re.IGNORECASE,
    ),
}
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "expansion",
        whole(r"ย่อ(?:มา)?จาก|(?<![a-z])(?:stands? for|short for|abbreviat\w+|spelled out)(?![a-z])"),
    ),
    ("section", whole(r"มาตรา(?:ใด|ไหน|อะไร|ที่เท่า)|(?<![a-z])(?:which|what) section(?![a-z])")),
    ("e-mail", whole(r"อีเมล|อีเมล์|ส่งเมล|(?<![a-z])e-?mail(?![a-z])")),
    ("phone", whole(r"เบอร์|โทรศัพท์|หมายเลขโทร|มือถือ|(?<![a-z])(?:phone|mobile|telephone)(?![a-z])")),
    (
        "account",
        whole(
            r"เฟซบุ๊ก|เฟสบุ๊ค|ทวิตเตอร์|ยูทูบ|ยูทูป|ติ๊กต็อก|(?<![a-z])(?:facebook|twitter|youtube|tiktok|instagram|line)(?![a-z])"
        ),
    ),
    ("address", whole(r"เว็บ|ลิงก์|ลิงค์|(?<![a-z])(?:website|web site|url|link)(?![a-z])")),
    (
        "money",
        whole(
            r"(?:งบ|วงเงิน|ราคา|ค่าใช้จ่าย|ค่าธรรมเนียม|เงิน|มูลค่า|บาท)(?:(?!เล่ม|ตอน|หน้า|มาตรา|ข้อ|ร้อยละ|วัน|ลด|หน่วย)[ก-๙ .\d]){0,30}(?:เท่าไ(?:ร|หร่)|เท่าใด|กี่บาท|กี่ล้าน)|กี่(?:ล้าน|บาท|พัน)"
            r"|(?<![a-z])how much (?:money|budget|funding|does|is the (?:budget|fee)|was)(?![a-z])|(?:budget|amount|fee|price|cost) .{0,40}(?:how much|baht)|in baht"
        ),
    ),
    (
        "rank",
        whole(r"อันดับ(?:ที่)?(?:เท่า|ใด|ไหน|อะไร)|(?<![a-z])(?:what|which) rank|how (?:high|low) .{0,20}rank"),
    ),
    (
        "percent",
        whole(
            r"ร้อยละ(?:ของ[ก-๙]+)?(?:ไว้)?เท่า|กี่(?:เปอร์|%)|(?<![a-z])(?:what (?:percent\w*|share|proportion)|how many per ?cent)(?![a-z])|กี่ %"
        ),
    ),
    (
        "difference",
        whole(
            r"ต่างกัน|ต่างจาก|แตกต่าง|ขัดกับ|ขัดแย้ง|ตรงกันหรือไม่|เหมือนกับ|(?<![a-z])(?:differ\w*|conflict\w*|contradict\w*)(?![a-z])"
        ),
    ),
    (
        "date",
        whole(
            r"เมื่อไ(?:ร|หร่)|เมื่อใด|วันไหน|วันที่เท่า|วันใด|วันอะไร|กี่โมง|เวลาใด|ปีไหน|ปีใด"
            r"|(?:^|[.?!,;:] ?|and |or )(?:so |and )?(?:since )?when(?! \w+ing)(?![a-z])|(?<![a-z])(?:when (?:is|are|was|were|did|does|do|will|must|should|can)|what date|what day|what time|which year|since when|on which day|from what date)(?![a-z])"
        ),
    ),
    (
        "who",
        whole(
            r"ใคร|ผู้ใด|หน่วยงาน(?:ใด|ไหน|อะไร)|คณะกรรมการ(?:ชุด)?(?:ใด|ไหน)|(?<![a-z])(?:who|whom|which (?:agency|agencies|committee|body))(?![a-z])"
        ),
    ),
    (
        "figure",
        whole(
            r"เท่าไ(?:ร|หร่)|เท่าใด|กี่|(?<![a-z])(?:how (?:much|many|long|often)|what figure|what level|which level|which volume|what volume|by how)(?![a-z])"
        ),
    ),
)
_COUNT = whole(r"กี่(?P<thai>[ก-๙]{2,20})|(?<![a-z])how many (?P<latin>[a-z]+)")
_UNITS = re.compile(
    r"ข้อ|รูปแบบ|แพลตฟอร์ม|หน่วยงาน|แนวทาง|ยุทธศาสตร์|เป้าหมาย|ด้าน|ตัวชี้วัด|องค์ประกอบ|ประการ|มาตรฐาน|กลุ่ม|รายการ|ส่วน|ประเด็น|มาตรา|มาตรการ|ประกาศ|ฉบับ"
    r"|คน|ราย|ชั่วโมง|วัน|เดือน|ปี|มิติ|ครั้ง|โครงการ|แผนงาน|แผน|หลักสูตร|ชุดข้อมูล|ท่าน|หมวด|คะแนน|หน้า|ระดับ"
)
_LATIN_UNITS = frozenset({"percent", "per", "much"})


class Wanted(NamedTuple):
    """What a question asks for: a `kind` of thing, and where it counts something, what (`unit`)."""

    kind: str | None
    unit: str | None = None


@lru_cache(maxsize=4096)
def wanted(question: str) -> Wanted:
    """Return what a question asks for; the kind is None where any line may tell it."""
    lower = question.lower()
    kind = next((kind for kind, pattern in _ASKED if pattern.search(lower)), None)
    counted = _COUNT.search(lower)
    if counted and kind in (None, "figure", "who", "date"):
        if counted["latin"] and counted["latin"] not in _LATIN_UNITS:
            return Wanted("figure", counted["latin"].rstrip("s"))
        if counted["thai"] and (unit := _UNITS.match(counted["thai"])):
            return Wanted("figure", unit[0])
    return Wanted(kind)


def holds(text: str, kind: str) -> bool:
    """Say whether a line holds a thing of the kind."""
    return bool(_HELD[kind].search(_NAMES.sub("", text) if kind == "figure" else text))


def counts(text: str, unit: str) -> bool:
    """Say whether a line speaks of the unit that a question counts."""
    return unit in text.lower()
