"""Proper names: what no word list can hold whole, so that a name is never reported as a slip."""

import re
from collections.abc import Iterator
from functools import cache

from corpus.text import Token
from ingest.lint.vocabulary import runs, word_list

_TITLED = re.compile(
    r"(?:นาย(?!ก)|นางสาว|นาง|น\.ส\.|ดร\.|พล(?:เอก|โท|ตรี|ตำรวจ\S{2,3})|สมเด็จ|หม่อม|ม\.(?:ร\.ว|ล)\.|คุณหญิง|ศาสตราจารย์)"
    r" ?[ก-๎]+(?: [ก-๎]+)?"
)
_BROKEN = 5
"""The most pieces that a name is cut into."""
_LISTS = (
    "family_names_th.txt",
    "person_names_female_th.txt",
    "person_names_male_th.txt",
    "wikipedia_titles_th.txt",
    "orst_words_th.txt",
    "volubilis_words_th.txt",
)


@cache
def _persons() -> frozenset[str]:
    return frozenset(
        word for name in _LISTS[:3] for word in word_list(name).read_text(encoding="utf-8").split()
    )


@cache
def _known() -> frozenset[str]:
    others = (word_list(name).read_text(encoding="utf-8-sig").splitlines() for name in _LISTS[3:])
    return _persons() | {word for words in others for word in words if len(word) >= 4}


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names in normalised text: after a title, in a list, or the surname after a listed name."""
    for match in _TITLED.finditer(text):
        yield match.span()
    cut = list(runs(text))
    for at, run in enumerate(cut):
        yield from _listed(run)
        whole = text[run[0].start : run[-1].end]
        following = cut[at + 1] if at + 1 < len(cut) else None
        if whole in _persons() and following and text[run[-1].end : following[0].start] == " ":
            yield following[0].start, following[-1].end


def _listed(run: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of two pieces and more that a list has as one."""
    for size in range(1, _BROKEN + 1):
        for at in range(len(run) - size + 1):
            pieces = run[at : at + size]
            if "".join(token.text for token in pieces) in _known() and _cut(pieces):
                yield pieces[0].start, pieces[-1].end


def _cut(pieces: list[Token]) -> bool:
    """Tell whether the cutter did not know the name: some piece is short."""
    return min(len(token.text) for token in pieces) <= 2
