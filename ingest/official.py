"""An official file, read and recognised: provisions of the documents that it holds text of."""

import hashlib
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.passages import Document, Localized
from ingest.errata import Erratum, correct
from ingest.loaders import load
from ingest.provision import Provision
from ingest.structure import generic, outline
from ingest.structure.front import Front, front
from ingest.structure.lines import SourceLine, clean, is_thai
from ingest.structure.placed import Placement

_UNSAID = Localized(th="ไฟล์ไม่ได้ระบุ", en="Not stated in the file")


@dataclass(frozen=True, slots=True)
class Official:
    """What one official file holds. `document` is set where the file is a document new to the corpus."""

    path: Path
    document_id: str
    document: Document | None
    provisions: tuple[Provision, ...]
    unplaced: tuple[tuple[SourceLine, Localized], ...]
    notes: tuple[Localized, ...]


def read(
    path: Path,
    known: Container[str],
    headings: Mapping[str, Localized],
    errata: Sequence[Erratum],
    taken: Container[str] = (),
) -> Official:
    """Read an official file. Raises `BadFile`.

    `known` are the ids of the corpus' documents, `headings` its headings by anchor id, and `taken` the ids
    that other files of this ingest have. A file that is none of the known documents becomes one of its own.
    """
    loaded = load(path)
    lines = clean(loaded)
    paged = loaded.kind == "pdf"
    found = outline.recognise(lines)
    if found and found.document in known:
        document_id, document = found.document, None
        notes: tuple[Localized, ...] = ()
    else:
        found = None
        said = front(lines)
        document_id = _new_id(path, lambda name: name in known or name in taken)
        document, notes = _document(document_id, said, path), said.notes
    if found and found.sections:
        placed = outline.place(found, lines)
    else:
        placed = generic.place(document_id, lines, paged)
    unit = ("สไลด์", "slide") if loaded.kind == "pptx" else ("หน้า", "page")
    return Official(
        path,
        document_id,
        document,
        tuple(
            _provision(placement, path, unit, headings, errata) for placement in placed.placements.values()
        ),
        tuple(placed.unplaced),
        (*loaded.notes, *notes, *placed.notes),
    )


def _provision(
    placement: Placement,
    path: Path,
    unit: tuple[str, str],
    headings: Mapping[str, Localized],
    errata: Sequence[Erratum],
) -> Provision:
    statements = tuple(correct(text, home, errata) for text, home in placement.statements)
    anchor = Localized(th=placement.anchor, en=placement.anchor)
    return Provision(
        document_id=placement.document_id,
        anchor=placement.anchor,
        language="th" if is_thai(statements) else "en",
        source="official",
        heading=headings.get(placement.anchor_id) or placement.heading or anchor,
        locator=_locator(placement.lines, path.name, unit),
        lines=statements,
    )


def _locator(lines: Sequence[SourceLine], name: str, unit: tuple[str, str]) -> Localized:
    pages = [line.page for line in lines if line.page]
    th, en = unit if pages else ("บรรทัด", "line")
    numbers = pages or [line.number for line in lines]
    first, last = min(numbers), max(numbers)
    span = str(first) if first == last else f"{first}-{last}"
    return Localized(th=f"{name} {th} {span}", en=f"{name}, {en}{'' if first == last else 's'} {span}")


def _document(document_id: str, said: Front, path: Path) -> Document:
    title = said.title or path.stem
    return Document(
        id=document_id,
        title=Localized(th=title, en=title if title.isascii() else f"{path.stem} (official file, in Thai)"),
        issuer=Localized(th=said.issuer, en=said.issuer) if said.issuer else _UNSAID,
        kind=said.kind,
        announced=said.announced,
        gazette=said.gazette,
        in_force_from=said.in_force_from,
        fiscal_year=said.fiscal_year,
        audience=_UNSAID,
        official_text=Localized(th=f"ไฟล์ {path.name}", en=f"The file {path.name}"),
    )


def _new_id(path: Path, is_taken: Callable[[str], bool]) -> str:
    """Name a document by its file, in ASCII; by its content too where the name says nothing or is taken."""
    slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    if not re.search("[a-z]{2}", slug):
        slug = f"official-{slug}-{digest}" if slug else f"official-{digest}"
    return f"{slug}-{digest}" if is_taken(slug) else slug
