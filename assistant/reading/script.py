"""The form of a message that patterns are matched against, with the way back to the person's own characters."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from corpus.spelling import Corrected
from corpus.text import normalise

_THAI = r"\u0E00-\u0E7F"
_SPACE = re.compile(rf"(?<=[{_THAI}])\s+|\s+(?=[{_THAI}])")
_MAI_MUAN = re.compile(r"ไ(?=ช้|ห้|หม่|หญ่)")
"""ใช้, ให้, ใหม่ and ใหญ่ written with the other of the two letters: no word begins so."""
_TAIL = re.compile(
    r"(?:(?:จะ|ก็)?(?:ได้|เข้า|ผ่าน|ใช่)?(?:หรือไม่|หรือเปล่า|หรือป่าว|รึเปล่า|รึป่าว|ป่าว|ปะ(?![ก-๙])|ไหม|มั้ย|มัย|ไหน้)"
    r"|หรือยัง)"
)


def whole(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that must not begin or end inside a written syllable ('งบ' is not in 'หลังบ้าน')."""
    return re.compile(rf"(?<![เแโใไ])(?:{pattern})(?![ะ-ฺ็-๎])")


@dataclass(frozen=True, slots=True)
class Script:
    """A message made even for matching.

    `text` is normalised and lower-cased, without the spaces that touch Thai letters ('ใช้ AI' and 'ใช้AI' are one),
    and with question endings ('หรือไม่') replaced by bars, since their 'ไม่' denies nothing. Character `i` stands for
    `message[starts[i]:ends[i]]`. `plain` is `text` with the question endings left in.
    """

    message: str
    text: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, place: int) -> int:
        """Return where in `text` the message's character `place` stands, or the next one that is kept."""
        return bisect_left(self.starts, place)

    def quoted(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return the person's own characters for `text[start:end]` and where they stand in the message."""
        if end <= start:
            return "", (0, 0)
        span = self.starts[start], self.ends[end - 1]
        return self.message[span[0] : span[1]], span


def script(message: str | Corrected) -> Script:
    """Prepare a message for matching; of one whose spelling is put right, the words are still those written."""
    read = message if isinstance(message, Corrected) else Corrected(message, message, message)
    normalised = normalise(read.text)
    text = normalised.text.lower()
    if len(text) != len(
        normalised.text
    ):  # a few letters change length when lower-cased; they are not Thai or English
        text = normalised.text
    kept = [True] * len(text)
    for match in _SPACE.finditer(text):
        kept[match.start() : match.end()] = [False] * (match.end() - match.start())
    indices = [index for index, keep in enumerate(kept) if keep]
    plain = _MAI_MUAN.sub("ใ", "".join(text[index] for index in indices))
    even = _TAIL.sub(lambda match: "|" * len(match[0]), plain)
    begins = [normalised.span(index, index + 1)[0] for index in indices]
    if not read.changes:
        return Script(read.meant, even, plain, tuple(begins), tuple(at + 1 for at in begins))
    spans = [read.span(at, at + 1) for at in begins]
    return Script(read.meant, even, plain, tuple(span[0] for span in spans), tuple(span[1] for span in spans))
