"""What a message wants: a verdict on a project, a fact from the corpus, or small talk. Decided by its wording alone."""

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from assistant import chat_model
from assistant.conversations import State
from assistant.deadline import Deadline
from assistant.provisions import Named
from assistant.reading import proposals, tagger
from assistant.reading.reader import Stated, read
from assistant.reading.script import script, whole
from assistant.rules.rulepack import Rulepack
from corpus.passages import Language
from corpus.spelling import Corrected
from corpus.text import language_of

Intent = Literal["eligibility", "fact", "smalltalk", "unclear"]

LIKELY = 0.45
"""Probability from which the tagger says that a verdict is asked for."""

_ELIGIBLE = whole(
    r"(?:เข้า|ตรง|ผ่าน|ถึง|อยู่ใน|ครบ|ได้|ตก|ต้อง|ติด)(?:ตาม|กับ|ใน)?(?:หลัก)?(?:เกณ(?:ฑ์)?|เกน(?:ฑ์)?|เงื่อนไข)|เข้าข่าย|เข้า(?:กับ)?แนวทาง|เข้า(?:ข้อ)?[123]\.[123]|มีสิทธิ"
    r"|(?:ขอ(?!ง(?!บ(?!ร)))|เสนอ|ยื่น|(?<!หน่วย)รับงบ|ได้งบ|ตั้งงบ|เบิก|สนับสนุน)[^?]{0,40}?(?:ได้|ผ่าน)?(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙]))"
    r"|(?:ได้|ผ่าน|โอเค)(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙]))"
    r"|(?<![a-z])(?:(?:dis)?qualif(?:y|ies|ied|ying)|(?:in)?eligible|eligibility|(?:meets?|satisf(?:y|ies)|fulfils?) (?:(?:the|all|these|your) )*(?:criteri\w*|approach|requirements?|rules|[123]\.[123])|accepted|admissible|"
    r"(?:can|could|may|should|shall|would) (?:we|i|it|this|that|our|my)(?: \w+){0,5}? (?:apply|propose|be proposed|request|submit|be submitted|be funded|get funded|get budget|pass|be approved|count|fit)"
    r"|(?:plan|programme|program|approach(?: [123]\.[123])?|dga|budget) (?:pay|fund|cover|accept|take)(?:s)?(?: for)?|approved?|get(?:s)? (?:the )?(?:budget|funding|money)|ok under|okay under|pass(?:es)?(?= (?:the )?(?:criteri|approach|\d|under|\?))|fits? (?:under |in |into )?approach|allowed|acceptable|ok(?:ay)?(?= ?\?|$))(?![a-z])"
)
_VERDICT = whole(r"เกณฑ์|เข้าข่าย|แนวทาง|ผ่าน|(?<![a-z])(?:qualif|eligib|approach)")
_POLAR = whole(
    r"(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|ป่าว|หรือป่าว|รึป่าว|ปะ(?![ก-๙])|หรือยัง|ล่ะ)"
    r"|(?:^|[.!?,;:] ?)(?:so |and |but |then )?(?:is|are|does|do|can|could|would|will|may|should)(?![a-z])"
)
_WHICH_APPROACH = whole(
    r"(?:เข้า|อยู่|ตรง|เสนอ|ขอ|ใช้|ยื่น|จัดอยู่)(?:ใน|ตาม|ภายใต้|กับ)*(?:แนวทาง|เกณฑ์|หลักเกณฑ์|เป้าหมาย|ข้อ)(?:ที่|ข้อ)?(?:ใด|ไหน|อะไร|เท่าไร)"
    r"|(?<![a-z])(?:which|what) approach(?:es)?(?! require| are there| need)"
)
_QUESTION_WORD = whole(
    r"อะไร|เท่าไ(?:ร|หร่)|กี่|เมื่อไ(?:ร|หร่)|วันไหน|วันที่เท่า|ใคร|(?:ที่|แบบ|ตัว|อัน)ไหน|ไหนบ้าง|ใดบ้าง|ใด(?![ๆ])|อย่างไร|ยังไง|ว่าไง|ทำไม|คือ(?=$|[ ?])|หมายถึง|หมายความ|แปลว่า|ต่างกัน|แตกต่าง|อธิบาย|สรุป"
    r"|(?<![a-z])(?:what|when|who|whom|where|which|how|why|list|explain|describe|define|summari[sz]e|difference|tell me|name the|(?:state|give|show)(?: me)? the)(?![a-z])"
)
_FIGURE_ASKED = whole(
    r"ร้อยละเท่า|กี่(?:เปอร์|%)|(?<![a-z])(?:what (?:share|percent\w*|proportion)|by how much|how many)(?![a-z])"
)
_RULE = whole(
    r"กำหนด|ระบุ|นับ|เขียน|ครอบคลุม|ยกตัวอย่าง|อ้าง|ต้อง(?!การ)|จำเป็น|(?<![a-z])(?:must|have to|required|counts?|enough|state|say|set)(?![a-z])"
)
_SUITS = whole(
    r"(?:เข้า|ตรง|ผ่าน|ตก)(?:ตาม)?(?:หลัก)?เกณฑ์|เข้าข่าย|ผ่าน|(?:ขอ|เสนอ|ยื่น)[^?]{0,30}ได้|เข้าแนวทาง|(?<![a-z])(?:qualif\w*|eligib\w*|meets?|accepted|approved?|pass|apply|propose)(?![a-z])"
)
"""What asks whether a project suits, beside what only asks about a rule ('หลักเกณฑ์ข้อ 7 กำหนดร้อยละหรือไม่')."""
# What a person does not know is told, not asked: 'ยังไม่รู้ว่าลดได้เท่าไร'.
_EMBEDDED = whole(
    r"ไม่(?:รู้|ทราบ|แน่ใจ|ชัด|ได้(?:ระบุ|บอก))(?:เลย)?(?:ว่า)?[^?|]{0,40}|(?:บอก|ระบุ|วัด|ตอบ)(?:ยัง)?ไม่ได้(?:เลย)?(?:ว่า)?[^?|]{0,40}"
    r"|(?<![a-z])(?:(?:do not|don'?t|cannot|can'?t|could not|not) (?:yet )?(?:know|say|tell|sure|state)) (?:how|what|which|when)[^?.;]{0,60}"
)
_KIND_OF = whole(
    r"(?:แบบ|ประเภท|ลักษณะ|โครงการ|กรณี|งาน|สิ่ง|อัน)(?:ใด|ไหน|อะไร)(?:บ้าง)?(?:ที่)?(?:ถึง|จึง|จะ|ไม่)*(?:เข้า|ตรง|ผ่าน|ได้)"
    r"|อะไร(?:บ้าง)?(?:ที่)?(?:ถึง|จึง|จะ|ไม่)*(?:เข้า|ตรง|ผ่าน)(?:หลัก)?(?:เกณฑ์|ข่าย)|เกณฑ์(?:คือ|มี)?อะไร"
    r"|(?<![a-z])(?:what|which) (?:kinds?|types?|sorts?|projects?)|(?<![a-z])what (?:qualif|meets|does not|is not|would)"
)
_BUDGET = whole(
    r"เกณฑ์|เข้าข่าย|แนวทาง|งบ|โครงการ|เสนอ|ยื่น|(?<![a-z])(?:qualif\w*|eligib\w*|approach|criteri\w*|budget|project|fund\w*)(?![a-z])"
)
_ABOUT = whole(
    r"ตัวชี้วัด|เป้าหมาย|นิยาม|ความหมาย|รายชื่อ|(?<![a-z])(?:kpis?|indicators?|targets?|definition|list)(?![a-z])"
)
_DUTY = whole(
    r"ต้อง(?!การ)|จำเป็น|ควร|(?<![a-z])(?:must|have to|has to|need to|needs to|required to|should)(?![a-z])"
)
_OURS = whole(
    r"(?:ของ)?(?:เรา|ผม|ดิฉัน|หนู|ฉัน|หน่วยงานเรา|ท่าน)|โครงการนี้|ระบบนี้|งานนี้|อยากทำ|อยากได้|จะทำ|กำลังจะ|แผนจะ|ต้องการ(?:ทำ|พัฒนา|จัด|ซื้อ|ขอ)"
    r"|(?<![a-z])(?:our|we|my|i|i'm|we're|this project|the project)(?![a-z])"
)
_SMALLTALK = re.compile(
    r"(?:(?:สวัสดี|หวัดดี|ดีครับ|ดีค่ะ|อรุณสวัสดิ์|ขอบคุณ|ขอบใจ|แต๊งกิ้ว|ลาก่อน|บาย|คุณ(?:คือ|เป็น)ใคร|เธอคือใคร|คุณชื่ออะไร|ช่วยอะไรได้บ้าง|ทำอะไรได้บ้าง|ถามอะไรได้บ้าง|เป็นคนหรือ(?:ว่า)?(?:บอท|บอต|ai)"
    r"|hello|hi|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: very much| a lot)?|bye|goodbye|who are you|what can you do|what are you|are you (?:a )?(?:human|bot|robot)|help)"
    r"(?:มาก(?:ๆ)?|ครับ|ครับผม|คับ|ค่ะ|คะ|จ้า|จ้ะ|นะ|there|[ !.?,])*)+"
)
_SOCIAL = whole(
    r"สวัสดี|หวัดดี|ดีจ้า|อรุณสวัสดิ์|ขอบ(?:คุณ|ใจ|พระคุณ)|ลาก่อน|บ๊?ายบาย|ไว้(?:ค่อย|เจอ|คุย|มา)|เลิกงานละ|พอแค่นี้|เท่านี้ก่อน|55{2,}|ฮ่า{1,}ๆ?|เก่ง|เยี่ยม|สุดยอด|น่ารัก|เข้าใจ(?:ละ|แล้ว)|โอเค(?:ครับ|ค่ะ|จ้า)"
    r"|คุยกับคน|เป็นคน(?:จริง|หรือ)|หุ่นยนต์|บอท|บอต|แชตบอตหรือ|เหนื่อย|สบายดี|กินข้าว|ชื่ออะไร|อายุเท่า"
    r"|(?<![a-z])(?:hello|hi|hey|good (?:morning|afternoon|evening|day|night)|thank(?:s| you)|cheers|bye|goodbye|see you|that'?s (?:all|everything|it)|ha(?:ha)+|lol|well done|great job|nice|awesome|you'?re (?:\w+ )?(?:quick|fast|good|great|smart|helpful|quicker|faster)\w*"
    r"|are you (?:a |an )?(?:human|person|bot|robot|machine|ai|real)|how are you|hope you'?re well|what'?s your name|got it|understood)(?![a-z])"
)
_SHORT = 60
"""Characters within which a message that greets, thanks or jests does nothing else, unless it tells or asks something."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message, read.

    `message` is the text as it is read, misspelt words put right. `stated`: the facts in this message alone.
    """

    message: str
    language: Language
    intent: Intent
    stated: tuple[Stated, ...]


def understand(
    message: Corrected,
    state: State,
    language: Language | None,
    rulepack: Rulepack,
    named: Named,
    within: Deadline,
) -> Understanding:
    """Read a message in its conversation. `named`: the provisions that it names; `within`: the deadline of the reply."""
    plain = script(message.text).plain
    stated = read(message, rulepack, state.asked)
    intent = _intent(plain, state, stated, named, rulepack, _asked(message.text))
    if intent == "eligibility" and chat_model.reads_facts():
        ask = partial(chat_model.ask, within=within)
        stated = proposals.added(stated, proposals.propose(message.meant, rulepack, ask), rulepack)
    return Understanding(message.text, language or _language(message.meant, state), intent, stated)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the tagger knows of a question: a verdict is asked for, or a fact of the programme; a project is spoken of."""

    verdict: bool
    fact: bool
    project: bool


def _asked(message: str) -> _Asked:
    tags = tagger.tags(message).all
    fact = max((each.probability for each in tags if each.label == "ask/fact"), default=0.0)
    verdict = max(
        (each.probability for each in tags if each.label.startswith("ask/") and each.label != "ask/fact"),
        default=0.0,
    )
    project = any(each.label in ("nameless/stated", "outright/named") for each in tags)
    return _Asked(verdict >= max(LIKELY, fact), fact >= max(LIKELY, verdict), project)


def _language(message: str, state: State) -> Language:
    """Return the message's language; one without letters ('15%') goes on in the conversation's."""
    return language_of(message) if _LETTER.search(message) or not state.language else state.language


def _social(plain: str, stated: tuple[Stated, ...], named: Named, asked: _Asked) -> bool:
    """Say whether a message only greets, thanks, takes its leave or asks after the assistant itself."""
    found = _SOCIAL.search(plain)
    if not found or stated or named.provisions or len(plain) > _SHORT or _BUDGET.search(plain):
        return False
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    return not (_QUESTION_WORD.search(rest) or _ELIGIBLE.search(rest) or _ABOUT.search(rest))


def _asks_of_rule(plain: str, named: Named) -> bool:
    """Say whether a yes or no is asked about what a named provision says, not about a project."""
    return bool(
        named.provisions
        and _POLAR.search(plain)
        and _RULE.search(plain)
        and not _SUITS.search(plain)
        and not _OURS.search(plain)
    )


def _intent(
    plain: str, state: State, stated: tuple[Stated, ...], named: Named, rulepack: Rulepack, asked: _Asked
) -> Intent:
    if _SMALLTALK.fullmatch(plain.strip()):
        return "smalltalk"
    if not _LETTER.search(plain) and not stated and not _SOCIAL.search(plain):
        return "unclear"
    if _social(plain, stated, named, asked):
        return "smalltalk"
    if len(stated) <= 1 and not state.checking and _asks_of_rule(plain, named):
        return "fact"
    if named.provisions and _FIGURE_ASKED.search(plain) and not _OURS.search(plain):
        asked = replace(
            asked, verdict=False
        )  # 'what share must move under approach 1.3' asks what the text says
    if (stated or asked.project) and (asked.verdict or _WHICH_APPROACH.search(plain)):
        return "eligibility"
    if asked.fact and len(stated) < 2 and not (state.checking and stated):
        return "fact"
    eligible, asks = bool(_ELIGIBLE.search(plain)), bool(_QUESTION_WORD.search(_EMBEDDED.sub(" ", plain)))
    figures = any(rulepack.facts[each.fact].group == "reductions" for each in stated)
    if len(stated) >= (2 if figures else 3) and (not asks or (_OURS.search(plain) and not asked.fact)):
        return "eligibility"  # so much is told of a project that it is what the message is about
    if eligible and _DUTY.search(plain) and not _OURS.search(plain) and not _VERDICT.search(plain):
        eligible = False  # 'หน่วยงานที่มาร่วมต้องของบด้วยหรือไม่' asks what the guideline demands
    if eligible and not stated and not _OURS.search(plain) and not _BUDGET.search(plain):
        eligible = False  # 'แจกต่อได้ไหม' asks for leave, not for a budget
    if eligible and not _KIND_OF.search(plain):
        if not asks or (_POLAR.search(plain) and stated):
            return "eligibility"
        return "eligibility" if _OURS.search(plain) and stated else "fact"
    if state.checking and not asked.fact and not _ABOUT.search(plain) and stated and not named.provisions:
        return "eligibility"  # 'ถามว่าทำแล้วได้อะไรก็เงียบ' tells of the project in the words of a question
    if asks:
        return "fact"
    if state.checking and (stated or not (asked.fact or _POLAR.search(plain))):
        return "eligibility"  # what is added to a project, whether or not it tells anything
    # A description without a question: a project, unless it names what a document holds.
    provisions = [each for each in named.provisions if each.number not in rulepack.approaches]
    described = stated and not provisions and not _ABOUT.search(plain)
    told = len(stated) >= 2 or _OURS.search(plain) or re.search(r"จะ|โครงการ|ขอ|แผน|เสนอ", plain)
    if described and (_OURS.search(plain) if _POLAR.search(plain) else told):
        return "eligibility"
    return "fact"
