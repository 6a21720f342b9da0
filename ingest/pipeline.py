"""Ingest: files → text → structure → passages → a new index generation."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.passages import Document, Localized
from corpus.settings import CORPUS, settings
from corpus.store.index import Progress
from corpus.store.store import Store
from ingest import markdown, official
from ingest.errata import errata
from ingest.files import Candidate, candidates
from ingest.loaders import BadFile
from ingest.official import Official
from ingest.provision import Provision
from ingest.report import IngestReport, Note, Skipped, Unplaced
from ingest.split import split
from ingest.versions import resolve

DOCUMENTS = CORPUS / "documents"
VERSION = 1
"""Raised when the same files would be read into other documents; other passages are noticed by themselves."""


def ingest(
    paths: Sequence[Path],
    store: Store,
    progress: Progress | None = None,
    *,
    documents_dir: Path = DOCUMENTS,
    official_dir: Path | None = None,
) -> IngestReport:
    """Read the shipped corpus, the official folder and `paths`, and write a generation where that is new.

    `paths` are files or folders. A file that cannot be used is reported and the rest goes in. Raises
    `BadMarkdown` for a shipped document out of its format, `BadVersions` where the documents contradict each other on
    their versions, `IngestRunning` where another process is writing.
    """
    report = progress or (lambda _stage, _done, _total: None)
    with store.writing():
        documents, provisions, inputs = _shipped(documents_dir)
        files = list(candidates(paths, official_dir or settings().official_dir, documents_dir))
        taken: list[Official] = []
        skipped: list[Skipped] = []
        for number, candidate in enumerate(files):
            report("read", number, len(files))
            try:
                found, entry = _official(candidate.path, documents, provisions, taken, inputs)
            except BadFile as error:
                skipped.append(Skipped(path=str(candidate.path), reason=error.message, named=candidate.named))
                continue
            taken.append(found)
            inputs.append(entry)
        if files:
            report("read", len(files), len(files))
        skipped += _unusable_folders(paths, files, skipped)
        chosen, repeated = _choose(taken)
        known = [*documents, *(found.document for found in taken if found.document)]
        ordered = _ordered(known, [*provisions, *chosen])
        validity = resolve(known, ordered)
        passages = [
            passage
            for provision in ordered
            for passage in split(replace(provision, validity=validity[provision.anchor_id]))
        ]
        manifest = {
            "inputs": inputs,
            "named": sorted(str(path.resolve()) for path in paths),
            "versions": {"ingest": VERSION, "errata": _sha256(CORPUS / "errata.yaml")},
        }
        dropped = _dropped(store, {entry["name"] for entry in inputs})
        unchanged = store.holds(store.digest(known, passages, manifest))
        generation = store.current() if unchanged else store.write(known, passages, manifest, progress)
    return IngestReport(
        generation_id=generation.id,
        unchanged=unchanged,
        documents=len(known),
        passages=len(passages),
        official_passages=sum(passage.source == "official" for passage in passages),
        skipped=tuple(skipped),
        unplaced=tuple(
            Unplaced(path=str(found.path), line=line.number, text=line.text, reason=reason)
            for found in taken
            for line, reason in found.unplaced
        ),
        notes=(
            *(Note(path=str(found.path), text=text) for found in taken for text in found.notes),
            *repeated,
        ),
        dropped=dropped,
    )


def remembered(store: Store) -> list[Path]:
    """Return the files and folders that were named for the present generation and are still there.

    An ingest without names takes them again, so that a restart of the server does not lose them.
    """
    return [path for path in map(Path, store.manifest().get("named", [])) if path.exists()]


def _shipped(folder: Path) -> tuple[list[Document], list[Provision], list[dict[str, str]]]:
    documents: list[Document] = []
    provisions: list[Provision] = []
    inputs: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.md")):
        document, found = markdown.read(path)
        documents.append(document)
        provisions += found
        inputs.append({"name": path.name, "source": "digest", "sha256": _sha256(path)})
    return documents, provisions, inputs


def _official(
    path: Path,
    documents: Sequence[Document],
    provisions: Sequence[Provision],
    taken: Sequence[Official],
    inputs: Sequence[dict[str, str]],
) -> tuple[Official, dict[str, str]]:
    """Read one official file; returns it with its entry in the manifest. Raises `BadFile`."""
    headings = {provision.anchor_id: provision.heading for provision in provisions}
    found = official.read(
        path,
        {document.id for document in documents},
        headings,
        errata(),
        {other.document_id for other in taken},
    )
    entry = {"name": path.name, "source": "official", "sha256": _sha256(path)}
    for other in inputs:
        if other["source"] == "official" and other["sha256"] == entry["sha256"]:
            raise BadFile(
                f"เนื้อหาเหมือนกับ {other['name']} ซึ่งนำเข้าแล้ว",
                f"It is the same file as {other['name']}, which is in already.",
            )
    return found, entry


def _unusable_folders(
    paths: Sequence[Path], files: Sequence[Candidate], skipped: Sequence[Skipped]
) -> list[Skipped]:
    """Return the named folders of which not one file could be used."""
    bad = {entry.path for entry in skipped}
    reason = Localized(th="ไม่มีไฟล์ในโฟลเดอร์นี้ที่นำเข้าได้", en="Not one file in this folder could be used.")
    unusable = []
    for path in paths:
        inside = [str(file.path) for file in files if path.is_dir() and file.path.is_relative_to(path)]
        if inside and str(path) not in bad and bad.issuperset(inside):
            unusable.append(Skipped(path=str(path), reason=reason, named=True))
    return unusable


def _choose(taken: Sequence[Official]) -> tuple[list[Provision], list[Note]]:
    """Return one official provision per anchor, and notes of those left out.

    A file that is the document itself comes before one that quotes it; of two alike, the first.
    """
    best: dict[str, tuple[Official, Provision]] = {}
    left: dict[tuple[Path, Path], list[str]] = {}
    for found in sorted(taken, key=lambda found: found.document is not None):
        for provision in found.provisions:
            held = best.get(provision.anchor_id)
            itself = found.document_id == provision.document_id
            if held is None or (itself and held[0].document_id != provision.document_id):
                best[provision.anchor_id] = (found, provision)
                winner, loser = found, held[0] if held else None
            else:
                winner, loser = held[0], found
            if loser:
                left.setdefault((loser.path, winner.path), []).append(provision.anchor_id)
    notes = [
        Note(
            path=str(loser),
            text=Localized(
                th=f"ใช้ข้อความของ {winner.name} แทน ที่ {', '.join(anchors)}",
                en=f"The text of {winner.name} is taken instead at {', '.join(anchors)}.",
            ),
        )
        for (loser, winner), anchors in left.items()
    ]
    return [provision for _, provision in best.values()], notes


def _ordered(documents: Sequence[Document], provisions: Sequence[Provision]) -> list[Provision]:
    """Return provisions by document, then by anchor in the order in which anchors first come."""
    documents_at = {document.id: at for at, document in enumerate(documents)}
    anchors_at: dict[str, int] = {}
    for provision in provisions:
        anchors_at.setdefault(provision.anchor_id, len(anchors_at))
    return sorted(
        provisions,
        key=lambda provision: (documents_at[provision.document_id], anchors_at[provision.anchor_id]),
    )


def _dropped(store: Store, names: set[str]) -> tuple[str, ...]:
    """Return the official files of the present generation that are not in `names`."""
    return tuple(
        entry["name"]
        for entry in store.manifest().get("inputs", ())
        if entry["source"] == "official" and entry["name"] not in names
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
