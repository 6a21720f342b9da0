"""Broken vowels and marks: what no keyboard of a careful writer gives, and an OCR engine does."""

import re
from collections.abc import Iterator, Sequence

from corpus.passages import Localized
from corpus.text import normalise
from ingest.lint.source import Row, Suspect

_TONE = "\u0e48-\u0e4b"
_VOWEL_MARK = "\u0e31\u0e34-\u0e39\u0e47\u0e4d"
_MARK = f"{_VOWEL_MARK}{_TONE}\u0e3a\u0e4c\u0e4e"
_FOLLOW = "\u0e30\u0e32\u0e33\u0e45"

_FAULTS: tuple[tuple[re.Pattern[str], Localized, Localized], ...] = tuple(
    (re.compile(pattern), Localized(th=th, en=en), Localized(th=proof_th, en=proof_en))
    for pattern, th, en, proof_th, proof_en in (
        (
            f"(?:[ก-ฮ][{_TONE}]?)?\u0e4d[{_TONE}]?\u0e32|[ก-ฮ][{_TONE}]?\u0e4d +\u0e32",
            "สระอำเขียนเป็นนิคหิตกับสระอา",
            "ำ is written as ํ and า",
            "สระอำเป็นอักขระเดียว (U+0E33)",
            "ำ is one character (U+0E33).",
        ),
        (
            f"[ก-ฮ][{_MARK}]* +[{_MARK}\u0e33\u0e32\u0e30\u0e45]",
            "มีช่องว่างระหว่างพยัญชนะกับสระหรือวรรณยุกต์",
            "a space parts a consonant from its vowel or mark",
            "สระและวรรณยุกต์ต้องอยู่ติดกับพยัญชนะ",
            "A vowel or mark follows its consonant at once.",
        ),
        (
            f"(?:^|(?<=[^ก-ฮ{_MARK}{_FOLLOW} ]))[{_MARK}]+",
            "สระลอย: ไม่มีพยัญชนะรองรับ",
            "a mark without a consonant under it",
            "สระและวรรณยุกต์ต้องอยู่บนหรือใต้พยัญชนะ",
            "A mark stands on a consonant.",
        ),
        (
            f"[ก-ฮ][{_VOWEL_MARK}\u0e33]?[{_TONE}]{{2,}}|[ก-ฮ]([{_VOWEL_MARK}\u0e4c\u0e4e\u0e33\u0e30\u0e45])\\1+|[ก-ฮ]\u0e32{{2,}}|([แโใไ])\\2+|[โใไ]{{2,}}",
            "สระหรือวรรณยุกต์ซ้ำ",
            "a doubled vowel or mark",
            "พยางค์หนึ่งมีวรรณยุกต์หรือสระรูปเดียวกันได้เพียงตัวเดียว",
            "A syllable has one tone mark and one of each vowel sign.",
        ),
        (
            f"[ก-ฮ](?:[{_TONE}\u0e4c]+[{_VOWEL_MARK}]+|[{_FOLLOW}][{_TONE}])",
            "ลำดับสระกับวรรณยุกต์สลับกัน",
            "vowel and tone mark are in the wrong order",
            "วรรณยุกต์ตามหลังสระบนหรือล่าง และอยู่หน้าสระอา",
            "The tone mark follows a vowel above or below, and goes before า, ำ or ะ.",
        ),
        (
            "เเ[ก-ฮ]",
            "สระแอเขียนเป็นสระเอสองตัว",
            "แ is written as two เ",
            "สระแอเป็นอักขระเดียว (U+0E41)",
            "แ is one character (U+0E41).",
        ),
        (
            f"[ก-ฮ](?:(?!\u0e4d[{_TONE}]?\u0e32)([{_VOWEL_MARK}])(?!\\1)[{_VOWEL_MARK}])|[เแโใไ](?![ก-ฮเแ])(?=[{_FOLLOW}{_MARK}])",
            "สระที่อยู่ร่วมกันไม่ได้",
            "vowel signs that cannot stand together",
            "พยัญชนะตัวหนึ่งมีสระบนหรือล่างได้รูปเดียว และสระหน้าต้องตามด้วยพยัญชนะ",
            "A consonant has one vowel above or below, and a leading vowel goes before a consonant.",
        ),
    )
)


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the broken vowels and marks of every row."""
    for row in rows:
        taken: list[tuple[int, int]] = []
        for pattern, message, proof in _FAULTS:
            for match in pattern.finditer(row.raw):
                start, end = match.span()
                if any(start < other_end and end > other for other, other_end in taken):
                    continue
                taken.append((start, end))
                mended = normalise(match[0]).text
                broken = mended == match[0] or not any("ก" <= letter <= "ฮ" for letter in mended)
                yield Suspect(row, start, end, "marks", message, proof, None if broken else mended)
