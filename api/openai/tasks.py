"""Requests that a chat front end makes for itself: a title of the conversation, tags, questions to go on with.

Open WebUI sends them as '### Task:' with the JSON that it wants back, LibreChat and others as 'Provide a concise … title'.
They are no questions to the assistant, so they are answered from the conversation's own words.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.compose.silence import EXAMPLES
from corpus.text import language_of, tokens

TITLE = 40
"""Characters of a title, about."""
TAGS = 3

_TASK = re.compile(r"\s*#{1,3} *Task\b", re.IGNORECASE)
_WANTED = re.compile(r"\{\s*\"(title|tags|follow_ups|queries|text|prompt|tool_calls)\"\s*:", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:generate|provide|create|write|suggest|give)\b[^.\n]{0,40}?\btitle\b"
    r"[^.\n]{0,40}?\b(?:conversation|chat|message|query|exchange)\b"
    r"|\bconcise title\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(r"<chat_history>\s*(.*?)\s*</chat_history>", re.DOTALL | re.IGNORECASE)
_TURN = re.compile(
    r"^[ |>]*(?P<role>user|human|assistant|ai|response|system)\s*:[ ]*", re.IGNORECASE | re.MULTILINE
)
_EMPTY: dict[str, Any] = {"queries": [], "tool_calls": [], "text": "", "prompt": ""}
"""What has nothing to add: nothing is looked up elsewhere, no tool is called, no one's sentence is finished for him."""


def answered(said: Sequence[str]) -> str | None:
    """Return the answer to a front end's task, or None where the last message is a person's.

    `said`: the texts of the user messages in order; the task itself is the last.
    """
    asked = said[-1]
    wanted = _WANTED.search(asked) if _TASK.match(asked) else None
    if wanted is None and not (_TITLE.search(asked) and len(said) + len(_turns(asked)) > 1):
        return None
    told = _turns(asked) or list(said[:-1])
    if wanted is None:
        return title(told)
    name = wanted[1].lower()
    found = {"title": title, "tags": tags, "follow_ups": follow_ups}
    value = found[name](told) if name in found else _EMPTY[name]
    return json.dumps({name: value}, ensure_ascii=False)


def title(told: Sequence[str]) -> str:
    """Return the first thing that a person said, cut at a word."""
    text = " ".join(told[0].split()) if told else ""
    if not text:
        return "การสนทนาใหม่"
    if len(text) <= TITLE:
        return text.rstrip("?？.")
    ends = [token.end for token in tokens(text) if token.end < TITLE]
    return text[: ends[-1] if ends else TITLE].rstrip(" ,;:-(\"'") + "…"


def tags(told: Sequence[str]) -> list[str]:
    """Return the programme's name and the provisions that were named."""
    thai = language_of(" ".join(told)) == "th"
    kinds = {"approach": ("แนวทางที่ {}", "Approach {}"), "section": ("มาตรา {}", "Section {}")}
    named = [
        kinds[token.kind][0 if thai else 1].format(token.value)
        for text in told
        for token in tokens(text)
        if token.kind in kinds
    ]
    general = "แผนงานบูรณาการรัฐบาลดิจิทัล" if thai else "Digital government plan"
    return list(dict.fromkeys([general, *named]))[:TAGS]


def follow_ups(told: Sequence[str]) -> list[str]:
    """Return questions that the assistant answers, without those asked already."""
    return [each for each in EXAMPLES[language_of(" ".join(told))] if each not in told]


def _turns(asked: str) -> list[str]:
    """Return what the person said in the conversation that a task quotes ('USER: … ASSISTANT: …')."""
    inside = _HISTORY.search(asked)
    text = inside[1] if inside else asked
    marks = list(_TURN.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [
        said
        for mark, end in zip(marks, ends, strict=False)
        if mark["role"].lower() in ("user", "human") and (said := text[mark.end() : end].strip(' \n"|>'))
    ]
