"""A factual question answered with the statements that carry it, or with silence where none does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cite import Citations
from assistant.provisions import Named
from assistant.reading.script import whole
from assistant.statements import Scored, Statement, Statements, concepts, held
from corpus.passages import Language
from corpus.text import normalise

ENOUGH = 0.5
"""Share of a question's weight that a statement (with its label and heading) must carry to answer it."""
OWN = 0.25
"""Share that the statement's own line must carry."""
SURE = 0.65
"""Share that its own line must carry where some of the question's words stand nowhere in the corpus."""
AGREED = 0.33
"""Share that will do, label and heading counted, where every arm of the retrieval puts the same place first."""
NAMED = 0.4
"""Share that its own line must carry in a provision that the question names."""
ENUMERATED = 0.9
"""Share that a line which itself counts things up, (1) (2) …, must carry before it does so, to answer what there are."""
CLEAR = 0.1
"""How much better a statement that the source is silent must fit than one that tells something."""

_LIST = whole(
    r"อะไรบ้าง|มีอะไร|ใดบ้าง|ไหนบ้าง|ใครบ้าง|กี่(?=ข้อ|รูปแบบ|แพลตฟอร์ม|หน่วยงาน|แนวทาง|ยุทธศาสตร์|เป้าหมาย|ด้าน|ตัวชี้วัด|องค์ประกอบ|ประการ|มาตรฐาน|กลุ่ม)"
    r"|ทั้งหมด|รายชื่อ|ประกอบด้วย|ด้านใด|(?<![a-z])(?:list|what are|which (?:\w+ )?(?:are|must|does|do)|name the|who are|who is responsible"
    r"|how many (?!percent|days)|all the|what must|what does .{0,30}(?:contain|require|consist|include)|what is the kpi)(?![a-z])"
)
_WHEN = whole(
    r"เมื่อไ(?:ร|หร่)|วันไหน|วันที่เท่า|วันใด|วันอะไร|ตั้งแต่วัน|กี่โมง|เวลาใด|ปีไหน|ปีใด"
    r"|(?<![a-z])(?:when|what date|what day|what time|which year|since when|on which day)(?![a-z])"
)
_WHO_OR_WHAT = whole(r"ใคร|อะไร|(?<![a-z])(?:who|what (?!date|day|time)|which (?!day|date|year))")
_HOW_MUCH = whole(
    r"เท่าไ(?:ร|หร่)|กี่|ร้อยละเท่า|ระดับใด|ระดับไหน|อันดับใด"
    r"|(?<![a-z])(?:how (?:much|many)|what percent\w*|which level|at which|what rank|what figure|what level|which volume|what volume)(?![a-z])"
)
_DATE = re.compile(
    r"\d{1,2} [ก-๙]+ \d{4}|พ\.ศ\. ?\d{4}|ปี \d{4}|\d{1,2} [A-Z]\w+ 2\d{3}|B\.E\. \d{4}|\d{2}\.\d{2}|วันถัดจาก|the day after"
)
_NAMES = re.compile(
    r"(?:แนวทางที่|เป้าหมายที่|ข้อ|มาตรา|ยุทธศาสตร์ที่|รูปแบบ\S*ที่|ฉบับที่|[Aa]pproach|[Gg]oal|KPI|[Ss]ection|[Cc]lause|[Cc]riterion|[Ss]trategy|[Ff]orm|No\.) ?\d+(?:\.\d+)?"
    r"|(?:พ\.ศ\.|B\.E\.) ?\d{4}(?:[-–]\d{4})?(?: \(\d{4}\))?"
)
_NOW = whole(
    r"ครั้งต่อไป|คราวหน้า|ครั้งหน้า|ถัดไป|ล่าสุด|วันนี้|พรุ่งนี้|ตอนนี้|ขณะนี้|ปีหน้า|เดือนหน้า|สัปดาห์หน้า"
    r"|(?<![a-z])(?:next|upcoming|latest|today|tomorrow|right now|currently|current|this (?:week|month))(?![a-z])"
)
_SILENT = re.compile(
    r"ไม่ได้(?:ระบุ|บอก|ให้(?!ความ)|แจกแจง|กล่าวถึง)|ไม่ปรากฏ|ไม่มีวันที่|ไม่บอก|ไม่ระบุ|ยืนยัน(?:คำที่ถูก|.{0,20})?ไม่ได้|ไม่อยู่ในคลัง"
    r"|does not (?:state|say|give|break|name|explain|hold)|do not (?:state|say|give)|gives no|is silent|has no dates"
    r"|cannot be confirmed|not held"
)
_DIFFERS = re.compile(r"ไม่ตรงกัน|ไม่ลงรอย|ต่างกัน|ต่างจาก|(?<![a-z])differs?(?![a-z])|pulls? apart")
_ASIDE = re.compile(
    r"สไลด์|ข้อความที่อ่านได้|เลขแนวทางของชุด|คำนวณ|มิใช่ตัวชี้วัด|เขียนต่างกัน|ดอกจัน|'NEW'|(?<![a-z])(?:slides?|as read|follows from|not a kpi|asterisk)(?![a-z])",
    re.IGNORECASE,
)
"""What is said of the sources themselves rather than of the programme."""
_REMARK = re.compile(
    r"^(?:หมายเหตุ|ข้อสังเกต|ข้อความที่ยังไม่แน่นอน|รูปแบบที่สไลด์|notes? |remarks? |forms listed on the slide|uncertain)",
    re.IGNORECASE,
)
"""The label of a group of such statements."""
ASIDE = 0.12
"""What such a statement loses against others."""
# Words that ask, and say nothing of what is asked about. English ones as `concepts` cuts them.
_ASKING = frozenset(
    """
    @percent มี ไหน วัน วันที่ กี่ ใคร ใด เท่าไร เท่าไหร่ เท่า ทำไม ยังไง เมื่อ เมื่อไร เมื่อไหร่ บอก
    ถาม อยาก ทราบ รู้ ช่วย หน่อย พูด พูดถึง กล่าว กล่าวถึง คือ หมายถึง หมายความ หมายความว่า ว่า แล้ว ได้
    ให้ ใช่ ต้อง ตาม ตามมี ด้วย ควร ร้อยละ เปอร์เซ็นต์ % จำนวน ข้อ ที่ไหน คน อัน ใช้ อยู่ เรื่อง ปฏิบัติ
    ปฏิบัติตาม ดำเนินการ ว่าด้วย เกี่ยวกับ กำหนด ระบุ สามารถ จะ ไหม tell say says about when where why
    many much there any must can should please whethe have has give mean means descri doe does too also
    percen which one need needs requir under into per date come other if
    """.split()  # noqa: SIM905 - quotes would hide the words
)


@dataclass(frozen=True, slots=True)
class Found:
    """The statements that answer, in the order to show them; `label` heads a list."""

    statements: tuple[Statement, ...]
    label: str | None = None


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
    *,
    agreed: bool,
) -> Found | Silent:
    """Choose the statements that answer a question.

    `anchors`: those retrieved, best first. `named`: what the question cites by name; where it cites provisions, they
    alone are searched. `fiscal_year` (B.E.) is the one that the corpus is about: any other year that the question names
    the answer must speak of. `agreed`: all arms of the retrieval agree on the place, so that fewer shared words do.
    """
    searched = list(named.anchors or anchors[:6])
    if not named.anchors and _is_list(
        question
    ):  # what a document as a whole counts up stands in its overview
        searched += [each for each in anchors[6:] if each.endswith("/overview")]
    pool = [each for anchor_id in searched for each in statements.at(anchor_id, language)]
    asked = _beyond_names(question, named, pool)
    if named.anchors and (numbered := _item(pool, named, asked, statements)):
        return Found((numbered,))
    years = [year for year in dict.fromkeys(named.years + named.fiscal_years) if year != fiscal_year]
    ranked = [
        each
        for each in _ranked(question, asked, pool, anchors, statements)
        if _of_years(each.statement, years) and not _asks_of_now(question, each.statement)
    ]
    if (
        named.anchors
        and all(statements.knows(term) for term in asked)
        and not (ranked and ranked[0].own >= NAMED)
    ):
        return _whole(question, pool, ranked)
    if not ranked or not _enough(ranked[0], named, agreed):
        return Silent()
    if (
        not named.anchors
        and not agreed
        and ranked[0].own < SURE
        and not all(statements.knows(term) for term in asked)
    ):
        return Silent()  # what is asked about has words that the corpus has nowhere
    if _SILENT.search(ranked[0].statement.text):
        telling = next((each for each in ranked if not _SILENT.search(each.statement.text)), None)
        if telling is None or telling.score < ranked[0].score - CLEAR or not _enough(telling, named, agreed):
            return Silent(ranked[0].statement)
        ranked.remove(telling)
        ranked.insert(0, telling)
    if _is_list(question) and (listed := _list(asked, ranked, pool, statements)):
        return listed
    return Found(_close(question, ranked))


def asked_concepts(question: str) -> frozenset[str]:
    """Return what a question is about, without the words that merely ask."""
    return frozenset(concepts(question) - _ASKING)


def _beyond_names(question: str, named: Named, pool: list[Statement]) -> frozenset[str]:
    """Return the question's concepts without the names of the provisions and documents that it cites."""
    text = normalise(question).text
    for each in sorted(named.provisions, key=lambda provision: -provision.start):
        text = f"{text[: each.start]} {text[each.end :]}"
    asked = asked_concepts(text)
    if named.documents:
        asked -= {"@notice", "@act", "@guideline", "ประกาศ", "พ.ร.บ.", "พรบ", "notice", "act", "guidel"}
    return asked


def _is_list(question: str) -> bool:
    """Say whether a question asks for several things; 'which agencies, and at which level' asks for a figure."""
    lower = question.lower()
    counted = _HOW_MUCH.search(lower)
    return bool(_LIST.search(lower)) and not (counted and counted[0] not in {"กี่", "how many"})


def _enough(best: Scored, named: Named, agreed: bool) -> bool:
    """Say whether a statement carries enough of the question. Less will do in a place named, or agreed on by all arms."""
    if named.anchors:
        return best.own >= NAMED
    if agreed:
        return best.score >= AGREED
    return best.score >= ENOUGH and best.own >= OWN


def _item(
    pool: list[Statement], named: Named, asked: frozenset[str], statements: Statements
) -> Statement | None:
    """Return the statement that the source numbers as the question does ('ข้อ 3'), in the group that it is about."""
    item = next((int(each.item) for each in named.provisions if each.item and each.item.isdigit()), None)
    numbered = [each for each in pool if each.number == item] if item is not None else []
    return statements.score(asked, numbered)[0].statement if numbered else None


def _ranked(
    question: str,
    asked: frozenset[str],
    pool: list[Statement],
    anchors: Sequence[str],
    statements: Statements,
) -> list[Scored]:
    """Order the statements that hold the kind of thing asked for (a date, a figure) by how well they fit.

    A small part goes to the rank of the anchor in retrieval, and asides about the sources come later.
    """
    rank = {anchor_id: place for place, anchor_id in enumerate(anchors)}

    def key(scored: Scored) -> float:
        place = rank.get(scored.statement.passage.anchor_id, len(rank))
        aside = ASIDE if _ASIDE.search(scored.statement.text) else 0.0
        return -(scored.score + 0.2 * scored.own + 0.5 / (1 + place) - aside)

    lower = question.lower()
    if _WHEN.search(lower) and not _WHO_OR_WHAT.search(lower):
        pool = [each for each in pool if _DATE.search(each.text) or _SILENT.search(each.text)]
    elif _HOW_MUCH.search(lower) and not _is_list(question):
        pool = [
            each for each in pool if re.search(r"\d", _NAMES.sub("", each.text)) or _SILENT.search(each.text)
        ]
    return sorted(statements.score(asked, pool), key=key)


def _of_years(statement: Statement, years: Sequence[int]) -> bool:
    """Say whether a statement speaks of every year asked about, also as an end of a span ('2566-2570')."""
    heading = statement.passage.heading
    text = f"{statement.text} {statement.label} {heading.th} {heading.en}"
    return all(str(year) in text for year in years)


def _asks_of_now(question: str, statement: Statement) -> bool:
    """Say whether a question asks of now or next, which no document knows unless it has the word itself."""
    match = _NOW.search(question.lower())
    return match is not None and match[0] not in statement.text.lower()


def _whole(question: str, pool: list[Statement], ranked: list[Scored]) -> Found | Silent:
    """Answer a question about a provision as such: all of it, or what in it is a date or a figure."""
    if not ranked:
        return Silent()
    if len(ranked) < len(pool) and (_WHEN.search(question.lower()) or _HOW_MUCH.search(question.lower())):
        telling = [each for each in ranked if not _SILENT.search(each.statement.text)]
        return (
            Found(tuple(each.statement for each in telling[:3])) if telling else Silent(ranked[0].statement)
        )
    first = pool[0].passage.anchor_id
    whole_of_it = [each for each in pool if each.passage.anchor_id == first]
    telling_lines = [
        each for each in whole_of_it if not _SILENT.search(each.text) and not _ASIDE.search(each.text)
    ]
    return Found(tuple(telling_lines or whole_of_it))


def _list(
    asked: frozenset[str], ranked: list[Scored], pool: list[Statement], statements: Statements
) -> Found | None:
    """Return the whole of the list that fits best: its group, and sister groups of the anchor that fit as well.

    A list is fitting by its best item, and as much by the label and heading that say what it lists.
    """
    members: dict[tuple[str, str], list[Statement]] = {}
    for statement in pool:
        members.setdefault(_group(statement), []).append(statement)
    for scored in ranked:
        head, counts, _ = scored.statement.text.partition("(1)")
        if counts and statements.share(asked, held(head)) >= ENUMERATED:
            return Found((scored.statement,))
    fit: dict[tuple[str, str], float] = {}
    for scored in ranked:
        group = _group(scored.statement)
        if group not in fit and group[1] and not _SILENT.search(scored.statement.text):
            aside = (
                ASIDE
                if _REMARK.search(scored.statement.label) or _ASIDE.search(scored.statement.text)
                else 0.0
            )
            fit[group] = (scored.score + statements.heading_share(asked, scored.statement)) / 2 - aside
    lists = {group: score for group, score in fit.items() if len(members[group]) > 1}
    if not lists:
        return None
    first = max(lists, key=lambda group: lists[group])
    if lists[first] < ENOUGH:
        return None
    sisters = {
        group
        for group, score in fit.items()
        if group == first
        or (group[0] == first[0] and score >= 0.9 * lists[first] and not _REMARK.search(group[1]))
    }
    chosen = [each for each in pool if _group(each) in sisters]
    return Found(tuple(chosen), first[1] if len(sisters) == 1 else None)


def _group(statement: Statement) -> tuple[str, str]:
    return statement.passage.anchor_id, statement.label


def _close(question: str, ranked: list[Scored]) -> tuple[Statement, ...]:
    """Return the best statement and those that carry nearly as much, at most three.

    Where a figure is asked for and the corpus says that its sources differ on it, that statement stands beside.
    """
    best = ranked[0]
    close = [
        each
        for each in ranked[1:8]
        if each.score >= 0.9 * best.score
        and each.own >= 0.9 * best.own
        and not _SILENT.search(each.statement.text)
        and (_ASIDE.search(best.statement.text) or not _ASIDE.search(each.statement.text))
    ]
    near = [best, *close[:2]]
    if _HOW_MUCH.search(question.lower()) or "target" in question.lower() or "เป้า" in question:
        near += [
            each
            for each in ranked
            if each not in near and _DIFFERS.search(each.statement.text) and each.score >= 0.65 * best.score
        ][:1]
    return tuple(each.statement for each in near)


def answer(found: Found, citations: Citations, language: Language) -> str:
    """Return the answer as Markdown: one statement as a sentence, several as a list, each with its citation."""
    marked = [f"{each.text} [{citations.of_statement(each)}]" for each in found.statements]
    if len(marked) == 1:
        return marked[0]
    lines = [f"- {each}" for each in marked]
    return "\n".join([f"**{found.label}**", "", *lines] if found.label else lines)
