"""A factual question answered with the statements that carry it, or with silence where none does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from assistant.abstention import Decision, decide
from assistant.answer_types import holds, wanted
from assistant.asking import clauses
from assistant.cite import Citations
from assistant.compose import comparison
from assistant.compose.comparison import Table
from assistant.fit import ASIDE, SILENT, Fit, Fitted, places
from assistant.provisions import Named
from assistant.reading.script import whole
from assistant.retrieve import Evidence, Hit
from assistant.statements import Scored, Statement, Statements, asked_concepts, held
from corpus.glossary import glossary
from corpus.passages import Language
from corpus.text import normalise

ENOUGH = 0.5
"""Share of a question's weight that a list (its best line with label and heading) must carry to answer it."""
NAMED = 0.4
"""Share that a line itself must carry in a provision that the question names; else the provision is meant as such."""
EXACT = frozenset({"money", "phone"})
"""Kinds of thing that nothing else answers for."""
OUTSIDE = 4.0
"""How much better (in the score of `fit.py`) a line outside the provision named must fit than one inside."""
ENUMERATED = 0.9
"""Share that a line which itself counts things up, (1) (2) …, must carry before it does so, to answer what there are."""
NEAR = 0.85
"""Share of the best statement's score in `fit.py` from which others are shown with it."""
SURE = 0.7
"""Probability of an answer from which a statement that the source is silent on something answers as any other."""
LONGEST = 700
"""Characters that a single fact's statements come to at most."""
COMPARED = 0.25
"""Probability of an answer from which provisions that exist are compared; less would do for what else is asked of them."""
WITHIN = 0.3
"""Probability of an answer from which a provision that is named answers what has no word unknown to the corpus."""
WHOLE = 1200
"""Characters of a passage up to which all of it answers what there is, where no list of it does."""
PART = 0.5
"""Share of the weight of one of several things asked that another line must carry to be shown for it."""
CLEAR = 0.5
"""How much better (in the score of `fit.py`) a statement that the source is silent must fit than one that tells something."""

_LIST = whole(
    r"(?:อะไร|ยังไง|อย่างไร)[ก-๙]{0,8}บ้าง|มีอะไร|ใดบ้าง|ไหนบ้าง|ใครบ้าง|กี่(?=ข้อ|รูปแบบ|แพลตฟอร์ม|หน่วยงาน|แนวทาง|ยุทธศาสตร์|เป้าหมาย|ด้าน|ตัวชี้วัด|องค์ประกอบ|ประการ|มาตรฐาน|กลุ่ม)"
    r"|ทั้งหมด|ทุก(?:ข้อ|ประการ|ตัว|รายการ)|รายชื่อ|ประกอบด้วย|ด้านใด|(?<![a-z])(?:list|what are|which (?:\w+ ){0,3}(?:are|were|must|does|do|came|have|has)|all the|the kpis|names of|name the|who are|who is responsible"
    r"|how many (?!percent|days)|all the|what must|what does .{0,30}(?:contain|require|consist|include)|what is the kpi)(?![a-z])"
)
_HOW_MUCH = whole(
    r"เท่าไ(?:ร|หร่)|กี่|ร้อยละเท่า|ระดับใด|ระดับไหน|อันดับใด"
    r"|(?<![a-z])(?:how (?:much|many)|what percent\w*|which level|at which|what rank|what figure|what level|which volume|what volume)(?![a-z])"
)
_ITEM = re.compile(
    r"(?:ข้อ|KPI|รูปแบบ(?:การบูรณาการ)?(?:ที่)?|รายการที่|ลำดับ|form|item|point|number) ?(\d+)(?!\d*\.\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"25\d\d")
_NOW = whole(
    r"ครั้งต่อไป|คราวหน้า|ครั้งหน้า|ถัดไป|ล่าสุด|วันนี้|พรุ่งนี้|ตอนนี้|ขณะนี้|ปีหน้า|เดือนหน้า|สัปดาห์หน้า"
    r"|(?<![a-z])(?:next|upcoming|latest|today|tomorrow|right now|currently|current|this (?:week|month))(?![a-z])"
)
_ASKS_WHETHER_TOLD = whole(
    r"(?:มีคำ|เชื่อถือ|เชื่อได้|แน่นอน|บอก|ระบุ|กำหนด|เขียน|แจกแจง|กล่าวถึง|ชี้แจง|พิมพ์)[^?]{0,60}(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|หรือยัง|ใช่ปะ)"
    r"|(?<![a-z])(?:do(?:es)?|did|is|are|has|have|was)(?![a-z])[^?.]{0,80}?(?<![a-z])(?:say|state|give|name|specif\w+|break|divided|printed|set|list(?:ed)?|mention\w*|reconcile\w*|tell|told|stated|given|reliable|confirmed)(?![a-z])"
)
"""What asks whether the sources tell something, or which of two things that they leave open."""
_WHAT = re.compile(r"(?<![a-z])(?:what|which|who|when|where|how)(?![a-z])[^?.!;]*$")
_FOR_ME = re.compile(
    r"(?<![a-z])for (?:a|an|the|my|our|his|her) [a-z ]{3,40}?(?:today|tomorrow|this (?:week|month|afternoon|morning))"
)
"""Why someone asks: 'for a briefing tomorrow'."""
_DIFFERS = re.compile(r"ไม่ตรงกัน|ไม่ลงรอย|ต่างกัน|ต่างจาก|(?<![a-z])differs?(?![a-z])|pulls? apart")
_REMARK = re.compile(
    r"^(?:หมายเหตุ|ข้อสังเกต|ข้อความที่ยังไม่แน่นอน|รูปแบบที่สไลด์|notes? |remarks? |forms listed on the slide|uncertain)",
    re.IGNORECASE,
)
"""The label of a group of such statements."""
LESS = 4.0
"""What a list loses against others for such a label, in the score of `fit.py`."""
HEADED = 4.0
"""What the share of a question's weight in a list's label and heading adds, in the same."""
_DEFINES = whole(
    r"นิยาม|หมายถึง|หมายความ|ความหมาย|คืออะไร|แปลว่า|(?<![a-z])(?:defin\w*|what does .{1,40} mean|meaning)(?![a-z])"
)
_COMPARES = whole(
    r"ต่างกัน|แตกต่าง|ต่างจาก|สับสน|แต่ละ|ทั้งคู่|เหมือนกัน|เหมือนหรือ|เปรียบเทียบ|เทียบกัน|ขัดกัน|เดียวกัน|คนละ(?!ครึ่ง)|ข้อไหน|อันไหน|ช่วยแยก"
    r"|(?<![a-z])(?:differ\w*|compare\w*|each|both|mix(?:ing)? up|versus|vs|same|which one|identical|conflict\w*|contradict\w*)(?![a-z])"
)
_ASKS_HOW = re.compile(rf"{_COMPARES.pattern}|ตรง(?:ไหน|ใด)|อย่างไร|ยังไง")
"""The words of a comparison that say nothing of what is compared."""
_AND = re.compile(r"(?:\s|,)+and\s+|,\s+|และ|แล้วก็|แล้ว(?=ใช้|ต้อง|มี|ประ|ใคร|ที่ไหน)|กับ", re.IGNORECASE)
_KINDS: Mapping[str, str] = {
    "form": r"รูปแบบ(?:การบูรณาการ)?(?:ที่)?",
    "goal": "เป้าหมายที่",
    "strategy": "ยุทธศาสตร์ที่",
}
_PARAGRAPH = re.compile(r"วรรค(หนึ่ง|สอง|สาม|สี่|ห้า)|(first|second|third|fourth|fifth) paragraph", re.IGNORECASE)
_PLACES = ("หนึ่ง first", "สอง second", "สาม third", "สี่ fourth", "ห้า fifth")
_COUNTS_UP = re.compile(
    r"(?:มี|เป็น|เพียง)[ก-๙]* ?\d+ (?P<thai>[ก-๙]+) ?(?:คือ|ได้แก่|:)|(?<![a-z])(?:has|have|are|in|names?) (?:only )?\d (?:general |central )?(?P<latin>[a-z]+)",
)
"""A line that itself says how many there are, and which."""


class Group(NamedTuple):
    """Statements that stand together; `label` heads them."""

    statements: tuple[Statement, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The statements that answer, in the order to show them: a table first, where there is one, then groups."""

    groups: tuple[Group, ...]
    table: Table | None = None
    decision: Decision | None = None

    @classmethod
    def of(
        cls, *statements: Statement, label: str | None = None, decision: Decision | None = None
    ) -> "Found":
        """Return statements that answer together."""
        return cls((Group(statements, label),), decision=decision)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement that answers."""
        grouped = tuple(each for group in self.groups for each in group.statements)
        return (*(self.table.statements if self.table else ()), *grouped)


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing answers; `told` is the corpus's own statement that it is silent, if it has one."""

    told: Statement | None = None
    decision: Decision | None = None


def find(
    question: str,
    hits: Sequence[Hit],
    named: Named,
    fit: Fit,
    evidence: Evidence,
    language: Language,
    fiscal_year: int,
) -> Found | Silent:
    """Choose the statements that answer a question.

    `hits`: the anchors retrieved, best first; `evidence`: what the retrieval says for an answer. `fiscal_year` (B.E.) is
    the one that the corpus is about: any other year that the question names the answer must speak of.
    """
    statements = fit.statements
    asked = asked_concepts(question)
    fitted = lines(question, hits, named, fit, language, fiscal_year)
    decision = decide(question, asked, fitted, evidence, statements, named=bool(named.anchors))
    beyond = _beyond_names(clauses(question).asks, named) or _beyond_names(question, named)
    pool = [
        each
        for anchor_id in named.anchors or [hit.anchor_id for hit in hits[:6]]
        for each in statements.at(anchor_id, language)
    ]
    if named.anchors and _lacks_item(pool, named):
        return Silent(decision=decision)
    if named.anchors and (numbered := _item(pool, named, beyond, statements)):
        return Found.of(numbered, decision=decision)
    ranked = [
        Scored(each, *shares, score)
        for each, shares, score in zip(
            fitted.statements,
            statements.shares_of(beyond, fitted.statements),
            fitted.scores.tolist(),
            strict=True,
        )
    ]
    compared_by = _beyond_names(_ASKS_HOW.sub(lambda match: " " * len(match[0]), question.lower()), named)
    if (compared := _compared(question, compared_by, named, ranked, statements, language)) and (
        decision.probability >= COMPARED or all(statements.knows(term) for term in compared_by)
    ):
        return replace(compared, decision=decision)
    if named.anchors:
        inside = [each for each in ranked if each.statement.passage.anchor_id in named.anchors]
        if all(statements.knows(term) for term in beyond) and not any(
            each.own >= NAMED for each in ranked[:1] + inside[:1]
        ):
            return _whole(question, pool, inside, decision)
    kind = wanted(clauses(question).asks).kind
    if kind in EXACT and ranked and not any(holds(each.statement.text, kind) for each in ranked[:3]):
        return Silent(decision=decision)
    within = named.anchors and all(statements.knows(term) for term in beyond)
    if not ranked or not (decision.answers or (within and decision.probability >= WITHIN)):
        return Silent(decision=decision)
    if (
        named.anchors
        and inside
        and inside[0].fit >= ranked[0].fit - OUTSIDE
        and not _COMPARES.search(question)
    ):
        ranked = inside
    asks_whether = _asks_whether_told(question)
    near = [each for each in ranked[:3] if each.fit >= NEAR * ranked[0].fit]
    if asks_whether and (untold := next((each for each in near if SILENT.search(each.statement.text)), None)):
        ranked.remove(untold)
        ranked.insert(0, untold)
    if SILENT.search(ranked[0].statement.text) and (asks_whether or decision.probability >= SURE):
        # that it is not told may be what was asked
        return Found.of(*_close(question, ranked), decision=decision)
    if SILENT.search(ranked[0].statement.text):
        telling = next((each for each in ranked if not SILENT.search(each.statement.text)), None)
        if telling is None or telling.fit < ranked[0].fit - CLEAR:
            return Silent(ranked[0].statement, decision)
        ranked.remove(telling)
        ranked.insert(0, telling)
    if _is_list(question):
        held_by = [each for each in ranked if each.statement.passage.anchor_id in named.anchors] or ranked
        if listed := _list(question, beyond, held_by, pool, statements):
            return replace(listed, decision=decision)
    if _DEFINES.search(question.lower()):
        return Found.of(*_defined(ranked[0].statement, statements), decision=decision)
    found = _close(question, ranked)
    return Found.of(*_with_parts(question, found, ranked, statements), decision=decision)


def lines(
    question: str,
    hits: Sequence[Hit],
    named: Named,
    fit: Fit,
    language: Language,
    fiscal_year: int,
    without: str | None = None,
) -> Fitted:
    """Return the lines that may answer, best first: those of the years that the question names.

    `without`: the author whose precedents are left out.
    """
    if named.anchors:  # of a provision, the name of its law says no more
        question = _without_documents(question)
    years = [year for year in dict.fromkeys(named.years + named.fiscal_years) if year != fiscal_year]
    fitted = fit.lines(question, asked_concepts(question), places(hits), language, without)
    now = _now(question)
    return fitted.only(lambda each: _of_years(each, years) and (now is None or now in each.text.lower()))


def _beyond_names(question: str, named: Named) -> frozenset[str]:
    """Return the question's concepts without the names of the provisions and documents that it cites."""
    asked = asked_concepts(_without_names(question, named))
    if named.documents:
        asked = frozenset(term for term in asked if not re.fullmatch(r"(?:ฉบับ|no\.?)?\d+", term))
        asked -= {
            "@second-notice",
            "@platform-notice",
            "no",
            "@notice",
            "@act",
            "@guideline",
            "ประกาศ",
            "พ.ร.บ.",
            "พรบ",
            "notice",
            "act",
            "guidel",
        }
    return asked


def _without_names(question: str, named: Named) -> str:
    text = normalise(question).text
    for each in sorted(named.provisions, key=lambda provision: -provision.start):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _without_documents(question: str) -> str:
    text = normalise(question).text
    for mention in reversed(glossary().mentions(text)):
        if any(entry.document for entry in mention.entries):
            text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _is_list(question: str) -> bool:
    """Say whether a question asks for several things; 'which agencies, and at which level' asks for a figure."""
    lower = question.lower()
    counted = _HOW_MUCH.search(lower)
    return bool(_LIST.search(lower)) and not (counted and counted[0] not in {"กี่", "how many"})


def _item(
    pool: list[Statement], named: Named, asked: frozenset[str], statements: Statements
) -> Statement | None:
    """Return the statement that the source numbers as the question does ('ข้อ 3'), in the group that it is about."""
    item = next((int(each.item) for each in named.provisions if each.item and each.item.isdigit()), None)
    numbered = [each for each in pool if each.number == item] if item is not None else []
    return statements.score(asked, numbered)[0].statement if numbered else None


def _lacks_item(pool: list[Statement], named: Named) -> bool:
    """Say whether a numbered item is asked for ('ข้อ 4 ของเป้าหมายที่ 1') where the provision has others, but not it."""
    asked = {int(each.item) for each in named.provisions if each.item and each.item.isdigit()}
    numbers = {each.number for each in pool if each.number is not None}
    for each in pool:
        if paragraph := _PARAGRAPH.match(each.label):
            which = (paragraph[1] or paragraph[2]).lower()
            numbers |= {at for at, names in enumerate(_PLACES, 1) if which in names}
    for each in pool:
        numbers |= {int(number) for number in _ITEM.findall(each.text)}
    return bool(numbers) and not asked <= numbers


def _compared(
    question: str,
    beyond: frozenset[str],
    named: Named,
    ranked: Sequence[Scored],
    statements: Statements,
    language: Language,
) -> Found | None:
    """Return the things that a question compares by name, side by side; None where it compares none.

    `beyond`: the question's concepts beside the names. Things of one provision are told apart by the numbers of its items
    ('form 1 and form 2').
    """
    provisions = [each for each in named.provisions if each.anchors]
    if not _COMPARES.search(question.lower()) or len(provisions) < 2:
        return None
    if len({(each.number, each.item) for each in provisions}) < len(provisions):
        return None
    under = []
    for provision in provisions:
        lines = [each for anchor in provision.anchors for each in statements.at(anchor, language)]
        if sum(each.anchors == provision.anchors for each in provisions) > 1:
            own = re.compile(
                rf"(?:{provision.kind}|{_KINDS.get(provision.kind, provision.kind)}) ?{provision.number}(?!\d)",
                re.IGNORECASE,
            )
            lines = [each for each in lines if own.search(each.text)]
        under.append(lines)
    differing = next((each.statement for each in ranked[:5] if _DIFFERS.search(each.statement.text)), None)
    notes = (Group((differing,)),) if differing else ()
    if side_by_side := comparison.table(
        provisions, under, beyond, _figures(question, named), statements, language
    ):
        return Found(notes, side_by_side)
    order = {each.statement: place for place, each in enumerate(ranked)}
    groups = [
        Group(tuple(_fitting(_telling(lines), order)), comparison.named(provision, language))
        for provision, lines in zip(provisions, under, strict=True)
        if lines
    ]
    return Found((*groups, *notes)) if groups else None


def _asks_whether_told(question: str) -> bool:
    """Say whether it is asked if the sources tell something: 'what does the document give' asks something else."""
    lower = question.lower()
    return any(not _WHAT.search(lower, 0, match.start()) for match in _ASKS_WHETHER_TOLD.finditer(lower))


def _figures(question: str, named: Named) -> list[str]:
    """Return the figures of a question that name no provision."""
    text = _without_names(question, named)
    return comparison.FIGURE.findall(text)


def _telling(lines: Iterable[Statement]) -> list[Statement]:
    """Return the lines that tell something of the programme, and not of the sources."""
    found = list(lines)
    return [
        each
        for each in found
        if not (SILENT.search(each.text) or ASIDE.search(each.text) or _REMARK.search(each.label))
    ] or found


def _fitting(lines: Sequence[Statement], order: Mapping[Statement, int]) -> Sequence[Statement]:
    """Return lines as far as there is room, in their own order; the first are those that `order` has first."""
    chosen: set[Statement] = set()
    room = LONGEST
    for each in sorted(lines, key=lambda line: order.get(line, len(order))):
        if chosen and len(each.text) > room:
            break
        chosen.add(each)
        room -= len(each.text)
    return [each for each in lines if each in chosen]


def _defined(best: Statement, statements: Statements) -> tuple[Statement, ...]:
    """Return a statement with those of its group after it, as far as there is room: a definition goes on in them."""
    under = statements.at(best.passage.anchor_id, best.passage.language)
    after = under[under.index(best) + 1 :] if best in under else []
    chosen, room = [best], LONGEST - len(best.text)
    for each in after:
        room -= len(each.text)
        if room < 0 or each.label != best.label or ASIDE.search(each.text) or SILENT.search(each.text):
            break
        chosen.append(each)
    return tuple(chosen)


def _with_parts(
    question: str, found: tuple[Statement, ...], ranked: Sequence[Scored], statements: Statements
) -> tuple[Statement, ...]:
    """Return the statements found with one more for each thing asked about that they leave open.

    'When was it signed, and when gazetted', 'the e-mail address and the website': several lines answer together.
    """
    chosen = list(found)
    parts = [asked_concepts(part) for part in _AND.split(clauses(question).asks)]
    if len(parts) < 2:
        return found
    for part in filter(None, parts):
        if any(
            statements.share(part, each.held | statements.twin(each).held) >= ENUMERATED for each in chosen
        ):
            continue
        for each in ranked[:12]:
            here = each.statement
            share = statements.share(part, here.held | statements.twin(here).held)
            if here.passage.anchor_id == found[0].passage.anchor_id and share >= PART and here not in chosen:
                chosen.append(here)
                break
    return tuple(chosen[: len(found) + 2])


def _of_years(statement: Statement, years: Sequence[int]) -> bool:
    """Say whether a statement speaks of every year asked about, also as an end of a span ('2566-2570')."""
    if not years:
        return True
    heading = statement.passage.heading
    around = "" if _YEAR.search(statement.text) else f"{heading.th} {heading.en}"
    text = f"{statement.text} {statement.label} {around}"
    return all(str(year) in text for year in years)


def _now(question: str) -> str | None:
    """Return the word by which a question asks of now or next, which no document knows unless it has the word itself."""
    match = _NOW.search(_FOR_ME.sub(" ", clauses(question).asks.lower()))
    return match[0] if match else None


def _whole(question: str, pool: list[Statement], ranked: list[Scored], decision: Decision) -> Found | Silent:
    """Answer a question about a provision as such: all of it, or what in it is a date or a figure."""
    if not ranked:
        return Silent(decision=decision)
    kind = wanted(question).kind
    if kind and (typed := [each for each in ranked if holds(each.statement.text, kind)]) != ranked:
        telling = [each for each in typed if not SILENT.search(each.statement.text)]
        if not telling:
            return Silent(ranked[0].statement if SILENT.search(ranked[0].statement.text) else None, decision)
        return Found.of(*(each.statement for each in telling[:3]), decision=decision)
    first = pool[0].passage.anchor_id
    lines = [each for each in pool if each.passage.anchor_id == first]
    if _asks_whether_told(question):  # that it is not told may be what was asked
        return _all_of([each for each in lines if not ASIDE.search(each.text)] or lines, decision)
    return _all_of(_telling(lines), decision)


def _all_of(lines: Sequence[Statement], decision: Decision | None = None) -> Found:
    """Return lines by the groups that the source has them in."""
    groups = (
        Group(tuple(each), label or None) for label, each in groupby(lines, key=lambda line: line.label)
    )
    return Found(tuple(groups), decision=decision)


def _counts_up(statement: Statement, question: str) -> bool:
    """Say whether a line tells how many of the things asked for there are, and which."""
    counted = _COUNTS_UP.search(statement.text)
    if counted is None:
        return False
    plain = re.sub(r"\s", "", question.lower())
    if thing := counted["latin"]:
        return thing.rstrip("s") in plain
    thing = re.sub(r"คือ$", "", counted["thai"])
    return bool(re.search(rf"กี่{thing}|{thing}(?:ใด|ไหน|อะไร|มีอะไร|มีกี่)", plain))


def _list(
    question: str, asked: frozenset[str], ranked: list[Scored], pool: list[Statement], statements: Statements
) -> Found | None:
    """Return the list that fits best: a line that counts up, a group with its sister groups, or a short passage whole.

    A group is fitting by its best item, and by the label and heading that say what it lists.
    """
    members: dict[tuple[str, str], list[Statement]] = {}
    for statement in pool:
        members.setdefault(_group(statement), []).append(statement)
    for scored in ranked:
        head, counts, _ = scored.statement.text.partition("(1)")
        if counts and statements.share(asked, held(head)) >= ENUMERATED:
            return Found.of(scored.statement)
    for scored in ranked[:3]:
        if scored.fit >= NEAR * ranked[0].fit and _counts_up(scored.statement, question):
            return Found.of(scored.statement)
    shares: dict[tuple[str, str], float] = {}
    fits: dict[tuple[str, str], float] = {}
    for scored in ranked:
        group = _group(scored.statement)
        if group in members and group[1] and group not in fits and not SILENT.search(scored.statement.text):
            headed = statements.heading_share(asked, scored.statement)
            remark = _REMARK.search(scored.statement.label) or ASIDE.search(scored.statement.text)
            fits[group] = scored.fit + HEADED * headed - (LESS if remark else 0.0)
            shares[group] = (scored.score + headed) / 2
    best = ranked[0].statement
    lists = {group: fit for group, fit in fits.items() if len(members[group]) > 1}
    first = max(lists, key=lambda group: lists[group], default=None)
    listed = first is not None and (shares[first] >= ENOUGH or first == _group(best))
    labelled = first is not None and statements.share(asked, held(first[1])) > 0
    if first is None or not listed or not labelled:
        whole = _telling(each for each in pool if each.passage.anchor_id == best.passage.anchor_id)
        if len(whole) > 1 and best in whole and sum(len(each.text) for each in whole) <= WHOLE:
            return _all_of(whole)
        if first is None or not listed:
            return None
    sisters = {
        group
        for group, share in shares.items()
        if group == first
        or (group[0] == first[0] and share >= 0.9 * shares[first] and not _REMARK.search(group[1]))
    }
    return _all_of([each for each in pool if _group(each) in sisters])


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
        if each.fit >= NEAR * best.fit
        and not SILENT.search(each.statement.text)
        and (ASIDE.search(best.statement.text) or not ASIDE.search(each.statement.text))
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
    """Return the answer as Markdown: one statement as a sentence, several as lists, each with its citation."""
    del language
    if not found.table and len(found.statements) == 1:
        return _cited(found.statements[0], citations)
    blocks = [_table(found.table, citations)] if found.table else []
    blocks += [_listed(group, citations) for group in found.groups]
    return "\n\n".join(blocks)


def _listed(group: Group, citations: Citations) -> str:
    """Return a group as a list under its label; what all its lines say before their colon is said once, as the label."""
    lead = comparison.lead(group.statements)
    lines = [f"- {_cited(each, citations, bare=lead is not None)}" for each in group.statements]
    label = lead or group.label
    return "\n".join([f"**{label}**", "", *lines] if label else lines)


def _table(table: Table, citations: Citations) -> str:
    """Return a table, each cell with its citation."""
    rows = [("", *table.columns), ("---",) * (len(table.columns) + 1)]
    rows += [(row.label, *(_cell(cell, citations) for cell in row.cells)) for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(statements: Sequence[Statement], citations: Citations) -> str:
    """Return the statements of a cell one after the other: a cell has one line."""
    texts = "; ".join(_cited(each, citations, bare=True) for each in statements)
    return texts.replace("|", "\\|") or "-"


def _cited(statement: Statement, citations: Citations, *, bare: bool = False) -> str:
    text = comparison.bare(statement) if bare else statement.text
    return f"{text} [{citations.of_statement(statement)}]"
