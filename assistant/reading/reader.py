"""The reader: from a message to the facts it states, each with the words it was read from.

Phrases (`phrases.yaml`), their denials (`polarity`) and numbers (`quantities`) come first; what they do not read is
read by the learned tagger (`tagger`), where it is sure enough. What a message does not state is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.reading import phrases, tagger
from assistant.reading.polarity import denied, trailing_denial, unsettled, wondered
from assistant.reading.quantities import NUMBER, bare_percentage, parse_number, savings
from assistant.reading.script import Script, script, whole
from assistant.reading.tagger import NOTHING, Peak, Tag, Tags
from assistant.reading.tellings import PAIRS, against, known_facts, told
from assistant.rules.facts import DOUBTFUL, UNSURE, FactValue
from assistant.rules.rulepack import Rulepack
from corpus.spelling import Corrected

CERTAIN, SURE, LIKELY, RIVAL = 0.85, 0.75, 0.35, 0.3
"""Probabilities from which the tagger takes back what a phrase tells (`CERTAIN`: of what the project is, where the words
are about that or about nothing), from which it tells what no phrase does, and from which another value of the same topic
keeps it from telling anything for the project."""

AGENCIES = (
    "shared_by_agencies",
    "in_house_only",
    "joint_agencies",
    "free_for_users",
    "own_service_only",
    "lead_agency",
)
"""Facts about the project's agencies, whose words are much the same."""

COVERED = 0.6
"""Share of a phrase's characters that stands within a tag's words."""

DOUBT, CONTRARY = 0.15, 0.5
"""Probabilities from which what is told against a project is doubtful: where nothing is read of the fact, and where
the contrary is. `CONTRARY` also takes back what a phrase tells for the project."""

UNDENIED = 0.97
"""Probability from which the tagger takes back what a phrase tells against the project."""

HEARSAY = 0.5
"""Probability from which words about the threshold keep a figure in them from being a saving."""

_DOUBTS = re.compile(
    r"ไม่|ยัง|รอ|อาจ|น่าจะ|สงสัย|ระหว่าง|กำลัง|หรือ|มั้ง|พิจารณา|ประเมิน|ตรวจ|ถกเถียง|เถียง|ลังเล|ขอเวลา|ค้าง|ก้ำกึ่ง|คลุมเครือ|แล้วแต่|ต้องถาม|อยู่ที่"
    r"|(?<![a-z])(?:not|n't|no|yet|un\w+|whether|if|may|might|maybe|perhaps|pending|wait\w*|tb[cd]|still|open|depends?|question\w*|check\w*|decid\w*|review\w*|to be|guess\w*|hard to|doubt\w*|idea)(?![a-z])|n['’]t"
)
"""One of these stands wherever something is told to be not known, or not settled."""
_HEARD = re.compile(
    r"(?<!ผ่าน)(?<!เข้า)(?<!ตรง)(?<!หลัก)เกณฑ์|หลักเกณฑ์|ต้อง|ขั้นต่ำ|เห็นว่า|ได้ยิน|ว่ากัน|เขาว่า|ทราบ|รู้มา|บอก|กำหนด|อย่างน้อย|ไม่น้อย|ตั้งไว้|แว่ว|ข่าว|เข้าใจว่า|อ่าน"
    r"|(?<![a-z])(?:heard?|hear|threshold|minimum|bar|rules?|told|understand|says?|said|required?|at least|read|rumou?r\w*|supposed\w*|limit|mark|cut-?off|criteri\w*|needed|target|must)(?![a-z])"
)
"""One of these stands wherever a figure is told of the rule, and not of the project."""
_UNSURE = whole(r"ไม่(?:ทราบ|รู้|แน่ใจ)|(?<![a-z])(?:don'?t know|not sure|no idea|unsure|unknown)(?![a-z])")
_YES = whole(
    r"^(?:ใช่|มี|ถูกต้อง|ได้|เป็น|แล้ว|yes|yep|yeah|correct|it does|it is|we do|they do)(?:แล้ว|ครับ|คับ|ค่ะ|คะ|จ้ะ|เลย|[., !]|it|does|is|do|we|they)*$"
)
_NO = whole(
    r"^(?:ไม่(?:ใช่|มี|ได้|เป็น)?|ยังไม่(?:มี|ได้)?|no|nope|not? (?:yet|really)|it does not|it doesn't|we don't|it isn't)(?:ครับ|คับ|ค่ะ|คะ|เลย|[., !])*$"
)
_PERCENT = r" ?(?:%|เปอร์?เซ็?น(?:ต์|ท์|ต)?|percent|per cent)?"
_CORRECTION = re.compile(
    rf"(?:ไม่ใช่|มิใช่)(?:ร้อยละ)?(?P<old>{NUMBER}){_PERCENT}[ ,]*(?:นะ|ครับ|ค่ะ|คะ)*[ ,]*(?:แต่(?:ที่ถูก)?(?:เป็น|คือ)?|ต้องเป็น|ที่ถูก(?:คือ|ต้อง)?|เป็น|คือ)"
    rf"(?:ร้อยละ)? ?(?P<new>{NUMBER}){_PERCENT}"
    rf"|(?<![a-z])not (?P<old2>{NUMBER}){_PERCENT},? ?(?:but(?: rather)?|it'?s|rather) (?P<new2>{NUMBER}){_PERCENT}"
)
_UNMEASURED = whole(
    r"ไม่(?:ได้|ค่อย)?(?:รู้|ทราบ|วัด|แน่ใจ|คำนวณ|ประเมิน|เก็บ|มีตัวเลข)[^|]{0,24}?(?:ลด|ประหยัด)[^|]{0,24}?(?:เท่าไ(?:ร|หร่)|กี่|ร้อยละ|อะไร|ไหม)|ยังไม่มีตัวเลข"
    r"|(?:not|n't|yet to)(?: \w+){0,2} (?:know|measured?|sure|estimated?|calculated?|worked out|say|tell)[^|.;]{0,30}?(?:how much|how many|what percent\w*|by how)[^|.;]{0,40}"
)
_TOPIC = whole(
    r"เนื้อหา(?:การอบรม)?(?:เป็น|เกี่ยวกับ|คือ|ว่าด้วย|เน้น)(?:เรื่อง|การ)?|(?:เรื่อง|สิ่ง)ที่(?:จะ)?(?:อบรม|สอน|เรียน)(?:คือ|เป็น)?(?:เรื่อง|การ)?|สอน(?:เรื่อง|การ|ทำ|วิชา)|"
    r"(?<![a-z])(?:the )?(?:topics?|subjects?|content) (?:is|are|will be|covers?|concerns?) |(?<![a-z])(?:lessons?|classes|sessions?|a course) (?:in|on|about) |"
    r"หัวข้อ(?:การอบรม)?(?:คือ|เรื่อง|เกี่ยวกับ|ว่าด้วย)?(?:การ)?|เรียน(?:รู้)?(?:เรื่อง|วิชา|การ)?(?=ทำ|ภาษา|ขับ|ร้อง|วาด|บัญชี|กฎหมาย)|(?:เป็น)?หลักสูตร(?:ด้าน|เรื่อง|การ)|"
    r"(?<![a-z])(?:it|the (?:course|class|training|programme|workshop)s?|sessions?|classes) (?:will )?(?:teach(?:es)?|covers?|is (?:on|about)|deals? with|focus(?:es)? on) |"
    r"อบรม(?:เชิงปฏิบัติการ|เกี่ยวกับ|เรื่อง|หลักสูตร|ทักษะ|ด้าน|การ(?:ใช้(?:งาน)?)?|ใช้(?:งาน)?|วิชา|โปรแกรม|ให้|แก่|กับ|บุคลากร|เจ้าหน้าที่|ข้าราชการ|พนักงาน|คน)*"
    r"|(?<![a-z])(?:train(?:ing|s)?|courses?|workshops?)(?: (?:our|the|all|staff|officers|people|employees|civil|servants))* (?:in|on|about|for|how to|to use|using) "
)
_TOPIC_END = whole(
    r"ขอ|เข้า|ได้|ผ่าน|ภายใต้|ตาม|ให้|แก่|สำหรับ|จำนวน|\d|จะ|ที่|ใน|นอก|โดย|เพื่อ|ของ|ตรง|เสนอ|อยู่|แนวทาง|แล้ว|ประจำ|ออนไลน์|ระยะ|ครั้ง|แบบ|และ"
    r"|[|,.?!;()\n]|(?<![a-z])(?:for|under|in|with|eligible|qualif\w*|can|does|is|will|at|so|and|count|ok)(?![a-z])"
)
_DIGITAL = re.compile(
    r"ดิจิทัล|ดิจิตอล|ข้อมูล|คลาวด์|ไซเบอร์|ปัญญาประดิษ|เอไอ|หลักสูตร|ระบบ|คอมพิวเตอร์|เทคโนโลยี|คุณสมบัติ|บุคลากร|เจ้าหน้าที่|ข้าราชการ|คน|ผู้|รัฐ|กลาง|อื่น|โครงการ|ศักยภาพ|สังกัด|รุ่น|หน่วยงาน|ปฏิบัติการ|ที่กำหนด|พนักงาน|ลูกจ้าง|ทักษะ"
    r"|(?<![a-z])(?:ai|it|tgix|dgf)(?![a-z])|digital|data|cyber|cloud|curricul|government|staff|officer|artificial|machine learning|the set|prescribed|central|information|computer|skill|personnel|employee|servant|agency|public[- ]sector|programme|people|official|ministry|department|our |them"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact read from a message: its value and the person's own words for it.

    `span`: where the words stand in the message. `corrects`: the number that it takes back ('ไม่ใช่ 8% แต่ 18%'), told earlier of the same thing.
    """

    fact: str
    value: FactValue | str
    words: str
    span: tuple[int, int] = (0, 0)
    corrects: Decimal | None = None


def read(message: str | Corrected, rulepack: Rulepack, asked: tuple[str, ...] = ()) -> tuple[Stated, ...]:
    """Return the facts that a message states, in the rulepack's order of facts.

    Of a message whose spelling is put right, what the words as written state stands; the words put right only add to it.
    `asked`: the facts that the previous turn asked for, so that 'ใช่', 'ไม่ทราบ' or '15%' answers them.
    """
    read_as = message if isinstance(message, Corrected) else Corrected(message, message, message)
    meant = read_as.meant
    found = _read(Corrected(meant, meant, meant), rulepack, asked)
    if read_as.changes:
        put_right = _read(read_as, rulepack, asked)
        found = put_right | {name: each for name, each in found.items() if each.value != DOUBTFUL}
    return tuple(found[name] for name in rulepack.facts if name in found)


def _read(message: Corrected, rulepack: Rulepack, asked: tuple[str, ...]) -> dict[str, Stated]:
    text = script(message)
    answers = _strongest(_answers(text, rulepack, asked))
    phrased = _strongest((*_phrases(text, rulepack), *_topics(text, rulepack), *_savings(text)))
    tags = _tags(message)
    if any(each.corrects is not None for each in phrased.values()):
        tags = _without_savings(tags)
    other_skills = tags.peaks.get("curriculum/other")
    if other_skills is None or other_skills.probability < DOUBT:
        phrased.pop("other_skills", None)
    found = _weighed(phrased, text, tags, rulepack) | answers
    if found and not answers:  # the answer to a question tells that, and no more than it says
        found |= _doubts(found, text, tags, rulepack)
    return found


def _without_savings(tags: Tags) -> Tags:
    """Return the tags without savings: of a number taken back and the one in its place, the tagger knows neither."""
    return tags._replace(all=tuple(tag for tag in tags.all if not tag.label.startswith("saving/")))


def _tags(message: Corrected) -> Tags:
    """Return the tags of the text as it is read, at the places of the words as they were written."""
    found = tagger.tags(message.text)
    if not message.changes:
        return found

    def moved(tag: Tag) -> Tag:
        start, end = message.span(tag.start, tag.end)
        figures = tuple((slot, *message.span(first, last)) for slot, first, last in tag.figures)
        return replace(tag, start=start, end=end, figures=figures)

    peaks = {
        label: Peak(peak.probability, *message.span(peak.start, peak.end))
        for label, peak in found.peaks.items()
    }
    return Tags(tuple(map(moved, found.all)), peaks, tuple(map(moved, found.nothing)))


def _strongest(stated: Iterable[Stated]) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for each in stated:
        held = found.get(each.fact)
        if held is None or _stronger(each, held):
            found[each.fact] = each
    return found


def _weighed(
    phrased: Mapping[str, Stated], text: Script, tags: Tags, rulepack: Rulepack
) -> dict[str, Stated]:
    """Return what phrases and tags tell together.

    A phrase inside words that surely tell something else tells nothing ('ไม่ใช่ผู้ใช้ภายใน' in a denial), and what only
    the tagger reads is taken where it is likely.
    """
    tellings = {tag: _facts(tag, text, rulepack) for tag in (*tags.all, *tags.nothing)}
    unmeasured = any(tag.label == "saving/unsure" and tag.probability >= CONTRARY for tag in tags.all)
    found = {
        name: each
        for name, each in phrased.items()
        if not any(_otherwise(each, tag, facts, rulepack, text) for tag, facts in tellings.items())
        and not (unmeasured and rulepack.facts[name].group == "reductions" and not _saved(each, tags))
    }
    for tag, facts in tellings.items():
        if wondered(text.plain, text.at(tag.start), text.at(tag.end)):
            continue
        if tag.probability < LIKELY or (tag.rival >= RIVAL and tag.label not in against(rulepack.id)):
            continue  # what may as well be the contrary is asked for
        for name, value in facts.items():
            new = Stated(name, value, text.message[tag.start : tag.end], (tag.start, tag.end))
            held = found.get(name)
            if (
                held is None
                or _better_saving(new, held, tag, rulepack)
                or _more_careful(value, held, tag, rulepack, text)
            ):
                found[name] = new
    return found


def _better_saving(new: Stated, held: Stated, tag: Tag, rulepack: Rulepack) -> bool:
    """Say whether a tag tells another, better saving; what a phrase works out of the same two figures stands."""
    if rulepack.facts[new.fact].type != "percent" or _order(held.value) <= 0:
        return False
    same = tag.label in PAIRS and tag.start < held.span[1] and held.span[0] < tag.end
    return not same and _stronger(new, held)


def _more_careful(value: FactValue | str, held: Stated, tag: Tag, rulepack: Rulepack, text: Script) -> bool:
    """Say whether a tag says that what a phrase tells for the project does not hold, or is not known."""
    if held.value is not True or held.fact in _excluding(rulepack.id):
        return False
    doubted = value == UNSURE and (tag.probability >= CERTAIN or bool(_DOUBTS.search(_words(tag, text))))
    return (value is False or doubted) and tag.probability >= CONTRARY


def _saved(stated: Stated, tags: Tags) -> bool:
    """Say whether a figure stands where the tagger reads a saving; elsewhere, what is saved may be unknown for all that."""
    return stated.value == UNSURE or any(
        tag.label.startswith("saving/") and tag.label != "saving/unsure" and _covers(tag, stated.span)
        for tag in tags.all
    )


def _facts(tag: Tag, text: Script, rulepack: Rulepack) -> dict[str, FactValue | str]:
    """Return what a tag tells; of two savings of one kind the better one ('18% of the money and 7% of the fees')."""
    found: dict[str, FactValue | str] = {}
    for name, value in told(tag, text, rulepack.id):
        if name not in found or _order(value) > _order(found[name]):
            found[name] = value
    return found


def _doubts(found: Mapping[str, Stated], text: Script, tags: Tags, rulepack: Rulepack) -> dict[str, Stated]:
    """Return what may have been told against the project, but not clearly enough: it is asked for before it passes."""
    facts = rulepack.facts
    values = {name: each.value for name, each in found.items()}
    held: dict[str, object] = {
        name: truth
        for name, value in values.items()
        if value is True
        for name, truth in facts[name].implies.items()
    }
    held |= {  # what would imply the contrary of something told is denied with it
        name: False
        for name, fact in facts.items()
        if any(
            isinstance(values.get(other), bool) and values[other] is not truth
            for other, truth in fact.implies.items()
        )
    }
    held |= values
    if any(facts[name].group == "reductions" and value != UNSURE for name, value in held.items()):
        held.setdefault("benefit_unstated", False)  # a figure states it
    doubts = {}
    for label, (name, value) in against(rulepack.id).items():
        peak = tags.peaks.get(label)
        enough = CONTRARY if name in held else DOUBT
        if peak and peak.probability >= enough and held.get(name) not in (value, UNSURE):
            doubts[name] = Stated(name, DOUBTFUL, text.message[peak.start : peak.end], (peak.start, peak.end))
    return doubts


def _words(tag: Tag, text: Script) -> str:
    """Return a tag's words, without the endings of questions."""
    return text.text[text.at(tag.start) : text.at(tag.end)]


def _otherwise(
    stated: Stated, tag: Tag, facts: Mapping[str, object], rulepack: Rulepack, text: Script
) -> bool:
    """Say whether a tag surely tells something else than a phrase within its words, of a fact that it knows.

    What a project is and whom it serves is also said on the way to anything else ('patient data is well guarded').
    """
    if not _covers(tag, stated.span):
        return False
    fact = rulepack.facts[stated.fact]
    told_otherwise = facts.get(stated.fact)
    if fact.group == "reductions":  # 'we heard that 10 % is the threshold' saves nothing
        heard = tag.label == "noise/threshold"
        if heard and not _HEARD.search(_words(tag, text)):
            return False
        enough = HEARSAY if heard else SURE
        return told_otherwise != stated.value and tag.probability >= enough
    if told_otherwise == stated.value or stated.fact not in known_facts(rulepack.id):
        return False
    aside = fact.group in ("kind", "users")
    if any(rulepack.facts[each].of_kind == stated.fact for each in facts):
        return False  # 'อบรมการจัดดอกไม้' is a training, too
    if tag.label == NOTHING:
        return tag.probability >= CERTAIN
    if told_otherwise == UNSURE and not _DOUBTS.search(_words(tag, text)):
        return tag.probability >= CERTAIN
    if told_otherwise == UNSURE or (told_otherwise is not None and tag.label in against(rulepack.id)):
        return tag.probability >= CONTRARY  # of the two readings, the one that asks or refuses
    if tag.label.startswith(
        "kind/"
    ):  # one that does not say for whom ('AI จัดคิวงานในสำนักงาน') leaves that open
        says_whom = any(rulepack.facts[each].group == "users" for each in facts)
        return aside and (fact.group == "kind" or says_whom) and tag.probability >= CERTAIN
    if told_otherwise is None and not aside and not _confusable(stated.fact, tag, rulepack):
        return False  # one stretch may tell more than one thing ('one-stop health service')
    if stated.value is (stated.fact in _excluding(rulepack.id)) and tag.label not in against(rulepack.id):
        return tag.probability >= UNDENIED  # of the two readings the one against the project
    favourable = fact.untold is None and stated.value not in (False, UNSURE) and fact.group != "kind"
    return tag.probability >= (CONTRARY if favourable else SURE)


def _excluding(year: str) -> frozenset[str]:
    """Return the facts that speak against a project by being true; the others do by being false."""
    return frozenset(fact for fact, value in against(year).values() if value is True)


def _confusable(fact: str, tag: Tag, rulepack: Rulepack) -> bool:
    """Say whether the words of a tag are easily taken for this fact: both are about agencies and their number."""
    return fact in AGENCIES and tag.label.split("/")[0] in ("reach", "agencies", "own_only", "funding")


def _covers(tag: Tag, span: tuple[int, int]) -> bool:
    """Say whether most of a phrase stands within a tag's words."""
    start, end = span
    return min(tag.end, end) - max(tag.start, start) >= COVERED * (end - start) > 0


def _stronger(new: Stated, held: Stated) -> bool:
    """Say whether a reading replaces another: a later number corrects an earlier one only as a better saving."""
    if held.value == UNSURE:
        return True
    if isinstance(new.value, bool):
        return held.value is True and new.value is False and new.fact in KINDS
    return new.words != held.words and _order(new.value) > _order(held.value)


KINDS = ("ai", "cloud", "training", "infrastructure", "platform")
"""What a project is called and then said not to be ('ชื่อว่าระบบ AI แต่ไม่ได้ใช้ AI') it is not."""


def _order(value: FactValue | str) -> float:
    return float(value) if not isinstance(value, str) and hasattr(value, "__float__") else -1000.0


def _phrases(text: Script, rulepack: Rulepack) -> Iterator[Stated]:
    known = phrases.load(rulepack.id)
    for name, phrase in known.items():
        fact = rulepack.facts[name]
        exclusive = fact.untold is False
        other = known[phrase.yields_to].counted(text.text) if phrase.yields_to else ()
        taken = [match.span() for match in other]
        for match in phrase.denied.finditer(text.text) if phrase.denied else ():
            if not denied(text.text, match.start(), exclusive=True) and not unsettled(
                text.text, *match.span()
            ):
                yield Stated(name, False, *text.quoted(*match.span()))
        if phrase.told:
            for match in phrase.told.finditer(text.text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                if wondered(text.plain, *match.span()):
                    continue
                if unsettled(text.text, *match.span()):
                    if not exclusive and fact.group is None:
                        yield Stated(name, UNSURE, *text.quoted(*match.span()))
                    continue
                value = not denied(text.text, match.start(), exclusive=exclusive)
                if value and not exclusive and fact.group is None and trailing_denial(text.text, match.end()):
                    value = False
                yield Stated(name, value, *text.quoted(*match.span()))
        for valued in phrase.valued:
            for match in valued.pattern.finditer(text.text):
                is_denied = valued.denied is not None and denied(text.text, match.start(), exclusive=True)
                yield Stated(name, valued.denied if is_denied else valued.count, *text.quoted(*match.span()))  # type: ignore[arg-type]
        if phrase.number:
            for match in phrase.number.finditer(text.text):
                number = next(value for value in match.groupdict().values() if value)
                try:
                    yield Stated(name, int(parse_number(number)), *text.quoted(*match.span()))
                except ValueError:
                    continue


def _savings(text: Script) -> Iterator[Stated]:
    if match := _UNMEASURED.search(text.text):
        yield Stated("unspecified_reduction", UNSURE, *text.quoted(*match.span()))
    # 'ไม่ใช่ 8% แต่ 18%' takes the first number back; it is blanked out, so that the second stands in its place.
    corrected = _CORRECTION.sub(_second_number, text.text)
    found = list(savings(corrected))
    if not found and (correction := _CORRECTION.search(text.text)):
        yield Stated(
            "unspecified_reduction",
            parse_number(correction["new"] or correction["new2"]),
            text.message.strip(),
            text.quoted(*correction.span())[1],
            corrects=parse_number(correction["old"] or correction["old2"]),
        )
    for quantity in found:
        yield Stated(quantity.fact, quantity.value, *text.quoted(quantity.start, quantity.end))


def _second_number(correction: re.Match[str]) -> str:
    start = correction.start("new" if correction["new"] else "new2") - correction.start()
    return " " * start + correction[0][start:]


def _topics(text: Script, rulepack: Rulepack) -> Iterator[Stated]:
    """Yield that other skills are trained, where the topic is plainly not one of digital government."""
    # What follows the set curriculum is no other skill, whatever it is called.
    curriculum = phrases.load(rulepack.id)["prescribed_curriculum"].told
    prescribed = bool(curriculum and curriculum.search(text.text))
    for match in _TOPIC.finditer(text.text):
        end = _TOPIC_END.search(text.text, match.end())
        topic = text.text[match.end() : end.start() if end else len(text.text)].strip()
        if (
            len(topic) >= 3
            and not prescribed
            and not _DIGITAL.search(topic)
            and not denied(text.text, match.start(), exclusive=True)
        ):
            yield Stated("other_skills", True, *text.quoted(match.start(), match.end() + len(topic)))


def _answers(text: Script, rulepack: Rulepack, asked: tuple[str, ...]) -> Iterator[Stated]:
    if not asked:
        return
    message = text.text.strip("| ")
    if _UNSURE.search(message):
        for name in asked[:1]:
            yield Stated(name, UNSURE, text.message.strip())
        return
    first = rulepack.facts[asked[0]]
    if first.type == "percent":
        number = bare_percentage(message)
        if number is not None and number <= 100:
            yield Stated(_asked_saving(rulepack, asked), number, text.message.strip())
    elif first.type == "count":
        if match := re.fullmatch(
            rf"(?:มี|รวม|ทั้งหมด)*({NUMBER}) ?(?:หน่วยงาน|กรม|แห่ง|หน่วย|agencies)?(?:ครับ|ค่ะ|คับ)*", message
        ):
            yield Stated(first.id, int(parse_number(match[1])), text.message.strip())
    elif _YES.match(message) or _NO.match(message):
        yield Stated(first.id, bool(_YES.match(message)), text.message.strip())


def _asked_saving(rulepack: Rulepack, asked: tuple[str, ...]) -> str:
    """Return the saving that a bare number answers: the one asked for alone, or one whose kind is not said."""
    savings_asked = [name for name in asked if rulepack.facts[name].type == "percent"]
    return savings_asked[0] if len(savings_asked) == 1 else "unspecified_reduction"


def resolved(told: Mapping[str, FactValue | str], stated: Iterable[Stated]) -> tuple[Stated, ...]:
    """Return the statements, each number told of the fact that it is about.

    A correction is about the number that it takes back; a saving of what is not said ('ถ้าลดได้แค่ 9.5% ล่ะ'), about the
    one saving told before.
    """
    savings_told = [name for name in told if name.endswith("_reduction") and told[name] != UNSURE]

    def fact(each: Stated) -> str:
        if each.corrects is not None:
            return next((name for name, value in told.items() if value == each.corrects), each.fact)
        if each.fact == "unspecified_reduction" and each.value != UNSURE and len(savings_told) == 1:
            return savings_told[0]
        return each.fact

    return tuple(replace(each, fact=fact(each)) for each in stated)


def merge(
    told: Mapping[str, FactValue | str], stated: Iterable[Stated], rulepack: Rulepack
) -> dict[str, FactValue | str]:
    """Return the facts of a conversation after a turn: what is said last stands, with what follows from it.

    An earlier fact that contradicts what a new one implies is dropped ('ใช้ภายใน' then 'ให้ทุกกรมใช้').
    """
    new = {each.fact: each.value for each in stated}
    kept = {name: value for name, value in told.items() if name not in new}
    for name, value in new.items():
        fact = rulepack.facts[name]
        if value is True:
            for implied, truth in fact.implies.items():
                if kept.get(implied) not in (None, truth):
                    del kept[implied]
                for other in [each for each, held in kept.items() if held is True]:
                    if rulepack.facts[other].implies.get(implied) not in (None, truth):
                        del kept[other]
        if (
            value is True and fact.untold is None
        ):  # and an earlier fact must not imply the contrary of a new one
            for other in [each for each, truth in kept.items() if truth is True]:
                if rulepack.facts[other].implies.get(name) is False:
                    del kept[other]
    if any(rulepack.facts[name].group == "reductions" for name in new) and "unspecified_reduction" in kept:
        del kept["unspecified_reduction"]
    return {**kept, **new}
