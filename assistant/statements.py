"""The statements of the corpus, one a line, and how well each answers a question.

Matching is by concepts: a glossary name and its Thai, English and abbreviated forms count as one term, so that 'สพร.' in a
question meets 'Digital Government Development Agency' in a statement. Terms weigh by their rarity (inverse document
frequency; Robertson and Spärck Jones 1976).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from corpus.glossary import glossary
from corpus.passages import Language, Passage
from corpus.store.generation import Generation
from corpus.text import normalise, terms

_ITEM = re.compile(r"(?:(?P<number>\d+)\.|-) +")
_OF_APPROACH = re.compile(r"^(?:หลักเกณฑ์|ตัวชี้วัด)(\d\.\d)$")
"""'เกณฑ์ 2.2' is of approach 2.2: general criteria and KPIs have no such numbers."""
_ORDINAL = re.compile(r"(?:ที่|ข้อ)? ?\d+(?:\.\d+)*")
LABEL_WEIGHT, HEADING_WEIGHT = 0.9, 0.7
# Words that ask, and say nothing of what is asked about. English ones as `concepts` cuts them.
_ASKING = frozenset(
    """
    @percent มี ไหน วัน วันที่ กี่ ใคร ใด เท่าไร เท่าไหร่ เท่า ทำไม ยังไง เมื่อ เมื่อไร เมื่อไหร่ บอก
    ทั้ง ทั้งหมด หมด อะ มั่ง ไหร่ ไว้ ถึง ที่ ประกอบด้วย ประ กอบด้วย เขา เค้า เลย นี่ แบบ ได้แก่ ไร เท่าใด ผู้ใด พอ
    list name state given called เหรอ หรอ เนี่ย เอ่ย สิ ดิ อ่ะ แค่ไหน ขนาดไหน ตรงไหน เป็นไง ตัวไหน อันไหน แบบไหน ชื่อว่า
    ว่าไว้ ไว้ว่า บัญญัติ นะ ปะ ป่ะ ฮะ งัย บ้าง คะ เป็น อย่าง เอา ทำ มา ไป
    ถาม อยาก ทราบ รู้ ช่วย หน่อย พูด พูดถึง กล่าว กล่าวถึง คือ หมายถึง หมายความ หมายความว่า ว่า แล้ว ได้
    ให้ ใช่ ต้อง ตาม ตามมี ด้วย ควร ร้อยละ เปอร์เซ็นต์ % จำนวน ข้อ ที่ไหน คน อัน ใช้ อยู่ เรื่อง ปฏิบัติ
    ปฏิบัติตาม ดำเนินการ ว่าด้วย เกี่ยวกับ กำหนด ระบุ สามารถ จะ ไหม tell say says about when where why
    many much there any must can should please whethe have has give mean means descri doe does too also
    percen which one need needs requir under into per date come other if
    would could their they them these those just get got been being out off up down vs really still like actual
    alread exactl here anythi look kind sort thing things some such how did was were isn't isn don't don i'm i my we us our you
    your he she she's what's whose roughl sorry newbie quick word wordin worded phrase written write read see know find
    show shown tell going went want wanted able let lets both between than rather only even very own ones also
    อีก ไง แค่ นี้ เรา เคย ให้ได้ มัน ก่อน ฝ่าย ดู ใส่ พวก แบบนี้ เอง เต็มๆ น้อง พี่ หนู ผม ดิฉัน ท่าน ข้าพเจ้า งง นึง น่ะ
    ใช่ไหม ใช่ปะ หรือ หรือยัง จาก นั่น ตกลง เช็ค เฉย เก่า เปล่า จริง ที่จะ ตัว ขอ สรุป เอ่อ ครับ ค่ะ ดังกล่าว กำลัง แจ้ง ยาว สั้น
    เรียน เรียนถาม ขอบคุณ โปรด รบกวน วันใด เมื่อใด ไหนจะ คนละเรื่อง หลาย บาง แต่ละ ทุกอย่าง พวกนี้ อันนี้ เห็น ไหมครับ สิ่งใด สิ่งไหน สิ่งใดบ้าง
    """.split()  # noqa: SIM905 - quotes would hide the words
)


@dataclass(frozen=True, eq=False)
class Statement:
    """One line of a passage. `label` is the line that heads its group, `number` the source's own number for it."""

    passage: Passage
    text: str
    label: str
    number: int | None
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What is held by texts whose analysis has been kept."""

    @cached_property
    def held(self) -> frozenset[str]:
        """The terms and concepts of the line."""
        return self._held(self.text)

    @cached_property
    def label_held(self) -> frozenset[str]:
        """The terms and concepts of the label."""
        return self._held(self.label)

    @cached_property
    def heading_held(self) -> frozenset[str]:
        """The terms and concepts of the passage's heading, in both languages."""
        return self._held(_heading(self.passage))

    def _held(self, text: str) -> frozenset[str]:
        return self.known[text] if text in self.known else held(text)


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement and the share of the question's weight that it carries: 0 to 1; `own` counts its line alone.

    `fit` is how well it fits by everything that is known of it (`assistant/fit.py`).
    """

    statement: Statement
    score: float
    own: float
    fit: float = 0.0


def statements_of(passage: Passage, known: Mapping[str, frozenset[str]] | None = None) -> list[Statement]:
    """Return a passage's statements in order. A bare line right before a list item is the label of a group.

    `known` gives what texts hold, as far as that has been worked out.
    """
    known = known or {}
    lines = passage.text.split("\n")
    found: list[Statement] = []
    label = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        item = _ITEM.match(line)
        if item:
            number = int(item["number"]) if item["number"] else None
            found.append(Statement(passage, line[item.end() :], label, number, known))
        elif _ITEM.match(following) and len(line) < 120:
            label = line
        elif line.strip():
            found.append(Statement(passage, line, label, None, known))
    return found


class Statements:
    """Every statement of a generation, ready to be scored."""

    def __init__(self, generation: Generation) -> None:
        self._by_anchor: dict[str, list[Statement]] = {}
        frequency: Counter[str] = Counter()
        self.count = 0
        kept = generation.remember("held", [Path(__file__)], lambda: _held_by_all(generation))
        known = {text: frozenset(terms) for text, terms in kept.items()}
        for passage in generation.passages.values():
            for statement in statements_of(passage, known):
                self._by_anchor.setdefault(passage.anchor_id, []).append(statement)
                frequency.update(statement.held | statement.label_held | statement.heading_held)
                self.count += 1
        self._frequency = frequency
        self._weights = {term: self._weight(term) for term in frequency}
        self._least = self._weight("")  # of a term that no statement has

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors that have statements, in document order."""
        return tuple(self._by_anchor)

    @property
    def all(self) -> list[Statement]:
        """Every statement, by anchor."""
        return [each for under in self._by_anchor.values() for each in under]

    def at(self, anchor_id: str, language: Language) -> list[Statement]:
        """Return our restatement's statements in a language; the official ones where there is no restatement."""
        under = self._by_anchor.get(anchor_id, [])
        ours = [
            each for each in under if each.passage.source == "digest" and each.passage.language == language
        ]
        return ours or [each for each in under if each.passage.source == "official"]

    def in_language(self, statement: Statement, language: Language) -> Statement:
        """Return the same statement of our restatement in another language: the two run line by line.

        Returns the statement itself where it is official text, or where the lines do not match.
        """
        if statement.passage.source == "official" or statement.passage.language == language:
            return statement
        here = self.at(statement.passage.anchor_id, statement.passage.language)
        there = self.at(statement.passage.anchor_id, language)
        return there[here.index(statement)] if len(here) == len(there) else statement

    def twin(self, statement: Statement) -> Statement:
        """Return the same statement in the other language, or the statement itself where there is none."""
        return self.in_language(statement, "en" if statement.passage.language == "th" else "th")

    def official_at(self, anchor_id: str) -> list[Statement]:
        """Return the statements of the official text under an anchor."""
        return [each for each in self._by_anchor.get(anchor_id, []) if each.passage.source == "official"]

    def weight(self, term: str) -> float:
        """Return a term's inverse document frequency over the statements, up to that of a term in one in fifty.

        Beyond that a rare word says little more, and one that is merely rare ('ปฏิบัติ') would drown the others.
        """
        found = self._weights.get(term)
        return self._least if found is None else found

    def _weight(self, term: str) -> float:
        return math.log(1 + self.count / max(1 + self._frequency[term], self.count / 50))

    def rarity(self, term: str) -> float:
        """Return a term's inverse document frequency over the statements, the highest for one that none has."""
        return math.log(1 + self.count / (1 + self._frequency[term]))

    def knows(self, term: str) -> bool:
        """Say whether any statement of the corpus has the term."""
        return self._frequency[term] > 0

    def score(self, asked: frozenset[str], statements: Iterable[Statement]) -> list[Scored]:
        """Score statements against the concepts of a question, best first; ties in the order given."""
        weights = [(term, self.weight(term)) for term in asked]
        total = sum(weight for _, weight in weights) or 1.0
        return sorted(
            (self._score(weights, each, total) for each in statements), key=lambda scored: -scored.score
        )

    def heading_share(self, asked: frozenset[str], statement: Statement) -> float:
        """Return the share of a question's weight that a statement's label and heading carry: 0 to 1."""
        return self.share(asked, statement.label_held | statement.heading_held)

    def share(self, asked: frozenset[str], terms: frozenset[str]) -> float:
        """Return the share of the weight of `asked` that `terms` carry: 0 to 1."""
        total = sum(self.weight(term) for term in asked) or 1.0
        return sum(self.weight(term) for term in asked & terms) / total

    def shares(self, asked: frozenset[str], statement: Statement) -> tuple[float, float]:
        """Return the shares of a question's weight that a statement carries, with label and heading, and alone."""
        ((whole, own),) = self.shares_of(asked, [statement])
        return whole, own

    def shares_of(self, asked: frozenset[str], statements: Iterable[Statement]) -> list[tuple[float, float]]:
        """Return the same for each of several statements."""
        weights = [(term, self.weight(term)) for term in asked]
        total = sum(weight for _, weight in weights) or 1.0
        scored = (self._score(weights, each, total) for each in statements)
        return [(each.score, each.own) for each in scored]

    def _score(self, asked: Sequence[tuple[str, float]], statement: Statement, total: float) -> Scored:
        whole = own = 0.0
        for term, weight in asked:
            if term in statement.held:
                own += weight
                whole += weight
            elif term in statement.label_held:
                whole += LABEL_WEIGHT * weight
            elif term in statement.heading_held:
                whole += HEADING_WEIGHT * weight
        return Scored(statement, whole / total, own / total)


def _heading(passage: Passage) -> str:
    return f"{passage.heading.th}\n{passage.heading.en}"


def _held_by_all(generation: Generation) -> dict[str, list[str]]:
    """Return what every line, label and heading holds."""
    texts: dict[str, None] = {}
    for passage in generation.passages.values():
        for statement in statements_of(passage):
            texts |= dict.fromkeys((statement.text, statement.label, _heading(passage)))
    return {text: sorted(held(text)) for text in texts}


@lru_cache(maxsize=256)
def concepts(text: str) -> frozenset[str]:
    """Return what a question asks of: its terms, with the glossary's names replaced by their concepts."""
    found = {_OF_APPROACH.sub(r"แนวทาง\1", term) for term in _stems(text)}
    for mention in glossary().mentions(text):
        found -= _stems(mention.name)
        found |= {f"@{entry.id}" for entry in mention.entries}
    return frozenset(found)


def asked_concepts(question: str) -> frozenset[str]:
    """Return what a question is about, without the words that merely ask."""
    return frozenset(concepts(question) - _ASKING)


@lru_cache(maxsize=16384)
def held(text: str) -> frozenset[str]:
    """Return what a statement holds: its terms, and the concepts of the glossary's names in it beside their words."""
    shown, found = normalise(text).text, set()
    for mention in reversed(glossary().mentions(text)):
        found |= {f"@{entry.id}" for entry in mention.entries}
        if any(entry.document for entry in mention.entries):
            shown = f"{shown[: mention.start]} {shown[mention.end :]}"
    # 'ยุทธศาสตร์ที่ 1' is one term of its own; it speaks of a strategy all the same.
    bare = {
        f"@{entry.id}"
        for mention in glossary().mentions(_ORDINAL.sub(" ", shown))
        for entry in mention.entries
    }
    return frozenset(found) | bare | _stems(shown)


def _stems(text: str) -> frozenset[str]:
    """Return the terms, English ones cut to six letters: 'considered' meets 'consideration'."""
    return frozenset(term[:6] if term.isascii() and term.isalpha() else term for term in terms(text))
