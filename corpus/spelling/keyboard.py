"""Text typed with the keyboard in the other language: 'g0hksohkmuj' for เจ้าหน้าที่, 'แสนีก' for cloud.

A stretch is read in the other layout only where what is written is not right in its own language and the other reading
is whole words. Where most of a text reads so, its short and doubtful stretches follow.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from corpus.spelling.change import Change
from corpus.spelling.english import is_english
from corpus.spelling.vocabulary import RARE, vocabulary
from corpus.text import is_word, normalise, words

# The same keys on the American layout and on Kedmanee (TIS 820), row by row, without and with the shift key.
_LATIN = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
)
_THAI = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_LATIN, _THAI)
_TO_LATIN = str.maketrans({thai: latin for latin, thai in zip(_LATIN, _THAI, strict=True) if thai > "~"})
_CAPITALS = _TO_LATIN | str.maketrans({'"': "W", "?": "M", "(": "Z", ")": "X"})
"""With the marks that stand on a letter's key on Kedmanee."""

SURE, SURE_OURS = 5, 4
"""Characters from which a stretch is read in the other layout by itself, and from which a word of ours is."""

LONG, VERY_LONG = 10, 20
PLAUSIBLE, HALF = 0.8, 0.5
"""The share of a long and of a very long Thai reading that has to be common words; of a shorter one, all has to be."""

UNLIKELY = 5
"""Characters of a word that keys pressed for another do not give by chance."""

MOST = 0.6
"""The share of a script's characters that has to read in the other layout for the rest to follow."""

_ADDRESS = re.compile(r"://|www\.|@\w|\.(?:th|com|org|net|pdf|docx?|xlsx?|html?)\b", re.IGNORECASE)
_LATIN_STRETCH = re.compile(r"[!-~]*[A-Za-z][!-~]*")
_THAI_STRETCH = re.compile(r"[^\sA-Za-z]*[ก-๛][^\sA-Za-z]*")
_THAI_RUN = re.compile("[ก-๛]+")
_SHORT_NAME = re.compile(r"(?:[ก-ฮ]{1,4}\.)+")
_DATED = re.compile(r"(?:[ก-ฮ]{1,4}\.)+[\d.,)]*")
_BRAND = re.compile(r"[a-z]?(?:[A-Z][a-z]+){1,3}")
_WRITTEN = re.compile(
    r"(?:[เแโใไ]?[ก-ฮ](?:[ัิ-ฺ็ํ]?[่-๋]?|[่-๋]?์|[ิุ]์)(?:าะ|[ะาำ])?ๆ?|[ฯๆ]|\d+(?:\.\d+)?%?)+"  # what Thai can look like
)
_NUMBER = r"\d+(?:[.,/-]\d+)*(?:%|st|nd|rd|th)?"
_WORD = r"[A-Za-z]+(?:[-'/][A-Za-z]+)*"
_LATIN_WORDS = re.compile(rf"[\"'(]*(?:{_WORD}|{_NUMBER})[\"')]*[.,;:?!]?[\"')]*")
_MARKS = re.compile("[^A-Za-zก-๛]+")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class _Stretch(NamedTuple):
    """A stretch between spaces: where, whether it is right as it stands, and its reading where that is whole words."""

    start: int
    typed: str
    right: bool
    read: str | None
    forced: str | None
    """The reading to take where most of the text is in the wrong layout."""

    @property
    def sure(self) -> bool:
        """Whether the stretch by itself says that the layout was wrong."""
        read = "" if self.right else _MARKS.sub("", self.read or "")
        return len(read) >= SURE or (len(read) >= SURE_OURS and read.lower() in vocabulary().domain)


def changes(text: str) -> list[Change]:
    """Return the stretches of `text`, as it was typed, to be read in the other layout, in order; they stay as long."""
    return sorted([*_changes(text, _THAI_STRETCH, _as_latin), *_changes(text, _LATIN_STRETCH, _as_thai)])


def _changes(text: str, pattern: re.Pattern[str], reading: Callable[[int, str], _Stretch]) -> list[Change]:
    """Return the stretches of one script to be read in the other layout."""
    stretches = [reading(match.start(), match[0]) for match in pattern.finditer(text)]
    if not any(stretch.sure for stretch in stretches):
        return []
    held = sum(len(stretch.typed) for stretch in stretches if stretch.read)
    most = held >= MOST * sum(len(stretch.typed) for stretch in stretches)
    found = []
    for start, typed, right, read, forced in stretches:
        taken = (read or forced) if most else (None if right else read)
        if taken and taken != typed:
            found.append(Change(start, start + len(typed), typed, taken, "layout"))
    return found


def _as_thai(start: int, typed: str) -> _Stretch:
    """Read a stretch of Latin keys as Thai."""
    if _is_latin(typed):
        return _Stretch(start, typed, True, None, None)
    return _Stretch(start, typed, False, *_thai(typed))


def _is_latin(typed: str) -> bool:
    """Tell whether a stretch of Latin letters is right as it stands: English, an abbreviation, a name, an address."""
    if typed.isupper() or _ADDRESS.search(typed) or _BRAND.fullmatch(typed):
        return True
    letters = re.findall("[A-Za-z]+", typed)
    english = sum(len(word) for word in letters if len(word) > 2 and is_english(word.lower()))
    return english * 2 >= sum(map(len, letters))


@lru_cache(maxsize=16384)
def _thai(typed: str) -> tuple[str | None, str | None]:
    """Return the Thai that Latin keys give, where it is whole words, and where it is at least written as Thai is."""
    keys = typed.translate(_TO_THAI)
    if _SHORT_NAME.fullmatch(keys):
        return None, keys
    # Figures may have been typed on the number pad, which gives them in either layout.
    pad = re.sub(r"[^\d.%]+|(?<!\d)[.%]+|\.(?!\d)", lambda run: run[0].translate(_TO_THAI), typed)
    for read in dict.fromkeys((keys, pad)):
        if _WRITTEN.fullmatch(read) and normalise(read).text == read.translate(_DIGITS):
            common = sum(
                len(word) for run in _THAI_RUN.findall(read) for word in words(run) if _is_common(word)
            )
            thai = sum(map(len, _THAI_RUN.findall(read)))
            if common >= thai * (1.0 if thai < LONG else PLAUSIBLE if thai < VERY_LONG else HALF):
                return read, read
            if common >= thai * HALF or thai >= SURE:  # a name that no list has
                return None, read
    return None, None


def _is_common(word: str) -> bool:
    """Tell whether a Thai word is one that people write, or too long to be one by chance."""
    return word in "ๆฯ" or (is_word(word) and (len(word) >= UNLIKELY or vocabulary().count(word) >= RARE))


@lru_cache(maxsize=16384)
def _as_latin(start: int, typed: str) -> _Stretch:
    """Read a stretch of Thai keys as English."""
    runs = [] if _DATED.fullmatch(typed) else _THAI_RUN.findall(typed)
    right = all(normalise(run).text == run and all(map(is_word, words(run))) for run in runs)
    reads = [typed.translate(table) for table in (_CAPITALS, _TO_LATIN)]
    reads = [read for read in reads if _LATIN_WORDS.fullmatch(read)]
    for read in reads:
        if all(is_english(word.lower()) for word in re.findall("[A-Z]*[a-z]+", read)):
            return _Stretch(start, typed, right, read, read)
    return _Stretch(start, typed, right, None, reads[0] if reads and not right else None)
