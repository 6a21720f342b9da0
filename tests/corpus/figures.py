"""The figures in a Thai or an English text, in one form, so that two texts can be compared by what they count.

A date becomes `2567-12-17`, a percentage `80%`, any other number its plain digits. Years are B.E.: a C.E. year is
turned into one, so a wrong pair of years shows as a difference.
"""

import re
from functools import cache

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTHS = (
    ("มกราคม", "ม.ค.", "January"),
    ("กุมภาพันธ์", "ก.พ.", "February"),
    ("มีนาคม", "มี.ค.", "March"),
    ("เมษายน", "เม.ย.", "April"),
    ("พฤษภาคม", "พ.ค.", "May"),
    ("มิถุนายน", "มิ.ย.", "June"),
    ("กรกฎาคม", "ก.ค.", "July"),
    ("สิงหาคม", "ส.ค.", "August"),
    ("กันยายน", "ก.ย.", "September"),
    ("ตุลาคม", "ต.ค.", "October"),
    ("พฤศจิกายน", "พ.ย.", "November"),
    ("ธันวาคม", "ธ.ค.", "December"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_MONTH, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}}) +(?P<month>{_NAMES}) +(?:พ\.ศ\. *|B\.E\. *)?(?P<year>\d{{4}}|\d{{2}})(?!\d)"
    r"(?: B\.E\.)?(?: \((?P<common>\d{4})\))?"
)
_PERCENT = re.compile(r"ร้อยละ *(?P<th>\d+(?:\.\d+)?)|(?P<en>\d+(?:\.\d+)?) *(?:%|per ?cent\b)")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_THAI_WORDS = {"สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}
_THAI_WORD = re.compile(
    rf"({'|'.join(_THAI_WORDS)})(?= ?(?:หน่วยงาน|แห่ง|ประการ|ดวง|ระดับ|มาตรา|ฉบับ|เป้าหมาย|แนวทาง))"
)


@cache
def figures(text: str) -> frozenset[str]:
    """Return the figures of `text`, in either language."""
    text = re.sub(r"[\u00a0\t*]", " ", text.translate(_THAI_DIGITS))
    found: set[str] = set()

    def date(match: re.Match[str]) -> str:
        year = match["year"] if len(match["year"]) == 4 else f"25{match['year']}"
        for era in filter(None, (year, match["common"])):
            found.add(f"{_year(era)}-{_MONTH[match['month']]:02}-{int(match['day']):02}")
        return " "

    def percent(match: re.Match[str]) -> str:
        found.add(f"{match['th'] or match['en']}%")
        return " "

    def number(match: re.Match[str]) -> str:
        found.add(_year(match[0].replace(",", "")))
        return " "

    text = _WORD.sub(lambda match: str(_WORDS[match[0].lower()]), text)
    text = _THAI_WORD.sub(lambda match: str(_THAI_WORDS[match[1]]), text)
    for pattern, take in ((_DATE, date), (_PERCENT, percent), (_NUMBER, number)):
        text = pattern.sub(take, text)
    return frozenset(found)


def _year(number: str) -> str:
    """Return a C.E. year as the B.E. one, and any other number as it is."""
    return str(int(number) + 543) if re.fullmatch(r"(?:19|20)\d\d", number) else number


_AT_LEAST = r"ไม่น้อยกว่า|อย่างน้อย|ไม่ต่ำกว่า|ตั้งแต่"
_AT_MOST = r"ไม่เกิน"
_BOUND = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})) *(?:อันดับ(?:ที่|โลก)?|ร้อยละ|ระดับ(?:ที่)?)? *(?P<number>\d+(?:\.\d+)?)"
)


def bounds(text: str) -> set[str]:
    """Return the bounds that a Thai text sets (`>= 80`, `<= 51`): the figure together with its condition."""
    text = re.sub(r"[\u00a0\t*]", " ", text.translate(_THAI_DIGITS))
    return {f"{'>=' if match['least'] else '<='} {match['number']}" for match in _BOUND.finditer(text)}
