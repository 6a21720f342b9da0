"""What a message tells and what it wants: a verdict on a project, a fact from the corpus, or small talk."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant import chat_model, intent
from assistant.conversations import State
from assistant.deadline import Deadline
from assistant.intent import SIGNS
from assistant.provisions import Named
from assistant.reading import proposals
from assistant.reading.reader import Stated, read
from assistant.reading.script import script, whole
from assistant.rules.rulepack import Rulepack
from corpus.passages import Language
from corpus.spelling import Corrected
from corpus.text import language_of

Intent = Literal["eligibility", "fact", "smalltalk", "unclear"]

_SMALLTALK = re.compile(
    r"(?:(?:สวัสดี|หวัดดี|ดีครับ|ดีค่ะ|อรุณสวัสดิ์|ขอบคุณ|ขอบใจ|แต๊งกิ้ว|ลาก่อน|บาย|คุณ(?:คือ|เป็น)ใคร|เธอคือใคร|คุณชื่ออะไร|ช่วยอะไรได้บ้าง|ทำอะไรได้บ้าง|ถามอะไรได้บ้าง|เป็นคนหรือ(?:ว่า)?(?:บอท|บอต|ai)"
    r"|hello|hi|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: very much| a lot)?|bye|goodbye|who are you|what can you do|what are you|are you (?:a )?(?:human|bot|robot)|help)"
    r"(?:มาก(?:ๆ)?|ครับ|ครับผม|คับ|ค่ะ|คะ|จ้า|จ้ะ|นะ|there|[ !.?,])*)+"
)
_SOCIAL = whole(
    r"สวัสดี|หวัดดี|ดีจ้า|อรุณสวัสดิ์|ขอบ(?:คุณ|ใจ|พระคุณ)|ลาก่อน|บ๊?ายบาย|ไว้(?:ค่อย|เจอ|คุย|มา)|เลิกงานละ|พอแค่นี้|เท่านี้ก่อน|55{2,}|ฮ่า{1,}ๆ?|เก่ง|เยี่ยม|สุดยอด|น่ารัก|เข้าใจ(?:ละ|แล้ว)|โอเค(?:ครับ|ค่ะ|จ้า)"
    r"|คุยกับคน|เป็นคน(?:จริง|หรือ)|หุ่นยนต์|บอท|บอต|แชตบอตหรือ|เหนื่อย|สบายดี|กินข้าว|(?:^|คุณ|เธอ|น้อง|นาย|บอ[ทต])ชื่ออะไร|อายุเท่า"
    r"|(?<![a-z])(?:hello|hi|hey|good (?:morning|afternoon|evening|day|night)|thank(?:s| you)|cheers|bye|goodbye|see you|that'?s (?:all|everything|it)|ha(?:ha)+|lol|well done|great job|nice|awesome|you'?re (?:\w+ )?(?:quick|fast|good|great|smart|helpful|quicker|faster)\w*"
    r"|are you (?:a |an )?(?:human|person|bot|robot|machine|ai|real)|how are you|hope you'?re well|what'?s your name|got it|understood)(?![a-z])"
)
ANSWERS = 0.1
"""Probability of wanting a verdict from which a message that tells what was asked for goes on with the project."""
_SHORT = 60
"""Characters within which a message that greets, thanks or jests does nothing else, unless it tells or asks something."""
_LETTER = re.compile(r"[^\W\d_]")
_BUSINESS = ("question word", "suits", "applies", "passes", "about")
"""Signs of something else than a greeting."""


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
    within: Deadline | None = None,
) -> Understanding:
    """Read a message in its conversation. `named`: the provisions that it names.

    `within`: the deadline of the reply, None where no chat model is to be asked.
    """
    plain = script(message.text).plain
    stated = read(message, rulepack, state.asked)
    wanted = _intent(message.text, plain, state, stated, named, rulepack)
    if wanted == "eligibility" and within is not None and chat_model.reads_facts():
        ask = partial(chat_model.ask, within=within)
        stated = proposals.added(stated, proposals.propose(message.meant, rulepack, ask), rulepack)
    return Understanding(message.text, language or _language(message.meant, state), wanted, stated)


def _language(message: str, state: State) -> Language:
    """Return the message's language; one without letters ('15%') goes on in the conversation's."""
    return language_of(message) if _LETTER.search(message) or not state.language else state.language


def _social(plain: str, stated: tuple[Stated, ...], named: Named) -> bool:
    """Say whether a message only greets, thanks, takes its leave or asks after the assistant itself."""
    found = _SOCIAL.search(plain)
    if not found or stated or named.provisions or len(plain) > _SHORT or SIGNS["budget"].search(plain):
        return False
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    return not any(SIGNS[name].search(rest) for name in _BUSINESS)


def _intent(
    message: str, plain: str, state: State, stated: tuple[Stated, ...], named: Named, rulepack: Rulepack
) -> Intent:
    if _SMALLTALK.fullmatch(plain.strip()) or _social(plain, stated, named):
        return "smalltalk"
    if not _LETTER.search(plain) and not stated:
        return "unclear"
    if state.question and not state.checking and intent.goes_on(plain):
        return "fact"
    if intent.plainly(plain, stated, named, rulepack):
        return "eligibility"
    found = intent.decide(intent.evidence(message, plain, stated, named, rulepack, checking=state.checking))
    answers = any(each.fact in state.asked for each in stated)
    return "eligibility" if found.verdict or (answers and found.probability >= ANSWERS) else "fact"
