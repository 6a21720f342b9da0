"""A factual question answered with the statements that carry it, or with silence where none does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cite import Citations
from assistant.provisions import Named
from assistant.reading.script import whole
from assistant.statements import Scored, Statement, Statements, concepts
from corpus.passages import Language
from corpus.text import normalise

ENOUGH = 0.5
"""Share of a question's weight that a statement (with its label and heading) must carry to answer it."""
OWN = 0.25
"""Share that the statement's own line must carry."""

_LIST = whole(
    r"อะไรบ้าง|มีอะไร|ใดบ้าง|ไหนบ้าง|ใครบ้าง|กี่(?:ข้อ|รูปแบบ|แพลตฟอร์ม|หน่วยงาน|แนวทาง)|ทั้งหมด|รายชื่อ|ประกอบด้วย"
    r"|(?<![a-z])(?:list|what are|which are|name the|who are|how many (?:forms|criteria|platforms|agencies|approaches|goals)|all the)(?![a-z])"
)
_WHEN = whole(
    r"เมื่อไ(?:ร|หร่)|วันไหน|วันที่เท่า|วันใด|ตั้งแต่วัน|กี่โมง|เวลาใด|ปีไหน|ปีใด|(?<![a-z])(?:when|what date|what day|what time|which year|since when)(?![a-z])"
)
_HOW_MUCH = whole(
    r"เท่าไ(?:ร|หร่)|กี่|ร้อยละเท่า|(?<![a-z])(?:how (?:much|many)|what percent\w*|which level|at which|what rank|what figure)(?![a-z])"
)
_DATE = re.compile(
    r"\d{1,2} [ก-๙]+ \d{4}|พ\.ศ\. ?\d{4}|\d{1,2} \w+ 2\d{3}|B\.E\. \d{4}|\d{2}\.\d{2}|วันถัดจาก|day after"
)
_NOW = whole(
    r"ครั้งต่อไป|คราวหน้า|ครั้งหน้า|ถัดไป|ล่าสุด|วันนี้|พรุ่งนี้|ตอนนี้|ขณะนี้|ปีหน้า|เดือนหน้า|สัปดาห์หน้า|ปัจจุบัน"
    r"|(?<![a-z])(?:next|upcoming|latest|today|tomorrow|right now|currently|current|this (?:week|month))(?![a-z])"
)
_SILENT = re.compile(
    r"ไม่ได้(?:ระบุ|กำหนด|บอก|ให้|แจกแจง|กล่าว|แสดง|อธิบาย)|ไม่ปรากฏ|ไม่มีวันที่|ไม่บอก|ไม่ระบุ|ยืนยัน(?:คำที่ถูก|.{0,20})?ไม่ได้|ไม่อยู่ในคลัง"
    r"|does not (?:state|say|give|break|name|set|explain|hold|show)|do not (?:state|say|give|set)|gives no|is silent|has no dates|cannot be confirmed|not held"
)
_DIFFERS = re.compile(r"ไม่ตรงกัน|ไม่ลงรอย|ต่างกัน|ต่างจาก|(?<![a-z])differs?(?![a-z])|pulls? apart")
# Words that ask, and say nothing of what is asked about.
_ASKING = frozenset(["มี", "ไหน", "วัน", "กี่", "ใคร", "ใด", "เท่าไร", "เท่าไหร่", "ทำไม", "ยังไง", "เมื่อ", "เมื่อไร", "บอก", "ถาม", "อยาก", "ทราบ", "รู้", "ช่วย", "หน่อย", "พูด", "พูดถึง", "กล่าว", "กล่าวถึง", "คือ", "หมายถึง", "แล้ว", "ได้", "ให้", "tell", "say", "says", "about", "when", "where", "why", "many", "much", "there", "any", "must", "can", "should", "please", "whether", "have", "has", "give", "mean", "means", "described"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The statements that answer, in the order to show them; `label` heads a list."""

    statements: tuple[Statement, ...]
    label: str | None


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing answers; `told` is the corpus's own statement that it is silent, if it has one."""

    told: Statement | None = None


def find(
    question: str,
    anchors: Sequence[str],
    named: Named,
    statements: Statements,
    language: Language,
    fiscal_year: int,
) -> Found | Silent:
    """Choose the statements that answer a question.

    `anchors`: those retrieved, best first. `named`: what the question cites by name; where it cites provisions, they
    alone are searched. `fiscal_year` (B.E.) is the one that the corpus is about: any other year that the question names
    the answer must speak of.
    """
    asked = asked_concepts(question)
    pool = [
        each for anchor_id in (named.anchors or anchors[:6]) for each in statements.at(anchor_id, language)
    ]
    item = next((int(each.item) for each in named.provisions if each.item and each.item.isdigit()), None)
    if named.anchors and item is not None and (numbered := _item(pool, item, asked, statements)):
        return Found((numbered,), None)
    years = [year for year in dict.fromkeys(named.years + named.fiscal_years) if year != fiscal_year]
    ranked = [
        each
        for each in _fitting(question, _ranked(asked, pool, anchors, statements))
        if _of_years(each.statement, years) and not _asks_of_now(question, each.statement)
    ]
    if not ranked:
        return Silent()
    if named.anchors:
        return _of_provision(question, named, pool, ranked, statements)
    best = ranked[0]
    if best.score < ENOUGH or best.own < OWN:
        return Silent()
    if _SILENT.search(best.statement.text):
        return Silent(best.statement)
    if _LIST.search(question.lower()):
        return _group(pool, best.statement)
    return Found(_close(ranked), None)


def asked_concepts(question: str) -> frozenset[str]:
    """Return what a question is about, without the words that merely ask."""
    return frozenset(concepts(question) - _ASKING)


def _item(
    pool: list[Statement], item: int, asked: frozenset[str], statements: Statements
) -> Statement | None:
    """Return the statement that the source numbers `item`, in the group that the question is about."""
    numbered = [each for each in pool if each.number == item]
    return statements.score(asked, numbered)[0].statement if numbered else None


def _ranked(
    asked: frozenset[str], pool: list[Statement], anchors: Sequence[str], statements: Statements
) -> list[Scored]:
    """Order by score, with a small part for the rank of the anchor in retrieval."""
    rank = {anchor_id: place for place, anchor_id in enumerate(anchors)}

    def key(scored: Scored) -> float:
        place = rank.get(scored.statement.passage.anchor_id, len(rank))
        return -(scored.score + 0.2 * scored.own + 0.15 / (1 + place))

    return sorted(statements.score(asked, pool), key=key)


def _fitting(question: str, ranked: list[Scored]) -> list[Scored]:
    """Keep the statements that hold the kind of thing asked for: a date, a number."""
    asked = question.lower()
    if _WHEN.search(asked):
        return [
            each
            for each in ranked
            if _DATE.search(each.statement.text) or _SILENT.search(each.statement.text)
        ]
    if _HOW_MUCH.search(asked) and not _LIST.search(asked):
        return [
            each
            for each in ranked
            if re.search(r"\d", each.statement.text) or _SILENT.search(each.statement.text)
        ]
    return ranked


def _of_years(statement: Statement, years: Sequence[int]) -> bool:
    """Say whether a statement speaks of every year asked about, also as an end of a span ('2566-2570')."""
    heading = statement.passage.heading
    text = f"{statement.text} {statement.label} {heading.th} {heading.en}"
    return all(str(year) in text for year in years)


def _asks_of_now(question: str, statement: Statement) -> bool:
    """Say whether a question asks of now or next, which no document knows unless it has the word itself."""
    match = _NOW.search(question.lower())
    return bool(match) and match[0] not in statement.text.lower()  # type: ignore[index]


def _of_provision(
    question: str, named: Named, pool: list[Statement], ranked: list[Scored], statements: Statements
) -> Found | Silent:
    """Answer from a provision that the question names: the part it asks about, or the whole of it."""
    best = ranked[0]
    if _LIST.search(question.lower()):
        return _group(pool, best.statement)
    further = _beyond_names(question, named, pool)
    known = frozenset(term for term in further if statements.knows(term))
    if known and (pointed := [each for each in statements.score(known, pool) if each.own >= 0.5]):
        if _SILENT.search(pointed[0].statement.text):
            return Silent(pointed[0].statement)
        return Found(_close(_ordered(pointed, ranked)), None)
    if len(ranked) < len(pool):  # a date or a number was asked for: what holds one answers
        return Found(_close(ranked), None)
    return Found(tuple(each for each in pool if not _SILENT.search(each.text))[:12], None)


def _beyond_names(question: str, named: Named, pool: list[Statement]) -> frozenset[str]:
    """Return what is asked about a provision: the question's concepts without the names of provision and document."""
    text = normalise(question).text
    for each in sorted(named.provisions, key=lambda provision: -provision.start):
        text = f"{text[: each.start]} {text[each.end :]}"
    kinds = {"@notice", "@act", "@guideline", "ประกาศ", "พ.ร.บ.", "notice", "act", "section", "มาตรา", "ข้อ"}
    titles = concepts(" ".join(each.passage.document_id for each in pool[:1]))
    return asked_concepts(text) - kinds - titles


def _ordered(pointed: list[Scored], ranked: list[Scored]) -> list[Scored]:
    place = {id(each.statement): index for index, each in enumerate(ranked)}
    return sorted(pointed, key=lambda each: (-each.own, place.get(id(each.statement), len(place))))


def _group(pool: list[Statement], best: Statement) -> Found:
    """Return the whole list that the best statement belongs to."""
    group = [each for each in pool if each.passage.id == best.passage.id and each.label == best.label]
    if best.number is not None:
        group = [each for each in group if each.number is not None]
    return Found(tuple(group), best.label or None)


def _close(ranked: list[Scored]) -> tuple[Statement, ...]:
    """Return the best statement and those that carry nearly as much.

    Where the corpus says that its sources differ on the matter, that statement stands beside them.
    """
    best = ranked[0]
    near = [each for each in ranked[:8] if each.score >= 0.9 * best.score and each.own >= 0.9 * best.own][:3]
    if not any(_DIFFERS.search(each.statement.text) for each in near):
        near += [
            each
            for each in ranked
            if _DIFFERS.search(each.statement.text) and each.score >= 0.65 * best.score
        ][:1]
    return tuple(each.statement for each in near)


def answer(found: Found, citations: Citations, language: Language) -> str:
    """Return the answer as Markdown: one statement as a sentence, several as a list, each with its citation."""
    marked = [f"{each.text} [{citations.of_statement(each)}]" for each in found.statements]
    if len(marked) == 1:
        return marked[0]
    lines = [f"- {each}" for each in marked]
    return "\n".join([f"**{found.label}**", "", *lines] if found.label else lines)
