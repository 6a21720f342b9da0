"""Words that are none, or that stand where another is meant: each with the near form that is likely right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.passages import Localized
from corpus.text import Token, is_word
from ingest.lint.names import spans
from ingest.lint.near import SMALL, WHOLE
from ingest.lint.source import Row, Suspect, suspect
from ingest.lint.vocabulary import LONG, Vocabulary, frequency, grams, runs

WIDEST = 4
"""The most pieces that one slip breaks a word into."""
FREE = 20_000
"""A word that the Thai National Corpus has this often joins freely with others, so a pair with it proves nothing."""
TERM = 3
"""What stands in a file this often is a term of the file, not a slip."""
WIDE = 4
"""Characters of a word that is long enough to tell that a stretch beside it is cut off from it."""

WHOLE_WORD = 5
"""Characters of a piece that is a word of its own rather than a part of the one meant."""


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
        taken = list(spans(row.text))
        for run in runs(row.text):
            slips = sorted(_slips(run, vocabulary), key=lambda slip: (slip.cost, slip.start - slip.end))
            alone = [_Slip(*span, "", 0) for span in _unknown(run, vocabulary)]
            for slip in (*slips, *alone):
                if all(slip.end <= start or slip.start >= end for start, end in taken):
                    taken.append((slip.start, slip.end))
                    yield _near(row, slip) if slip.meant else _alone(row, (slip.start, slip.end))


def _near(row: Row, slip: _Slip) -> Suspect:
    message = Localized(th=f"น่าจะอ่านผิดจาก {slip.meant}", en=f"likely misread for {slip.meant}")
    return suspect(row, (slip.start, slip.end), "word", message, None, slip.meant)


def _alone(row: Row, span: tuple[int, int]) -> Suspect:
    message = Localized(th="ไม่มีคำนี้ในพจนานุกรม", en="the dictionary has no such word")
    return suspect(row, span, "word", message)


def _slips(run: Sequence[Token], vocabulary: Vocabulary) -> Iterator[_Slip]:
    for size in range(1, WIDEST + 1):
        for at in range(len(run) - size + 1):
            pieces = [token.text for token in run[at : at + size]]
            if meant := _meant(pieces, vocabulary):
                yield _Slip(run[at].start, run[at + size - 1].end, *meant)


def _meant(pieces: Sequence[str], vocabulary: Vocabulary) -> tuple[str, int] | None:
    """Return the one word or pair that the pieces are likely a slip for, with its cost."""
    read = "".join(pieces)
    whole = all(map(is_word, pieces))
    if is_word(read) or (whole and read in vocabulary.attested):
        return None
    if not whole:
        near = _of_broken(pieces, read, vocabulary)
    elif len(pieces) > 1:
        near = _of_joined(pieces, read, vocabulary)
    else:
        return None
    return _likeliest({word: cost for word, cost in near.items() if not _without_a_piece(word, pieces)})


def _of_broken(pieces: Sequence[str], read: str, vocabulary: Vocabulary) -> dict[str, int]:
    """Return the common words near a reading with a piece that is no word: the piece is part of the slip."""
    if len(read) < WIDE or vocabulary.own[tuple(pieces)] >= TERM:
        return {}
    return vocabulary.common.near(read, WHOLE if len(read) > WIDE else SMALL)


def _of_joined(pieces: Sequence[str], read: str, vocabulary: Vocabulary) -> dict[str, int]:
    """Return the words of the subject near a reading all of whose pieces are words that seldom join."""
    most = WHOLE + SMALL if len(read) >= LONG else WHOLE
    near = {
        word: cost for word, cost in vocabulary.words.near(read, most).items() if _seldom_join(pieces, word)
    }
    if len(pieces) == 2:
        for pair, cost in vocabulary.written_pairs.near(read, most).items():
            if _likelier(pieces, vocabulary.pairs[pair], cost, vocabulary):
                near[pair] = cost
    return near


def _seldom_join(pieces: Sequence[str], word: str) -> bool:
    """Tell whether the pieces that `word` shares are stumps of it: short, and not words that join freely."""
    if any(word.startswith(piece) and len(piece) >= WHOLE_WORD for piece in pieces):
        return False
    if any(word.endswith(piece) and len(piece) > WHOLE_WORD for piece in pieces):
        return False
    shared = [piece for piece in pieces if word.startswith(piece) or word.endswith(piece)]
    return all(frequency().get(piece, 0) < FREE for piece in shared or pieces)


def _likelier(pieces: Sequence[str], pair: Sequence[str], cost: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a pair is the likelier reading: its words end elsewhere, or the file itself writes it."""
    changed = [(old, new) for old, new in zip(pieces, pair, strict=True) if old != new]
    if len(changed) == 1:
        return cost == SMALL and min(map(len, changed[0])) >= LONG and vocabulary.own[tuple(pair)] > 1
    stump = min(pieces, key=len)
    return len(stump) < WIDE and frequency().get(stump, 0) < FREE and any(w.endswith(stump) for w in pair)


def _likeliest(near: dict[str, int]) -> tuple[str, int] | None:
    """Return the nearest word, None where two are as near and about as common."""
    if not near:
        return None
    least = min(near.values())
    ranked = sorted(
        ((frequency().get(word, 0), word) for word, cost in near.items() if cost == least), reverse=True
    )
    if len(ranked) > 1 and ranked[0][0] < 5 * ranked[1][0] + 1:
        return None
    return ranked[0][1], least


def _without_a_piece(word: str, pieces: Sequence[str]) -> bool:
    """Tell whether `word` is the reading less a piece: other words, and no slip."""
    if word in "".join(pieces):
        return True
    return any("".join((*pieces[:at], *pieces[at + 1 :])) == word for at in range(len(pieces)))


def _unknown(run: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are in no list and stand between two words that are."""
    at = 0
    while at < len(run):
        end = at
        while end < len(run) and not is_word(run[end].text):
            end += 1
        beside = [token.text for token in (*run[max(0, at - 1) : at], *run[end : end + 1])]
        letters = run[end - 1].end - run[at].start if end > at else 0
        cut_off = len(beside) == 2 and all(len(word) >= WIDE for word in beside)
        again = vocabulary.own[tuple(token.text for token in run[at:end])] >= TERM
        if letters >= WIDE - 1 and cut_off and not again:
            yield run[at].start, run[end - 1].end
        at = max(end, at + 1)
