"""Word files: paragraphs, lists, tables, text boxes and notes, in the order of the document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from ingest.loaders.content import corrupt
from ingest.loaders.loaded import Line, Loaded

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {qn("w:txbxContent"), qn("w:del"), _FALLBACK}
_NOTES = ("footnotes", "endnotes")


def load(path: Path) -> Loaded:
    """Read a Word file. Numbers that Word counts are not in the file: such items get a list mark."""
    try:
        document = docx.Document(str(path))
        lines = list(
            _blocks(document.element.body, {style.style_id: style.name for style in document.styles})
        )
        for relation in document.part.rels.values():
            if relation.reltype.rsplit("/", 1)[-1] in _NOTES:
                for paragraph in parse_xml(relation.target_part.blob).iter(qn("w:p")):
                    lines += _paragraph(paragraph, {})
    except Exception as error:  # python-docx and lxml let many kinds of error out of a broken file
        raise corrupt(error) from error
    return Loaded("docx", tuple(lines))


def _blocks(parent: Any, styles: dict[str, str]) -> Iterator[Line]:
    """Yield the lines of the paragraphs and tables in `parent`, through content controls."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, styles)
            for box in child.iter(qn("w:txbxContent")):
                if not any(parent.tag in _SKIPPED - {box.tag} for parent in box.iterancestors()):
                    yield from _blocks(box, styles)
        elif child.tag == qn("w:tbl"):
            yield Line("")
            for row in child.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr"):
                cells = (
                    " ".join(line.text for line in _blocks(cell, styles))
                    for cell in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
                )
                yield Line(" | ".join(cell.strip() for cell in cells if cell.strip()))
            yield Line("")
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _blocks(child, styles)


def _paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[Line]:
    properties = paragraph.find(qn("w:pPr"))
    style, item = "", False
    if properties is not None:
        named = properties.find(qn("w:pStyle"))
        style = styles.get(named.get(qn("w:val")), "") if named is not None else ""
        item = properties.find(qn("w:numPr")) is not None or style.startswith("List ")
    heading = style.lower().startswith(("heading", "title"))
    text = _text(paragraph)
    for part in text.split("\n"):
        yield Line(f"- {part}" if item and part.strip() and not heading else part, heading=heading)
    if heading:
        yield Line("")


def _text(element: Any) -> str:
    """Return the text of runs, with tabs and breaks, less what text boxes and deletions hold."""
    found = ""
    for child in element:
        if child.tag in _SKIPPED or child.tag == qn("w:pPr"):
            continue
        if child.tag == qn("w:t"):
            found += child.text or ""
        elif child.tag == qn("w:tab"):
            found += " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            found += "\n"
        else:
            found += _text(child)
    return found
