"""The interview in the terminal. It speaks on stderr, so that stdout holds the result alone."""

import sys
from io import TextIOWrapper

import typer

from assistant.interview import Question, begin
from assistant.rules.facts import FactValue
from assistant.rules.rulepack import load
from corpus.passages import Language, Localized

LONGEST = 2000
"""Characters of an answer that are read."""

_BEGIN = Localized(
    th="ตอบด้วยถ้อยคำของท่านเอง เช่น ใช่ ไม่มี ไม่ทราบ 15% หรือ 3 วันเหลือ 1 วัน (จบก่อนได้ด้วย Ctrl+D ยกเลิกด้วย Ctrl+C)",
    en="Answer in your own words: yes, no, not sure, 15%, from 3 days to 1 day. (Ctrl+D ends early, Ctrl+C cancels.)",
)
_AGAIN = Localized(th="ขออภัย ระบบยังไม่เข้าใจคำตอบ", en="Sorry, that answer was not understood.")
_END = Localized(th="จบการตอบ ต่อไปนี้เป็นผลเท่าที่แจ้ง", en="No more answers. This is the result on what was told.")


def interview(approach: str | None, language: Language) -> tuple[dict[str, FactValue | str], str | None]:
    """Ask until all is decided, nothing is left to ask, or the input ends; return the facts and the approach named."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    _say(_BEGIN.get(language))
    going = begin(load(), named=approach)
    number = 0
    while question := going.question:
        number += not question.again
        _put(question, number, language)
        answer = sys.stdin.readline()
        if not answer:
            _say(f"\n\n{_END.get(language)}")
            break
        answer = answer.strip()[:LONGEST]
        if not sys.stdin.isatty():
            _say(answer)  # a transcript of piped answers reads like a conversation
        going = going.answer(answer)
    typer.echo(err=True)
    return dict(going.told), going.named


def _put(question: Question, number: int, language: Language) -> None:
    if question.again:
        _say(f"   {_AGAIN.get(language)} {question.allowed.get(language)}")
    else:
        _say(f"\n{number}. {question.text.get(language)}")
        if question.numbered:
            for place, choice in enumerate(question.choices, 1):
                _say(f"   {place}) {choice.get(language)}")
        else:
            _say(f"   ({question.allowed.get(language)})")
    typer.echo("   > ", nl=False, err=True)


def _say(text: str) -> None:
    typer.echo(text, err=True)
