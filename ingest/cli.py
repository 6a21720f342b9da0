"""The command `dga ingest`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from corpus.messages import UserError, language_from_env, say
from ingest.report import IngestReport

SHOWN = 10
"""Unplaced lines that are printed; the rest is counted."""

STAGES = {
    "read": ("อ่านไฟล์", "Reading files"),
    "index": ("สร้างดัชนีคำและเวกเตอร์", "Indexing words and vectors"),
    "merge": ("รวมดัชนี", "Merging the index"),
    "store": ("เก็บเวกเตอร์", "Storing vectors"),
    "verify": ("ตรวจทุกข้อความ", "Checking every passage"),
}


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help=say(
                "ไฟล์หรือโฟลเดอร์ของเอกสารทางการ (.txt .md .pdf .docx .pptx .html) ที่จะนำเข้าเพิ่ม",
                "Official files, or folders of them, to take in as well (.txt .md .pdf .docx .pptx .html).",
            ),
            show_default=False,
        ),
    ] = None,
    forget: Annotated[
        bool,
        typer.Option(
            "--forget",
            help=say(
                "ไม่รวมไฟล์ที่เคยระบุไว้ครั้งก่อน (ปกติถ้าไม่ระบุ PATH จะรวมไฟล์เดิมด้วย)",
                "Leave out the files named before (without PATH they are taken in again).",
            ),
        ),
    ] = False,
    lint: Annotated[
        bool,
        typer.Option(
            "--lint",
            help=say(
                "ตรวจหาข้อความที่น่าจะอ่านผิดในเอกสารทางการ โดยไม่เขียนดัชนี (สถานะออก 0 ทุกแห่งอยู่ใน errata แล้ว, 1 ยังเหลือ, 2 ใช้ไฟล์ไม่ได้)",
                "Report suspect readings in the official files and write nothing "
                "(exit status: 0 the errata cover them all, 1 some are left, 2 a file cannot be used).",
            ),
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=say("ใช้กับ --lint: พิมพ์เป็น JSON", "With --lint: print JSON."))
    ] = False,
) -> None:
    """Write a new index generation from the shipped corpus, the official folder and PATH."""
    if lint:
        _lint(paths or [], as_json)
        return
    # Imported here, so that `dga --help` need not wait for the store and its libraries.
    from corpus.settings import settings
    from corpus.store.store import Store
    from ingest import pipeline

    errors = Console(stderr=True)
    try:
        store = Store(settings().data_dir)
        with _bar(errors) as bar:
            named = paths or ([] if forget else pipeline.remembered(store))
            report = pipeline.ingest(named, store, _shown(bar))
    except UserError as error:
        errors.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(2) from None
    _print(report, Console(soft_wrap=True))
    if any(skipped.named for skipped in report.skipped):
        raise typer.Exit(2)


# Typer shows the docstring as the help text; the one above is for readers of the code.
ingest.__doc__ = say(
    "นำเข้าเอกสาร: สร้างดัชนีรุ่นใหม่จากคลังเอกสารของโครงการ โฟลเดอร์เอกสารทางการ และ PATH",
    "Take documents in: write a new index generation from the shipped corpus, the official folder and PATH.",
)


def _lint(paths: list[Path], as_json: bool) -> None:
    from corpus.settings import CORPUS, settings
    from ingest.lint import lint
    from ingest.lint.show import lines

    report = lint(paths, settings().official_dir, CORPUS / "documents")
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        for line in lines(report, language_from_env()):
            typer.echo(line)
    if any(unread.named for unread in report.unread):
        raise typer.Exit(2)
    if report.open:
        raise typer.Exit(1)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _shown(bar: Progress) -> Callable[[str, int, int], None]:
    """Return a callback that shows each stage as a row of the bar."""
    rows = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in rows:
            rows[stage] = bar.add_task(say(*STAGES[stage]), total=total)
        bar.update(rows[stage], completed=done, total=total)

    return show


def _print(report: IngestReport, out: Console) -> None:
    def line(th: str, en: str) -> None:
        out.print(say(th, en), markup=False, highlight=False)

    language = language_from_env()
    if report.unchanged:
        line(
            f"ข้อมูลไม่เปลี่ยนแปลง ใช้ดัชนีรุ่นเดิม {report.generation_id}",
            f"Nothing has changed; generation {report.generation_id} goes on serving.",
        )
    else:
        line(
            f"สร้างดัชนีรุ่นใหม่แล้ว {report.generation_id}",
            f"Generation {report.generation_id} is written and serves.",
        )
    line(
        f"เอกสาร {report.documents} ฉบับ ข้อความ {report.passages} ส่วน "
        f"(จากเอกสารทางการ {report.official_passages} ส่วน)",
        f"{report.documents} documents, {report.passages} passages "
        f"({report.official_passages} of them from official files).",
    )
    for skipped in report.skipped:
        line(f"ข้ามไฟล์ {skipped.path}: {skipped.reason.th}", f"Skipped {skipped.path}: {skipped.reason.en}")
    for note in report.notes:
        out.print(f"{note.path}: {note.text.get(language)}", markup=False, highlight=False)
    if report.unplaced:
        line(
            f"บรรทัดที่จัดเข้าหัวข้อไม่ได้ (ไม่ได้นำเข้า): {len(report.unplaced)} บรรทัด",
            f"Lines that could not be placed under a heading (not taken in): {len(report.unplaced)}",
        )
        for unplaced in report.unplaced[:SHOWN]:
            where = f"  {unplaced.path}:{unplaced.line}: {unplaced.text[:80]} - "
            out.print(where + unplaced.reason.get(language), markup=False, highlight=False)
    if report.dropped:
        names = ", ".join(report.dropped)
        line(
            f"ไฟล์ที่อยู่ในดัชนีรุ่นก่อนแต่ไม่อยู่ในรุ่นนี้: {names} (ระบุชื่อไฟล์อีกครั้ง หรือวางไว้ในโฟลเดอร์เอกสารทางการ)",
            f"In the generation before but not in this one: {names} "
            "(name them again, or put them in the official folder).",
        )
