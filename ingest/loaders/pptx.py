"""PowerPoint files: slides in order, on a slide the shapes from top to bottom, then from left to right."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml import parse_xml

from corpus.passages import Localized
from ingest.loaders.content import corrupt
from ingest.loaders.loaded import Line, Loaded

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_DIAGRAM = "/diagramData"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"


def load(path: Path) -> Loaded:
    """Read a PowerPoint file: titles, text, tables, groups, diagrams. Speaker notes are not on the slides."""
    lines: list[Line] = []
    pictures: list[int] = []
    try:
        for number, slide in enumerate(pptx.Presentation(str(path)).slides, start=1):
            found = [Line(line.text, number, line.heading) for line in _slide(slide)]
            if not any(line.text.strip() for line in found):
                pictures.append(number)
            lines += found
    except Exception as error:  # python-pptx and lxml let many kinds of error out of a broken file
        raise corrupt(error) from error
    if not pictures:
        return Loaded("pptx", tuple(lines))
    slides = ", ".join(map(str, pictures))
    note = Localized(
        th=f"สไลด์ {slides} ไม่มีข้อความให้อ่าน (อาจเป็นภาพ)",
        en=f"Slides without text that can be read (pictures perhaps): {slides}.",
    )
    return Loaded("pptx", tuple(lines), (note,))


def _slide(slide: Any) -> Iterator[Line]:
    yield from _shapes(slide.shapes)
    for relation in slide.part.rels.values():
        if relation.reltype.endswith(_DIAGRAM):
            for paragraph in parse_xml(relation.target_part.blob).iter(_PARAGRAPH):
                if text := "".join(run.text or "" for run in paragraph.iter(_TEXT)):
                    yield Line(text)
            yield Line("")


def _shapes(shapes: Iterable[Any]) -> Iterator[Line]:
    for shape in sorted(shapes, key=_place):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                cells = (" ".join(cell.text.split()) for cell in row.cells)
                yield Line(" | ".join(cell for cell in cells if cell))
            yield Line("")
        elif shape.has_text_frame:
            heading = _is_title(shape)
            for paragraph in shape.text_frame.paragraphs:
                for text in paragraph.text.replace("\v", "\n").split("\n"):
                    yield Line(text, heading=heading and bool(text.strip()))
            yield Line("")


def _place(shape: Any) -> tuple[bool, int, int]:
    return not _is_title(shape), shape.top or 0, shape.left or 0


def _is_title(shape: Any) -> bool:
    return bool(shape.is_placeholder and shape.placeholder_format.type in _TITLES)
