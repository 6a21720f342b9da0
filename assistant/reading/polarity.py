"""Is a phrase stated or denied? The denials that stand right before it, counted: two of them cancel out."""

import re

_THAI_DENIAL = r"(?:ยัง)?(?:ไม่|มิ)(?:ใช่|ได้|มี)?|ไร้|ปราศจาก"
_THAI_FILLER = (
    r"การ|ได้|ใช่|มี|เป็น|ใช้|ผ่าน|แค่|เฉพาะ|เพียง|เพื่อ|สำหรับ|สามารถ|ทำ|ว่า|จะ|ต้อง|ถูก|ให้|ตัว|อยู่|พัฒนา|จัด|สร้าง"
    r"|ซื้อ|ขอ|เรื่อง|ของ|ระบบ|โครงการ|แบบ|อะไร|เลย|แต่เพียง|ที่|ทั้ง|ตรง|กับ|ใน|เข้า|เกี่ยวข้อง|เกี่ยว|เปิด|จำกัด|การใช้งาน|ไว้"
    r"|เรียน|อบรม|ตาม|บริการ|แก่|คน|เอา|หรือ|อยู่ใน|ภายใต้|ถึง|ดำเนินการ|ปฏิบัติ|มาตรฐาน|ประกาศ|หลักเกณฑ์|แสดง|ระบุ|กำหนด"
)
_THAI_CHAIN = re.compile(rf"(?:{_THAI_DENIAL})(?:{_THAI_FILLER}|{_THAI_DENIAL})*$")
_THAI_DENIALS = re.compile(_THAI_DENIAL)
_THAI_NOT_ONLY = re.compile(r"(?:ไม่|มิ)(?:ใช่|ได้|เป็น|ใช้)*(?:แค่|เพียง|เฉพาะ)(?:แต่)?")

_ENGLISH_DENIAL = (
    r"(?:(?<![a-z])(?:not|no|never|without|nor|cannot|lacks?|lacking|non|outside|none of|nothing to do with"
    r"|instead of|unrelated to|irrelevant to|unable to|fails?(?: to)?|departs? from|neither)(?![a-z])|n['’]t(?![a-z])|(?<![a-z])(?:is|are|was|were|does|do|did|wo|has|have|should|would|could)nt(?![a-z]))"
)
_ENGLISH_FILLER = (
    r"just|only|merely|simply|solely|be|been|being|used|using|use|uses|a|an|the|is|are|it|yet|to|any|in|of|our|have"
    r"|has|need|do|does|currently|for|really|actually|meant|intended|limited|built|about|that|this|serve|serving"
    r"|follow|meet|comply|with|go|through|line|linked|connected|any|every|all|purely|or|other|done|matching|offer|give"
    r"|provide|people|them|citizens|kept|held|on|by|from|exactly|fully|match|matches|fit|fits|fall|falls|belong|belongs|relate|related|relates|correspond|under|within|one|relevant|tied|part|concern"
)
_ENGLISH_CHAIN = re.compile(rf"{_ENGLISH_DENIAL}(?:[\s-]+(?:{_ENGLISH_FILLER}|not|no))*[\s-]*$")
_ENGLISH_DENIALS = re.compile(rf"{_ENGLISH_DENIAL}")
_ENGLISH_NOT_ONLY = re.compile(
    r"(?:not|n['’]t)(?: (?:be|being|used|is|are))* (?:only|just|merely|simply|solely)(?![a-z])"
)

_TRAILING = re.compile(
    r"(?:ก็|ยัง|นั้น|นี้|เลย)*ไม่(?:ได้|มี|สูง|ใช่|ผ่าน|ครบ)(?:เลย|ครับ|คับ|ค่ะ|คะ|นะ|ด้วย|ใช้|ทำ|เชื่อม)*(?=$|[|,.;!?\n ]|แต่|และ|เข้า|จะ)"
)


# What is not settled yet is neither stated nor denied.
_OPEN_BEFORE = re.compile(
    r"(?:ยัง)?ไม่(?:ค่อย)?(?:แน่ใจ|แน่|ทราบ|รู้|ชัดเจน|ชัด|มั่นใจ)(?:เลย)?(?:ว่า|เรื่อง)?|(?:ยัง)?(?:ตอบ|บอก|ระบุ)ไม่ได้ว่า|อยู่(?:ใน)?ระหว่าง(?:การ)?[ก-๙]{0,14}?(?:ว่า|เรื่อง)?"
    r"|ยังไม่(?:ได้|มี)?(?:การ)?(?:ตัดสินใจ|ข้อสรุป|สรุป|ตกลง|คุย|หารือ|กำหนด|เลือก)(?:ว่า|เรื่อง)?|กำลัง(?:พิจารณา|ศึกษา|หารือ|ดู)(?:อยู่)?ว่า|อาจ(?:จะ)?|คิดว่าจะ"
    r"|(?<![a-z])(?:(?:not|n't) (?:quite |yet |really )?(?:sure|certain|clear|decided|know|settled|agreed)|unsure|unclear|undecided|uncertain"
    r"|(?:do not|don't|can't|cannot|could not) (?:yet )?(?:know|say|tell)|yet to|still (?:deciding|discussing|considering|thinking|debating)|considering|tb[cd]|depends|may or may not|may (?=also|later|be|become)|whether|maybe|perhaps|possibly|might|no idea|open question)(?![a-z])"
)
_OPEN_AFTER = re.compile(
    r"[^|;.!?\n]{0,25}?(?:ยังไม่(?:ได้)?(?:ตัดสินใจ|ข้อสรุป|สรุป|ตกลง|แน่|ชัด|ทราบ|รู้)|ยังไม่มีข้อสรุป|อยู่(?:ใน)?ระหว่าง|ยังต้องรอ|รอสรุป)"
    r"|\W{0,3}(?:[^|;.!?\n]{0,30}?)(?<![a-z])(?:(?:is|are) (?:still |only |yet )?(?:unclear|undecided|unknown|uncertain|open|a maybe|being (?:reviewed|checked|decided|discussed|assessed)|under (?:review|discussion|consideration)|to be (?:decided|confirmed|determined|agreed)|tb[cd]|not (?:yet )?(?:final|certain|agreed))|(?:do not|don't|not) (?:yet |really )?(?:know|sure)(?![a-z])|is not (?:yet )?(?:clear|decided|known|settled|certain))"
)
_DUTY_ASKED = re.compile(
    r"(?:จำเป็น)?ต้อง(?!การ)(?:(?!เกณฑ์|ข่าย|ผ่าน|เสนอ|ขอ|แต่|ได้(?:ไหม|มั้ย|หรือ|รึ))[^|;.!?\n]){1,60}?(?:ไหม|มั้ย|มัย|หรือไม่|หรือเปล่า|รึเปล่า|หรือป่าว|รึป่าว)"
    r"|(?<![a-z])(?:(?:must|should) (?:we|it|they|i|the \w+|our \w+)|(?:do|does) (?:we|it|they|i|the \w+|our \w+) (?:also )?(?:have|need) to|(?:are|is) (?:we|it|they|the \w+) (?:required|obliged) to)"
    r"(?:(?!qualif|eligib|pass|propose|apply|criteri|meet)[^|;.!?\n]){1,80}?\?"
)
"""What has to be is asked, and not told: 'ต้องต่อกับ NSW ด้วยหรือเปล่า'."""
_STOP = re.compile(r"[|;!?\n]|\.(?!\d)|,|แต่|(?<![a-z])(?:but|and)(?![a-z])")


def unsettled(text: str, start: int, end: int) -> bool:
    """Say whether what stands at `start` to `end` is told as not settled yet: 'ไม่แน่ใจว่า…', 'whether …'."""
    before = _STOP.split(text[max(0, start - 70) : start])[-1]
    after = text[end : end + 60].lstrip("| ")
    return bool(_OPEN_BEFORE.search(before) or _OPEN_AFTER.match(after))


def wondered(text: str, start: int, end: int) -> bool:
    """Say whether most of what stands at `start` to `end` is asked to be a duty or not, which tells nothing."""
    return any(
        min(end, match.end()) - max(start, match.start()) > (end - start) / 2
        for match in _DUTY_ASKED.finditer(text)
    )


def denied(text: str, start: int, *, exclusive: bool) -> bool:
    """Say whether what begins at `start` is denied by the words right before it.

    'ไม่ใช่แค่ X' and 'not only X' state X, unless the fact itself says 'only' (`exclusive`): then they deny it.
    """
    before = text[max(0, start - 60) : start]
    for chain, denials, not_only in (
        (_THAI_CHAIN, _THAI_DENIALS, _THAI_NOT_ONLY),
        (_ENGLISH_CHAIN, _ENGLISH_DENIALS, _ENGLISH_NOT_ONLY),
    ):
        if match := chain.search(before):
            words = match[0] if exclusive else not_only.sub("", match[0])
            return len(denials.findall(words)) % 2 == 1
    return False


def trailing_denial(text: str, end: int) -> bool:
    """Say whether a Thai denial follows right after `end`: 'ความปลอดภัยไม่สูง'."""
    return bool(_TRAILING.match(text, end))
