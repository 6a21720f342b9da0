"""Text typed with the keyboard in the other language: 'g0hksohkmuj' for เจ้าหน้าที่, 'แสนีก' for cloud.

A stretch is read in the other layout only where what is written is not plausible in its own language and the other
reading is whole words. Where one long stretch says that the layout was wrong, shorter ones follow it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from corpus.spelling.change import Change
from corpus.spelling.english import is_english
from corpus.spelling.vocabulary import RARE, vocabulary
from corpus.text import is_word, normalise, words

# The same keys on the American layout and on Kedmanee (TIS 820), row by row, without and with the shift key.
_LATIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_LATIN, _THAI)
_TO_LATIN = str.maketrans({thai: latin for latin, thai in zip(_LATIN, _THAI, strict=True) if thai > "~"})

SURE, SURE_OURS = 5, 4
"""Characters from which a stretch is read in the other layout by itself, and from which a word of ours is."""

PLAUSIBLE = 0.8
"""The share of a long Thai reading that has to be common words; of one shorter than `LONG`, all has to be."""

LONG = 10

_ADDRESS = re.compile(r"://|www\.|@\w|\.(?:th|com|org|net|pdf|docx?|xlsx?|html?)\b", re.IGNORECASE)
_LATIN_STRETCH = re.compile(r"[!-~]+")
_THAI_STRETCH = re.compile(r"[ก-๛](?:[^\sA-Za-z]*[ก-๛])?[.,?!)]*")
_SHORT_NAME = re.compile(r"(?:[ก-ฮ]{1,4}\.)+")
_WRITTEN = re.compile(
    r"(?:[เแโใไ]?[ก-ฮ](?:[ัิ-ฺ็ํ]?[่-๋]?|[่-๋]?์|[ิุ]์)[ะาำ]?ๆ?|[ฯๆ]|\d)+"  # what a Thai word can look like
)
_LATIN_WORDS = re.compile(r"(?:[A-Za-z][a-z]*(?:[-'][a-z]+)*|[A-Z]+)[.,?!]?")


def changes(text: str) -> list[Change]:
    """Return the stretches of `text`, as it was typed, to be read in the other layout, in order."""
    return sorted(_direction(text, _THAI_STRETCH, _as_latin) + _direction(text, _LATIN_STRETCH, _as_thai))


def _direction(
    text: str, pattern: re.Pattern[str], reading: Callable[[str, bool], str | None]
) -> list[Change]:
    """Return the stretches to be read in the other layout; all of one script, where all of them may be."""
    stretches = list(pattern.finditer(text))
    strict = [reading(match[0], True) for match in stretches]
    if not any(read and _is_sure(read) for read in strict):
        return []
    lax = [reading(match[0], False) for match in stretches]
    reads = lax if all(lax) else strict
    return [
        Change(match.start(), match.end(), match[0], read, "layout")
        for match, read in zip(stretches, reads, strict=True)
        if read and read != match[0]
    ]


def _is_sure(read: str) -> bool:
    return len(read) >= SURE or (len(read) >= SURE_OURS and read.lower() in vocabulary().domain)


@lru_cache(maxsize=16384)
def _as_thai(typed: str, strict: bool) -> str | None:
    """Return the Thai that the keys of `typed` give, None where it is no slip; not `strict`, figures and names stay."""
    read = typed.translate(_TO_THAI)
    letters = re.findall("[A-Za-z]+", typed)
    if not letters or typed.isupper() or _ADDRESS.search(typed):
        # the full stop is on the key of the quotation mark: 1"2 is 1.2
        return None if strict or any(letter.islower() for letter in typed) else typed.replace('"', ".")
    if not strict and _SHORT_NAME.fullmatch(read):
        return read
    if not _WRITTEN.fullmatch(read) or normalise(read).text != read.translate(_DIGITS):
        return None
    if any(len(word) > 2 and is_english(word.lower()) for word in letters):
        return None
    common = sum(len(word) for word in words(read) if _is_common(word))
    enough = PLAUSIBLE if len(read) >= LONG else 1.0
    return read if common >= enough * len(read) else None


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _is_common(word: str) -> bool:
    """Tell whether a Thai word is one that people write."""
    return word.isdigit() or word in "ๆฯ" or (is_word(word) and vocabulary().count(word) >= RARE)


@lru_cache(maxsize=16384)
def _as_latin(typed: str, strict: bool) -> str | None:
    """Return the English that the keys of `typed` give, None where it is no slip."""
    read = typed.translate(_TO_LATIN)
    if not _LATIN_WORDS.fullmatch(read):
        return None
    plain = normalise(typed).text
    if strict and plain == typed and all(is_word(word) for word in words(plain)):
        return None
    return read if all(is_english(word) for word in re.findall("[a-z]+", read.lower())) else None
