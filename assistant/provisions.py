"""Named citations: the provisions, documents, years and dates that a question names, and where they stand.

'ข้อ 4 ของประกาศฉบับที่ 2' names platform-notice-2567/clause-4; 'มาตรา 52' names what the corpus lacks, which an
answer has to say. Documents are found by their titles and kinds, provisions by the names of their anchors.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from corpus.atoms import lower_case
from corpus.dates import today
from corpus.passages import Document, Value
from corpus.store.generation import Generation
from corpus.text import Token, normalise, terms, tokens


class Provision(Value):
    """A provision that a question names. Offsets are those of the normalised question.

    `kind` is a kind of `corpus.atoms.REFERENCES`, "approach" for whatever names an approach by its number.
    `document` is the document that the question names for it: an id, or a name where the corpus lacks it.
    `item` is the number within the provision ('เป้าหมายที่ 1 ข้อ 3'). `anchors` are where it stands, best
    first, more than one where the name is `ambiguous`; `mentioned` are anchors that only speak of it.
    """

    kind: str
    number: str
    text: str
    start: int
    end: int
    document: str | None = None
    item: str | None = None
    anchors: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    ambiguous: bool = False
    item_missing: bool = False

    @property
    def missing(self) -> bool:
        """Whether the corpus neither has nor mentions it."""
        return not self.anchors and not self.mentioned


class Named(Value):
    """What a question names. `documents` are ids; years are B.E.; dates ISO 8601 in C.E.

    Where the corpus has the guidelines of several fiscal years, a year that the question names names the documents for it.
    """

    provisions: tuple[Provision, ...] = ()
    documents: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors that the question names, best first."""
        return tuple(dict.fromkeys(anchor for provision in self.provisions for anchor in provision.anchors))

    @property
    def missing(self) -> tuple[Provision, ...]:
        """The provisions that the corpus does not have."""
        return tuple(provision for provision in self.provisions if provision.missing)


class _Hints(NamedTuple):
    """The documents that a question points to: ids, and names of laws and notices that the corpus lacks."""

    laws: tuple[str, ...]
    unknown_laws: tuple[str, ...]
    notices: tuple[str, ...]
    unknown_notices: tuple[str, ...]
    guidelines: tuple[str, ...]


class _Place(NamedTuple):
    anchors: tuple[str, ...]
    document: str | None = None
    ambiguous: bool = False


_CITED = {
    "section",
    "clause",
    "approach",
    "criterion",
    "goal",
    "strategy",
    "form",
    "issue",
    "milestone",
    "subplan",
}
_PARENTS = {"section", "approach", "criterion", "goal", "strategy", "milestone", "subplan"}
_NEAR = 24
"""Characters between a provision and its item, or its parent."""

# What asks for the criteria of an approach, and what asks for the approach itself.
_JUDGES = re.compile(
    r"เกณฑ์|เข้าข่าย|ผ่าน|ได้ไหม|ได้มั้ย|ได้หรือ|ได้รึ|ขอได้|เสนอได้|criteri|qualif|eligib|\bmeets?\b|\baccept"
)
_DESCRIBES = re.compile(r"ตัวชี้วัด|คืออะไร|ชื่อ|\bkpis?\b|\bindicators?\b|\bwhat is\b")
_UNIT = ("ล้าน", "พัน", "บาท", "คน", "ปี", "เท่า", "ครั้ง", "million", "billion", "baht", "time")

_LAW = re.compile(
    r"(?:พระราชบัญญัติ|พ\.?ร\.?บ\.?|พระราชกฤษฎีกา|พ\.?ร\.?ฎ\.?|ประมวลกฎหมาย|ประมวล(?=รัษฎากร)|กฎหมายว่าด้วย)\s?(?P<thai>[ก-๎ฯ]*)"
    r"|(?P<constitution>รัฐธรรมนูญ|\bconstitution\b)"
    r"|(?P<latin>(?:\b[a-z]+\s){1,6})(?:act|decree|code)\b"
)
_ACT = re.compile(r"^(?:พระราชบัญญัติ|พ\.?ร\.?บ|กฎหมายว่าด้วย)|\bact$")
_LAW_ITSELF = re.compile(r"(?:กำหนด|ระบุ|บัญญัติ|ว่า|นี้|ฉบับ|ดังกล่าว|ข้างต้น|มี|ให้|พูด|กล่าว|เขียน|บอก|ที่|เกี่ยว|มาตรา)")
_LAW_FILLER = frozenset(
    "the this that of in under section paragraph according say what does by an and royal".split()  # noqa: SIM905
)
_NOTICE = re.compile(r"ประกาศ(?!นียบัตร)|\b(?:notice|notification|announcement)s?\b")
_THIS_NOTICE = re.compile(
    r"ประกาศ\s?(?:แพลตฟอร์ม|คณะกรรมการ|ฯ|ฉบับ|ปี|เรื่อง|นี้|ดังกล่าว|พ\.ศ)|(?:ของ|ตาม|ใน|ข้อ\s?\d+)\s?ประกาศ|\bnot(?:ice|ification)\b"
)
_GUIDELINE = re.compile(r"แนวทางการจัดทำ|คู่มือ|สไลด์|\b(?:guidelines?|slides?)\b(?!\s?\d)")
_FIRST = re.compile(r"(?:ฉบับ|ประกาศ)(?:แรก|เดิม)|\bfirst (?:notice|notification|announcement)\b")
_OTHER_STRATEGY = re.compile(r"ยุทธศาสตร์ชาติ|จัดสรร|national strategy|allocation")
_NUMBERED_LINE = re.compile(r"^(\d+)\.\s", re.MULTILINE)


class Provisions:
    """Reads questions against the documents and anchors of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        years = {one.fiscal_year for one in generation.documents.values() if one.fiscal_year}
        self._fiscal_years = frozenset(years) if len(years) > 1 else frozenset()
        self._cited: dict[str, frozenset[tuple[str, str]]] = {}
        documents = sorted(
            generation.documents.values(), key=lambda document: -(document.fiscal_year or 0)
        )  # of two years' guidelines the newer one answers, unless another year is named
        order = {document.id: at for at, document in enumerate(documents)}
        self._under: dict[str, list[str]] = {}
        for anchor_id in sorted(generation.anchors, key=lambda one: order.get(one.split("/")[0], len(order))):
            self._under.setdefault(anchor_id.split("/", 1)[1], []).append(anchor_id)
        self._issues = {document.id: _issue(document) for document in documents if document.kind == "notice"}
        self._laws = {
            document.id: frozenset(terms(f"{document.title.th} {document.title.en}"))
            for document in documents
            if document.kind == "act"
        }

    def read(self, question: str, on: date | None = None) -> Named:
        """Return what `question` names, in its order.

        Of the versions that a name fits, those in force `on` a date (today where None), or for the fiscal year named.
        """
        text = normalise(question).text
        pieces = tokens(text)
        lower = lower_case(text)
        hints = self._hints(text, lower, pieces)
        years = (int(piece.value) for piece in pieces if piece.kind in ("year", "fiscal_year"))
        fiscal_years = tuple(int(piece.value) for piece in pieces if piece.kind == "fiscal_year")
        covered = self._fiscal_years.intersection(fiscal_years)
        of_year = (one.id for one in self._generation.documents.values() if one.fiscal_year in covered)
        dates = (piece.value for piece in pieces if piece.kind == "date")
        return Named(
            provisions=tuple(
                provision.model_copy(
                    update={"anchors": self._versions(provision.anchors, covered, on or today())}
                )
                for provision in self._provisions(lower, pieces, hints)
            ),
            documents=tuple(
                dict.fromkeys((*hints.laws, *hints.notices, *self._guidelines(hints, covered), *of_year))
            ),
            unknown_documents=(*hints.unknown_laws, *hints.unknown_notices),
            years=tuple(dict.fromkeys(years)),
            fiscal_years=tuple(dict.fromkeys(fiscal_years)),
            dates=tuple(dict.fromkeys(dates)),
        )

    def of_another_year(self, anchor_id: str, named: Named) -> bool:
        """Tell whether an anchor is for another fiscal year than those that a question names and the corpus covers."""
        year, covered = self._year(anchor_id), self._fiscal_years.intersection(named.fiscal_years)
        return year is not None and bool(covered) and year not in covered

    def _year(self, anchor_id: str) -> int | None:
        return self._generation.documents[anchor_id.split("/")[0]].fiscal_year

    def _guidelines(self, hints: _Hints, covered: frozenset[int]) -> Iterator[str]:
        """Yield the guidelines that are named, of the fiscal years named where there are several."""
        for one in hints.guidelines:
            if not covered or self._generation.documents[one].fiscal_year in covered:
                yield one

    def _versions(self, anchors: Sequence[str], covered: frozenset[int], on: date) -> tuple[str, ...]:
        """Return the anchors without those of other fiscal years, and without those that one of the rest stands for."""
        found = [one for one in anchors if self._year(one) in covered] or list(anchors)
        versions = self._generation.versions
        return tuple(one for one in found if not set(versions.in_force(one, on)).intersection(found))

    def _hints(self, text: str, lower: str, pieces: list[Token]) -> _Hints:
        laws: list[str] = []
        unknown_laws: list[str] = []
        for law in _LAW.finditer(lower):
            fits, name = self._law(law, lower)
            laws += fits
            verb = law["latin"] and text[law.end() - 3 : law.end()] == "act"  # 'how should we act'
            unknown_laws += [] if fits or verb else [name]
        # beside a law, ประกาศ may be the verb: 'พ.ร.บ. ประกาศในราชกิจจานุเบกษาวันใด'
        speaks = _THIS_NOTICE.search(lower) or (_NOTICE.search(lower) and not laws and not unknown_laws)
        notices, unknown_notices = self._notices(lower, pieces) if speaks else ([], [])
        guidelines = [one.id for one in self._generation.documents.values() if one.kind == "guideline"]
        return _Hints(
            tuple(laws),
            tuple(unknown_laws),
            tuple(notices),
            tuple(unknown_notices),
            tuple(guidelines) if _GUIDELINE.search(lower) else (),
        )

    def _law(self, law: re.Match[str], lower: str) -> tuple[list[str], str]:
        """Return the acts that a named law may be, and its name; every act where no name is said."""
        if law["constitution"]:
            return [], law["constitution"]
        if law["latin"]:
            name = " ".join(word for word in law["latin"].split() if word not in _LAW_FILLER)
        else:
            name = (law["thai"] or lower[law.end() : law.end() + 40]).strip()
            name = "" if _LAW_ITSELF.match(name) else name
        said = [term for term in terms(name) if term not in _LAW_FILLER]
        if not _ACT.search(law[0]):
            return [], name or law[0]
        if not said:
            return list(self._laws), name
        return [act for act, title in self._laws.items() if said[0] in title], name

    def _notices(self, lower: str, pieces: list[Token]) -> tuple[list[str], list[str]]:
        """Return the notices meant, by issue number or year; all of them where neither is said."""
        numbers = [piece.value for piece in pieces if piece.kind == "issue"]
        numbers += ["1"] if _FIRST.search(lower) else []
        if numbers:
            fits = [notice for notice, issue in self._issues.items() if issue in numbers]
            return fits, [f"ฉบับที่ {number}" for number in numbers if number not in self._issues.values()]
        years = {piece.value for piece in pieces if piece.kind in ("year", "fiscal_year")}
        years |= {str(int(piece.value[:4]) + 543) for piece in pieces if piece.kind == "date"}
        documents = self._generation.documents
        return [notice for notice in self._issues if years & _years(documents[notice])] or list(
            self._issues
        ), []

    def _provisions(self, lower: str, pieces: list[Token], hints: _Hints) -> Iterator[Provision]:
        named = [
            piece
            for piece in pieces
            if piece.kind in _CITED | {"kpi", "paragraph"} or self._bare(piece, pieces)
        ]
        items = _items(named, has_notice=bool(hints.notices or hints.unknown_notices))
        for at, piece in enumerate(named):
            if piece.kind in ("kpi", "paragraph") or at in items.values():
                continue
            kind = (
                "approach" if re.fullmatch(r"\d\.\d", piece.value) and piece.kind != "section" else piece.kind
            )
            if kind == "issue" and not (hints.notices or hints.unknown_notices):
                continue  # 'ฉบับที่ 13' of some plan
            if kind == "issue" and any(other.kind == "clause" for other in named):
                continue  # it says which notice the clause is of
            place = self._place(kind, piece, lower, hints)
            item = named[items[at]].value if at in items else None
            yield Provision(
                kind=kind,
                number=piece.value,
                text=piece.text,
                start=piece.start,
                end=piece.end,
                document=place.document,
                item=item,
                anchors=tuple(self._narrow(anchor, item) for anchor in place.anchors),
                # A section of a law that is held is not another law's of that number.
                mentioned=()
                if place.anchors or (kind == "section" and hints.laws)
                else self._mentions(piece, hints),
                ambiguous=place.ambiguous,
                item_missing=item is not None and self._lacks(place.anchors[:1], item),
            )

    def _bare(self, piece: Token, pieces: list[Token]) -> bool:
        """Tell whether a bare number such as 3.2 is that of an approach, and counts nothing."""
        if piece.kind != "number" or f"approach-{piece.value}" not in self._under:
            return False
        after = next((other.text.lower() for other in pieces if other.start >= piece.end), "")
        return not after.startswith(_UNIT)

    def _place(self, kind: str, piece: Token, lower: str, hints: _Hints) -> _Place:
        """Return where a provision stands."""
        number = piece.value
        match kind:
            case "section":
                known = self._among(f"section-{number}", hints.laws)
                if hints.unknown_laws and not hints.laws:
                    return _Place((), hints.unknown_laws[0])
                return _Place(known, _first(hints.laws))
            case "clause" if hints.notices or hints.unknown_notices:
                document = _first(hints.notices) or _first(hints.unknown_notices)
                return _Place(
                    self._among(f"clause-{number}", hints.notices) if hints.notices else (), document
                )
            case "clause":
                anchors = (*self._all(f"criterion-{number}"), *self._all(f"clause-{number}"))
                return _Place(anchors, ambiguous=len(anchors) > 1)
            case "approach":
                judges = piece.kind == "criterion" or (_JUDGES.search(lower) and not _DESCRIBES.search(lower))
                names = ("criteria", "approach") if judges else ("approach", "criteria")
                return _Place(tuple(one for name in names for one in self._all(f"{name}-{number}")))
            case "criterion" | "goal":
                return _Place(self._all(f"{kind}-{number}"))
            case "strategy" if not _OTHER_STRATEGY.search(lower):
                return _Place(self._all(f"dg-plan-strategy-{number}"))
            case "form":
                anchors = self._all("integration-forms")
                return _Place(() if self._lacks(anchors, number) else anchors)
            case "issue":
                return _Place((), _first([one for one, issue in self._issues.items() if issue == number]))
        return _Place(())

    def _all(self, name: str) -> tuple[str, ...]:
        return tuple(self._under.get(name, ()))

    def _among(self, name: str, documents: tuple[str, ...]) -> tuple[str, ...]:
        """Return the anchors of this name, those in `documents` where any are said."""
        return tuple(one for one in self._all(name) if not documents or one.split("/")[0] in documents)

    def _narrow(self, anchor: str, item: str | None) -> str:
        """Return the anchor of the item where it has one of its own."""
        own = next((name for name in (f"{anchor}/kpi-{item}", f"{anchor}/item-{item}") if item), anchor)
        return own if self._generation.at(own) else anchor

    def _lacks(self, anchors: tuple[str, ...], item: str) -> bool:
        """Tell whether the items under `anchors` are numbered, and none has this number."""
        numbers = {
            number
            for anchor in anchors
            for passage in self._generation.at(anchor)
            for number in _NUMBERED_LINE.findall(passage.text)
        }
        return bool(numbers) and item not in numbers

    def _mentions(self, piece: Token, hints: _Hints) -> tuple[str, ...]:
        """Return the anchors whose text names the same provision, of the same law where one is said."""
        if piece.kind == "issue":
            return tuple(one for one in self._generation.anchors if one.split("/")[0] in hints.notices)
        if piece.kind == "clause" and hints.unknown_notices:
            return ()
        laws = ["".join(name.split()) for name in hints.unknown_laws]
        found = []
        for passage_id, _ in self._generation.lexical(piece.text, 40):
            passage = self._generation.passages[passage_id]
            if (piece.kind, piece.value) in self._citations(passage_id, passage.text):
                whole = "".join(passage.text.lower().split())
                if piece.kind == "section" and not all(law in whole for law in laws):
                    continue
                found.append(passage.anchor_id)
        return tuple(dict.fromkeys(found))

    def _citations(self, passage_id: str, text: str) -> frozenset[tuple[str, str]]:
        if passage_id not in self._cited:
            self._cited[passage_id] = frozenset(
                (piece.kind, piece.value) for piece in tokens(text) if piece.kind in _CITED
            )
        return self._cited[passage_id]


def _items(named: list[Token], *, has_notice: bool) -> dict[int, int]:
    """Return, by the place of a provision, the place of the item within it: a KPI, a paragraph, or a ข้อ."""
    found: dict[int, int] = {}
    for at, piece in enumerate(named):
        if piece.kind not in _PARENTS and piece.kind != "number":
            continue
        for near in (at + 1, at - 1):
            if not 0 <= near < len(named) or near in found.values():
                continue
            other = named[near]
            is_item = other.kind in ("kpi", "paragraph") or (other.kind == "clause" and not has_notice)
            gap = max(other.start - piece.end, piece.start - other.end)
            if is_item and gap <= _NEAR and "." not in other.value:
                found[at] = near
                break
    return found


def _issue(document: Document) -> str:
    """Return the number in the title of a notice; the first of a series bears none."""
    return next((piece.value for piece in tokens(document.title.th) if piece.kind == "issue"), "1")


def _years(document: Document) -> set[str]:
    dates = (document.announced, document.in_force_from, document.gazette and document.gazette.published)
    return {str(int(found[:4]) + 543) for found in dates if found}


def _first(names: tuple[str, ...] | list[str]) -> str | None:
    return names[0] if names else None
