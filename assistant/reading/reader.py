"""The reader: from a message to the facts it states, each with the words it was read from.

Deterministic: phrases (`phrases.yaml`), their denials (`polarity`) and numbers (`quantities`). What a message does not
state is left out; nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.reading import phrases
from assistant.reading.polarity import denied, trailing_denial, unsettled
from assistant.reading.quantities import NUMBER, bare_percentage, parse_number, savings
from assistant.reading.script import Script, script, whole
from assistant.rules.facts import FactValue
from assistant.rules.rulepack import Rulepack
from corpus.spelling import Corrected

_UNSURE = whole(r"ไม่(?:ทราบ|รู้|แน่ใจ)|(?<![a-z])(?:don'?t know|not sure|no idea|unsure|unknown)(?![a-z])")
_YES = whole(
    r"^(?:ใช่|มี|ถูกต้อง|ได้|เป็น|แล้ว|yes|yep|yeah|correct|it does|it is|we do|they do)(?:แล้ว|ครับ|คับ|ค่ะ|คะ|จ้ะ|เลย|[., !]|it|does|is|do|we|they)*$"
)
_NO = whole(
    r"^(?:ไม่(?:ใช่|มี|ได้|เป็น)?|ยังไม่(?:มี|ได้)?|no|nope|not? (?:yet|really)|it does not|it doesn't|we don't|it isn't)(?:ครับ|คับ|ค่ะ|คะ|เลย|[., !])*$"
)
_CORRECTION = re.compile(
    rf"(?:ไม่ใช่|มิใช่)(?:ร้อยละ)?{NUMBER} ?(?:%|เปอร์เซ็นต์)?,? ?(?:แต่(?:เป็น|คือ)?|เป็น|คือ)"
    rf"|(?<![a-z])not {NUMBER} ?(?:%|percent)?,? (?:but(?: rather)?|it'?s|rather)"
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

    `corrects`: the number that it takes back ('ไม่ใช่ 8% แต่ 18%'), told earlier of the same thing.
    """

    fact: str
    value: FactValue | str
    words: str
    corrects: Decimal | None = None


def read(message: str | Corrected, rulepack: Rulepack, asked: tuple[str, ...] = ()) -> tuple[Stated, ...]:
    """Return the facts that a message states, in the rulepack's order of facts.

    Of a message whose spelling is put right, what the words as written state stands; the words put right only add to it.
    `asked`: the facts that the previous turn asked for, so that 'ใช่', 'ไม่ทราบ' or '15%' answers them.
    """
    if isinstance(message, Corrected):
        if not message.changes:
            return read(message.meant, rulepack, asked)
        found = {each.fact: each for each in _read(script(message), rulepack, asked)}
        found |= {each.fact: each for each in _read(script(message.meant), rulepack, asked)}
        return tuple(found[name] for name in rulepack.facts if name in found)
    return _read(script(message), rulepack, asked)


def _read(text: Script, rulepack: Rulepack, asked: tuple[str, ...]) -> tuple[Stated, ...]:
    found: dict[str, Stated] = {}
    for stated in (
        *_answers(text, rulepack, asked),
        *_phrases(text, rulepack),
        *_topics(text, rulepack),
        *_savings(text),
    ):
        held = found.get(stated.fact)
        if held is None or _stronger(stated, held):
            found[stated.fact] = stated
    return tuple(found[name] for name in rulepack.facts if name in found)


def _stronger(new: Stated, held: Stated) -> bool:
    """Say whether a reading replaces another: a later number corrects an earlier one only as a better saving."""
    if held.value == "unsure":
        return True
    if isinstance(new.value, bool):
        return False
    return new.words != held.words and _order(new.value) > _order(held.value)


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
                yield Stated(name, False, text.words(*match.span()))
        if phrase.told:
            for match in phrase.told.finditer(text.text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                if unsettled(text.text, *match.span()):
                    if not exclusive and fact.group is None:
                        yield Stated(name, "unsure", text.words(*match.span()))
                    continue
                value = not denied(text.text, match.start(), exclusive=exclusive)
                if value and not exclusive and fact.group is None and trailing_denial(text.text, match.end()):
                    value = False
                yield Stated(name, value, text.words(*match.span()))
        for valued in phrase.valued:
            for match in valued.pattern.finditer(text.text):
                is_denied = valued.denied is not None and denied(text.text, match.start(), exclusive=True)
                yield Stated(name, valued.denied if is_denied else valued.count, text.words(*match.span()))  # type: ignore[arg-type]
        if phrase.number:
            for match in phrase.number.finditer(text.text):
                number = next(value for value in match.groupdict().values() if value)
                try:
                    yield Stated(name, int(parse_number(number)), text.words(*match.span()))
                except ValueError:
                    continue


def _savings(text: Script) -> Iterator[Stated]:
    if match := _UNMEASURED.search(text.text):
        yield Stated("unspecified_reduction", "unsure", text.words(*match.span()))
    # 'ไม่ใช่ 8% แต่ 18%' takes the first number back; it is blanked out, so that the second stands in its place.
    corrected = _CORRECTION.sub(lambda match: " " * len(match[0]), text.text)
    found = list(savings(corrected))
    if not found and corrected != text.text and (number := bare_percentage(corrected)) is not None:
        withdrawn = _CORRECTION.search(text.text)
        old = re.search(NUMBER, withdrawn[0]) if withdrawn else None
        yield Stated(
            "unspecified_reduction", number, text.message.strip(), parse_number(old[0]) if old else None
        )
    for quantity in found:
        yield Stated(quantity.fact, quantity.value, text.words(quantity.start, quantity.end))


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
            yield Stated("other_skills", True, text.words(match.start(), match.end() + len(topic)))


def _answers(text: Script, rulepack: Rulepack, asked: tuple[str, ...]) -> Iterator[Stated]:
    if not asked:
        return
    message = text.text.strip("| ")
    if _UNSURE.search(message):
        for name in asked[:1]:
            yield Stated(name, "unsure", text.message.strip())
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
    """Return the statements with a correction told of the fact whose number it takes back."""
    return tuple(
        replace(each, fact=next((name for name, value in told.items() if value == each.corrects), each.fact))
        if each.corrects is not None
        else each
        for each in stated
    )


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
        if (
            value is True and fact.untold is None
        ):  # and an earlier fact must not imply the contrary of a new one
            for other in [each for each, truth in kept.items() if truth is True]:
                if rulepack.facts[other].implies.get(name) is False:
                    del kept[other]
    if any(rulepack.facts[name].group == "reductions" for name in new) and "unspecified_reduction" in kept:
        del kept["unspecified_reduction"]
    return {**kept, **new}
