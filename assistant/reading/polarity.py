"""Is a phrase stated or denied? The denials that stand right before it, counted: two of them cancel out."""

import re

_THAI_DENIAL = r"(?:ยัง)?(?:ไม่|มิ)(?:ใช่|ได้|มี)?|ไร้|ปราศจาก"
_THAI_FILLER = (
    r"การ|ได้|ใช่|มี|เป็น|ใช้|ผ่าน|แค่|เฉพาะ|เพียง|เพื่อ|สำหรับ|สามารถ|ทำ|ว่า|จะ|ต้อง|ถูก|ให้|ตัว|อยู่|พัฒนา|จัด|สร้าง"
    r"|ซื้อ|ขอ|เรื่อง|ของ|ระบบ|โครงการ|แบบ|อะไร|เลย|แต่เพียง|ที่|ทั้ง"
)
_THAI_CHAIN = re.compile(rf"(?:{_THAI_DENIAL})(?:{_THAI_FILLER}|{_THAI_DENIAL})*$")
_THAI_DENIALS = re.compile(_THAI_DENIAL)
_THAI_NOT_ONLY = re.compile(r"(?:ไม่|มิ)(?:ใช่|ได้|เป็น|ใช้)*(?:แค่|เพียง|เฉพาะ)(?:แต่)?")

_ENGLISH_DENIAL = (
    r"(?:(?<![a-z])(?:not|no|never|without|nor|cannot|lacks?|lacking|non)(?![a-z])|n['’]t(?![a-z]))"
)
_ENGLISH_FILLER = (
    r"just|only|merely|simply|solely|be|been|being|used|using|use|uses|a|an|the|is|are|it|yet|to|any|in|of|our|have"
    r"|has|need|do|does|currently|for|really|actually|meant|intended|limited|built|about|that|this|serve|serving"
    r"|follow|meet|comply|with|go|through"
)
_ENGLISH_CHAIN = re.compile(rf"{_ENGLISH_DENIAL}(?:[\s-]+(?:{_ENGLISH_FILLER}|not|no))*[\s-]*$")
_ENGLISH_DENIALS = re.compile(rf"{_ENGLISH_DENIAL}")
_ENGLISH_NOT_ONLY = re.compile(
    r"(?:not|n['’]t)(?: (?:be|being|used|is|are))* (?:only|just|merely|simply|solely)(?![a-z])"
)

_TRAILING = re.compile(
    r"(?:ก็|ยัง|นั้น|นี้|เลย)*ไม่(?:ได้|มี|สูง|ใช่|ผ่าน|ครบ)(?:เลย|ครับ|คับ|ค่ะ|คะ|นะ|ด้วย|ใช้|ทำ|เชื่อม)*(?=$|[|,.;!?\n ]|แต่|และ|เข้า|จะ)"
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
