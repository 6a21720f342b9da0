"""The command `dga`: gathers the commands that the packages bring; Thai or English by the locale."""

import difflib
import inspect
import re
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points, version
from typing import Any, TypeVar

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from corpus.messages import UserError, language_from_env, say

F = TypeVar("F", bound=Callable[..., Any])

GROUP = "dga.commands"
ORDER = ("ingest", "ask", "check", "serve")
"""The order in which help lists the commands; others follow by name."""

DONE, FAILED, BAD_INPUT = 0, 1, 2
"""Exit statuses."""


class _Spoken(TyperCommand):
    """A command whose fixed words are in the language of the locale."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


class _SpokenGroup(TyperGroup):
    """The same for the group of commands."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


def in_thai(text: str) -> Callable[[F], F]:
    """Give a command the help text `text` under a Thai locale; its docstring is the English one."""

    def decorate(function: F) -> F:
        function.__doc__ = say(text, inspect.getdoc(function) or "")
        return function

    return decorate


def application(called: str | None = None) -> typer.Typer:
    """Return the command line with every command that an installed package brings.

    Where one of them is `called`, it alone is loaded, so that no command waits for the imports of another.
    """
    _translate_typer()
    app = typer.Typer(
        cls=_SpokenGroup,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help=say(
            "ผู้ช่วยแผนงานบูรณาการรัฐบาลดิจิทัล: โครงการเข้าหลักเกณฑ์หรือไม่ พร้อมข้อความอ้างอิง",
            "Digital Government plan assistant: does a project qualify, and by which passages.",
        ),
    )

    @app.callback(invoke_without_command=True)
    def root(
        show_version: bool = typer.Option(
            False, "--version", help=say("แสดงรุ่นของโปรแกรมแล้วจบ", "Show the version and exit.")
        ),
    ) -> None:
        if show_version:
            typer.echo(version("dga-assistant"))
            raise typer.Exit

    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    ordered = sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    for name in [called] if called in found else ordered:
        command = found[name].load()
        if isinstance(command, typer.Typer):  # a group of commands, as `dga eval`
            for member in command.registered_commands:
                member.cls = _Spoken
            app.add_typer(command, name=name, cls=_SpokenGroup)
        else:
            app.command(name, cls=_Spoken)(command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; errors of use go to stderr, in the locale's language."""
    command = get_command(application(called=next(iter(arguments), None)))
    try:
        status = command.main(list(arguments), prog_name="dga", standalone_mode=False)
    except typer.TyperException as error:
        _explain(error)
        return error.exit_code
    except UserError as error:
        complain(str(error))
        return BAD_INPUT
    except typer.Abort:
        return 130
    return status if isinstance(status, int) else DONE


def complain(message: str) -> None:
    """Print an error message to stderr."""
    typer.secho(say("ผิดพลาด: ", "Error: ") + message, fg="red", err=True)


def _explain(error: typer.TyperException) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        typer.echo(context.get_usage(), err=True)
    complain(_message(error, context))
    if context is not None:
        typer.echo(
            say(f"ดูวิธีใช้: {context.command_path} --help", f"For help: {context.command_path} --help"), err=True
        )


_THAI = (
    (r"Missing argument '(.+)'\.", r"ขาดอาร์กิวเมนต์ \1"),
    (r"Missing option '(.+)'\.", r"ขาดตัวเลือก \1"),
    (r"No such option: (\S+)(?: .*)?", r"ไม่มีตัวเลือก \1"),
    (r"No such command '(.+?)'.*", r"ไม่มีคำสั่ง \1"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"อาร์กิวเมนต์เกินมา: \1"),
    (r"Option '(.+)' requires an argument\.?", r"ตัวเลือก \1 ต้องมีค่า"),
    (r"Option '(.+)' does not take a value\.?", r"ตัวเลือก \1 ไม่รับค่า"),
    (
        r"Invalid value for (.+?): (?:Value error, )?'(.*)' is not one of (.+)\.",
        r"ค่าของ \1 คือ '\2' ใช้ไม่ได้ ต้องเป็น \3",
    ),
    (r"Invalid value for (.+?): .*", r"ค่าของ \1 ใช้ไม่ได้"),
)
"""Typer's own messages, which it has in English only, and the Thai for them."""


def _message(error: typer.TyperException, context: Any) -> str:
    english = error.format_message()
    thai = next(
        (re.sub(pattern, words, english) for pattern, words in _THAI if re.fullmatch(pattern, english)), None
    )
    message = say(thai or english, english)
    unknown = re.match(r"No such command '(.+?)'", english)
    if unknown and isinstance(context.command, TyperGroup):
        near = difflib.get_close_matches(unknown[1], list(context.command.commands), n=1)
        if near and language_from_env() == "th":
            message += f" หมายถึง {near[0]} ใช่หรือไม่"
    return message


def _usage(text: str) -> str:
    return text.replace("Usage: ", say("วิธีใช้: ", "Usage: "), 1)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = say("แสดงวิธีใช้แล้วจบ", "Show this message and exit.")
    return option


def _translate_typer() -> None:
    """Put the headings of the help into the locale's language; these constants are Typer's place for that."""
    rich_utils.ARGUMENTS_PANEL_TITLE = say("อาร์กิวเมนต์", "Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("ตัวเลือก", "Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("คำสั่ง", "Commands")
    rich_utils.REQUIRED_LONG_STRING = say("[จำเป็น]", "[required]")
    rich_utils.DEFAULT_STRING = say("[ค่าปริยาย: {}]", "[default: {}]")
    rich_utils.ENVVAR_STRING = say("[ตัวแปร: {}]", "[env var: {}]")
