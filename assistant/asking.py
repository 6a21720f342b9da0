"""What of a message asks: the clauses that hold its question, without greetings, roles and reasons; ordinals as numbers.

Only the reading of factual questions uses it. Nothing is dropped from what a message tells of a project.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.reading.script import whole

OTHER = 0.5
"""Weight of a word outside the clauses that ask, against one inside; a courtesy weighs nothing."""
SHORT = 40
"""Characters below which a message is taken whole."""
BRIEF = 40
"""Characters below which a clause asks about what stands right before it."""
BROKEN = 14
"""Characters below which a piece belongs to the next one: Thai has spaces within a clause, too."""

_ASKS = whole(
    r"อะไร|เท่าไ(?:ร|หร่)|เท่าใด|กี่|เมื่อไ(?:ร|หร่)|เมื่อใด|วันไหน|ใคร|ไหน|ใด(?!ๆ| ๆ)|อย่างไร|ยังไง|ว่าไง|ทำไม|หรือไม่|หรือเปล่า|รึเปล่า|ไหม|มั้ย|หรือยัง|ใช่ปะ"
    r"|ขอทราบ|ใคร่ขอ|ขอความกรุณาแจ้ง|ขอยืนยัน|ขอรายชื่อ|ขอตัวเลข|ขอเลข|สรุป|เปรียบเทียบ|อธิบาย|ช่วยแยก|ต่างกัน"
    r"|\?|(?<![a-z])(?:what|when|who|whom|whose|where|which|how|why|list|explain|describe|define|tell me|name the|state|give|show|compare|difference|is|are|was|were|do|does|did|can|could|may|must|should|need)(?![a-z])"
)
_COURTESY = re.compile(
    r"^\W*(?:เรียน|ถึง|สวัสดี|ขอบ(?:พระ)?คุณ|ขอขอบ|จักขอบ|ขอแสดงความนับถือ|ด้วยความ(?:เคารพ|นับถือ)|รบกวนตอบ|จึงเรียน"
    r"|dear|to whom it may|kind regards|best regards|regards|sincerely|yours|with thanks|many thanks|thank|hello|hi\b|sorry)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENDS = re.compile(
    r"[?!\n;。]+|(?<![A-Z\d])(?<!พ\.ศ)(?<!ร\.บ)\.(?=\s+[A-Z\"']|\s*$)|(?<=[:—]) +|(?<=[ก-๙]) +(?=[ก-๙])"
)

_THAI_ORDINALS = {
    "แรก": 1, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
}  # fmt: skip
_THAI_THINGS = r"ข้อ|เป้าหมาย|ยุทธศาสตร์|ยุทธ|หลักเกณฑ์ข้อ|เกณฑ์ข้อ|รูปแบบ|วรรค|ฉบับ|ตัวชี้วัด|รายการ"
_THINGS = r"general criteri(?:on|a)|criteri(?:on|a)|goal|strategy|kpi|indicator|clause|section|form|integration form"
_THAI_ORDINAL = re.compile(
    rf"(?P<thing>{_THAI_THINGS})(?:ที่)?(?P<which>{'|'.join(_THAI_ORDINALS)})(?!หน่วย|กลุ่ม|ปี|วัน|เดือน|[ก-๙]*สิบ|ส่วน)"
)
_ORDINAL_BEFORE = re.compile(
    rf"(?<![a-z])(?:the )?(?P<which>first|second|third|fourth|fifth|sixth|seventh) (?P<thing>{_THINGS})(?![a-z])",
    re.IGNORECASE,
)
_ORDINAL_AFTER = re.compile(
    rf"(?<![a-z])(?P<thing>{_THINGS}) (?P<which>one|two|three|four|five|six|seven)(?![a-z])", re.IGNORECASE
)
_NOTICE = re.compile(
    r"(?<![a-z])(?:the )?(?P<which>first|second) (?P<thing>(?:central )?(?:platforms? )?notice)(?![a-z])",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"(?P<thing>(?:หลัก)?เกณฑ์ข้อ|เป้าหมายที่|ยุทธศาสตร์ที่|รูปแบบ(?:การบูรณาการ)?ที่) ?(?P<first>\d)(?P<joint> ?(?:กับ|และ|หรือ) ?)(?:ข้อ|ที่)? ?(?P<second>\d)(?![\d.])"
)
_ANOTHER_LATIN = re.compile(
    r"(?<![a-z])(?P<thing>goal|criteria|criterion|form|approach|kpi)(?:e?s)? (?P<first>\d(?:\.\d)?)(?P<joint> (?:and|or|vs\.?|with) )(?P<second>\d(?:\.\d)?)(?![\d.])",
    re.IGNORECASE,
)
"""'หลักเกณฑ์ข้อ 3 กับข้อ 4', 'goals 1 and 2': the second is named as the first."""
_NUMBERED = frozenset({"เป้าหมาย", "ยุทธศาสตร์", "ยุทธ", "รูปแบบ", "ฉบับ"})
_STREAM = re.compile(r"(?:(?<=ตัวชี้วัด)|(?<![ก-๙\d'(]))(?:เป้าหมาย)?(?P<which>ต้นน้ำ|กลางน้ำ|ปลายน้ำ)(?!หรือ| กับ|/)")
_STREAMS = {"ต้นน้ำ": 1, "กลางน้ำ": 2, "ปลายน้ำ": 3}


class Clauses(NamedTuple):
    """`asks`: the clauses that ask, in order; `rest`: the others but for courtesies."""

    asks: str
    rest: str


def numbered(question: str) -> str:
    """Return a question with its ordinals, and the stages of the value chain, as the documents number things: 'the fourth criterion' is 'criterion 4'."""

    def thai(match: re.Match[str]) -> str:
        thing = {"ยุทธ": "ยุทธศาสตร์"}.get(match["thing"], match["thing"])
        joint = "ที่ " if thing in _NUMBERED else " ข้อ " if thing == "ตัวชี้วัด" else " "
        if thing == "วรรค":
            return match[0]
        return f"{thing}{joint}{_THAI_ORDINALS[match['which']]} "

    def latin(match: re.Match[str]) -> str:
        thing = match["thing"]
        if thing.lower() == "indicator":
            thing = "KPI"
        return f"{thing} {_ORDINALS[match['which'].lower()]}"

    found = _STREAM.sub(lambda match: f"เป้าหมายที่ {_STREAMS[match['which']]} ({match['which']}) ", question)
    found = _THAI_ORDINAL.sub(thai, found)
    for joined in (_ANOTHER, _ANOTHER_LATIN):
        found = joined.sub(r"\g<thing> \g<first>\g<joint>\g<thing> \g<second>", found)
    found = _NOTICE.sub(lambda match: f"{match['thing']} No. {_ORDINALS[match['which'].lower()]}", found)
    return _ORDINAL_AFTER.sub(latin, _ORDINAL_BEFORE.sub(latin, found))


@lru_cache(maxsize=1024)
def clauses(question: str) -> Clauses:
    """Return a message's clauses that ask, and the rest. A short message, or one that asks nowhere, is taken whole."""
    question = _COMMENT.sub(" ", question)
    if len(question) < SHORT:
        return Clauses(question, "")
    pieces = _pieces(question)
    courtesies = {at for at, piece in enumerate(pieces) if _COURTESY.match(piece)}
    chosen = {at for at, piece in enumerate(pieces) if _ASKS.search(piece.lower())} - courtesies
    if not chosen:
        return Clauses(
            "".join(piece for at, piece in enumerate(pieces) if at not in courtesies) or question, ""
        )
    # A short clause asks about what stands right before it.
    chosen |= {at - 1 for at in chosen if at and len(pieces[at].strip()) < BRIEF} - courtesies
    rest = set(range(len(pieces))) - chosen - courtesies
    return Clauses(*("".join(pieces[at] for at in sorted(some)).strip() for some in (chosen, rest)))


def sought(question: str) -> str:
    """Return what to look for: the clauses that ask, then the others, without courtesies."""
    return " ".join(filter(None, clauses(question)))


def _pieces(question: str) -> list[str]:
    """Return a message cut at the ends of sentences and, in Thai, at spaces; short pieces go with the next one."""
    pieces: list[str] = []
    at = 0
    for end in [each.end() for each in _ENDS.finditer(question)] + [len(question)]:
        if end == len(question) or len(question[at:end].strip()) >= BROKEN or "\n" in question[at:end]:
            pieces.append(question[at:end])
            at = end
    return [piece for piece in pieces if piece.strip()]
