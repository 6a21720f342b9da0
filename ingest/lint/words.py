"""Words that are none, or that stand where another is meant: each with the near form that is likely right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.passages import Localized
from corpus.text import Token, is_word
from ingest.lint.near import SMALL, WHOLE
from ingest.lint.source import Row, Suspect, suspect
from ingest.lint.vocabulary import Vocabulary, frequency, grams, names, runs, shipped

WIDEST = 4
"""The most pieces that one slip breaks a word into."""
LONG = 9
"""A reading of this many characters may be one slip further from the word that is meant."""
RARE, VERY_COMMON = 1500, 100_000
"""A short word is doubtful where it is rarer than the one and looks like a word commoner than the other."""

_TITLE = re.compile(
    r"(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|พล\S{0,12}|สมเด็จ\S*|พระ\S*|หม่อม\S*|คุณหญิง|ศาสตราจารย์|ตำบล|อำเภอ|จังหวัด|บ้าน|ถนน)\s*$"
)


@dataclass(frozen=True, slots=True)
class _Slip:
    start: int
    end: int
    meant: str
    cost: int


def check(rows: Sequence[Row]) -> Iterator[Suspect]:
    """Yield the words that are likely misread, each place once."""
    vocabulary = Vocabulary(grams(row.text for row in rows))
    for row in rows:
        taken: list[tuple[int, int]] = []
        for run in runs(row.text):
            slips = sorted(_slips(run, vocabulary), key=lambda slip: (slip.cost, slip.start - slip.end))
            for slip in slips:
                if all(slip.end <= start or slip.start >= end for start, end in taken):
                    taken.append((slip.start, slip.end))
                    yield _near(row, slip)
            for start, end in _unknown(row, run):
                if all(end <= other or start >= other_end for other, other_end in taken):
                    taken.append((start, end))
                    yield _alone(row, (start, end))


def _near(row: Row, slip: _Slip) -> Suspect:
    return suspect(
        row,
        (slip.start, slip.end),
        "word",
        Localized(
            th=f"น่าจะอ่านผิดจากคำว่า {slip.meant}",
            en=f"likely misread for {slip.meant}",
        ),
        None,
        slip.meant,
    )


def _alone(row: Row, span: tuple[int, int]) -> Suspect:
    message = Localized(th="ไม่มีคำนี้ในพจนานุกรม", en="the dictionary has no such word")
    return suspect(row, span, "word", message)


def _slips(run: Sequence[Token], vocabulary: Vocabulary) -> Iterator[_Slip]:
    for size in range(1, WIDEST + 1):
        for at in range(len(run) - size + 1):
            pieces = [token.text for token in run[at : at + size]]
            read = "".join(pieces)
            if is_word(read) or (read in vocabulary.attested and all(map(is_word, pieces))) or read in names():
                continue
            meant = _meant(pieces, read, vocabulary)
            if meant:
                yield _Slip(run[at].start, run[at + size - 1].end, *meant)
    yield from _short(run)


def _meant(pieces: Sequence[str], read: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """Return the one word or pair that `read` is likely a slip for, with its cost."""
    most = WHOLE + SMALL if len(read) >= LONG else WHOLE
    broken = not all(map(is_word, pieces))
    near: dict[str, int] = {}
    if broken:
        near = vocabulary.common.near(read, WHOLE if len(read) >= 6 else SMALL)
    elif len(pieces) > 1:
        near = vocabulary.words.near(read, most)
        if len(pieces) == 2:
            found = vocabulary.written_pairs.near(read, most)
            near |= {
                pair: cost
                for pair, cost in found.items()
                if _apart(pieces, vocabulary.pairs[pair], cost)
            }
    near = {word: cost for word, cost in near.items() if not _without_a_piece(word, pieces)}
    if not near:
        return None
    least = min(near.values())
    best = sorted(
        (word for word, cost in near.items() if cost == least), key=lambda word: -frequency().get(word, 0)
    )
    if len(best) > 1 and frequency().get(best[0], 0) < 5 * frequency().get(best[1], 0) + 1:
        return None
    return best[0], least


def _without_a_piece(word: str, pieces: Sequence[str]) -> bool:
    """Tell whether `word` is the pieces less some at an end, or less one within: no slip, other words."""
    read = "".join(pieces)
    if word in read:
        return True
    return any("".join((*pieces[:at], *pieces[at + 1 :])) == word for at in range(len(pieces)))


def _apart(pieces: Sequence[str], pair: Sequence[str], cost: int) -> bool:
    """Tell whether a pair of words is a likelier reading than the pieces: cut elsewhere, or one long word changed."""
    if len(pieces[0]) != len(pair[0]) and pieces[0] != pair[0] and pieces[1] != pair[1]:
        return min(len(piece) for piece in pieces) <= 3 < min(len(word) for word in pair) + 1
    changed = [(old, new) for old, new in zip(pieces, pair, strict=True) if old != new]
    return cost == SMALL and len(changed) == 1 and min(map(len, changed[0])) >= 6


def _short(run: Sequence[Token]) -> Iterator[_Slip]:
    """Yield nothing yet."""
    yield from ()


def _unknown(row: Row, run: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are in no list, and stand between words that are."""
    at = 0
    while at < len(run):
        if is_word(run[at].text) or run[at].text in "ๆฯ":
            at += 1
            continue
        end = at
        while end < len(run) and not is_word(run[end].text):
            end += 1
        start_char, end_char = run[at].start, run[end - 1].end
        if len(run) > end - at and not _TITLE.search(row.text[: run[0].start]):
            yield start_char, end_char
        at = end
