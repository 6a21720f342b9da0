"""What the structure of legal texts says about their provisions: who cites whom, who defines what, what is named.

Read from titles and texts alone, for any collection whose titles end in a provision ('พระราชบัญญัติ … มาตรา 4',
'ประกาศ … ข้อ 2'); no law is known by name. Where the titles name no provision, nothing is said.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpus.text import normalise

# A section put in later is numbered after the one before it, in Pali.
_INSERTED = "ทวิ|ตรี|จัตวา|เบญจ|ฉ|สัตต|อัฏฐ|นว|ทศ|เอกาทศ|ทวาทศ|เตรส|จตุทศ|ปัณรส|โสฬส|สัตตรส|อัฏฐารส"
_PROVISION = re.compile(rf"(มาตรา|(?<!หัว)ข้อ)\s?(\d+(?:/\d+)?(?:\s?(?:{_INSERTED})(?![ก-๎]))?)")
_PARAGRAPH = r"วรรค(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|แรก|ท้าย)"
_OF = re.compile(
    rf"(?:\s|\([^\s)]{{1,4}}\)|{_PARAGRAPH}|และ|หรือ|ถึง|มาตรา|ข้อ|[\d/,]|(?:{_INSERTED})(?![ก-๎]))*(?:แห่ง|ของ|ตาม)\s?"
)
_LAW = re.compile(r"พระราชบัญญัติ|พระราชกำหนด|พระราชกฤษฎีกา|ประมวล|รัฐธรรมนูญ|กฎกระทรวง")
_THIS = re.compile(r"(?:พระราชบัญญัติ|พระราชกำหนด|ประมวลกฎหมาย|ประมวล)(?:นี้|ดังกล่าว)")
_SHORT = {"พ.ร.บ.": "พระราชบัญญัติ", "พ.ร.ก.": "พระราชกำหนด", "พ.ร.ฎ.": "พระราชกฤษฎีกา"}
_YEAR = re.compile(r"พ\.ศ\.\d+")
_DEFINED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]\s?(?:หมายความ|ให้หมายความ|หมายถึง)")
DEFINITIONS = 2
"""From this many defined terms on, a provision is one of definitions."""
MANY = 20
"""Citing provisions that make a full authority where no provision has more."""


class Titled(NamedTuple):
    """A provision of a collection. `title` names the law and the provision."""

    id: str
    title: str
    text: str


class _Label(NamedTuple):
    law: str
    kind: str
    number: str


class Structure:
    """The structure of a collection of provisions, in the order in which they stand in their laws."""

    def __init__(self, provisions: Sequence[Titled]) -> None:
        self._labels: list[_Label | None] = []
        self._texts: list[str] = []
        for provision in provisions:
            title, text = normalise(provision.title).text, normalise(provision.text).text
            self._labels.append(_label(title))
            self._texts.append(text.removeprefix(title))
        self._ids = [provision.id for provision in provisions]
        self._at: dict[_Label, int] = {}
        self._numbered: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, label in enumerate(self._labels):
            if label is not None and self._at.setdefault(label, at) == at:
                self._numbered[label.kind, label.number].append(at)
        laws = {label.law for label in self._labels if label is not None}
        self._laws = sorted(laws, key=lambda law: (-len(law), law))

    def named(self, question: str) -> list[tuple[str, ...]]:
        """Return the provisions that `question` names, in its order; several where it does not say of which law.

        A provision of a law that the collection lacks is left out.
        """
        found: list[tuple[str, ...]] = []
        cited = list(self._cited(normalise(question).text, None))
        laws = {label.law for label in cited if label.law}
        for label in cited:
            if label.law:
                places = [self._at[label]] if label in self._at else []
            else:
                places = self._numbered.get((label.kind, label.number), [])
                said = [at for at in places if (own := self._labels[at]) and own.law in laws]
                places = said or places
            if places:
                found.append(tuple(self._ids[at] for at in places))
        return list(dict.fromkeys(found))

    @cached_property
    def authority(self) -> dict[str, float]:
        """How much the other provisions refer to each one: log(1 + citing provisions), 1 for the most cited, from 20 on.

        Only provisions that are cited are in it. What many others build on is more often part of an answer.
        """
        citing: Counter[int] = Counter()
        for at, label in enumerate(self._labels):
            if label is not None:
                cited = {self._at.get(other) for other in self._cited(self._texts[at], label.law)}
                citing.update(other for other in cited if other is not None and other != at)
        most = np.log1p(max(MANY, *citing.values()) if citing else MANY)
        return {self._ids[at]: float(np.log1p(count) / most) for at, count in citing.items()}

    def defining(self, question: str, ranked: Sequence[str]) -> dict[str, float]:
        """Return the provisions that define words of the `question`, for the laws of the `ranked` provisions.

        To each: the share of its definitions' words that the question uses, saturated, weighted by the reciprocal
        ranks of the provisions that it governs (the first definitions of their law, and the nearest before them).
        """
        asked = _key(normalise(question).text)
        found: dict[str, float] = defaultdict(float)
        for rank, provision_id in enumerate(ranked, start=1):
            for at in self._governing.get(provision_id, ()):
                used = sum(term in asked for term in self._defined[at])
                if used:
                    found[self._ids[at]] += used / (used + 2) / rank
        return dict(found)

    @cached_property
    def _defined(self) -> dict[int, list[str]]:
        found = {at: [_key(term) for term in _DEFINED.findall(text)] for at, text in enumerate(self._texts)}
        return {at: terms for at, terms in found.items() if len(terms) >= DEFINITIONS}

    @cached_property
    def _governing(self) -> dict[str, tuple[int, ...]]:
        """Per provision, the definitions that hold for it: its law's first, and the nearest before it."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        found = {}
        for at, label in enumerate(self._labels):
            if label is None:
                continue
            if at in self._defined:
                first.setdefault(label.law, at)
                last[label.law] = at
            both = {first.get(label.law), last.get(label.law)}
            found[self._ids[at]] = tuple(sorted(one for one in both if one is not None and one != at))
        return found

    def _cited(self, text: str, law: str | None) -> Iterator[_Label]:
        """Yield what `text` cites; `law` is the one that is meant where none is said, "" where that is open."""
        for match in _PROVISION.finditer(text):
            named = self._law_at(text, match.end(), law or "")
            if named is not None:
                yield _Label(named, match[1], _key(match[2]))

    def _law_at(self, text: str, end: int, default: str) -> str | None:
        """Return the law that a citation ending at `end` is of; None where that is none of the collection's."""
        link = _OF.match(text, end)
        if link is None:
            return default
        rest = _key(_long(text[link.end() : link.end() + 200]))
        named = next((law for law in self._laws if law and rest.startswith(law)), None)
        if named is None and _LAW.match(rest) and not _THIS.match(rest):
            return None
        return named or default


def _label(title: str) -> _Label | None:
    """Return the law, the kind and the number that a title ends in."""
    found = list(_PROVISION.finditer(title))
    last = found[-1] if found else None
    if last is None or title[last.end() :].strip():
        return None
    law = _YEAR.sub("", _key(_long(title[: last.start()])))
    return _Label(law, last[1], _key(last[2]))


def _long(text: str) -> str:
    """Write the usual abbreviations of the kinds of law out."""
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    return text


def _key(text: str) -> str:
    return "".join(text.split())
