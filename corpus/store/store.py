"""The store: writes a new index generation and flips the pointer to it, and opens the one that serves.

A generation is written whole before anything points at it. The rows come first, then the folder
`data_dir/generations/<id>/` (`index/`, `chroma/`, `manifest.json`); then every id is looked up again,
everything is forced to disk, and one transaction marks the generation complete and moves the pointer. A
process killed on the way leaves rows and a folder that nothing points at; the next write clears them away.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from filelock import FileLock, Timeout
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from corpus import text
from corpus.database import engine, writer
from corpus.messages import UserError
from corpus.passages import Document, Passage
from corpus.settings import settings
from corpus.store.generation import Generation
from corpus.store.index import BATCH, Encoder, Index, Progress
from corpus.store.schema import (
    CurrentRow,
    DocumentRow,
    GenerationRow,
    PassageRow,
    document_values,
    generation_id,
    passage_of,
    passage_values,
)

KEPT = 3
"""Generations that stay: the one that serves, and those a running reader may still hold."""
LAYOUT = 3
"""The version of the folder's layout and of what rows and index hold; raise it when any of them changes."""


_CURRENT = str(
    select(GenerationRow.sequence, GenerationRow.digest).join(
        CurrentRow, CurrentRow.sequence == GenerationRow.sequence
    )
)
"""Asked before every answer, so it is put together once."""


class Current(NamedTuple):
    """The generation that serves: its id, and when it was written (ISO 8601, UTC)."""

    id: str
    completed_at: str


class NoGeneration(UserError):  # noqa: N818 - named by what is the matter
    """Nothing has been ingested yet."""


class DamagedGeneration(UserError):  # noqa: N818 - named by what is the matter
    """The files of the current generation are not whole."""


class NothingToWrite(UserError):  # noqa: N818 - named by what is the matter
    """There is not one passage to index."""


class IngestRunning(UserError):  # noqa: N818 - named by what is the matter
    """Another process is writing a generation."""


class Store:
    """The generations under `data_dir`. Threads may share a store; processes may read while one writes."""

    def __init__(self, data_dir: Path, embeddings: Encoder | None = None) -> None:
        self.data_dir = data_dir
        self._engine = engine(data_dir)
        self._writing = FileLock(data_dir / "ingest.lock", timeout=0)
        self._opening = Lock()
        self._open: Generation | None = None
        self._loading = Lock()
        self._embeddings = embeddings

    def encoder(self) -> Encoder:
        """Return the embedding model; loaded on first use, since loading one takes seconds."""
        with self._loading:
            if self._embeddings is None:
                from corpus.store.embedding import load_embeddings

                self._embeddings = load_embeddings(settings().embedding_model)
            return self._embeddings

    @property
    def opened(self) -> Generation | None:
        """The generation that the last question was asked of, without a look at the pointer."""
        return self._open

    def current_row(self) -> Current | None:
        """Return the generation that serves and when it was written, or None."""
        query = select(GenerationRow.sequence, GenerationRow.digest, GenerationRow.completed_at).join(
            CurrentRow, CurrentRow.sequence == GenerationRow.sequence
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return Current(generation_id(row.sequence, row.digest), row.completed_at) if row else None

    def current_id(self) -> str | None:
        """Return the id of the generation that serves, or None; one small SELECT."""
        with self._engine.connect() as connection:
            row = connection.exec_driver_sql(_CURRENT).one_or_none()
        return generation_id(*row) if row else None

    def current(self) -> Generation:
        """Return the generation that serves, opened anew where the pointer has moved.

        Raises `NoGeneration` before the first ingest, `DamagedGeneration` where its files are not whole.
        """
        with self._opening:
            while True:
                pointer = self.current_id()
                if pointer is None:
                    raise NoGeneration(
                        "ยังไม่มีดัชนีเอกสาร โปรดสั่ง `dga ingest` ก่อน",
                        "There is no index yet. Run `dga ingest` first.",
                    )
                if self._open is None or self._open.id != pointer:
                    try:
                        self._open = self._read(pointer)
                    except DamagedGeneration:
                        if pointer != self.current_id():
                            continue  # pruned under our hands: the pointer has moved on
                        raise
                return self._open

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, one process at a time; `IngestRunning` at once where it is taken."""
        try:
            self._writing.acquire()
        except Timeout:
            raise IngestRunning(
                "มีการนำเข้าเอกสารอื่นทำงานอยู่ โปรดรอให้เสร็จแล้วสั่งใหม่",
                "Another ingest is running. Wait until it is done, then run this again.",
            ) from None
        try:
            yield
        finally:
            self._writing.release()

    def versions(self) -> dict[str, Any]:
        """Return what the index depends on besides its input: analyzer, model, libraries, layout."""
        return {
            "analyzer": text.fingerprint(),
            "embedding": self.encoder().fingerprint,
            "layout": LAYOUT,
            "chromadb": version("chromadb"),
        }

    def fits(self) -> bool:
        """Tell whether there is a generation, made with the analyzer, model and libraries in use."""
        made_with = self.manifest().get("versions", {})  # its files may be of a layout that cannot be opened
        return all(made_with.get(name) == value for name, value in self.versions().items())

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the generation that serves, without opening it; empty before the first."""
        query = select(GenerationRow.manifest).join(CurrentRow, CurrentRow.sequence == GenerationRow.sequence)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none() or {}

    def digest(
        self, documents: Sequence[Document], passages: Sequence[Passage], manifest: Mapping[str, Any]
    ) -> str:
        """Return the SHA-256 of a generation's content: documents, passages, inputs, versions."""
        whole = {
            "documents": [document.model_dump(mode="json") for document in documents],
            "passages": [passage.model_dump(mode="json") for passage in passages],
            "manifest": {**manifest, "versions": {**manifest.get("versions", {}), **self.versions()}},
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def holds(self, digest: str) -> bool:
        """Tell whether the generation that serves has this digest and is whole, id by id."""
        pointer = self.current_id()
        if pointer is None or not pointer.endswith(f"-{digest[:12]}"):
            return False
        try:
            generation = self.current()
            self._verify(generation, self.data_dir / "generations" / pointer)
        except DamagedGeneration:
            return False
        return True

    def write(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        manifest: Mapping[str, Any],
        progress: Progress | None = None,
    ) -> Generation:
        """Write a new generation, verify every id, and point at it.

        `manifest` says what went in (JSON values; `versions` may add to the store's own). Raises
        `IngestRunning`, `NothingToWrite`, `DamagedGeneration` where the verification fails (the old one then
        goes on serving), ValueError where two passages share an id.
        """
        if not passages:
            raise NothingToWrite(
                "ไม่มีข้อความให้จัดทำดัชนี โปรดตรวจโฟลเดอร์เอกสาร",
                "There is no text to index. Check the folder of documents.",
            )
        _refuse_duplicates(passages)
        report = progress or (lambda _stage, _done, _total: None)
        with self.writing():
            self._clear()
            sequence, manifest = self._insert(documents, passages, manifest)
            folder = self.data_dir / "generations" / manifest["id"]
            self._write_folder(folder, documents, passages, manifest, report)
            generation = self._read(manifest["id"])
            self._verify(generation, folder, report)
            _force_to_disk(folder)
            with Session(writer(self._engine)) as session, session.begin():
                session.execute(
                    update(GenerationRow)
                    .where(GenerationRow.sequence == sequence)
                    .values(completed_at=datetime.now(UTC).isoformat(timespec="seconds"))
                )
                pointer = sqlite_insert(CurrentRow).values(id=1, sequence=sequence)
                session.execute(
                    pointer.on_conflict_do_update(index_elements=["id"], set_={"sequence": sequence})
                )
            self._clear()
        with self._opening:
            self._open = generation
        return generation

    def _insert(
        self, documents: Sequence[Document], passages: Sequence[Passage], manifest: Mapping[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        digest = self.digest(documents, passages, manifest)
        with Session(writer(self._engine)) as session, session.begin():
            row = GenerationRow(digest=digest, manifest={})
            session.add(row)
            session.flush()
            row.manifest = full = {
                **manifest,
                "id": row.id,
                "digest": digest,
                "versions": {**manifest.get("versions", {}), **self.versions()},
                "counts": {"documents": len(documents), "passages": len(passages)},
                "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            for table, rows in (
                (DocumentRow, [document_values(document, at) for at, document in enumerate(documents)]),
                (PassageRow, [passage_values(passage, at) for at, passage in enumerate(passages)]),
            ):
                if rows:
                    session.execute(insert(table), [{"sequence": row.sequence, **values} for values in rows])
            return row.sequence, full

    def _write_folder(
        self,
        folder: Path,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        manifest: Mapping[str, Any],
        report: Progress,
    ) -> None:
        folder.mkdir(parents=True)
        titles = {document.id: document.title for document in documents}
        ids = [passage.id for passage in passages]
        texts = [
            index_text(titles[passage.document_id].th, titles[passage.document_id].en, passage)
            for passage in passages
        ]
        index = Index.create(folder / "index", zip(ids, texts, strict=True), len(ids), self.encoder(), report)
        from corpus.store.vectors import Vectors  # here, since Chroma takes half a second to import

        vectors = Vectors.create(folder / "chroma")
        for start in range(0, len(ids), BATCH):
            batch = slice(start, start + BATCH)
            vectors.add(ids[batch], index.dense.vectors[batch])
            report("store", min(start + BATCH, len(ids)), len(ids))
        vectors.close()
        (folder / "manifest.json").write_text(
            json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )

    def _read(self, pointer: str) -> Generation:
        folder = self.data_dir / "generations" / pointer
        sequence = int(pointer.split("-")[0])
        with Session(self._engine) as session:
            row = session.get(GenerationRow, sequence)
            documents = [
                Document.model_validate(found.front_matter)
                for found in session.scalars(
                    select(DocumentRow).where(DocumentRow.sequence == sequence).order_by(DocumentRow.position)
                )
            ]
            passages = [
                passage_of(found)
                for found in session.scalars(
                    select(PassageRow).where(PassageRow.sequence == sequence).order_by(PassageRow.position)
                )
            ]
        try:
            if row is None or len(passages) != row.manifest["counts"]["passages"]:
                raise ValueError("rows are missing")
            return Generation(
                pointer,
                row.manifest,
                {document.id: document for document in documents},
                {passage.id: passage for passage in passages},
                folder,
                self.encoder,
            )
        except Exception as error:  # whatever numpy makes of a broken file, the remedy is the same
            raise _damaged(folder, error) from error

    def _verify(self, generation: Generation, folder: Path, report: Progress | None = None) -> None:
        """Look up every passage id in the SQL rows, in the index (by its row) and in Chroma (its vector)."""
        from corpus.store.vectors import Vectors

        ids = list(generation.passages)
        if generation.index.ids != ids:
            raise _damaged(folder, ValueError("the index holds other passages than the database"))
        try:
            stored = Vectors.open(folder / "chroma")
        except Exception as error:  # Chroma's own error types are not worth telling apart here
            raise _damaged(folder, error) from error
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            try:
                vectors = stored.fetch(batch)
            except Exception as error:
                raise _damaged(folder, error) from error
            held = generation.index.dense.vectors[start : start + BATCH]
            missing = [
                name
                for name, vector in zip(batch, held, strict=True)
                if name not in vectors or not np.allclose(vectors[name], vector, atol=1e-6)
            ]
            if missing:
                raise _damaged(folder, ValueError(f"no vector for {missing[0]} and {len(missing) - 1} more"))
            if report:
                report("verify", min(start + BATCH, len(ids)), len(ids))

    def _clear(self) -> None:
        """Remove what killed ingests left and generations beyond the last `KEPT`: rows, then folders."""
        with Session(writer(self._engine)) as session, session.begin():
            complete = select(GenerationRow).where(GenerationRow.completed_at.is_not(None))
            kept = session.scalars(complete.order_by(GenerationRow.sequence.desc()).limit(KEPT)).all()
            names = {row.id for row in kept}
            session.execute(
                delete(GenerationRow).where(GenerationRow.sequence.not_in([row.sequence for row in kept]))
            )
        folders = self.data_dir / "generations"
        if folders.is_dir():
            for folder in folders.iterdir():
                if folder.name not in names:
                    shutil.rmtree(folder)


def index_text(title_th: str, title_en: str, passage: Passage) -> str:
    """Return what is indexed of a passage: document title and heading in both languages, then the text."""
    return "\n".join((title_th, title_en, passage.heading.th, passage.heading.en, passage.text))


def _refuse_duplicates(passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise ValueError(f"two passages are named {passage.id}")
        seen.add(passage.id)


def _damaged(folder: Path, cause: Exception) -> DamagedGeneration:
    return DamagedGeneration(
        f"ดัชนีใน {folder} เสียหาย ({cause}) โปรดสั่ง `dga ingest` เพื่อสร้างใหม่",
        f"The index in {folder} is damaged ({cause}). Run `dga ingest` to make it anew.",
    )


def _force_to_disk(folder: Path) -> None:
    """Flush every file and folder under `folder`, and the name of `folder` itself, to the disk."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
