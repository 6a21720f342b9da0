"""Personal data in what people type: Thai national id numbers and phone numbers, masked before anything is kept.

A masked text is as long as what was typed, so that offsets into either are the same.
"""

import re

MASK = "X"
"""Stands for each digit. A letter, since the text goes on into Markdown, where most marks mean something."""

_DIGITS = r"[0-9๐-๙]"
_APART = r"[ \u00a0.\-\u2010-\u2013]?"
_ALONE = r"(?<![0-9๐-๙A-Za-z+-])(?<![0-9๐-๙][.,/])"
_ENDS = r"(?![0-9๐-๙A-Za-z]|[.,/-][0-9๐-๙])"
_NATIONAL_ID = re.compile(rf"{_ALONE}[1-8๑-๘](?:{_APART}{_DIGITS}){{12}}{_ENDS}")
# 0 or +66, then 8 digits of a landline or 9 of a mobile phone; the two begin differently (NBTC's numbering plan).
_PHONE = re.compile(
    rf"{_ALONE}(?:[(]?[0๐]|(?:\+|[0๐][0๐])[6๖][6๖]{_APART}[(]?[0๐]?[)]?){_APART}"
    rf"(?:[689๖๘๙](?:[)]?{_APART}{_DIGITS}){{8}}|[2-57๒-๕๗](?:[)]?{_APART}{_DIGITS}){{7}}){_ENDS}"
)
_DIGIT = re.compile(_DIGITS)


def masked(text: str) -> str:
    """Return `text` with each digit of a national id number (by its checksum) or phone number as `MASK`."""
    text = _NATIONAL_ID.sub(lambda found: _hidden(found) if _is_national_id(found[0]) else found[0], text)
    return _PHONE.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    return _DIGIT.sub(MASK, found[0])


def _is_national_id(text: str) -> bool:
    """Say whether the last of 13 digits is the check digit of the others (mod 11, weights 13 to 2)."""
    digits = [int(digit) for digit in _DIGIT.findall(text)]
    total = sum(weight * digit for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    return (11 - total % 11) % 10 == digits[12]
