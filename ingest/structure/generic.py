"""Documents recognised by their form: sections and clauses of laws, goals and approaches, pages.

Sections (มาตรา) and clauses (ข้อ) run on over pages and count upwards, so a line that begins with a number
already passed is a reference, not a heading. Goals and approaches come back on several slides, and what
follows on the next slide is something else. Where there is neither, pages or headings are the anchors.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.passages import Localized
from ingest.structure.front import HEADER
from ingest.structure.lines import SourceLine, join
from ingest.structure.placed import Placed

_SUFFIXES = ["ทวิ", "ตรี", "จัตวา", "เบญจ", "ฉ", "สัตต", "อัฏฐ", "นว", "ทศ"]
_SECTION = re.compile(
    rf"มาตรา (?P<number>\d+(?:/\d+)?)(?: (?P<suffix>{'|'.join(_SUFFIXES)})(?= |$))?(?P<rest>.*)"
)
_CLAUSE = re.compile(r"ข้อ (?P<number>\d+(?:/\d+)?)(?![.\d])(?P<rest>.*)")
_REFERENCE = re.compile(r"\s*(?:แห่ง|ของ|วรรค|และ|หรือ|ถึง|ประกอบ|มาใช้|\()")
_CHAPTER = re.compile(r"(?:หมวด|ส่วนที่|ลักษณะ|ภาค) ?\d+|บทเฉพาะกาล|บททั่วไป")
_CLOSING = re.compile(r"(?:ประกาศ|สั่ง) ณ วันที่|ผู้รับสนอง|หมายเหตุ ?:-")
_GOAL = re.compile(r"เป้าหมายที่ (\d+)")
_APPROACH = re.compile(r"แนวทางที่ (\d+\.\d+)")
_CRITERIA = re.compile(r"หลักเกณฑ์การพิจารณา")


@dataclass(frozen=True, slots=True)
class _Found:
    anchor: str
    heading: Localized


def place(document_id: str, lines: Sequence[SourceLine], paged: bool) -> Placed:
    """Place every line. `paged` says that the file's lines were broken at the margin, as in a PDF."""
    laws = _laws(lines)
    if laws:
        return _place_law(document_id, lines, laws, paged)
    if any(_GOAL.match(line.bare) or _APPROACH.match(line.bare) for line in lines):
        return _place_slides(document_id, lines)
    return _place_pages(document_id, lines, paged)


def _laws(lines: Sequence[SourceLine]) -> dict[int, _Found]:
    """Return the lines that begin a section or a clause, by index."""
    found: dict[int, _Found] = {}
    for pattern, anchor, th, en in (
        (_SECTION, "section", "มาตรา", "Section"),
        (_CLAUSE, "clause", "ข้อ", "Clause"),
    ):
        last = (0, 0)
        for at, line in enumerate(lines):
            match = pattern.match(line.bare)
            if not match or _REFERENCE.match(match["rest"]):
                continue
            number = match["number"]
            suffix = match.groupdict().get("suffix")
            main, _, sub = number.partition("/")
            order = (int(main), int(sub or 0) + (_SUFFIXES.index(suffix) + 2 if suffix else 0))
            apart = at == 0 or line.block != lines[at - 1].block or line.text.startswith("- ")
            follows = order[0] == last[0] + 1 or (order[0] == last[0] and order[1] > last[1])
            if not (follows or (apart and order > last) or last == (0, 0)):
                continue
            last = order
            name = f"{anchor}-{number}" + (f"/{order[1]}" if suffix else "")
            shown = f"{number} {suffix}" if suffix else number
            found[at] = _Found(name, Localized(th=f"{th} {shown}", en=f"{en} {number}"))
        if found:
            break  # a document is a law with sections or a notice with clauses
    return found


def _place_law(document_id: str, lines: Sequence[SourceLine], laws: dict[int, _Found], paged: bool) -> Placed:
    placed = Placed()
    gazette = _Found("gazette", Localized(th="ราชกิจจานุเบกษา", en="Royal Gazette"))
    preamble = _Found("preamble", Localized(th="คำปรารภ", en="Preamble"))
    present = preamble
    waiting: list[SourceLine] = []  # a chapter's title belongs to the provision after it
    runs: list[tuple[_Found, list[SourceLine]]] = []

    def add(found: _Found, line: SourceLine) -> None:
        if not runs or runs[-1][0] is not found:
            runs.append((found, []))
        runs[-1][1].append(line)

    for at, line in enumerate(lines):
        if at in laws:
            present = laws[at]
            for title in waiting:
                add(present, title)
            waiting = []
            add(present, line)
        elif HEADER.match(line.text) or _CLOSING.match(line.bare):
            if _CLOSING.match(line.bare):
                present = gazette
            add(gazette, line)
        elif waiting or (
            _CHAPTER.match(line.bare) and len(line.bare) < 60 and any(later > at for later in laws)
        ):
            waiting.append(line)
        else:
            add(present, line)
    for title in waiting:
        add(present, title)
    for found, run in runs:
        placed.put(document_id, found.anchor, run, _statements(run, paged), heading=found.heading)
    return placed


def _place_slides(document_id: str, lines: Sequence[SourceLine]) -> Placed:
    placed = Placed()
    present = _page(lines[0].page or 1)
    blocks = 0
    page = lines[0].page
    for line in lines:
        if line.page != page:
            present, page = _page(line.page or 1), line.page
        if match := _APPROACH.match(line.bare):
            present = _Found(
                f"approach-{match[1]}", Localized(th=f"แนวทางที่ {match[1]}", en=f"Approach {match[1]}")
            )
        elif match := _GOAL.match(line.bare):
            present = _Found(f"goal-{match[1]}", Localized(th=f"เป้าหมายที่ {match[1]}", en=f"Goal {match[1]}"))
        elif _CRITERIA.match(line.bare):
            blocks += 1  # without its approach's number, a block is known by its place alone
            present = _Found(
                f"criteria-block-{blocks}",
                Localized(th=f"{line.bare} ({blocks})", en=f"Criteria, block {blocks}"),
            )
        placed.put(document_id, present.anchor, [line], heading=present.heading)
    return placed


def _place_pages(document_id: str, lines: Sequence[SourceLine], paged: bool) -> Placed:
    placed = Placed()
    headings = not any(line.page for line in lines)
    count = 0
    present = _page(1)
    runs: list[tuple[_Found, list[SourceLine]]] = []
    for line in lines:
        if headings and line.heading:
            count += 1
            present = _Found(f"heading-{count}", Localized(th=line.bare[:120], en=f"Heading {count}"))
        elif not headings:
            present = _page(line.page or 1)
        if not runs or runs[-1][0] != present:
            runs.append((present, []))
        runs[-1][1].append(line)
    for found, run in runs:
        placed.put(document_id, found.anchor, run, _statements(run, paged), heading=found.heading)
    return placed


def _page(number: int) -> _Found:
    return _Found(f"page-{number}", Localized(th=f"หน้า {number}", en=f"Page {number}"))


_ITEM = re.compile(r"- |\(?[\dก-ฮ]{1,3}[.)]\s|“|(?:มาตรา|ข้อ|วรรค|หมวด|ส่วนที่) ?\d")
FULL = 0.75
"""A line this full, measured by the longest of its page, was broken at the margin and goes on in the next."""


def _statements(run: Sequence[SourceLine], paged: bool) -> list[str]:
    """Return the text of lines; where lines were broken at the margin, joined up again."""
    if not paged:
        return [line.text for line in run]
    groups: list[list[str]] = []
    width: dict[int | None, int] = {}
    for line in run:
        width[line.page] = max(width.get(line.page, 0), len(line.text))
    before: SourceLine | None = None
    for line in run:
        broken = before is not None and len(before.text) >= FULL * width[before.page]
        if not broken or _ITEM.match(line.text) or (before and HEADER.match(before.text)):
            groups.append([])
        groups[-1].append(line.text)
        before = line
    return [join(group) for group in groups]
