"""The commands `dga bench …`. Heavy imports wait until a command runs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.messages import say
from evals.cli import bar, progress

if TYPE_CHECKING:
    from evals.bench.retrieval import Row

bench = typer.Typer(
    no_args_is_help=True,
    help=say("เทียบความเร็วและความแม่นกับระบบอื่น", "Measure beside other systems, and at scale."),
)
Json = Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))]


@bench.command(
    help=say(
        "เทียบการค้นกับ LangChain, LlamaIndex และ Haystack ที่ติดตั้งไว้ (ส่วนเสริม bench) พิมพ์เป็น Markdown",
        "Retrieval beside LangChain, LlamaIndex and Haystack, those that are installed (the extra bench); prints Markdown.",
    )
)
def retrieval(
    beir: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help=say(
                "คลังข้อความแบบ BEIR ที่จะวัดเพิ่มจากคำถามของเราเอง ให้ซ้ำได้",
                "A collection in the BEIR layout to measure on beside our own questions; may be repeated.",
            ),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare retrieval on our own questions and on collections."""
    from corpus.settings import settings
    from corpus.store.embedding import load_embeddings
    from evals.beir import read
    from evals.bench import retrieval as benchmark
    from evals.bench.machine import described
    from evals.shipped import ingested

    collections = {folder.resolve().name: read(folder) for folder in beir or ()}
    encoder = load_embeddings(settings().embedding_model)
    peers = benchmark.installed()
    if missing := benchmark.PEERS.keys() - peers:
        names = ", ".join(sorted(missing))
        typer.echo(
            say(
                f"ไม่ได้เทียบกับ {names} เพราะไม่ได้ติดตั้ง (pip install '.[bench]')",
                f"Not compared with {names}: not installed (pip install '.[bench]').",
            ),
            err=True,
        )
    machine = described([name for peer in peers.values() for name in peer.VERSIONS])
    found: dict[str, list[Row]] = {}
    with bar() as shown, ingested() as generation:
        report = progress(shown)
        found["own"] = benchmark.compare(
            benchmark.own_task(), lambda _: benchmark.ours_on_own(generation), encoder, report
        )
        for name, collection in collections.items():
            task = benchmark.beir_task(collection)
            found[name] = benchmark.compare(
                task,
                lambda folder, collection=collection: benchmark.ours_on(collection, folder, encoder),  # type: ignore[misc]
                encoder,
                report,
            )
    if as_json:
        _print(
            {"machine": machine} | {name: [row.model_dump() for row in rows] for name, rows in found.items()}
        )
        return
    for name, rows in found.items():
        typer.echo(f"\n{name}\n\n{_markdown(rows)}")
    typer.echo("\n" + _listed(machine))


@bench.command(
    help=say(
        "วัดดัชนีขนาดใหญ่: เวลา หน่วยความจำ ความเร็ว และส่วนที่การค้นแบบย่อพลาด",
        "The index at scale: time, memory, speed, and what the short list misses.",
    )
)
def scale(
    news: Annotated[
        Path,
        typer.Argument(
            metavar="NEWS.jsonl[.xz]",
            exists=True,
            dir_okay=False,
            help=say("ไฟล์ที่แต่ละบรรทัดมี title และ text", "Lines with title and text."),
        ),
    ],
    count: Annotated[
        int,
        typer.Option("--passages", min=1, help=say("จำนวนท่อนข้อความ", "Passages to index.")),
    ] = 100_000,
    processes: Annotated[
        int,
        typer.Option(
            min=0,
            help=say(
                "กระบวนการที่ช่วยตัดคำ นอกจากกระบวนการหลัก", "Processes that cut words, beside the main one."
            ),
        ),
    ] = 1,
    as_json: Json = False,
) -> None:
    """Index many passages in a folder apart and ask their titles."""
    from corpus.settings import settings
    from corpus.store.embedding import load_embeddings
    from evals.bench.machine import described
    from evals.bench.scale import measure

    encoder = load_embeddings(settings().embedding_model)
    with bar() as shown, TemporaryDirectory(prefix="dga-bench-") as folder:
        report = measure(news, Path(folder) / "index", encoder, count, processes, progress(shown))
    figures = report.model_dump() | described()
    if as_json:
        _print(figures)
    else:
        typer.echo(_listed(figures))


@bench.command(
    help=say(
        "วัดบริการขณะมีผู้ใช้พร้อมกัน: เวลาของ POST /v1/chat และคำขอต่อวินาที เทียบกับ FastAPI ที่ไม่ทำอะไร",
        "The service under load: times of POST /v1/chat and requests per second, beside an empty FastAPI endpoint.",
    )
)
def serve(
    requests: Annotated[
        int, typer.Option(min=1, help=say("จำนวนคำขอ", "Requests to /v1/chat, each way."))
    ] = 1500,
    clients: Annotated[int, typer.Option(min=1, help=say("จำนวนผู้ใช้พร้อมกัน", "Clients at once."))] = 16,
    as_json: Json = False,
) -> None:
    """Ask the suite's questions of a server, one after another and by many clients at once."""
    from evals.bench.machine import described
    from evals.bench.serve import measure
    from evals.cases import read

    questions = list(dict.fromkeys(case.turns[0] for case in read()))
    with bar() as shown:
        found = measure(questions, requests, clients, progress(shown))
    machine = described(["fastapi", "uvicorn"])
    if as_json:
        _print(found.model_dump() | {"machine": machine})
        return
    for name in ("alone", "chat", "again", "empty"):
        load = getattr(found, name)
        typer.echo(f"- {name}: " + ", ".join(f"{key} {value}" for key, value in load.model_dump().items()))
    for name, ratio in (("chat", found.chat_ratio), ("again", found.again_ratio)):
        typer.echo(f"- {name} beside empty: 1/{1 / ratio:.1f}")
    typer.echo(_listed(machine))


def _print(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _listed(values: Mapping[str, Any]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in values.items())


def _markdown(rows: "Sequence[Row]") -> str:
    """Return a table; the measures of whole texts only where there are any."""
    measured = [name for name in ("hit@1", "hit@5", "all_gold@10") if rows[0].measures]
    heads = ["retriever", "answer in 1,000 characters", *measured, "p50 ms", "index s"]
    lines = [heads, ["---", *("---:" for _ in heads[1:])]]
    for row in rows:
        shares = [row.answer, *(row.measures[name] for name in measured)]
        times = [f"{row.p50_ms:.1f}", f"{row.index_seconds:.1f}"]
        lines.append([row.name, *(f"{value:.3f}" for value in shares), *times])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
