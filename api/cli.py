"""The commands `dga ask`, `dga check` and `dga serve`. Heavy imports wait until a command runs."""

import json
import os
import socket
import sys
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from api.terminal import BAD_INPUT, DONE, complain, in_thai, run
from corpus.dates import read_date
from corpus.messages import language_from_env, say
from corpus.passages import Language

if TYPE_CHECKING:
    from assistant.conversations import Conversations
    from assistant.pipeline import Assistant
    from corpus.store.store import Store

AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        help=say(
            "ตอบตามที่ใช้บังคับ ณ วันที่นี้ ถ้าไม่ระบุจะใช้วันที่ในคำถาม หรือวันนี้",
            "Answer as of this date; else the question's, or today.",
        ),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=say("พิมพ์เป็น JSON", "Print JSON."))]


def main() -> None:
    """Run the command line of this process."""
    # Nothing is fetched or reported at run time; libraries read these when they are imported. A query's products are
    # too small to share out over threads: on a busy machine those wait for each other ten times as long.
    settings = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "OPENBLAS_NUM_THREADS": "1"}
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    sys.exit(run(sys.argv[1:]))


@in_thai("ถามคำถาม แล้วพิมพ์คำตอบพร้อมแหล่งอ้างอิง ถ้าให้หลายคำถาม ถือเป็นการสนทนาเดียวกันตามลำดับ")
def ask(
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION",
            help=say(
                "คำถาม ใส่เครื่องหมายคำพูดครอบแต่ละข้อ", "The question, in quotes; several are asked in turn."
            ),
        ),
    ],
    as_json: Json = False,
    language: Annotated[
        Language | None,
        typer.Option(
            help=say(
                "ภาษาของคำตอบ ถ้าไม่ระบุจะตอบตามภาษาของคำถาม", "The answer's language; else the question's."
            )
        ),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Ask a question and print the answer with its sources; several questions are one conversation."""
    from pydantic import TypeAdapter, ValidationError

    from api.bodies import ChatReply, Question
    from assistant.conversations import TransientConversations

    on = _day(as_of)
    for text in question:
        try:
            TypeAdapter(Question).validate_python(text)
        except ValidationError as error:
            from api.problems import field_error  # here, since it loads FastAPI

            wrong = field_error(error.errors()[0], say("คำถาม", "the question"))
            _stop(say(wrong.detail_th, wrong.detail_en))

    assistant = open_assistant(TransientConversations())
    conversation: str | None = None
    for text in question:
        reply = ChatReply.of(assistant.reply(text, conversation, language, on), text)
        conversation = reply.conversation_id
        if as_json:
            _print_json(reply.model_dump(mode="json"))
        else:
            from api.show import show_reply

            show_reply(text if len(question) > 1 else None, reply)


@in_thai("ตรวจโครงการกับหลักเกณฑ์ ถ้าไม่ให้ไฟล์จะสัมภาษณ์ทีละคำถาม ถ้าให้ไฟล์ YAML ของข้อเท็จจริงจะตรวจตามไฟล์นั้น")
def check(
    facts: Annotated[
        Path | None,
        typer.Argument(
            metavar="FACTS.yaml",
            help=say(
                "ไฟล์ YAML ของข้อเท็จจริง ถ้าไม่ให้จะสัมภาษณ์", "A YAML file of facts; without it, an interview."
            ),
        ),
    ] = None,
    approach: Annotated[
        str | None, typer.Option(help=say("แนวทางที่จะขอ เช่น 1.2", "The approach it is meant for, as in 1.2."))
    ] = None,
    as_json: Json = False,
    as_form: Annotated[
        bool,
        typer.Option(
            "--form", help=say("พิมพ์แบบฟอร์ม YAML ที่มีคำถามทุกข้อ", "Print a YAML form of every question.")
        ),
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.yaml",
            help=say("เก็บข้อเท็จจริงที่แจ้งไว้ในไฟล์", "Write the facts told, to be checked again later."),
        ),
    ] = None,
    checklist: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.md|OUT.html",
            help=say(
                "เขียนรายการตรวจสอบพร้อมหลักฐานที่ต้องแนบ", "Write the checklist with the evidence to attach."
            ),
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=say("ภาษาที่ใช้ ถ้าไม่ระบุจะตามเครื่อง", "The language; else the locale's.")),
    ] = None,
) -> None:
    """Check a project: an interview in the terminal, or the facts of a YAML file, against the criteria."""
    from api import facts as form

    spoken = language or language_from_env()
    if as_form:
        typer.echo(form.template(spoken), nl=False)
        return
    if approach is not None and approach not in form.approaches():
        numbers = ", ".join(form.approaches())
        _stop(
            say(f"ไม่มีแนวทางที่ {approach} มีเพียง {numbers}", f"There is no approach {approach}, only {numbers}.")
        )
    _writable(save, ())
    _writable(checklist, (".md", ".html"))
    if facts is None:
        from api.interviewing import interview

        told, approach = interview(approach, spoken)
    else:
        told = form.read(facts)
    if save:
        _write(save, form.filled(told, approach, spoken))
    verdict = open_assistant().check(told, approach, spoken)
    if checklist:
        from api.checklist import of_verdict

        html = checklist.suffix.lower() == ".html"
        _write(checklist, of_verdict(verdict, told, approach, spoken, html=html))
    if as_json:
        _print_json(verdict.model_dump(mode="json"))
    else:
        from api.show import show_verdict

        show_verdict(verdict, spoken)


@in_thai("เปิดหน้าเว็บและ API")
def serve(
    host: Annotated[
        str, typer.Option(envvar="HOST", help=say("ที่อยู่ที่รับการเชื่อมต่อ", "The address to listen at."))
    ] = "127.0.0.1",
    port: Annotated[str, typer.Option(envvar="PORT", help=say("พอร์ต", "The port."), metavar="PORT")] = "8000",
) -> None:
    """Serve the page and the API."""
    listener = listen(host, port)
    import uvicorn

    from api import logs
    from api.app import create_app
    from assistant import telemetry
    from corpus.settings import settings

    chosen = settings()
    logs.configure(chosen.log_format, chosen.log_level)
    if chosen.otel:
        telemetry.install()
    assistant = open_assistant()
    assistant.warm()
    app = create_app(assistant)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    typer.echo(say(f"เปิดใช้งานที่ {address} (หยุดด้วย Ctrl+C)", f"Serving at {address} (Ctrl+C stops)"), err=True)
    # Requests are logged by `api/observe.py`: uvicorn's own lines carry the address, and a search its question in it.
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listener])


def open_assistant(conversations: "Conversations | None" = None) -> "Assistant":
    """Return the assistant over the index of the data folder, made first where there is none that fits."""
    from assistant.pipeline import Assistant
    from corpus.settings import settings
    from corpus.store.store import Store

    store = Store(settings().data_dir)
    if not store.fits():
        _ingest(store)
    return Assistant(store, conversations)


def _ingest(store: "Store") -> None:
    """Run `dga ingest` through its entry point, with all it prints on stderr."""
    typer.echo(say("ยังไม่มีดัชนีที่ใช้ได้ กำลังสร้าง…", "There is no index that fits yet; making it…"), err=True)
    with redirect_stdout(sys.stderr):
        status = run(["ingest"])
    if status != DONE or store.current_id() is None:
        _stop(say("สร้างดัชนีไม่สำเร็จ", "The index could not be made."))


def listen(host: str, port: str) -> socket.socket:
    """Return a socket listening at the address, so that a taken port is told before anything is loaded."""
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= 65535):
        _stop(
            say(
                f"พอร์ต {port!r} ใช้ไม่ได้ ต้องเป็นเลข 1–65535",
                f"The port {port!r} must be a number from 1 to 65535.",
            )
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family, backlog=2048)
    except OSError as error:
        _stop(
            say(
                f"เปิดที่ {host} พอร์ต {port} ไม่ได้ ({error.strerror}) อาจมีโปรแกรมอื่นใช้อยู่ ลองเปลี่ยน PORT",
                f"Cannot listen at {host}, port {port} ({error.strerror}). Another program may use the port; "
                "try another PORT.",
            )
        )


def _writable(path: Path | None, suffixes: tuple[str, ...]) -> None:
    """Refuse a file that could not be written, before anything is asked."""
    if path is None:
        return
    if suffixes and path.suffix.lower() not in suffixes:
        names = ", ".join(suffixes)
        _stop(say(f"ชื่อไฟล์ {path} ต้องลงท้ายด้วย {names}", f"The name {path} must end in one of {names}"))
    if path.is_dir() or not path.absolute().parent.is_dir():
        _stop(
            say(
                f"เขียน {path} ไม่ได้: ไม่มีโฟลเดอร์นี้ หรือเป็นโฟลเดอร์",
                f"Cannot write {path}: no such folder, or a folder",
            )
        )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _stop(say(f"เขียน {path} ไม่ได้: {error.strerror}", f"Cannot write {path}: {error.strerror}"))
    typer.echo(say(f"เขียน {path} แล้ว", f"Wrote {path}"), err=True)


def _day(written: str | None) -> date | None:
    """Return the date of an option, or stop where it is none."""
    try:
        return read_date(written) if written is not None else None
    except ValueError:
        _stop(
            say(
                f"--as-of ต้องเป็นวันที่แบบ ปปปป-ดด-วว เช่น 2024-09-21 หรือ 2567-09-21 ไม่ใช่ {written!r}",
                f"--as-of must be a date written YYYY-MM-DD, as in 2024-09-21 (or 2567-09-21), not {written!r}",
            )
        )


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _stop(message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(BAD_INPUT)
