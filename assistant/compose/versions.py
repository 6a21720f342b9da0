"""What an answer says first where what it cites is not in force on the date asked about, and what took its place."""

from datetime import date, timedelta

from assistant.cite import Citations
from assistant.replies import Citation
from assistant.statements import Statements
from corpus.dates import long
from corpus.passages import Language
from corpus.store.generation import Generation

NAMED = 2
"""Provisions of one document that are named each; of more the document alone is."""


def notes(citations: Citations, generation: Generation, statements: Statements, language: Language) -> str:
    """Return one sentence per document and state, or ''; a version that is in force is cited at its end.

    Only what is cited so far is looked at; the versions that the sentences cite are in force.
    """
    groups: dict[tuple[str, ...], list[Citation]] = {}
    for citation in citations.all:
        if citation.state != "in_force":
            anchor_id = f"{citation.document_id}/{citation.anchor}"
            current = generation.versions.in_force(anchor_id, citations.on)
            since = generation.versions.starts(anchor_id) or ""
            key = (
                citation.document_id,
                citation.state,
                since,
                citation.in_force_until or "",
                *_first(current),
            )
            groups.setdefault(key, []).append(citation)
    sentences = []
    for found in groups.values():
        anchor_id = f"{found[0].document_id}/{found[0].anchor}"
        current = _first(generation.versions.in_force(anchor_id, citations.on))
        sentence = _sentence(found, anchor_id, citations.on, generation, language)
        for other in current:
            number = citations.of_statement(statements.at(other, language)[0])
            sentence += _instead(other, found[0].state, number, generation, language)
        sentences.append(f"{sentence}{'' if language == 'th' else '.'}")
    return "\n\n".join(sentences)


def as_of(on: date, language: Language) -> str:
    """Return the line that says for which date an answer is, where the question says it by a year alone."""
    shown = long(on.isoformat(), language)
    return f"_คำตอบตามที่มีอยู่ ณ วันที่ {shown}_" if language == "th" else f"_As things stood on {shown}_"


def _first(anchors: tuple[str, ...]) -> tuple[str, ...]:
    return anchors[:1]


def _sentence(
    found: list[Citation], anchor_id: str, on: date, generation: Generation, language: Language
) -> str:
    versions = generation.versions
    headings = list(dict.fromkeys(citation.heading for citation in found))
    name = found[0].document_title + (f" ({'; '.join(headings)})" if len(headings) <= NAMED else "")
    day, starts = long(on.isoformat(), language), versions.starts(anchor_id)
    match found[0].state:
        case "not_yet" if found[0].in_force_from:
            since = long(found[0].in_force_from, language)
            return (
                f"**ณ วันที่ {day} ยังไม่ใช้บังคับ**: {name} เริ่มใช้บังคับวันที่ {since}"
                if language == "th"
                else f"**Not yet in force on {day}**: {name} is in force from {since}"
            )
        case "not_yet":
            since = long(starts or "", language)
            return (
                f"**ณ วันที่ {day} ยังไม่มี**: {name} ออกเมื่อวันที่ {since}"
                if language == "th"
                else f"**Not there yet on {day}**: {name} was issued on {since}"
            )
        case "superseded":
            begun = [versions.starts(one) for one in versions.successors(anchor_id, on)]
            since = min((one for one in begun if one), default="")
            until = (
                long((date.fromisoformat(since) - timedelta(days=1)).isoformat(), language) if since else ""
            )
            if language == "th":
                return f"**ณ วันที่ {day} ถูกแทนที่แล้ว**: {name}" + (f" ใช้ถึงวันที่ {until}" if until else "")
            return f"**Superseded on {day}**: {name}" + (f" applied until {until}" if until else "")
        case _:
            until = long(found[0].in_force_until or "", language)
            return (
                f"**ณ วันที่ {day} สิ้นผลแล้ว**: {name} ใช้บังคับถึงวันที่ {until}"
                if language == "th"
                else f"**No longer in force on {day}**: {name} was in force until {until}"
            )


def _instead(other: str, state: str, number: int, generation: Generation, language: Language) -> str:
    """Name the version in force, with its citation."""
    passage = generation.at(other)[0]
    name = (
        f"{generation.documents[passage.document_id].title.get(language)} ({passage.heading.get(language)})"
    )
    since = generation.versions.starts(other)
    if language == "th":
        lead = " ผู้แทนที่คือ" if state == "superseded" else " ที่ใช้อยู่ในวันนั้นคือ"
        return f"{lead} {name}" + (f" ตั้งแต่วันที่ {long(since, language)}" if since else "") + f" [{number}]"
    lead = "; it is replaced by" if state == "superseded" else "; in force on that day is"
    return f"{lead} {name}" + (f", from {long(since, language)}" if since else "") + f" [{number}]"
