"""Ingest: files → text → structure → passages → a new index generation."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.passages import Document
from corpus.settings import CORPUS
from corpus.store.store import Progress, Store
from ingest import markdown
from ingest.provision import Provision
from ingest.report import IngestReport
from ingest.split import split

DOCUMENTS = CORPUS / "documents"
VERSION = 1
"""Raised when the same files would give other passages."""


def ingest(
    paths: Sequence[Path], store: Store, progress: Progress | None = None, *, documents_dir: Path = DOCUMENTS
) -> IngestReport:
    """Read the shipped corpus and the official files under `paths`, and write a generation where that is new.

    `paths` are files or folders. A file that cannot be used is reported and the rest goes in. Raises
    `BadMarkdown` for a shipped document out of its format, `IngestRunning` where another process is
    writing.
    """
    with store.writing():
        documents: list[Document] = []
        provisions: list[Provision] = []
        inputs: list[dict[str, str]] = []
        for path in sorted(documents_dir.glob("*.md")):
            document, found = markdown.read(path)
            documents.append(document)
            provisions += found
            inputs.append(_input(path, "digest"))
        passages = [passage for provision in provisions for passage in split(provision)]
        manifest: dict[str, Any] = {"inputs": inputs, "versions": {"ingest": VERSION}}
        digest = store.digest(documents, passages, manifest)
        unchanged = store.holds(digest)
        generation = store.current() if unchanged else store.write(documents, passages, manifest, progress)
        return IngestReport(
            generation_id=generation.id,
            unchanged=unchanged,
            documents=len(documents),
            passages=len(passages),
            official_passages=sum(passage.source == "official" for passage in passages),
        )


def _input(path: Path, source: str) -> dict[str, str]:
    return {"name": path.name, "source": source, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
