"""Collections in the BEIR layout: `corpus.jsonl`, `queries.jsonl` and judgements in `qrels/*.tsv` (Thakur et al. 2021)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from assistant.structure import Titled
from corpus.messages import UserError

SPLIT = "test"
"""The judgements that are taken where a collection has several."""


class BadCollection(UserError):  # noqa: N818 - named by what is the matter
    """A folder is not a collection in the BEIR layout."""


class Beir(NamedTuple):
    """`queries` are the judged ones, by id; `qrels` name to each the texts that answer it, with a grade above 0."""

    texts: list[Titled]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read(folder: Path) -> Beir:
    """Read a collection. Raises `BadCollection`, which names the file, the line and what is expected there."""
    if not folder.is_dir():
        raise _bad(folder, "ไม่มีโฟลเดอร์นี้", "there is no such folder")
    texts = [
        Titled(_id(row), _text(row, "title"), _text(row, "text")) for row in _rows(folder / "corpus.jsonl")
    ]
    queries = {_id(row): _text(row, "text") for row in _rows(folder / "queries.jsonl")}
    known: set[str] = set()
    for text in texts:
        if text.id in known:
            raise _bad(folder / "corpus.jsonl", f"รหัส {text.id} ซ้ำกัน", f"the id {text.id} stands twice")
        known.add(text.id)
    qrels: dict[str, dict[str, int]] = {}
    path = _judgements(folder / "qrels")
    for number, query, text_id, grade in _lines(path):
        if query not in queries or text_id not in known:
            missing = query if query not in queries else text_id
            raise _bad(
                path,
                f"บรรทัด {number}: ไม่มีรหัส {missing}",
                f"line {number}: there is nothing with the id {missing}",
            )
        if grade > 0:
            qrels.setdefault(query, {})[text_id] = grade
    if not qrels:
        raise _bad(path, "ไม่มีคำถามที่มีคำตอบ", "no question has an answer")
    return Beir(texts, {query: queries[query] for query in qrels}, qrels)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise _bad(
                path, f"บรรทัด {number} ไม่ใช่ JSON ({error})", f"line {number} is not JSON ({error})"
            ) from None
        if not isinstance(row, dict) or not isinstance(row.get("_id"), str | int) or "text" not in row:
            raise _bad(
                path, f"บรรทัด {number} ต้องมี _id และ text", f"line {number} needs the fields _id and text"
            )
        yield row


def _id(row: Mapping[str, Any]) -> str:
    return str(row["_id"])


def _text(row: Mapping[str, Any], field: str) -> str:
    return str(row.get(field) or "")


def _judgements(folder: Path) -> Path:
    """Return the judgements: those of `SPLIT`, or the only ones there are."""
    found = sorted(folder.glob("*.tsv"))
    chosen = folder / f"{SPLIT}.tsv"
    if chosen in found or not found:
        return chosen
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise _bad(
            folder,
            f"มีหลายไฟล์ ({names}) แต่ไม่มี {chosen.name}",
            f"several files ({names}), none named {chosen.name}",
        )
    return found[0]


def _lines(path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Yield line number, query, text and grade; a first line that holds no grade is the header."""
    for number, line in enumerate(_read(path).split("\n"), start=1):
        cells = line.strip("\r").split("\t")
        try:
            query, text_id, grade = cells[0], cells[1], int(cells[2])
        except (IndexError, ValueError):
            if number == 1 or not line.strip():
                continue
            raise _bad(
                path,
                f"บรรทัด {number} ต้องเป็น รหัสคำถาม รหัสข้อความ และคะแนน คั่นด้วยแท็บ",
                f"line {number} needs a query id, a text id and a whole number, with tabs between",
            ) from None
        yield number, query, text_id, grade


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _bad(path, "ไม่มีไฟล์นี้", "there is no such file") from None
    except UnicodeDecodeError:
        raise _bad(path, "ไม่ใช่ UTF-8", "it is not UTF-8") from None
    except OSError as error:
        raise _bad(path, f"อ่านไม่ได้ ({error.strerror})", f"it cannot be read ({error.strerror})") from None


def _bad(path: Path, th: str, en: str) -> BadCollection:
    return BadCollection(
        f"{path}: {th} (ต้องการโฟลเดอร์แบบ BEIR: corpus.jsonl, queries.jsonl และ qrels/test.tsv)",
        f"{path}: {en}. A collection in the BEIR layout is needed: corpus.jsonl, queries.jsonl and qrels/test.tsv.",
    )
