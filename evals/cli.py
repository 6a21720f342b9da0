"""The commands `dga eval …`. Heavy imports wait until a command runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from corpus.messages import say

evaluate = typer.Typer(no_args_is_help=True, help=say("วัดผล", "Measure."))

STAGES = {
    "index": ("สร้างดัชนี", "Indexing"),
    "merge": ("รวมดัชนี", "Merging"),
    "search": ("ค้น", "Searching"),
}


@evaluate.command(
    help=say(
        "วัดการค้นบนคลังข้อความใด ๆ ในรูปแบบ BEIR โดยทำดัชนีแยกต่างหาก",
        "Measure retrieval on any collection in the BEIR layout, indexed apart.",
    )
)
def retrieval(
    beir: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help=say(
                "โฟลเดอร์ที่มี corpus.jsonl, queries.jsonl และ qrels/test.tsv",
                "A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.",
            ),
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))] = False,
) -> None:
    """Measure retrieval on a collection; `UserError` where the folder is none."""
    from corpus.settings import settings
    from corpus.store.embedding import load_embeddings
    from evals.beir import read
    from evals.retrieval import measure

    collection = read(beir)
    with bar() as shown:
        report = measure(collection, load_embeddings(settings().embedding_model), progress(shown))
    if as_json:
        typer.echo(json.dumps(report.flat(), ensure_ascii=False))
        return
    table = Table(say("ตัววัด", "Measure"), title=beir.resolve().name)
    table.add_column(say("ค่า", "Value"), justify="right")
    for name, value in report.flat().items():
        table.add_row(name, f"{value:.3f}" if name in report.measures else f"{value:,}")
    Console().print(table)


def bar() -> Progress:
    """Return a progress bar on stderr, silent where that is no terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def progress(shown: Progress) -> Callable[[str, int, int], None]:
    """Return a callback that shows each stage as a row of the bar."""
    rows = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in rows:
            rows[stage] = shown.add_task(say(*STAGES.get(stage, (stage, stage))), total=total)
        shown.update(rows[stage], completed=done, total=total)

    return report
