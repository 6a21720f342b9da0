"""Savings and counts that a message states: percentages, before/after pairs, number words; computed exactly.

All patterns run over `Script.text` (no spaces beside Thai letters, Arabic digits, lower case).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from pythainlp.util import thaiword_to_num

from assistant.reading.script import whole
from assistant.rules.facts import Below

_THAI_WORD = r"(?:หนึ่ง|เอ็ด|สอง|ยี่|สาม(?!ารถ)|สี่|ห้า(?!ม|ง)|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย(?!ละ)|พัน(?!ธ)|จุด|ศูนย์)+"
ENGLISH_NUMBERS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"], 2
    )
}
_ENGLISH_WORD = (
    rf"(?:{'|'.join(sorted(ENGLISH_NUMBERS, key=len, reverse=True))})(?:[ -](?:{'|'.join(ENGLISH_NUMBERS)}))?"
)
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{_THAI_WORD}|(?<![a-z]){_ENGLISH_WORD}(?![a-z]))"

_PARTS = {
    word: value
    for value, words in enumerate(
        (
            "half halved halves",
            "third",
            "quarter fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ),
        2,
    )
    for word in words.split()
}
_FRACTION = (
    r"(?:ครึ่งหนึ่ง|กึ่งหนึ่ง|ครึ่งนึง|ครึ่ง)"
    rf"|(?:เศษ)?(?:{_THAI_WORD}|\d+) ?(?:ใน|ส่วน) ?(?:{_THAI_WORD}|\d+)(?!เดือน|ปี|วัน|ชั่วโมง)(?:ส่วน)?"
    rf"|(?<![a-z])(?:(?:a|one|two|three|four|five|six|seven|eight|nine)[ -])?(?:{'|'.join(_PARTS)})s?(?![a-z])"
    r"|(?<![\d/])(?<!วันที่)(?<!ข้อ)(?<!มาตรา)\d{1,2}/\d{1,2}(?![\d/])"
)
"""A part of the whole in words or as a fraction: 'หนึ่งในสาม', 'สองส่วนสาม', 'two thirds', 'halved', '1/4'."""
_PERCENT_WORD = r"(?:%|เปอร์?เซ็?น(?:ต์|ท์|ต)?|เปอร์(?![ก-๙])|percent|per cent|pct(?![a-z]))"
_PERCENT = re.compile(
    rf"(?:ร้อยละ|เปอร์เซ็นต์ละ)(?P<lead>{NUMBER})|(?P<trail>{NUMBER}) ?{_PERCENT_WORD}"
    rf"|(?P<fraction>{_FRACTION})"
)

_MULTIPLIER = {
    "พัน": 10**3, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6, "พันล้าน": 10**9,
    "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9,
}  # fmt: skip
_SECONDS = {
    # A day is a working day of 8 hours: of the two readings it gives the smaller saving, so none is overstated.
    "วินาที": 1, "นาที": 60, "ชั่วโมง": 3600, "ชม": 3600, "วันทำการ": 28800, "วัน": 28800, "สัปดาห์": 144000,
    "อาทิตย์": 144000, "เดือน": 633600, "ปี": 7603200, "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600,
    "hr": 3600, "working day": 28800, "business day": 28800, "day": 28800, "week": 144000, "month": 633600,
    "year": 7603200,
}  # fmt: skip
_STEPS = ("ขั้นตอน", "ขั้น", "กระบวนการ", "step", "procedure", "process")
_MONEY = ("บาท", "baht", "thb")


def _either(words: object) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


def _amount(name: str) -> str:
    plural = r"(?:e?s)?(?![a-z])"
    units = _either([*_SECONDS, *_STEPS, *_MONEY])
    thai_multiplier = _either([word for word in _MULTIPLIER if not word.isascii()])
    multiplier = rf"(?: ?(?P<{name}m>{thai_multiplier}|(?:k|m|thousand|million|billion)(?![a-z])))?"
    return rf"(?P<{name}n>{NUMBER}){multiplier}(?: ?(?P<{name}u>{units})(?:{plural})?\.?)?"


_UNIT = re.compile(rf" ?(?:{_either(_MULTIPLIER)})? ?(?:{_either([*_SECONDS, *_STEPS, *_MONEY])})?")
_ARROW = (
    r"(?:(?:ลด|เพิ่ม|ลง|ขึ้น|มา|คง|ก็|เพียง|แค่|ประมาณ|ตอนนี้|ปัจจุบัน|จะ|ได้|ใช้|งบ|ต่อ(?:ครั้ง|ราย|เรื่อง|ปี|คำขอ|คน)|โดย|ถูก|สามารถ|ก่อน|หลัง(?:มีระบบ|ใช้ai|ใช้)?|พอ(?:ใช้ai)?|,)* ?)"
    r"(?:(?:ให้)?เหลือ|เป็น|ถึง|มาที่|->|→|=>|(?:(?:now|goes?|went|fell|falls?|dropped|drops?|down|is|are|takes?|reduced|cut) )*(?:to|now|becomes?)(?![a-z])|,? ?(?:now|then|after(?:wards)?,? (?:it takes )?))"
    r"(?: ?(?:เพียง|แค่|ประมาณ|ราว|only|just|about|around|takes?|ตอนนี้|ปัจจุบัน|ใช้|แล้ว))* ?"
)
_PAIR = re.compile(rf"{_amount('a')} ?{_ARROW}{_amount('b')}")

_REVERSED = re.compile(
    rf"{_amount('b')} ?(?:ต่อ(?:ครั้ง|ราย|เรื่อง|คำขอ|ปี))?,? ?"
    rf"(?:จาก(?:ที่|เดิม|เคย|ใช้|เวลา|งบ|ปกติ|แต่ก่อน|เมื่อก่อน|ก่อนหน้า|ก่อน|นี้|ต้อง|ประมาณ)*|instead of|rather than|down from|where it (?:was|took)|as against|compared (?:with|to)) ?{_amount('a')}"
)
_NOTHING = whole(
    r"(?P<th>เวลา|ค่าใช้จ่าย|ต้นทุน|ขั้นตอน|กระบวนการ)(?:ก็)?(?:ยัง)?(?:คง)?(?:เท่าเดิม|ไม่ลดลง|ไม่ได้ลด)|ไม่(?:ได้|สามารถ|ช่วย)*ลด(?P<th2>เวลา|ค่าใช้จ่าย|ต้นทุน|ขั้นตอน|กระบวนการ)(?!.{0,6}(?:ร้อยละ|\d))"
    r"|(?<![a-z])(?:no|without any) (?P<en>time|cost|process|step)s? (?:saving|reduction|cut)s?|(?<![a-z])saves? no (?P<en2>time|money|cost|steps?)"
    r"|(?:does not|doesn'?t|will not|won'?t) (?:save|cut|reduce|shorten) (?:any |the )?(?P<en3>time|cost|steps?|money)"
)
_DOWN = whole(
    r"(?<!ไม่)(?<!ไม่ได้)(?<!ไม่สามารถ)ลด|ประหยัด|เร็วขึ้น|สั้นลง|น้อยลง|ต่ำลง|ย่น|ร่น|เหลือ|ตัด(?=ขั้นตอน|เวลา|ค่า)|หายไป|เซฟ"
    r"|reduc|(?<![a-z])cut|sav(?:e|ing)|faster|quicker|shorten|decreas|falls?(?![a-z])|fell(?![a-z])|declin|(?<![a-z])only(?= ?$)|fewer|lower|trim|less (?=time|cost|step)|drop|(?<![a-z])halv(?:e[sd]?|ing)(?![a-z])"
)
_UP = whole(
    r"เพิ่ม|มากขึ้น|นานขึ้น|สูงขึ้น|แพงขึ้น|ช้าลง|increas|rais|(?<![a-z])(?:more|higher|longer|slower|rises?)(?![a-z])|grow|improv|boost"
)
_DIMENSIONS = {
    "time_reduction": whole(
        r"เวลา|ระยะ|เร็วขึ้น|รอคอย|คิว|(?<![a-z])time|faster|quicker|duration|waiting|turnaround"
    ),
    "cost_reduction": whole(
        r"ค่าใช้จ่าย|ต้นทุน|งบ|รายจ่าย|เงิน|บาท|ค่าจ้าง|ค่าดำเนิน|(?<![a-z])cost|expens|spending|budget|money"
    ),
    "process_reduction": whole(
        r"ขั้นตอน|กระบวนการ|กระบวนงาน|(?<![a-z])steps?(?![a-z])|process(?!ing time)|procedure|paperwork"
    ),
}
_RULE = whole(r"เกณฑ์|กำหนดไว้|ขั้นต่ำ|threshold|criteri|requirement|the rule|kpi|ตัวชี้วัด")
_RULE_SAYS = re.compile(
    r"(?:เกณฑ์|คู่มือ|แนวทาง|ประกาศ|ระเบียบ|สไลด์|ตัวชี้วัด|เขา|ได้ยิน)[ก-๙]{0,12}?(?:คือ|ว่า|กำหนด|บอก|เขียน|ให้|ต้อง|เหลือ|เป็น|ลด)[^|\d]{0,40}$"
    r"|(?<![a-z])(?:guideline|criteri\w+|rule|notice|manual|threshold|deck|slide|kpi)s?(?: \w+){0,2}? (?:says?|is|are|states?|sets?|requires?|must|asks?|wants?)[^|\d]{0,50}$"
    r"|(?<![a-z])(?:heard|told|read|understand|understood) that[^|]{0,50}(?:criteri|must|at least|need)[^|]{0,20}$"
)
_WISH = re.compile(
    r"(?<![a-z])(?:if only|i wish|we wish|hope(?:s|d)? (?:to|that|it))(?![a-z])|ถ้าเพียง|หวังว่า|อยากให้|ขอให้ลด"
)
_SHORT = re.compile(
    r"(?:ไม่ถึง|น้อยกว่า(?<!ไม่น้อยกว่า)|ต่ำกว่า(?<!ไม่ต่ำกว่า)|เกือบ|less than|under|below|nearly|almost|not even|short of)(?:ร้อยละ)? ?$"
)
_AT_MOST = re.compile(
    r"(?:ไม่เกิน|ไม่มากกว่า|มากที่สุด|สูงสุด|อย่างมาก|เต็มที่|(?<![a-z])(?:up to|at (?:the )?most|no more than|not more than|a maximum of))(?:ก็|แค่|ร้อยละ|เพียง| )*$"
)
OTHER_OBJECT = whole(
    r"ผิดพลาด|ข้อผิด|ร้องเรียน|ความเสี่ยง|อุบัติเหตุ|คาร์บอน|พลังงาน|ก๊าซ|กระดาษ|ทุจริต|ความเหลื่อมล้ำ|ประชากร|ผู้ป่วย|อาชญากรรม"
    r"|(?<![a-z])(?:errors?|mistakes?|complaints?|risks?|accidents?|emissions?|carbon|energy|fraud|paper|crime)(?![a-z])"
)
"""What may be cut besides process, time and cost."""
_FAR = 10**6
_CLAUSE = re.compile(r"[|;,?!()\n]|แต่|(?<![a-z])but(?![a-z])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read: the fact it tells, its value (percent of the former, or a count), and where it stands."""

    fact: str
    value: Decimal | Below
    start: int
    end: int


def parse_number(text: str) -> Decimal:
    """Return the value of what `NUMBER` matches; raise `ValueError` where the words make no number."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    if text.isascii():
        return Decimal(sum(ENGLISH_NUMBERS[word] for word in re.split("[ -]", text)))
    whole, _, fraction = text.partition("จุด")
    digits = "".join(str(thaiword_to_num(word)) for word in re.findall(_THAI_WORD.strip("+"), fraction))
    return Decimal(f"{thaiword_to_num(whole)}.{digits or 0}")


def savings(text: str) -> Iterator[Quantity]:
    """Yield the reductions that a text states, in the order of the text. An increase is a negative reduction."""
    taken: list[tuple[int, int]] = []
    risen: set[str] = set()
    for match in _PAIR.finditer(text):
        if quantity := _pair(match, text):
            taken.append(match.span())
            if isinstance(quantity.value, Decimal) and quantity.value <= 0:
                risen.add(quantity.fact)  # 'ปรับเวลาได้ถึงร้อยละ 20 คือจาก 30 นาทีเป็น 36 นาที' saves nothing
            yield quantity
    for match in _REVERSED.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            quantity = _pair(match, text)
            if quantity and (
                _DOWN.search(text[max(0, match.start() - 25) : match.start()]) or "instead" in match[0]
            ):
                taken.append(match.span())
                yield quantity
    for match in _NOTHING.finditer(text):
        kind = next(word for word in match.groupdict().values() if word)
        yield Quantity(_nearest(_DIMENSIONS, kind, 0, 0) or "time_reduction", Decimal(0), *match.span())
    for match in _PERCENT.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        quantity = _percent(match, text)
        if quantity and quantity.fact not in risen:
            yield quantity


def bare_percentage(text: str) -> Decimal | None:
    """Return the number of a message that is nothing but a number (an answer to 'by how many percent?')."""
    match = re.fullmatch(
        rf"(?:ประมาณ|ราว|ได้|ลดได้|about)* ?(?:ร้อยละ)?({NUMBER}) ?(?:{_PERCENT_WORD})?(?:ครับ|ค่ะ|คับ|[.!])*",
        text.strip(),
    )
    try:
        return parse_number(match[1]) if match else None
    except ValueError:
        return None


def _pair(match: re.Match[str], text: str) -> Quantity | None:
    before_unit, after_unit = match["au"] or match["bu"], match["bu"] or match["au"]
    before_times, after_times = match["am"] or None, match["bm"]
    fact = _dimension_of(before_unit, before_times or after_times) or _nearest(
        _DIMENSIONS, text, match.start(), match.end()
    )
    if fact is None or _dimension_of(after_unit, before_times or after_times) not in {fact, None}:
        return None
    try:
        # '2 ล้านเหลือ 1.7' and '2 เหลือ 1.7 ล้าน' both mean millions.
        before = _scaled(match["an"], before_times or (after_times if not match["au"] else None), before_unit)
        after = _scaled(match["bn"], after_times or (before_times if not match["bu"] else None), after_unit)
    except ValueError:
        return None
    if before <= 0:
        return None
    return Quantity(fact, (before - after) * 100 / before, match.start(), match.end())


def _scaled(number: str, times: str | None, unit: str | None) -> Decimal:
    return parse_number(number) * _MULTIPLIER.get(times or "", 1) * _SECONDS.get(unit or "", 1)


def _dimension_of(unit: str | None, times: str | None) -> str | None:
    if unit in _SECONDS:
        return "time_reduction"
    if unit in _STEPS:
        return "process_reduction"
    return "cost_reduction" if unit in _MONEY or times else None


def _percent(match: re.Match[str], text: str) -> Quantity | None:
    clause_start = max((each.end() for each in _CLAUSE.finditer(text, 0, match.start())), default=0)
    following = _CLAUSE.search(text, match.end())
    clause_end = following.start() if following else len(text)
    before, after = text[clause_start : match.start()], text[match.end() : clause_end]
    down, up = _last(_DOWN, before), _last(_UP, before)
    rule = _last(_RULE, before)
    if (
        rule > max(down, up) and len(before) - rule < 25
    ):  # 'สมมติเกณฑ์เป็น 1%' is about the rule, not the project
        return None
    if _WISH.search(before) or _RULE_SAYS.search(before):
        return None
    if down < 0 and up < 0:  # the verb may follow: '15% ของเวลาลดลง', '15% faster'
        near = re.split(r"\d", after, maxsplit=1)[0][:40]
        down, up = -(_first(_DOWN, near) or _FAR), -(_first(_UP, near) or _FAR)
        if max(down, up) == -_FAR:
            return None
    try:
        value = (
            part_of_whole(match["fraction"])
            if match["fraction"]
            else parse_number(match["lead"] or match["trail"])
        )
    except ValueError:
        return None
    left = re.search(r"(?:เหลือ|เหลือเพียง|เหลือแค่|เหลืออยู่|down to|to only|to just|(?<![a-z])only) ?$", before)
    if left and (left[0].strip() != "only" or re.match(r" ?of (?:the|its|what)", after)):
        value = 100 - value
    fact = _nearest(_DIMENSIONS, text, match.start(), match.end(), clause_start, clause_end)
    if re.match(r" ?(?:faster|quicker|เร็วขึ้น)", after):
        fact = "time_reduction"
    if up > down:
        if fact is None or re.search(r"ประสิทธิภาพ|efficien|productiv", before):
            return None
        return Quantity(fact, -value, match.start(), match.end())
    told: Decimal | Below = value
    if falls_short(before):
        told = Below(value)
    elif at_most(before):
        told = Below(value, reached=True)
    if fact is None and (OTHER_OBJECT.search(before) or OTHER_OBJECT.search(after[:25])):
        return None
    return Quantity(fact or "unspecified_reduction", told, match.start(), match.end())


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _first(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() + 1 if match else 0


def dimension(text: str, start: int, end: int, low: int, high: int) -> str | None:
    """Return the fact of the dimension (time, cost, process) that `text[low:high]` names nearest to a number in it."""
    return _nearest(_DIMENSIONS, text, start, end, low, high)


def percentages(text: str, low: int, high: int) -> Iterator[tuple[Decimal, int, int]]:
    """Yield every percentage in `text[low:high]`, and where it stands."""
    for match in _PERCENT.finditer(text, low, high):
        if not match["fraction"]:
            with suppress(ValueError):
                yield parse_number(match["lead"] or match["trail"]), *match.span()


def falls_short(before: str) -> bool:
    """Say whether the words right before a number tell that it is not reached: 'ไม่ถึง', 'less than'."""
    return bool(_SHORT.search(before))


def at_most(before: str) -> bool:
    """Say whether the words right before a number tell that it is not exceeded: 'ไม่เกิน', 'up to'."""
    return bool(_AT_MOST.search(before))


def fraction(text: str) -> Decimal | None:
    """Return the percentage of the first fraction: 50 for 'ครึ่งหนึ่ง', 'half'."""
    for match in re.finditer(_FRACTION, text):
        with suppress(ValueError):
            return part_of_whole(match[0])
    return None


def part_of_whole(text: str) -> Decimal:
    """Return the percentage of what `_FRACTION` matches; raise `ValueError` where it is no part of a whole."""
    if "ครึ่ง" in text or "กึ่ง" in text:
        return Decimal(50)
    if parts := re.fullmatch(rf"(?:เศษ)?(\d+|{_THAI_WORD}) ?(?:ใน|ส่วน|/) ?(\d+|{_THAI_WORD})(?:ส่วน)?", text):
        count, whole_parts = parse_number(parts[1]), parse_number(parts[2])
    else:
        words = re.split("[ -]", text)
        count = Decimal(ENGLISH_NUMBERS[words[0]]) if words[0] in ENGLISH_NUMBERS else Decimal(1)
        last = words[-1]
        whole_parts = Decimal(_PARTS.get(last) or _PARTS[last.removesuffix("s")])
    if not 0 < count < whole_parts:
        raise ValueError(f"no part of a whole: {text!r}")
    return count * 100 / whole_parts


def unit(text: str, at: int) -> str | None:
    """Return the unit, with its multiplier, that stands right after a number that ends at `at`."""
    match = _UNIT.match(text, at)
    return match[0].strip() if match and match[0] else None


def _nearest(
    patterns: dict[str, re.Pattern[str]],
    text: str,
    start: int,
    end: int,
    low: int = 0,
    high: int | None = None,
) -> str | None:
    """Return the dimension whose word stands nearest to the number, those before it preferred."""
    before = {fact: _last(pattern, text[low:start]) for fact, pattern in patterns.items()}
    best = max(before, key=lambda fact: before[fact])
    if before[best] >= 0:
        return best
    after = {fact: _first(pattern, text[end:high][:30]) for fact, pattern in patterns.items()}
    found = {fact: at for fact, at in after.items() if at}
    return min(found, key=lambda fact: found[fact]) if found else None
