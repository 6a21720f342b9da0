"""Thai text in one form, with the way back: each normalised character knows the originals it stands for."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text and the way back to the original."""

    text: str
    original: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    """Per character of `text`, the original characters it stands for; None where both agree."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original (start, end) that holds what `text[start:end]` shows; offsets are clipped."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return here, here
        return self.starts[start], self.ends[end - 1]


_TONE = "\u0e48-\u0e4b"
_ABOVE_BELOW = "\u0e31\u0e34-\u0e39\u0e47\u0e4d"
_MARK = f"{_ABOVE_BELOW}{_TONE}\u0e3a\u0e4c\u0e4e"
_FOLLOW = "\u0e30\u0e32\u0e33\u0e45"

_Replacement = Callable[[re.Match[str]], str]


def _nothing(_: re.Match[str]) -> str:
    return ""


def _rule(pattern: str, replacement: str | _Replacement) -> tuple[re.Pattern[str], _Replacement]:
    if callable(replacement):
        return re.compile(pattern), replacement
    return re.compile(pattern), lambda match: match.expand(replacement)


# PyThaiNLP's `normalize`, rule by rule (each must report its offsets, so it cannot be called whole), with the
# joining of 'ก ำ' put before the removal of dangling marks, which would otherwise take the mark away.
_RULES = (
    _rule("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+", _nothing),
    _rule("\r\n?", "\n"),
    _rule("[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "),
    _rule("  +", " "),
    _rule(" +\n[ \n]*|\n[ \n]+", "\n"),
    _rule(r"\A[ \n]+|[ \n]+\Z", _nothing),
    _rule(f"(?<=[ก-ฮ]) (?=[{_MARK}{_FOLLOW}])|(?<=[{_ABOVE_BELOW}]) (?=[{_TONE}\u0e4c])", _nothing),
    _rule(f"(?<=[เแโใไ]) (?=[ก-ฮ])|(?<=\u0e4d) (?=[{_TONE}]?\u0e32)", _nothing),
    _rule("เเ", "แ"),
    _rule(f"([{_TONE}\u0e4c]+)([{_ABOVE_BELOW}]+)", r"\2\1"),
    _rule(f"\u0e4d([{_TONE}]*)\u0e32", "\\1\u0e33"),
    _rule(f"([{_FOLLOW}]+)([{_TONE}]+)", r"\2\1"),
    _rule("(?<=[^ฤฦ])\u0e45", "\u0e32"),
    _rule(f"(?P<again>[{_FOLLOW}เแโใไ{_ABOVE_BELOW}\u0e3a\u0e4c\u0e4e])(?: *(?P=again))+", r"\g<again>"),
    _rule(f"[{_TONE}]{{2,}}", lambda match: match[0][-1]),
    _rule(f"\\A[{_MARK}]+", _nothing),
    _rule(f" [{_MARK}]+", " "),
)

_ANY_RULE = re.compile("|".join(pattern.pattern for pattern, _ in _RULES))
_THAI_DIGIT = re.compile("[๐-๙]")


class _Rewriter:
    """A text under rewriting that keeps, per character, the original span it stands for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] | None = None
        self.ends: list[int] | None = None

    def apply(self, pattern: re.Pattern[str], replacement: _Replacement) -> None:
        """Rewrite every match; every character of a replacement stands for its whole match."""
        self.replace(
            [(match.start(), match.end(), replacement(match)) for match in pattern.finditer(self.text)]
        )

    def replace(self, pieces: list[tuple[int, int, str]]) -> None:
        """Put in pieces (start, end, new text), in order."""
        if not pieces:
            return
        old_starts = self.starts if self.starts is not None else list(range(len(self.text)))
        old_ends = self.ends if self.ends is not None else list(range(1, len(self.text) + 1))
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in pieces:
            text += (self.text[done:start], new)
            starts += old_starts[done:start] + [old_starts[start]] * len(new)
            ends += old_ends[done:start] + [old_ends[end - 1]] * len(new)
            done = end
        text.append(self.text[done:])
        self.text = "".join(text)
        self.starts = starts + old_starts[done:]
        self.ends = ends + old_ends[done:]


def _nfc_pieces(text: str) -> list[tuple[int, int, str]]:
    """Return the clusters (a character and its marks) that NFC changes."""
    pieces: list[tuple[int, int, str]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and (unicodedata.category(text[at])[0] == "M" or "\u1160" <= text[at] <= "\u11ff"):
            continue  # a mark, or a Hangul vowel or final consonant
        composed = unicodedata.normalize("NFC", text[start:at])
        if composed != text[start:at]:
            pieces.append((start, at, composed))
        start = at
    return pieces


@lru_cache(maxsize=256)
def normalise(text: str) -> Normalised:
    """Normalise `text`: NFC, PyThaiNLP's rules, no zero-width characters, Arabic digits, syllables joined.

    Runs of spaces become one space and runs of blank lines one line break. Normalising twice changes nothing.
    """
    rewriter = _Rewriter(text)
    while True:  # again, where one rule has made room for another
        if not unicodedata.is_normalized("NFC", rewriter.text):
            rewriter.replace(_nfc_pieces(rewriter.text))
        if not _ANY_RULE.search(rewriter.text):
            break
        for pattern, replacement in _RULES:
            rewriter.apply(pattern, replacement)
    starts = None if rewriter.starts is None else tuple(rewriter.starts)
    ends = None if rewriter.ends is None else tuple(rewriter.ends)
    digits = _THAI_DIGIT.sub(lambda match: str(int(match[0])), rewriter.text)
    return Normalised(digits, text, starts, ends)
