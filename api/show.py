"""Replies and verdicts on the terminal."""

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.text import Text

from assistant.compose.verdict import RESULTS
from assistant.replies import CheckedVerdict, Citation, Reply, Verdict
from corpus.passages import Language

_RESULT = {
    "qualifies": ("✔", "green"),
    "conditional": ("!", "yellow"),
    "does_not_qualify": ("✘", "red"),
    "needs_information": ("?", "cyan"),
}
_CHECK = {
    "pass": ("✔", "green", {"th": "ผ่าน", "en": "pass"}),
    "fail": ("✘", "red", {"th": "ไม่ผ่าน", "en": "fail"}),
    "unknown": ("?", "yellow", {"th": "ยังไม่ทราบ", "en": "not known"}),
}
_WORDS = {
    "approach": {"th": "แนวทางที่", "en": "approach"},
    "missing": {"th": "ข้อมูลที่ยังต้องทราบ", "en": "Still to be known"},
    "sources": {"th": "แหล่งอ้างอิง", "en": "Sources"},
    "official": {"th": "ต้นฉบับ", "en": "official"},
    "digest": {"th": "ฉบับเรียบเรียง", "en": "restated"},
}


def show_reply(question: str | None, reply: Reply) -> None:
    """Print a reply: the verdict in a line, the answer, the sources it marks; before it `question`, where given."""
    console, language = Console(highlight=False), reply.language
    if question is not None:
        console.print(Text(f"» {question}", style="bold"))
    if reply.verdict:
        console.print(_headline(reply.verdict, language))
        console.print()
    console.print(Markdown(reply.answer))
    marked = tuple(each for each in reply.citations if f"[{each.number}]" in reply.answer)
    _show_sources(console, marked, language)
    console.print()


def show_verdict(verdict: CheckedVerdict, language: Language) -> None:
    """Print a verdict: its line, every check with its reason, what is still missing, and the sources."""
    console = Console(highlight=False)
    console.print(_headline(verdict, language))
    for check in verdict.checks:
        sign, colour, words = _CHECK[check.result]
        numbers = escape("".join(f"[{number}]" for number in check.citations))
        line = f"[{colour}]{sign} {words[language]}[/]  {escape(check.label)} [dim]{numbers}[/]"
        console.print(line, soft_wrap=True)
        if check.reason:
            console.print(Text(f"    {check.reason}", style="dim"), soft_wrap=True)
    if verdict.missing_facts:
        console.print(f"\n[bold]{_WORDS['missing'][language]}[/]")
    for missing in verdict.missing_facts:
        console.print(f"- {escape(missing.question)} [dim]({missing.fact})[/]", soft_wrap=True)
    _show_sources(console, verdict.citations, language)


def _show_sources(console: Console, citations: tuple[Citation, ...], language: Language) -> None:
    if citations:
        console.print(f"\n[bold]{_WORDS['sources'][language]}[/]")
    places: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in citations:
        places.setdefault((citation.document_id, citation.anchor, citation.source), []).append(citation)
    for (document_id, anchor, source), found in places.items():
        numbers = escape("".join(f"[{citation.number}]" for citation in found))
        console.print(f"{numbers} {escape(found[0].heading)} ({_WORDS[source][language]})", soft_wrap=True)
        console.print(
            Text(f"    {found[0].document_title} · {document_id}/{anchor}", style="dim"), soft_wrap=True
        )


def _headline(verdict: Verdict, language: Language) -> Text:
    sign, colour = _RESULT[verdict.result]
    about = f" · {_WORDS['approach'][language]} {verdict.approach}" if verdict.approach else ""
    return Text(f"{sign} {RESULTS[verdict.result].get(language)}{about}", style=f"bold {colour}")
