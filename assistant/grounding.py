"""Does a sentence stand in the passages that it cites? By lexical means, and on the side of refusing.

What a sentence states is taken apart into figures with unit and bound, provisions, names, words of strength (must, only,
may), denials, and words that speak of a verdict; each has to stand in the passages. A refused sentence costs a wording, an
accepted wrong one costs the reader's trust, so what cannot be told apart is refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.reading.polarity import denied
from assistant.reading.quantities import ENGLISH_NUMBERS, parse_number
from assistant.reading.script import script, whole
from assistant.replies import Result
from assistant.statements import Statements, asked_concepts, held
from corpus.atoms import REFERENCES, Token, stem
from corpus.glossary import Entry, glossary
from corpus.passages import Language
from corpus.text import language_of, normalise, tokens

Refusal = Literal[
    "length", "markup", "language", "figure", "name", "strength", "verdict", "negation", "support"
]
"""Why a sentence is refused: the first thing found in it that its passages do not carry."""

LONGEST = 600
"""Characters of a sentence."""
SUPPORTED = 0.7
"""Share of the weight of a sentence's content words that its passages must carry."""
CLAUSE_SUPPORTED = 0.5
"""The same for each of its clauses, so that nothing is added at the end of a good one."""
SAME = 0.6
"""Share of a statement's weight that sentences must carry to stand for it."""
APART = 0.1
"""How much worse the words around a figure may fit those around it in a passage than those around another figure."""
NEAR = 3
"""Content words after a denial that a passage may deny with it."""

_PLAIN = frozenset(" .,;:()/-–—“”\"'‘’ฯๆ?!%")
"""Punctuation that says nothing; any other sign has to stand in the passages."""
_MARKUP = re.compile(
    r"\]\s*\(|!\[|\[\s*\d+\s*\]|</?[a-z!]|`|https?:|www\.|javascript:|data:|&#?\w+;|\*\*|^\s*(?:#|>|\||[-*+] |\d+\. )|\n",
    re.IGNORECASE,
)
_MEASURES = [
    "ล้าน",
    "พัน",
    "หมื่น",
    "แสน",
    "บาท",
    "วัน",
    "เดือน",
    "ปี",
    "นาที",
    "ชั่วโมง",
    "สัปดาห์",
    "คน",
    "ราย",
    "หน่วยงาน",
    "แห่ง",
    "โครงการ",
    "ครั้ง",
    "ข้อ",
    "ระดับ",
    "ประเภท",
    "รูปแบบ",
    "แพลตฟอร์ม",
    "million",
    "billion",
    "thousand",
    "hundred",
    "baht",
    "day",
    "month",
    "year",
    "minute",
    "hour",
    "week",
    "people",
    "person",
    "agency",
    "project",
    "time",
    "level",
    "kind",
    "form",
    "platform",
    "item",
    "point",
]
_BOUNDS = {
    "at least": (
        r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|ตั้งแต่|(?:at least|(?:no|not) (?:less|fewer) than|minimum(?: of)?|not below))",
        r"(?:ขึ้นไป|หรือมากกว่า|(?:or|and) (?:more|above|over))",
    ),
    "at most": (
        r"(?:ไม่เกิน|ไม่มากกว่า|ไม่สูงกว่า|อย่างมาก|สูงสุด|(?:at most|(?:no|not) more than|up to|maximum(?: of)?|within|not exceeding|not over))",
        r"(?:ลงมา|หรือน้อยกว่า|or (?:less|fewer|below))",
    ),
    "more": (r"(?:มากกว่า|สูงกว่า|เกิน(?:กว่า)?|(?:more than|over|above|exceed\w*|beyond))", r"(?:เศษ|กว่า)"),
    "less": (r"(?:น้อยกว่า|ต่ำกว่า|ไม่ถึง|(?:less than|fewer than|below|under|short of))", r"(?!)"),
    "about": (r"(?:ประมาณ|ราว|เกือบ|ใกล้เคียง|(?:about|approximately|around|nearly|almost|roughly))", r"(?!)"),
}
_BEFORE = {name: re.compile(rf"{before}\W*(?:the |a )?$") for name, (before, _) in _BOUNDS.items()}
_AFTER = {
    name: re.compile(rf"\s*(?:[ก-๙]{{1,8}}|%|percent|[a-z]{{1,8}})?\s*{after}")
    for name, (_, after) in _BOUNDS.items()
}

_STRENGTHS = {
    "must": r"ต้อง(?!การ)|จำเป็น|(?<![a-z])(?:must|shall|require[sd]?|ha(?:ve|s) to|needs? to|obliged|mandatory|obligat\w+)(?![a-z])",
    "may": r"อาจ(?!ารย์)|(?<![a-z])(?:may|might|could|optional\w*|voluntar\w*)(?![a-z])|สมัครใจ",
    "should": r"ควร|(?<![a-z])(?:should|ought|recommend\w*|advis\w*)(?![a-z])|แนะนำ",
    "only": r"เท่านั้น|เพียง(?!พอ)|เฉพาะ|(?<![a-z])(?:only|solely|exclusively|merely)(?![a-z])",
    "all": r"ทุก|ทั้งหมด|ทั้งสิ้น|(?<![a-z])(?:all|every|everyone|each|entire|any|whole)(?![a-z])",
    "forbid": r"ห้าม|(?<![a-z])(?:prohibit\w*|forbid\w*|banned|not allowed)(?![a-z])",
    "allow": r"อนุญาต|(?<![a-z])(?:allow\w*|permit\w*)(?![a-z])",
    "up": r"เพิ่ม(?!เติม)|สูงขึ้น|มากขึ้น|(?<![a-z])(?:increas\w*|rais\w*|rise[sn]?|grow\w*|higher)(?![a-z])",
    "down": r"ลด|น้อยลง|ต่ำลง|(?<![a-z])(?:decreas\w*|reduc\w*|cuts?|cutting|lower\w*|sav(?:e|es|ed|ing)s?|fewer)(?![a-z])",
    "before": r"ก่อน|(?<![a-z])(?:before|prior|earlier)(?![a-z])",
    "after": r"หลังจาก|ภายหลัง|(?<![a-z])(?:after|later|since)(?![a-z])",
    "inside": r"ภายใน|(?<![a-z])(?:inside|within|internal\w*|in-house)(?![a-z])",
    "outside": r"ภายนอก|(?<![a-z])(?:outside|external\w*)(?![a-z])",
    "times": r"เท่าตัว|เท่าของ|(?<![a-z])(?:twice|doubl\w*|tripl\w*|threefold|tenfold)(?![a-z])",
    "part": r"ครึ่ง|กึ่งหนึ่ง|(?<![a-z])(?:half|halv\w*|quarter\w*|two-thirds|one-third)(?![a-z])",
    "sure": r"แน่นอน|รับรอง|รับประกัน|การันตี|เสมอ|(?<![a-z])(?:guarantee\w*|certainly|definitely|surely|always)(?![a-z])",
    "exempt": r"ยกเว้น|เว้นแต่|ผ่อนผัน|(?<![a-z])(?:exempt\w*|except\w*|unless|waive\w*)(?![a-z])",
    "end": r"ยกเลิก|เพิกถอน|สิ้นสุด|ระงับ|(?<![a-z])(?:repeal\w*|revok\w*|cancel\w*|supersed\w*|abolish\w*|expire\w*)(?![a-z])",
    "free": r"ฟรี|ไม่มีค่าใช้จ่าย|ไม่เสียค่า|(?<![a-z])(?:free of charge|for free|at no cost)(?![a-z])",
    "more or less": r"ดีกว่า|แย่กว่า|สำคัญที่สุด|มากที่สุด|น้อยที่สุด|(?<![a-z])(?:best|worst|most|least(?<!at least)|highest|lowest)(?![a-z])",
}
_STRENGTH = {name: re.compile(pattern) for name, pattern in _STRENGTHS.items()}

_SUITS = whole(
    r"(?:เข้า|ผ่าน|ตรง|เป็นไป|สอดคล้อง)(?:ตาม|กับ)*(?:หลัก)?เกณฑ์|เข้าข่าย|เข้าเงื่อนไข|ผ่าน(?:การ)?(?:พิจารณา|ตรวจ|ประเมิน|คัดเลือก)?(?=$|[ .,|]|แล้ว|ได้|ทั้งหมด|ทุก)"
    r"|(?:ขอ|เสนอ|ยื่น|รับ)(?:รับ)?(?:คำขอ|การสนับสนุน)?งบ(?:ประมาณ)?ได้"
    r"|(?<![a-z])(?:qualif(?:y|ies|ied|ying)|eligible|meets?(?: all)?(?: of)?(?: the)?[^.;,]{0,30}?criteri\w*|pass(?:es|ed)?|accepted|acceptable|in line with the criteria|fundable|criteri\w* (?:is|are|was|were) met)(?![a-z])"
)
_SUITS_NOT = whole(
    r"ตกเกณฑ์|ขัด(?:ต่อ|กับ)?(?:หลัก)?เกณฑ์|ผิด(?:หลัก)?เกณฑ์|(?<![a-z])(?:ineligible|disqualif\w*|unqualified|fail(?:s|ed)?|unacceptable|falls short)(?![a-z])"
)
_APPROVED = whole(
    r"อนุมัติ|เห็นชอบ|ได้รับ(?:การ)?จัดสรร|ได้รับงบ|(?<![a-z])(?:approv\w*|authori[sz]\w*|granted|endorsed)(?![a-z])"
)
_REJECTED = whole(r"ปฏิเสธ|ตีตก|ไม่รับพิจารณา|(?<![a-z])(?:reject\w*|refus\w*|turned down|denied)(?![a-z])")
_CONSISTENT: dict[Result, frozenset[str]] = {
    "qualifies": frozenset({"suits"}),
    "conditional": frozenset({"suits"}),
    "does_not_qualify": frozenset({"suits not"}),
    "needs_information": frozenset(),
}
"""What a sentence beside a verdict may say of it, where its passages do."""

_BOUND_DENIAL = re.compile(
    r"ไม่(?:น้อย|ต่ำ|มาก|สูง)กว่า|ไม่(?:เกิน|ถึง)(?=\s*(?:ร้อยละ|\d))|หรือไม่|ไม่ว่า|ไม่เพียง(?:แต่)?|(?:not?) (?:less|more|fewer) than|not only"
)
_DENIALS = frozenset(
    [
        "มิ",
        "มิได้",
        "มิใช่",
        "ไร้",
        "ปราศจาก",
        "นอกจาก",
        "เว้น",
        "ยกเว้น",
        "ห้าม",
        "not",
        "no",
        "never",
        "without",
        "cannot",
        "neither",
        "nor",
        "none",
        "except",
        "unless",
        "lack",
        "lacking",
        "lacks",
        "exclude",
        "excludes",
        "excluding",
        "isn",
        "aren",
        "doesn",
        "don",
        "didn",
        "won",
        "wasn",
        "weren",
        "hasn",
        "haven",
        "shouldn",
        "can't",
        "cannot",
    ]
)
_HOLLOW = frozenset(
    [
        "ได้",
        "มี",
        "เป็น",
        "ใช่",
        "การ",
        "ให้",
        "ถูก",
        "ต้อง",
        "จะ",
        "ใช้",
        "สามารถ",
        "อยู่",
        "ก็",
        "ว่า",
        "ความ",
        "ทำ",
        "ใด",
        "any",
        "be",
        "been",
        "is",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "do",
        "does",
        "did",
        "to",
        "a",
        "an",
        "the",
        "of",
        "it",
        "yet",
        "being",
        "can",
        "will",
        "would",
    ]
)
_CLAUSE = re.compile(
    r"[;()“”\"]|[:,](?!\d)|\s+(?=[ก-๙])|(?:และ|แต่|ซึ่ง|เพราะ|เนื่องจาก|ดังนั้น|แล้ว|พร้อมทั้ง|รวมทั้ง|โดย(?!เฉพาะ))"
    r"|(?<![a-z])(?:and|but|which|who|because|so|while|although|though|as well as|then|since|with)(?![a-z])",
    re.IGNORECASE,
)
_PART = re.compile(
    r"[;()\n]|,(?!\d)|และ|ส่วน|แต่|ขณะที่|(?<![a-z])(?:and|but|while|whereas)(?![a-z])", re.IGNORECASE
)
"""What parts a text that tells several figures."""
_BODIES = [
    "กระทรวง",
    "สำนักงาน",
    "สำนัก",
    "กรม",
    "พระราชบัญญัติ",
    "พ.ร.บ.",
    "พรบ",
    "พระราชกฤษฎีกา",
    "คณะกรรมการ",
    "มหาวิทยาลัย",
    "จังหวัด",
    "บริษัท",
    "ธนาคาร",
    "สถาบัน",
    "มูลนิธิ",
    "สมาคม",
    "นาย",
    "นาง",
    "นางสาว",
    "รัฐมนตรี",
    "อธิบดี",
    "ปลัด",
    "ประกาศ",
    "ระเบียบ",
    "มติ",
    "กองทุน",
    "ศาล",
    "องค์การ",
    "รัฐวิสาหกิจ",
    "เทศบาล",
    "ประเทศ",
]
_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "these",
        "that",
        "those",
        "it",
        "its",
        "to",
        "for",
        "under",
        "in",
        "on",
        "at",
        "by",
        "each",
        "when",
        "if",
        "as",
        "where",
        "there",
        "both",
        "all",
        "with",
        "from",
        "after",
        "before",
        "according",
        "projects",
        "project",
        "agencies",
        "agency",
        "of",
        "no",
        "not",
        "only",
        "what",
        "which",
        "who",
        "how",
        "they",
        "such",
    ]
)
_THAI_NUMBER = re.compile(r"(?:หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|จุด|ศูนย์)+")
_THAI_DIGIT = re.compile(r"หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ศูนย์")
_ENGLISH_NUMBER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(ENGLISH_NUMBERS, key=len, reverse=True))})(?:[ -](?:{'|'.join(ENGLISH_NUMBERS)}))?(?![a-z])"
)
_ONE_OF = re.compile(r"หนึ่งใน|(?<![a-z])one of(?![a-z])|อย่างหนึ่ง|หนึ่ง ๆ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states, as far as it can be told by its words.

    `figures`: (kind, value, unit, bound), years, dates, times, addresses and provisions as (kind, value). `names`: Latin
    words and abbreviations. `capitals`: those of them that look like names. `concepts`: the glossary's bodies, laws and systems. `bodies`: what
    follows a word such as กระทรวง, with it. `denied`: the terms right after a denial, `near`: those soon after one.
    """

    figures: frozenset[tuple[str, ...]]
    names: frozenset[str]
    capitals: frozenset[str]
    concepts: frozenset[str]
    bodies: frozenset[str]
    strengths: frozenset[str]
    verdicts: frozenset[str]
    denied: frozenset[str]
    near: frozenset[str]
    affirmed: frozenset[str]
    signs: frozenset[str]


class Grounding:
    """Judges sentences of one answer. `statements` weighs words by their rarity in the corpus."""

    def __init__(self, statements: Statements, language: Language, result: Result | None) -> None:
        self._statements = statements
        self._language = language
        self._result = result

    def refusal(self, sentence: str, passages: Sequence[str]) -> Refusal | None:
        """Return why a sentence does not stand in passages; None where it does. `passages`: in any language."""
        if not 0 < len(sentence) <= LONGEST:
            return "length"
        whole_text = "\n".join(passages)
        if _MARKUP.search(sentence):
            return "markup"
        said, there = facts(sentence), [facts(each) for each in passages]
        if not said.signs <= _PLAIN | _of(there, "signs"):
            return "markup"
        if not self._in_language(sentence, whole_text):
            return "language"
        if not all(_stands(figure, _of(there, "figures")) for figure in said.figures):
            return "figure"
        if not self._figures_in_place(sentence, passages):
            return "figure"
        if not self._names_stand(said, there, whole_text):
            return "name"
        if not said.strengths <= _of(there, "strengths"):
            return "strength"
        if not self._verdict_stands(said.verdicts, _of(there, "verdicts")):
            return "verdict"
        if _denies(said, there):
            return "negation"
        return None if self._supported(sentence, passages) else "support"

    def carried(self, statement: str, sentences: Sequence[str]) -> bool:
        """Say whether sentences tell what a statement does: its figures, names and strength, and most of its words."""
        told, said = facts(statement), [facts(each) for each in sentences]
        return bool(
            sentences
            and all(_stands(figure, _of(said, "figures")) for figure in told.figures)
            and told.concepts <= _of(said, "concepts")
            and told.strengths <= _of(said, "strengths")
            and told.denied <= _of(said, "near")
            and self._share(statement, sentences) >= SAME
        )

    def _in_language(self, sentence: str, there: str) -> bool:
        if language_of(sentence) != self._language:
            return False
        foreign = (
            each
            for each in sentence
            if unicodedata.category(each)[0] == "L"
            and not ("ก" <= each <= "๛")
            and not (each.isascii() and each.isalpha())
        )
        thai = re.findall(r"[ก-๎]+", sentence) if self._language == "en" else ()
        return all(each in there for each in foreign) and all(each in there for each in thai)

    def _figures_in_place(self, sentence: str, passages: Sequence[str]) -> bool:
        """Say whether each figure stands with the words it has in the passages, where these tell several of its kind."""
        parts = [part for passage in passages for part in _PART.split(passage)]
        for part in _PART.split(sentence):
            for figure in facts(part).figures:
                rivals = [each for each in parts if any(one[0] == figure[0] for one in facts(each).figures)]
                scores = [
                    (self._share(part, [each]), _stands(figure, facts(each).figures)) for each in rivals
                ]
                best = max((score for score, _ in scores), default=0.0)
                if not any(has and score >= best - APART for score, has in scores) and scores:
                    return False
        return True

    def _names_stand(self, said: Facts, there: Sequence[Facts], text: str) -> bool:
        names, concepts = _of(there, "names"), _of(there, "concepts")
        if not said.concepts <= concepts:
            return False
        latin = said.names if self._language == "th" else said.capitals
        squeezed = _squeezed(text)
        return latin <= names and all(each in squeezed for each in said.bodies)

    def _verdict_stands(self, said: frozenset[str], there: frozenset[str]) -> bool:
        if self._result is not None and not said <= _CONSISTENT[self._result]:
            return False
        return said <= there

    def _supported(self, sentence: str, passages: Sequence[str]) -> bool:
        if self._share(sentence, passages) < SUPPORTED:
            return False
        clauses = [each for each in _CLAUSE.split(sentence) if len(asked_concepts(each)) >= 2]
        return all(self._share(each, passages) >= CLAUSE_SUPPORTED for each in clauses)

    def _share(self, text: str, others: Iterable[str]) -> float:
        """Return the share of the weight of a text's content words that others hold; 1 where it has none."""
        asked = asked_concepts(_with_digits(text))
        if not asked:
            return 1.0
        return self._statements.share(
            asked, frozenset().union(*(held(_with_digits(each)) for each in others))
        )


@lru_cache(maxsize=2048)
def facts(text: str) -> Facts:
    """Take a text apart."""
    shown = _with_digits(normalise(text).text)
    pieces = tokens(shown)
    shown = normalise(shown).text
    plain = script(text).plain
    figures = {figure for at in range(len(pieces)) for figure in _figures(pieces, at, shown)}
    names, capitals = _names(pieces)
    denials = _denials(_BOUND_DENIAL.sub(" ", shown.lower()))
    return Facts(
        figures=frozenset(figures),
        names=names,
        capitals=capitals,
        concepts=frozenset(
            entry.id
            for each in glossary().mentions(text)
            for entry in each.entries
            if len(each.entries) == 1 and _is_name(entry)
        ),
        bodies=frozenset(_bodies(pieces)),
        strengths=frozenset(name for name, pattern in _STRENGTH.items() if pattern.search(shown.lower())),
        verdicts=frozenset(_verdicts(plain)),
        denied=denials[0],
        near=denials[1],
        affirmed=denials[2],
        signs=frozenset(each for each in shown if not each.isalnum() and unicodedata.category(each) != "Mn")
        | frozenset(each for each in shown if each.isnumeric() and not each.isascii()),
    )


def _is_name(entry: Entry) -> bool:
    """Say whether a concept of the glossary is one body, law or system, and not a kind of thing."""
    return entry.document or any(re.search(r"[a-z] [A-Z]|^[A-Z]{2,}", name) for name in entry.en + entry.abbr)


def _of(there: Iterable[Facts], name: str) -> frozenset[str]:
    return frozenset().union(*(getattr(each, name) for each in there))


@lru_cache(maxsize=4096)
def _with_digits(text: str) -> str:
    """Return a text with its number words as digits: สิบห้า and fifteen are 15."""
    text = _ONE_OF.sub(" ", text)

    def digits(words: str) -> str:
        with suppress(ValueError, KeyError, IndexError):
            return f" {parse_number(words)} "
        return words

    made, at, pieces = "", 0, tokens(text)
    place = 0
    while place < len(pieces):
        end = place
        while (
            end < len(pieces)
            and pieces[end].kind == "word"
            and _THAI_NUMBER.fullmatch(pieces[end].text)
            and (end == place or pieces[end - 1].end == pieces[end].start)
        ):
            end += 1
        if end > place:
            run = text[pieces[place].start : pieces[end - 1].end]
            if _THAI_DIGIT.search(run):  # 'ล้าน' alone is the unit of the digits before it
                multiplier = re.search(r"(?:พัน|หมื่น|แสน|ล้าน)+$", run)
                number = run[: multiplier.start()] if multiplier else run
                made += (
                    text[at : pieces[place].start] + digits(number) + (multiplier[0] if multiplier else "")
                )
                at = pieces[end - 1].end
            place = end
        else:
            place += 1
    made += text[at:]
    return re.sub(r"\s+", " ", _ENGLISH_NUMBER.sub(lambda match: digits(match[0]), _lower_ascii(made)))


def _lower_ascii(text: str) -> str:
    """Return a text whose English number words are in lower case, names left as they are."""
    return re.sub(
        r"[A-Za-z]+(?:[ -][A-Za-z]+)?",
        lambda match: match[0].lower() if _ENGLISH_NUMBER.fullmatch(match[0].lower()) else match[0],
        text,
    )


def _figures(pieces: Sequence[Token], at: int, text: str) -> Iterable[tuple[str, ...]]:
    """Yield what a token counts, dates or names by number."""
    token = pieces[at]
    if token.kind in ("number", "percent"):
        yield token.kind, _plain(token.value), _unit(pieces, at), _bound(token, text.lower())
    elif token.kind == "date":
        yield "date", token.value
    elif token.kind in ("year", "fiscal_year", "time", "address", "paragraph") or token.kind in REFERENCES:
        yield token.kind, token.value


def _stands(figure: tuple[str, ...], there: frozenset[tuple[str, ...]] | frozenset[str]) -> bool:
    """Say whether a figure stands among others; a year may stand in a date, or be a fiscal year."""
    if figure in there:
        return True
    kind, value = figure[0], figure[1]
    if kind == "year":
        return any(
            (each[0] == "fiscal_year" and each[1] == value)
            or (each[0] == "date" and int(each[1][:4]) + 543 == int(value))
            for each in there
        )
    return (
        kind == "date"
        and len(value) == 7
        and any(each[0] == "date" and each[1].startswith(value) for each in there)
    )


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", number) else number


def _unit(pieces: Sequence[Token], at: int) -> str:
    if pieces[at].kind == "percent" or at + 1 >= len(pieces):
        return ""
    following = pieces[at + 1]
    word = stem(following.text.lower())
    return next(
        (each for each in _MEASURES if word == each or (word.startswith(each) and not word.isascii())), ""
    )


def _bound(token: Token, text: str) -> str:
    before, after = text[max(0, token.start - 28) : token.start], text[token.end : token.end + 28]
    found = next((name for name, pattern in _BEFORE.items() if pattern.search(before)), None)
    found = found or next((name for name, pattern in _AFTER.items() if pattern.match(after)), "")
    minus = re.search(r"(?<![\d\w])[-−]$", before)
    return f"minus {found}" if minus else found


def _names(pieces: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the Latin words and abbreviations of a text, and those that look like names."""
    names, capitals = set(), set()
    for at, token in enumerate(pieces):
        if token.kind == "abbreviation":
            names.add(token.value)
            capitals.add(token.value)
        if token.kind != "latin":
            continue
        name = stem(token.text.lower().split("'")[0].split("’")[0])
        names.add(name)
        opens = at == 0 or pieces[at - 1].text in ".!?:"
        after = pieces[at + 1].text[:1] if at + 1 < len(pieces) else ""
        shouts = any(letter.isupper() for letter in token.text[1:])
        if shouts or (
            token.text[:1].isupper()
            and (not opens or (after.isupper() and token.text.lower() not in _OPENERS))
        ):
            capitals.add(name)
    return frozenset(names), frozenset(capitals)


def _bodies(pieces: Sequence[Token]) -> Iterable[str]:
    """Yield what follows a word that begins the name of a body, a law or a person, with that word, without spaces."""
    for token, following in zip(pieces, [*pieces[1:], None], strict=False):
        if token.kind not in ("word", "abbreviation") or not token.text.startswith(tuple(_BODIES)):
            continue
        if following is not None and following.start == token.end and following.kind == "word":
            yield _squeezed(token.text + following.text)
        elif token.text not in _BODIES:
            yield _squeezed(token.text)


def _verdicts(plain: str) -> Iterable[str]:
    """Yield what a text, as `Script.plain`, says of a verdict, each with its denial taken in."""
    for pattern, name in ((_SUITS, "suits"), (_APPROVED, "approved"), (_REJECTED, "rejected")):
        for match in pattern.finditer(plain):
            no = denied(plain, match.start(), exclusive=False) or re.search(
                r"(?:ไม่|มิ|ยังไม่)$", plain[: match.start()]
            )
            yield f"{name} not" if no else name
    if _SUITS_NOT.search(plain):
        yield "suits not"


def _denials(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the terms right after a denial, those within `NEAR` of one, and those that are not denied."""
    right, near, affirmed = set(), set(), set()
    since: int | None = None
    for token in tokens(text):
        word = token.text.lower()
        if token.kind in ("word", "latin") and (word.startswith("ไม่") or word.split("'")[0] in _DENIALS):
            since = 0
            continue
        if token.kind == "mark":
            continue
        found = [term for term in token.terms if term not in _HOLLOW]
        if word in _HOLLOW or not found:
            continue
        term = found[0]
        if since is not None and since < NEAR:
            near.update(found)
            if since == 0:
                right.add(term)
            else:
                affirmed.add(term)
            since += 1
        else:
            affirmed.update(found)
    return frozenset(right), frozenset(near), frozenset(affirmed)


def _denies(said: Facts, there: Sequence[Facts]) -> bool:
    """Say whether a sentence denies what its passages do not deny, or affirms what they only deny."""
    if not said.denied <= _of(there, "near"):
        return True
    only_denied = _of(there, "denied") - _of(there, "affirmed")
    return bool((said.affirmed - said.near) & only_denied)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
