"""`dga eval` and its commands on the suite's cases. Heavy imports wait until a command runs."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from corpus.messages import UserError, language_from_env, say

if TYPE_CHECKING:
    from corpus.store.store import Store
    from evals.suite import Results
    from evals.targets import Address

FAILED = 1
"""Exit status where the gate, the lint or the coverage fails."""

Cases = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help=say("ไฟล์หรือโฟลเดอร์ของกรณีทดสอบ ถ้าไม่ให้จะใช้ชุดของเรา", "A file or folder of cases; else our own."),
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))]


def suite(
    context: typer.Context,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=say(
                "เขียนรายงาน HTML, JSON, CSV และ JUnit ลงโฟลเดอร์นี้",
                "Write HTML, JSON, CSV and JUnit XML there.",
            ),
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "เทียบทีละกรณีกับผลครั้งก่อน แล้วออกด้วยสถานะ 1 ถ้าแย่ลง",
                "Compare case by case with this baseline; exit status 1 where answers got worse.",
            ),
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help=say("ประเมินเซิร์ฟเวอร์ของเราที่ที่อยู่นี้", "Judge a server of ours at this address.")
        ),
    ] = None,
    openai: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help=say(
                "ประเมินผู้ช่วยอื่นที่เข้ากันได้กับ OpenAI (ลงท้ายด้วย /v1)",
                "Judge another assistant that is OpenAI-compatible (ends in /v1).",
            ),
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help=say("ชื่อแบบจำลองของ --openai", "The model's name for --openai."))
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            envvar="DGA_EVAL_KEY",
            help=say("คีย์ของ --url หรือ --openai", "The key for --url or --openai."),
            show_default=False,
        ),
    ] = None,
    with_chat_model: Annotated[
        bool,
        typer.Option(
            "--with-chat-model",
            help=say(
                "ใช้แบบจำลองภาษาตาม DGA_CHAT_MODEL (ปกติไม่ใช้)",
                "Use the chat model of DGA_CHAT_MODEL (else none is).",
            ),
        ),
    ] = False,
    judge: Annotated[
        bool,
        typer.Option(
            "--judge",
            help=say(
                "ให้แบบจำลองภาษาตาม DGA_CHAT_MODEL ตัดสินเพิ่มว่าคำตอบมีหลักฐานรองรับ ไม่มีผลต่อเกณฑ์",
                "Also let the chat model of DGA_CHAT_MODEL judge whether answers are carried; no part of the gate.",
            ),
        ),
    ] = False,
    served: Annotated[
        bool,
        typer.Option(
            "--served",
            help=say(
                "ใช้ดัชนีที่ใช้งานอยู่ รวมเอกสารทางการ แทนดัชนีเฉพาะของคลังที่แจกมา",
                "Use the index in the data folder, official files too, instead of the shipped corpus indexed apart.",
            ),
        ),
    ] = False,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            help=say("เฉพาะหมวด ป้าย หรือภาษานี้ ให้ซ้ำได้", "Only this category, tag or language; may be repeated.")
        ),
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=say("เฉพาะกรณีนี้ ให้ซ้ำได้", "Only this case; may be repeated.")),
    ] = None,
    split: Annotated[
        Literal["development", "test"] | None, typer.Option(help=say("เฉพาะชุดนี้", "Only this split."))
    ] = None,
    cases: Cases = None,
    workers: Annotated[
        int,
        typer.Option(min=0, help=say("จำนวนงานพร้อมกัน 0 คือตามจำนวนแกน", "Cases at a time; 0 is one a core.")),
    ] = 0,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help=say(
                "ทำต่อจากครั้งที่ถูกขัดจังหวะ (ใช้กับ --report)", "Go on with an interrupted run (with --report)."
            ),
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Run the question-answer suite, write its report, and gate on the baseline."""
    if context.invoked_subcommand is not None:
        return
    from evals.cases import CASES, chosen, read

    if url and openai:
        raise UserError("ระบุ --url หรือ --openai อย่างเดียว", "Give --url or --openai, not both.")
    wanted = chosen(read(cases or CASES), tag or (), split, case or ())
    from evals import baseline as baselines
    from evals.cli import bar, progress
    from evals.suite import configuration, evaluate

    filters = {"tags": sorted(tag or ()), "split": split, "ids": sorted(case or ())}
    before = baselines.read(baseline) if baseline else None
    if report:
        from evals import report as reports  # loads what draws charts

        reports.prepare(report)
    with ExitStack() as opened:
        if not with_chat_model:
            opened.enter_context(_without_chat_model())
        address, store = opened.enter_context(_system(url, openai, model, served=served))
        shown = opened.enter_context(bar())
        found = evaluate(
            wanted,
            address,
            config=configuration(
                wanted, address, store, {key: value for key, value in filters.items() if value}
            ),
            store=store,
            baseline=before,
            workers=workers or None,
            key=key,
            journal=report / "journal.jsonl" if report else None,
            resume=resume,
            progress=progress(shown),
        )
    if judge:
        found = _judged(found)
    paths = reports.write(found, report) if report else []
    if as_json:
        typer.echo(json.dumps(_figures(found), ensure_ascii=False))
    else:
        _show(found)
        for path in paths:
            typer.echo(say(f"เขียน {path} แล้ว", f"Wrote {path}"), err=True)
    if not found.gate.passed:
        raise typer.Exit(FAILED)


def lint(cases: Cases = None, as_json: Json = False) -> None:
    """Check the cases: form, anchors, duplicates. Exit status 1 where one has to be mended."""
    from collections import Counter

    from evals.cases import CASES, read
    from evals.lint import lint as checked

    read_cases = read(cases or CASES)
    found = checked(read_cases)
    if as_json:
        typer.echo(json.dumps([each.model_dump() for each in found], ensure_ascii=False))
    else:
        levels = {"error": say("ผิด", "error"), "warning": say("เตือน", "warning")}
        for each in found:
            place = f"{each.case}: " if each.case else ""
            typer.echo(f"{levels[each.level]}: {place}{each.text.get(language_from_env())}")
        thai = sum(case.lang == "th" for case in read_cases) / len(read_cases)
        kinds = ", ".join(
            f"{name} {n}" for name, n in sorted(Counter(case.cat for case in read_cases).items())
        )
        typer.echo(
            say(
                f"{len(read_cases)} กรณี ภาษาไทย {thai:.0%} ({kinds})",
                f"{len(read_cases)} cases, {thai:.0%} Thai ({kinds})",
            )
        )
    if any(each.level == "error" for each in found):
        raise typer.Exit(FAILED)


def add(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASES.jsonl",
            help=say(
                "ไฟล์ JSON ทีละบรรทัด ต้องมี turns และ outcome ส่วนที่เหลือเติมให้",
                "JSON lines with at least turns and outcome; the rest is filled in.",
            ),
            show_default=False,
        ),
    ] = None,
    turn: Annotated[
        list[str] | None,
        typer.Option(help=say("ข้อความของผู้ถาม ให้ซ้ำได้ตามลำดับ", "What is asked; may be repeated, in turn.")),
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help=say("ชนิดคำตอบที่ถูก", "The right outcome; may be repeated."))
    ] = None,
    result: Annotated[
        list[str] | None, typer.Option(help=say("ผลการตรวจที่ถูก", "The right verdict; may be repeated."))
    ] = None,
    approach: Annotated[
        str | None, typer.Option(help=say("แนวทาง เช่น 2.2", "The approach, as in 2.2."))
    ] = None,
    cite: Annotated[
        list[str] | None,
        typer.Option(metavar="ANCHOR", help=say("ข้อความที่ควรอ้าง", "An anchor to cite; may be repeated.")),
    ] = None,
    must: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REGEX", help=say("สิ่งที่คำตอบต้องบอก", "What the answer has to say; may be repeated.")
        ),
    ] = None,
    must_not: Annotated[
        list[str] | None,
        typer.Option(metavar="REGEX", help=say("สิ่งที่คำตอบต้องไม่บอก", "What it must not say; may be repeated.")),
    ] = None,
    note: Annotated[str | None, typer.Option(help=say("หมายเหตุ", "A note."))] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "ไฟล์ที่จะเพิ่มเข้า (ปกติ feedback.jsonl ของชุดเรา)",
                "The file to add to (else our own feedback.jsonl).",
            ),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Add cases from feedback or from a helpdesk's edits. Exit status 1 where one repeats a case."""
    from evals.add import FEEDBACK, completed, drafts
    from evals.add import add as added
    from evals.cases import CASES, BadCases, parsed, read

    if (file is None) == (turn is None):
        raise BadCases("ระบุไฟล์ หรือ --turn อย่างใดอย่างหนึ่ง", "Give a file, or --turn.")
    if file is not None:
        new = drafts(file)
    else:
        row = {
            "turns": turn, "outcome": outcome or [], "result": result, "approach": approach, "cite": cite or [],
            "must": must or [], "must_not": must_not or [], "note": note,
        }  # fmt: skip
        new = [parsed(json.dumps(completed(row)), Path("--turn"), 1)]
    path = to or FEEDBACK
    known = read(CASES)
    if path.exists() and not path.resolve().is_relative_to(CASES.resolve()):
        known += [each for each in read(path) if each.id not in {case.id for case in known}]
    kept, refused = added(new, known, path)
    for case in kept:
        typer.echo(say(f"เพิ่ม {case.id} ใน {path} แล้ว", f"Added {case.id} to {path}"))
    for each in refused:
        typer.echo(
            say(
                f"ไม่เพิ่ม {each.case.id}: ถามเหมือน {each.other} ({each.alike:.0f})",
                f"Not added, {each.case.id}: asks the same as {each.other} ({each.alike:.0f})",
            ),
            err=True,
        )
    if refused:
        raise typer.Exit(FAILED)


def accept(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS.json", help=say("results.json ของรายงาน", "The results.json of a report.")
        ),
    ],
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=say("ไฟล์ที่จะเขียน", "The file to write."), show_default=False),
    ] = None,
) -> None:
    """Make a whole run the new baseline, after a person has looked at its report."""
    from evals import baseline as baselines

    found = _read(results)
    cases = found.config["cases"]
    if isinstance(cases, dict) and {"tags", "split", "ids"} & cases.keys():
        raise UserError(
            "ใช้ได้เฉพาะผลของทั้งชุด ไม่ใช่ผลที่กรองไว้",
            "Only a run of the whole suite can be accepted, not a filtered one.",
        )
    path = baseline or baselines.BASELINE
    before = baselines.read(path) if path.exists() else {}
    baselines.write(found.rows, path)
    if lost := [
        each.case.id
        for each in found.cases
        if each.case.must_pass
        and not each.grade.passed
        and (each.case.id not in before or before[each.case.id].passed)
    ]:
        names = ", ".join(lost)
        typer.secho(
            say(
                f"กรณีที่ต้องผ่านซึ่งจากนี้เกณฑ์จะยอมให้ไม่ผ่าน {len(lost)} กรณี: {names}",
                f"Must-pass cases whose failure the gate tolerates from now on, {len(lost)}: {names}",
            ),
            fg="yellow",
            err=True,
        )
    typer.echo(say(f"เขียน {path} แล้ว ({len(found.cases)} กรณี)", f"Wrote {path} ({len(found.cases)} cases)"))


def coverage(
    results: Annotated[
        Path | None,
        typer.Argument(
            metavar="RESULTS.json",
            help=say(
                "results.json ของรายงาน ถ้าไม่ให้จะเรียกใช้ชุดทดสอบ",
                "The results.json of a report; without it, the suite is run.",
            ),
            show_default=False,
        ),
    ] = None,
    cases: Cases = None,
    as_json: Json = False,
) -> None:
    """Show how many cases exercise each anchor and each rule. Exit status 1 where one has none."""
    if results:
        covered = _read(results).coverage
    else:
        from evals.cases import CASES, read
        from evals.cli import bar, progress
        from evals.suite import evaluate

        with _without_chat_model(), _system(None, None, None, served=False) as (address, _), bar() as shown:
            covered = evaluate(read(cases or CASES), address, config={}, progress=progress(shown)).coverage
    if as_json:
        typer.echo(json.dumps(covered.model_dump() | {"missing": covered.missing}, ensure_ascii=False))
    else:
        table = Table(say("ข้อความหรือกฎ", "Anchor or rule"))
        table.add_column(say("กรณี", "Cases"), justify="right")
        for name, count in covered.anchors.items():
            table.add_row(name, str(count), style=None if count else "red")
        for name, by_result in covered.rules.items():
            decided = by_result["pass"] + by_result["fail"]
            table.add_row(
                name, f"{by_result['pass']} pass, {by_result['fail']} fail", style=None if decided else "red"
            )
        Console().print(table)
        typer.echo(
            say(f"ไม่มีกรณีเลย {len(covered.missing)} รายการ", f"{len(covered.missing)} with no case at all")
        )
    if covered.missing:
        raise typer.Exit(FAILED)


@contextmanager
def _system(
    url: str | None, openai: str | None, model: str | None, *, served: bool
) -> "Iterator[tuple[Address, Store | None]]":
    """Yield the address of the system to judge and, for the pipeline, the store of its index."""
    from evals.targets import Address, reachable

    if url or openai:
        address = Address(kind="server" if url else "openai", url=url or openai, model=model)
        reachable(address)
        yield address, None
        return
    from corpus.settings import settings
    from corpus.store.store import Store
    from evals.shipped import shipped_store

    if served:
        store = Store(settings().data_dir)
        yield Address(kind="pipeline", data_dir=store.data_dir), store
        return
    with shipped_store() as store:
        yield Address(kind="pipeline", data_dir=store.data_dir), store


@contextmanager
def _without_chat_model() -> Iterator[None]:
    """Leave out the chat model that the environment names, in this process and in those that it starts."""
    from corpus.settings import settings

    named = os.environ.pop("DGA_CHAT_MODEL", None)
    settings.cache_clear()
    try:
        yield
    finally:
        if named is not None:
            os.environ["DGA_CHAT_MODEL"] = named
        settings.cache_clear()


def _judged(results: "Results") -> "Results":
    """Return the results with the chat model's judgements as one more figure of each case."""
    from assistant.chat_model import configured
    from evals.metrics.judge import judged

    if not configured():
        raise UserError("--judge ต้องตั้ง DGA_CHAT_MODEL", "--judge needs DGA_CHAT_MODEL.")
    cases = []
    for each in results.cases:
        value = judged(each.case, each.record)
        figures = dict(each.grade.figures) | ({} if value is None else {"judged": value})
        cases.append(each.model_copy(update={"grade": each.grade.model_copy(update={"figures": figures})}))
    return results.model_copy(update={"cases": tuple(cases)}).summed()


def _read(path: Path) -> "Results":
    from pydantic import ValidationError

    from evals.suite import Results

    try:
        return Results.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise UserError(f"อ่าน {path} ไม่ได้: {error}", f"Cannot read {path}: {error}") from None


def _figures(results: "Results") -> dict[str, object]:
    """Return what a program wants to know at once; the rest is in results.json."""
    return {
        "cases": len(results.cases),
        "gate": {
            "passed": results.gate.passed,
            "reasons": [each.en for each in results.gate.reasons],
            "p": results.gate.p,
        }
        | results.gate.counts(),
        "overall": {name: mean.model_dump() for name, mean in results.summary.overall.items()},
        "by_category": {
            name: {key: mean.model_dump() for key, mean in table.items()}
            for name, table in results.summary.by_category.items()
        },
        "uncovered": list(results.coverage.missing),
        "latency": results.latencies(),
    }


def _show(results: "Results") -> None:
    from evals.metrics.summary import MEASURES

    language, console = language_from_env(), Console()
    table = Table(say("ตัววัด", "Measure"))
    for title in (say("ค่า", "Value"), "95 %", "n"):
        table.add_column(title, justify="right")
    for name, mean in results.summary.overall.items():
        digits = 0 if MEASURES[name].unit == "count" else 3
        table.add_row(
            MEASURES[name].label.get(language),
            f"{mean.mean:.{digits}f}",
            f"{mean.low:.{digits}f}–{mean.high:.{digits}f}",
            str(mean.n),
        )
    console.print(table)
    table = Table(say("หมวด", "Category"))
    for title in (say("ผ่าน", "Passed"), "95 %", say("คะแนน", "Score"), "n"):
        table.add_column(title, justify="right")
    for category, means in results.summary.by_category.items():
        passed, score = means["passed"], means["score"]
        table.add_row(
            category,
            f"{passed.mean:.1%}",
            f"{passed.low:.1%}–{passed.high:.1%}",
            f"{score.mean:.2f}",
            str(passed.n),
        )
    console.print(table)
    gate = results.gate
    if gate.p is not None:
        counts = gate.counts()
        typer.echo(
            say(
                f"เทียบครั้งก่อน: ดีขึ้น {counts['fixed']} เสีย {counts['broken']} เปลี่ยน {counts['changed']} "
                f"เหมือนเดิม {counts['unchanged']} ใหม่ {counts['new']} (p = {gate.p:.3f})",
                f"Against the baseline: {counts['fixed']} fixed, {counts['broken']} broken, {counts['changed']} changed, "
                f"{counts['unchanged']} unchanged, {counts['new']} new (p = {gate.p:.3f})",
            )
        )
    if gate.tolerated:
        typer.secho(
            say(
                f"กรณีที่ต้องผ่านแต่ยังไม่เคยผ่าน {len(gate.tolerated)} กรณี: {', '.join(gate.tolerated)}",
                f"Must-pass cases that have yet to pass, {len(gate.tolerated)}: {', '.join(gate.tolerated)}",
            ),
            fg="yellow",
            err=True,
        )
    if gate.passed:
        typer.secho(say("ผ่านเกณฑ์คุณภาพ", "The gate passes"), fg="green")
    for reason in gate.reasons:
        typer.secho(reason.get(language), fg="red", err=True)
