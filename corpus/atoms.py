"""Atoms: the pieces of text that are taken out whole before words are cut, and the one form that each has.

Citations (มาตรา 82/3), years, dates, percentages, numbers, addresses, abbreviations, in Thai and English.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

BUDDHIST_ERA = 543
"""B.E. = C.E. + 543."""

PERCENT = "ร้อยละ"
"""The term of every percentage, so that 'กี่เปอร์เซ็นต์' finds one."""

_WEB = frozenset({"http", "https", "www", "com", "org", "net", "html"})


def stem(word: str) -> str:
    """Take the plural off a lower-case English word, much as Harman's S-stemmer does; other words stay."""
    if len(word) > 4 and word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "us":
        return word[:-1]
    return word


class Token(NamedTuple):
    """A piece of normalised text: `text == normalised[start:end]`.

    `kind` is "word", "latin", "mark", "number", "percent", "year", "fiscal_year", "date", "time", "address",
    "abbreviation", "paragraph", or the kind of provision that a citation names (`REFERENCES`). `value` is
    what it says, in one form: "82/3", "10", "2569" (B.E.), "2024-12-17"; `terms` are what index and query hold.
    """

    text: str
    start: int
    end: int
    kind: str
    value: str
    terms: tuple[str, ...]


REFERENCES: dict[str, tuple[str, str, str]] = {
    # kind: (canonical name, Thai names, English names), a longer name before a shorter one that begins it
    "section": ("มาตรา", r"มาตรา|(?<![ก-ฮ.])ม\.", r"sections?|sec\.|§"),
    "criterion": ("หลักเกณฑ์", r"หลักเกณฑ์(?:ทั่วไป|กลาง)?|เกณฑ์(?:ทั่วไป)?", r"(?:general )?(?:criterion|criteria)"),
    "approach": ("แนวทาง", r"แนวทาง(?:การดำเนินงาน|การดำเนินการ|ดำเนินการ)?", r"approach(?:es)?|guideline"),
    "goal": ("เป้าหมาย", r"เป้าหมาย", r"goals?"),
    "strategy": ("ยุทธศาสตร์", r"ยุทธศาสตร์(?:ด้าน)?", r"strateg(?:y|ies)|strategic issue"),
    "kpi": ("ตัวชี้วัด", r"ตัวชี้วัด", r"kpis?|indicators?"),
    "issue": ("ฉบับ", r"ฉบับ", r"no\.|number"),
    "clause": ("ข้อ", r"(?<!หัว)ข้อ", r"clauses?|items?|paragraph"),
    "form": ("รูปแบบ", r"รูปแบบ(?:การบูรณาการ)?", r"(?:integration )?forms?"),
    "level": ("ระดับ", r"ระดับ", r"levels?"),
    "rank": ("อันดับ", r"อันดับ", r"ranks?|ranking"),
    "milestone": ("หมุดหมาย", r"หมุดหมาย", r"milestones?"),
    "chapter": ("หมวด", r"หมวด", r"chapters?"),
    "volume": ("เล่ม", r"เล่ม", r"volumes?|vol\."),
    "part": ("ตอน", r"ตอน(?:พิเศษ)?", r"parts?"),
    "page": ("หน้า", r"หน้า", r"pages?|p\."),
    "meeting": ("ครั้ง", r"ครั้ง", r"meeting"),
    "subplan": ("แผนย่อย", r"แผนย่อย", r"sub-?plans?"),
    "topic": ("ประเด็น", r"ประเด็น", r"issues?|topics?"),
}
"""The kinds of provision and place that a citation may name by number."""

_UNIT = (
    r"%|เปอร์เซ็น|percent|per\s?cent|ร้อยละ|ล้าน|พัน|บาท|ปี|คน|ราย|แห่ง|หน่วยงาน|กรม|วัน|เดือน|นาที|ชั่วโมง|ครั้ง|โครงการ|"
    r"agenc|people|year|month|day|hour|minute|million|baht"
)
_WHOLE = r"(?!\d|[.,/]\d)"
_COUNTS_NOTHING = rf"{_WHOLE}(?!\s?(?:{_UNIT}))"
_SURE = {"section", "clause", "approach", "form", "issue"}
_LOOSE = r"\d\s?\.\s?\d|"  # '1. 2' is a slip where only 1.2 can be meant


def _reference(kind: str, thai: str, english: str) -> str:
    """Return the pattern of one kind: names, perhaps ที่ or ข้อ, a number that counts nothing.

    'เป้าหมาย 3 ปี' counts years, 'เป้าหมายที่ 3 ปี 2569' does not; of a section nobody counts any.
    """
    end = _WHOLE if kind in _SURE else rf"(?({kind}_th){_WHOLE}|{_COUNTS_NOTHING})"
    return (
        rf"(?P<{kind}>(?:{thai})\s?(?P<{kind}_th>(?:ข้อ|เรื่อง)\s?(?:ที่)?\s?|ที่\s?)?"
        rf"|\b(?:{english})[\s-]?(?:no\.\s?|number\s|\#)?)"
        rf"(?P<{kind}_n>{_LOOSE if kind in ('approach', 'criterion') else ''}\d+(?:[./]\d+)*){end}"
    )


_REFERENCE = "|".join(_reference(kind, thai, english) for kind, (_, thai, english) in REFERENCES.items())

_ORDINALS = {"แรก": "1", "หนึ่ง": "1", "สอง": "2", "สาม": "3", "สี่": "4", "ห้า": "5", "หก": "6", "ท้าย": "ท้าย"}
MONTHS = [
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
]
_MONTHS_SHORT = [
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
]
MONTHS_EN = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTH_NUMBER = {
    name: number
    for names in (
        *(MONTHS, _MONTHS_SHORT, MONTHS_EN),
        *([month[:3] for month in MONTHS_EN], [month[:-1] for month in _MONTHS_SHORT]),
    )
    for number, name in enumerate(names, 1)
}
_MONTH_TH = "|".join(re.escape(m) for m in MONTHS + _MONTHS_SHORT + [m[:-1] for m in _MONTHS_SHORT])
_MONTH_EN = "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in MONTHS_EN)

_ERA_TH = r"(?:พ\.\s?ศ\.|พศ\.?|ค\.\s?ศ\.|คศ\.?)"
_DATE = (
    rf"(?P<d1>\d{{1,2}})\s?(?P<m1>{_MONTH_TH})\s?(?:{_ERA_TH}\s?)?(?P<y1>\d{{4}}|\d{{2}})(?!\d)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_MONTH_EN})\.?,?\s(?P<y2>\d{{4}})(?!\d)"
    rf"|\b(?P<m3>{_MONTH_EN})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>\d{{4}})(?!\d)"
    r"|(?<![\d/.-])(?P<y4>\d{4})-(?P<m4>\d{1,2})-(?P<d4>\d{1,2})(?![\d-])"
    r"|(?<![\d/.-])(?P<d5>\d{1,2})/(?P<m5>\d{1,2})/(?P<y5>\d{4})(?![\d/])"
    rf"|(?P<m6>{_MONTH_TH})\s?(?:{_ERA_TH}\s?)?(?P<y6>\d{{4}})(?!\d)"
    rf"|\b(?P<m7>{_MONTH_EN})\.?,?\s(?P<y7>\d{{4}})(?!\d)"
)
_FISCAL = (
    r"ปีงบประมาณ(?:รายจ่าย)?|ปีงบฯ?|งบประมาณปี|งบปี"
    r"|งบ(?=\s?[67]\d(?![\d.,]|\s?(?:%|เปอร์เซ|ล้าน|แสน|หมื่น|พัน|บาท)))"  # 'แผนบูรณาการงบ 72'
)
_YEAR = (
    rf"(?P<fiscal>(?:{_FISCAL})\s?(?:(?:{_ERA_TH}|ปี)\s?)*"
    r"|\b(?:fiscal year|budget year|fy)\s?'?(?:b\.?e\.?\s?)?)"
    r"(?P<fy>\d{4}|\d{2})(?![\d%]|[.,]\d)"
    rf"|(?P<era>{_ERA_TH}\s?|(?<!ก่อน)ปี\s?(?:{_ERA_TH}\s?)?|\byear\s|\b(?:b\.?e\.?|c\.?e\.?|a\.d\.)\s?)"
    r"(?P<ey>\d{4}|[5-9]\d)(?![\d%]|[.,]\d)"
    rf"|(?<![\d.,/])(?<!\D\d-)(?<!\D\d\d-)(?<!\D\d\d\d-)(?P<by>2[45]\d\d|26[0-4]\d|19[5-9]\d|20[0-4]\d)(?![\d%]|[.,/]\d|\s?(?:{_UNIT})(?!ง))"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[./:]\d+)*"
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PERCENT = (
    rf"(?:ร้อยละ|เปอร์เซ็นต์ที่)\s?(?P<p1>{_AMOUNT})(?:\s?%)?"
    rf"|(?P<p2>{_AMOUNT})\s?(?:%|เปอร์เซ็น(?:ต์)?|เปอร์เซนต์|เปอเซ็น(?:ต์)?|percent\b|per\s?cent\b)"
)
_ATOM = re.compile(  # over text in lower case; a character that begins no atom is passed over at once
    r"(?=[0-9§ก-ฮเแ]|(?<![a-z0-9])[a-z])(?:"
    r"(?P<address>https?://[^\s<>\"'”)]+|www\.[\w./%-]*\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<date>{_DATE})"
    r"|(?P<time>(?<!\d)(?P<hour>\d{1,2})[.:](?P<minute>\d{2})\s?(?:น\.|นาฬิกา|a\.?m\.?\b|p\.?m\.?\b))"
    rf"|(?P<year>{_YEAR})"
    rf"|(?P<percent>{_PERCENT})"
    rf"|(?P<paragraph>วรรค(?:ที่\s?)?(?P<ordinal>{'|'.join(_ORDINALS)}|\s?\d+))"
    rf"|{_REFERENCE}"
    r"|(?P<abbreviation>(?<![ก-๎])(?:(?:[ก-ฮ]{1,4}\.){2,}|[ก-ฮ]{2,4}\.))"
    rf"|(?P<number>{_NUMBER}))",
    re.ASCII,
)


def buddhist_year(year: int, *, fiscal_ce: bool = False) -> int:
    """Return the B.E. year of a year as written: 2026 → 2569, 69 → 2569; with `fiscal_ce`, 26 → 2569."""
    if year < 100:
        return year + (2000 + BUDDHIST_ERA if fiscal_ce and year < 50 else 2500)
    return year if year >= 2400 else year + BUDDHIST_ERA


def _date_atom(match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    form = next(n for n in "1234567" if match[f"y{n}"])
    year, month = match[f"y{form}"], match[f"m{form}"]
    number = int(month) if month.isdigit() else _MONTH_NUMBER[month]
    be = buddhist_year(int(year))
    value = f"{be - BUDDHIST_ERA:04d}-{number:02d}"
    terms = [f"ปี{be}", *([MONTHS[number - 1]] if 1 <= number <= 12 else [])]
    if form in "67":
        return value, tuple(terms)
    day = int(match[f"d{form}"])
    try:
        value = date(be - BUDDHIST_ERA, number, day).isoformat()
    except ValueError:  # 31 เมษายน: kept as written, it is not ours to mend
        value = f"{value}-{day:02d}"
    return value, (value, *terms)


def _percent(written: str) -> str:
    return f"{Decimal(written.replace(',', '')).normalize():f}"


def _atom(match: re.Match[str]) -> tuple[str, str, tuple[str, ...]]:
    """Return (kind, value, terms) of an atom."""
    groups = match.groupdict()
    if groups["address"]:
        whole = match[0].rstrip("/.,")
        parts = (part for part in re.findall("[a-z]{3,}", whole) if part not in _WEB)
        return "address", whole, (whole, *parts)
    if groups["date"]:
        return "date", *_date_atom(match)
    if groups["time"]:
        value = f"{int(groups['hour'])}:{groups['minute']}"
        return "time", value, (value,)
    if groups["year"]:
        written = groups["fy"] or groups["ey"] or groups["by"]
        latin_fiscal = (groups["fiscal"] or "").isascii()
        year = str(buddhist_year(int(written), fiscal_ce=bool(groups["fiscal"]) and latin_fiscal))
        if groups["fiscal"]:
            return "fiscal_year", year, (f"ปี{year}", "ปีงบประมาณ")
        return "year", year, (f"ปี{year}",)
    if groups["percent"]:
        value = _percent(groups["p1"] or groups["p2"])
        return "percent", value, (f"{value}%", PERCENT)
    if groups["paragraph"]:
        written = groups["ordinal"].strip()
        value = _ORDINALS.get(written, written)
        return "paragraph", value, (f"วรรค{value}", "วรรค")
    for kind, (canonical, _, _) in REFERENCES.items():
        if groups[kind]:
            value = re.sub(r"\s", "", groups[f"{kind}_n"])
            latin = re.search("[a-z]+", groups[kind])
            name = stem(latin[0]) if latin else canonical
            specific = (value,) if "." in value or "/" in value else ()
            return kind, value, (f"{canonical}{value}", name, *specific)
    if groups["abbreviation"]:
        value = match[0].replace(".", "")
        return "abbreviation", value, (value,)
    value = match[0].replace(",", "")
    return "number", value, (value,)


# Nearly every atom holds a digit, so the pattern is tried only around one, or around what the others hold.
_SIGN = re.compile(r"\d|://|www\.|@|วรรค|[ก-ฮ]\.")
_BEFORE, _AFTER = 48, 24


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `text` that may hold an atom, each ending at white space after its last sign."""
    start = end = 0
    for sign in _SIGN.finditer(text):
        if sign.end() + _AFTER <= end:
            continue
        if sign.start() - _BEFORE > end:
            if end > start:
                yield start, end
            start = sign.start() - _BEFORE
        space = text.find(" ", sign.end() + _AFTER)
        end = len(text) if space < 0 else space
    if end > start:
        yield start, end


def lower_case(text: str) -> str:
    """Return `text` in lower case, as long as it was: the few letters whose small form is longer stay."""
    lower = text.lower()
    return (
        lower
        if len(lower) == len(text)
        else "".join(small if len(small := c.lower()) == 1 else c for c in text)
    )


def atoms(text: str) -> Iterator[Token]:
    """Yield the atoms of normalised `text`, in order."""
    lower = lower_case(text)
    for start, end in _windows(lower):
        for match in _ATOM.finditer(lower, start, end):
            yield Token(text[match.start() : match.end()], match.start(), match.end(), *_atom(match))
