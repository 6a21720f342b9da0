"""Replies that tell no fact: greetings, and saying plainly that the corpus does not answer, what it covers, and whom to ask."""

import re

from assistant.provisions import Named
from assistant.statements import Statement
from corpus.passages import Language, Localized
from corpus.store.generation import Generation
from corpus.text import normalise

GREETING = Localized(
    th="สวัสดี ระบบนี้ตอบคำถามเรื่องแผนงานบูรณาการรัฐบาลดิจิทัล ปีงบประมาณ พ.ศ. 2569 และตรวจเบื้องต้นว่าโครงการเข้าหลักเกณฑ์หรือไม่ "
    "โดยอ้างข้อความในเอกสารทุกครั้ง ระบบตอบโดยอัตโนมัติ โปรดอย่าพิมพ์ข้อมูลส่วนบุคคล",
    en="Hello. This assistant answers questions about the Digital Government integrated plan of fiscal year B.E. 2569 (2026) and "
    "checks whether a project meets its criteria, citing the documents each time. It answers automatically; please do not type "
    "personal data.",
)
WELCOME = Localized(th="ยินดีให้บริการ หากมีคำถามอื่นถามต่อได้", en="You are welcome. Ask on if there is more.")
_THANKS = re.compile(r"ขอบคุณ|ขอบใจ|แต๊งกิ้ว|ลาก่อน|บาย|thank|bye", re.IGNORECASE)
UNCLEAR = Localized(
    th="ยังไม่เข้าใจคำถาม โปรดพิมพ์เป็นประโยค เช่น บอกว่าโครงการทำอะไร ใครใช้ และลดเวลาหรือค่าใช้จ่ายได้เท่าใด",
    en="The question is not clear yet. Please write a sentence, for instance what the project does, who uses it, and how much "
    "time or cost it saves.",
)
EXAMPLES: dict[Language, tuple[str, ...]] = {
    "th": (
        "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่",
        "ตัวชี้วัดของแนวทางที่ 2.2 มีอะไรบ้าง",
        "มาตรา 31 กำหนดว่าแผนงานบูรณาการต้องมีอะไรบ้าง",
    ),
    "en": (
        "Does in-house infrastructure qualify?",
        "What are the KPIs of approach 2.2?",
        "What must an integrated plan contain under section 31?",
    ),
}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def small_talk(message: str, language: Language) -> str:
    """Answer a greeting, or thanks."""
    return (WELCOME if _THANKS.search(message) else GREETING).get(language)


def not_covered(told: Statement | None, generation: Generation, language: Language) -> str:
    """Say that the documents do not answer; `told`: their own statement that they are silent."""
    if language == "th":
        lead = "เอกสารที่มีอยู่ไม่ได้ตอบเรื่องนี้"
        note = f" ({told.text})" if told else ""
    else:
        lead = "The documents held here do not answer this."
        note = f" ({told.text})" if told else ""
    return _with_coverage(lead + note, generation, language)


def no_provision(question: str, named: Named, generation: Generation, language: Language) -> str:
    """Say that a provision named in the question does not stand in the documents."""
    text = normalise(question).text
    names = ", ".join(dict.fromkeys(text[each.start : each.end].strip() for each in named.missing))
    if language == "th":
        lead = f"เอกสารที่มีอยู่ไม่มี {names} จึงตอบไม่ได้"
    else:
        lead = f"The documents held here do not contain {names}, so it cannot be answered."
    return _with_coverage(lead, generation, language)


def other_year(asked: int, covered: int, generation: Generation, language: Language) -> str:
    """Say that the criteria of another fiscal year (B.E.) are not held."""
    if language == "th":
        lead = f"หลักเกณฑ์ที่มีอยู่เป็นของปีงบประมาณ พ.ศ. {covered} เท่านั้น จึงตอบเรื่องปีงบประมาณ พ.ศ. {asked} ไม่ได้"
    else:
        lead = (
            f"The criteria held here are those of fiscal year B.E. {covered} ({covered - 543}) only, so nothing can be said of "
            f"fiscal year B.E. {asked} ({asked - 543})."
        )
    return _with_coverage(lead, generation, language)


def _with_coverage(lead: str, generation: Generation, language: Language) -> str:
    titles = "\n".join(f"- {document.title.get(language)}" for document in generation.documents.values())
    covers = (
        "**เรื่องที่ตอบได้** อยู่ในเอกสารต่อไปนี้"
        if language == "th"
        else "**What can be answered** is in these documents:"
    )
    parts = [lead, f"{covers}\n\n{titles}"]
    if contact := _contact(generation, language):
        parts.append(contact)
    return "\n\n".join(parts)


def _contact(generation: Generation, language: Language) -> str | None:
    """Return whom to ask, by the e-mail address that the documents give."""
    for anchor_id in generation.anchors:
        if anchor_id.endswith("/contact"):
            for passage in generation.at(anchor_id):
                if email := _EMAIL.search(passage.text):
                    if language == "th":
                        return f"โปรดสอบถาม สพร. ทางอีเมล {email[0]}"
                    return f"Please ask DGA by e-mail: {email[0]}"
    return None
