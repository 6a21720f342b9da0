"""How far a written Thai word is from a right one, in the slips that people make.

Two words of one `key` sound alike or differ by marks that fingers drop or double; `cost` weighs each slip.
"""

import re
from functools import lru_cache

_TONES = "่้๊๋"
_SILENT = f"{_TONES}็์"
"""Marks that are dropped, doubled or put on by mistake: tones, ็ and karan."""

_ALIKE = ("ใไ", "ณน", "ศษส", "ฎดฏตฑทฐถฒธ", "ญย", "ฬลร", "ฆคข", "ชฌฉ", "พภผฟฝ", "บป")
"""Consonants that sound alike or are told apart only by tone, and the two vowels of one sound."""

_LENGTHS = ("ะาั", "ิี", "ึื", "ุู", "เแ")
"""Vowels told apart by length or height."""

_FINALS = "นณญรลฬ"
"""Consonants that all end a syllable as n."""

# Kedmanee, the standard layout (TIS 820), row by row; its shifted characters share the keys.
_ROWS = ("_ๅ/-ภถุึคตจขช", "ๆไำพะัีรนยบลฃ", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ")
_SHIFTED = ("%+๑๒๓๔ู฿๕๖๗๘๙", '๐"ฎฑธํ๊ณฯญฐ,ฅ', "ฤฆฏโฌ็๋ษศซ.", "()ฉฮฺ์?ฒฬฦ")

_FOLD = str.maketrans({letter: group[0] for group in _ALIKE for letter in group} | dict.fromkeys(_SILENT, ""))
_KARAN = re.compile(r"[ก-ฮ][ิุ]?์")
_TWICE = re.compile(r"(.)\1+")


def one_form(word: str) -> str:
    """Write sounds that have two spellings in one: ัม as ำ, ัย and ไย as ไ, รร as ั."""
    return word.replace("ัม", "ำ").replace("ไย", "ไ").replace("ัย", "ไ").replace("รร", "ั")


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Return what is left of a word without its silent marks, its alike consonants told as one, none doubled."""
    return _TWICE.sub(r"\1", one_form(_KARAN.sub("", word)).translate(_FOLD))


def _neighbours() -> frozenset[tuple[str, str]]:
    """Return the pairs of characters on one key or on keys side by side in a row, both ways."""
    pairs = set()
    for row, shifted in zip(_ROWS, _SHIFTED, strict=True):
        for at, (low, high) in enumerate(zip(row, shifted, strict=True)):
            pairs |= {(low, high), (high, low)}
            for other in row[at + 1 : at + 2]:
                pairs |= {(low, other), (other, low)}
    return frozenset(pairs)


_NEAR = _neighbours()
_CLASS = {letter: group for group in (*_ALIKE, *_LENGTHS) for letter in group}

MARK, ALIKE, LENGTH, DOUBLE, KEY, SWAP, OTHER = 0.4, 0.4, 0.6, 0.3, 0.8, 0.7, 1.0
"""What one slip costs: a silent mark, an alike consonant, a vowel's length, a doubled letter, the key beside, two letters
swapped, anything else."""


LEAST_SLIP = min(MARK, ALIKE, LENGTH, DOUBLE, KEY, SWAP, OTHER)


def _replaced(one: str, other: str) -> float:
    if one in _SILENT and other in _SILENT:
        return MARK
    group = _CLASS.get(one)
    if group is not None and group is _CLASS.get(other):
        return LENGTH if group in _LENGTHS else ALIKE
    if one in _FINALS and other in _FINALS:
        return ALIKE
    return KEY if (one, other) in _NEAR else OTHER


def _added(word: str, at: int) -> float:
    """Return what a character that the other word lacks costs."""
    letter = word[at]
    if letter in _SILENT:
        return MARK
    if (at and word[at - 1] == letter) or word[at + 1 : at + 2] == letter:
        return DOUBLE
    if word[at + 1 : at + 2] == "์" or (word[at + 2 : at + 3] == "์" and word[at + 1] in "ิุ"):
        return MARK
    return OTHER


@lru_cache(maxsize=65536)
def cost(written: str, right: str) -> float:
    """Return the cheapest way of slips from `right` to `written`; 0 for the same word."""
    if written == right:
        return 0.0
    one, other = one_form(written), one_form(right)
    if one == other:
        return MARK
    before: list[float] = []
    last = [0.0]
    for at in range(len(other)):
        last.append(last[-1] + _added(other, at))
    for i in range(len(one)):
        row = [last[0] + _added(one, i)]
        for j in range(len(other)):
            same = 0.0 if one[i] == other[j] else _replaced(one[i], other[j])
            best = min(last[j] + same, last[j + 1] + _added(one, i), row[j] + _added(other, j))
            if i and j and one[i] == other[j - 1] and one[i - 1] == other[j] and one[i] != other[j]:
                best = min(best, before[j - 1] + SWAP)
            row.append(best)
        before, last = last, row
    return last[-1]
