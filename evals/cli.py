"""The commands `dga eval …`. Heavy imports wait until a command runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from corpus.messages import say
from evals import commands

if TYPE_CHECKING:
    from evals.ablation import Row
    from evals.beir import Beir
    from evals.retrieval import Report as Measured

Report = Callable[[str, int, int], None]

evaluate = typer.Typer(help=say("วัดผล", "Measure."))
evaluate.callback(
    invoke_without_command=True,
    help=say(
        "ถามชุดคำถามทั้งชุด เขียนรายงาน และตรวจว่าคำตอบไม่แย่ลง (สถานะออก 0 ผ่าน, 1 ไม่ผ่าน, 2 ข้อมูลเข้าใช้ไม่ได้)",
        "Ask the whole suite of questions, write the report, and gate (exit status: 0 passes, 1 fails, 2 bad input).",
    ),
)(commands.suite)
evaluate.command(
    help=say("ตรวจกรณีทดสอบ: รูปแบบ แหล่งอ้างอิง และข้อซ้ำ", "Check the cases: form, anchors, duplicates.")
)(commands.lint)
evaluate.command(
    help=say("เพิ่มกรณีจากความเห็นผู้ใช้หรือคำตอบที่เจ้าหน้าที่แก้ไข", "Add cases from feedback or a helpdesk's edits.")
)(commands.add)
evaluate.command(
    help=say("ให้ผลครั้งนี้เป็นผลเทียบเคียงต่อไป", "Make a run the baseline, after looking at its report.")
)(commands.accept)
evaluate.command(
    help=say("แสดงจำนวนกรณีต่อข้อความและต่อกฎ", "Show how many cases exercise each anchor and rule.")
)(commands.coverage)

STAGES = {
    "index": ("สร้างดัชนี", "Indexing"),
    "merge": ("รวมดัชนี", "Merging"),
    "search": ("ค้น", "Searching"),
    "ask": ("ถาม", "Asking"),
    "leave out": ("ถามเมื่อเอาเอกสารออก", "Asking with a document left out"),
}


@evaluate.command(
    help=say(
        "วัดการค้น บนคำถามของเราเอง หรือบนคลังข้อความใด ๆ ในรูปแบบ BEIR โดยทำดัชนีแยกต่างหาก",
        "Measure retrieval on our own questions, or on any collection in the BEIR layout, indexed apart.",
    )
)
def retrieval(
    beir: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=say(
                "โฟลเดอร์ที่มี corpus.jsonl, queries.jsonl และ qrels/test.tsv ถ้าไม่ให้จะใช้คำถามของเราเอง",
                "A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv; without it, our own questions.",
            ),
            show_default=False,
        ),
    ] = None,
    ablation: Annotated[
        bool,
        typer.Option("--ablation", help=say("วัดซ้ำโดยตัดแต่ละส่วนออก", "Measure again with each part left out.")),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))] = False,
) -> None:
    """Measure retrieval on a collection; `UserError` where the folder is none."""
    from evals.beir import read

    collection = None if beir is None else read(beir)
    title = beir.resolve().name if beir else say("คำถามของเราเอง", "our own questions")
    with bar() as shown:
        if ablation:
            rows = _ablate(collection, progress(shown))
        else:
            report = _measure(collection, progress(shown))
    if ablation:
        _show_rows(rows, title, as_json=as_json)
    elif as_json:
        typer.echo(json.dumps(report.flat(), ensure_ascii=False))
    else:
        table = Table(say("ตัววัด", "Measure"), title=title)
        table.add_column(say("ค่า", "Value"), justify="right")
        for name, value in report.flat().items():
            table.add_row(name, f"{value:.3f}" if name in report.measures else f"{value:,}")
        Console().print(table)


def _measure(collection: "Beir | None", report: Report) -> "Measured":
    from corpus.settings import settings
    from corpus.store.embedding import load_embeddings
    from corpus.store.reranker import load_reranker
    from evals.retrieval import measure, measure_own
    from evals.shipped import ingested

    reranker = load_reranker(settings().reranker)
    if collection is None:
        with ingested() as generation:
            return measure_own(generation, report, reranker)
    return measure(collection, load_embeddings(settings().embedding_model), report, reranker)


def _ablate(collection: "Beir | None", report: Report) -> "list[Row]":
    from corpus.settings import settings
    from corpus.store.embedding import load_embeddings
    from evals import ablation
    from evals.shipped import ingested

    if collection is None:
        with ingested() as generation:
            return ablation.ablate(*ablation.own(generation), report)
    with ablation.collection(collection, load_embeddings(settings().embedding_model)) as search:
        return ablation.ablate(search, collection.queries, collection.qrels, report)


def _show_rows(rows: "list[Row]", title: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([row.model_dump() for row in rows], ensure_ascii=False))
        return
    table = Table(say("การจัดอันดับ", "Ranking"), title=title)
    for name in rows[0].measures:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.name, *(f"{value:.3f}" for value in row.measures.values()))
    Console().print(table)


@evaluate.command(
    help=say(
        "วัดว่าตอบเมื่อเอกสารมีคำตอบ และไม่ตอบเมื่อไม่มี แยกชุดพัฒนากับชุดทดสอบ",
        "Measure that what the documents tell is answered and what they do not is not, on each split.",
    )
)
def abstention(
    as_json: Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))] = False,
) -> None:
    """Ask every question of `evals/datasets/answers`, and print both rates per split and category."""
    from evals import abstention as measured

    with measured.assistant() as asked:
        found = {
            split: measured.rates(measured.ask(asked, measured.asked(split))) for split in measured.SPLITS
        }
    if as_json:
        shown = {split: rates.model_dump(mode="json") for split, rates in found.items()}
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    table = Table(
        say("ตัววัด", "Measure"), title=say("ตอบเมื่อควรตอบ ไม่ตอบเมื่อไม่ควร", "Answering and keeping silent")
    )
    for split in found:
        table.add_column(split, justify="right")
    for row in measured.ROWS:
        table.add_row(row, *(measured.shown(rates, row) for rates in found.values()))
    for group in measured.CATEGORIES:
        names = sorted({name for rates in found.values() for name in getattr(rates, group)})
        for name in names:
            counts = (getattr(rates, group).get(name, (0, 0)) for rates in found.values())
            table.add_row(
                f"{group.replace('_by_', ', ')}: {name}", *(f"{right}/{all_}" for right, all_ in counts)
            )
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


def progress(shown: Progress) -> Report:
    """Return a callback that shows each stage as a row of the bar."""
    rows = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in rows:
            rows[stage] = shown.add_task(say(*STAGES.get(stage, (stage, stage))), total=total)
        shown.update(rows[stage], completed=done, total=total)

    return report
