"""The built-in reply written anew by a chat model, under guard: the prose may change and nothing else.

The model sees statements under tokens made for the one request, never a citation number. Each sentence that it returns has to
stand in the passages of the tokens that it names (`assistant/grounding.py`), and what its sentences leave untold of a
statement stays in the built-in words. The verdict's own words stay the rules' in any case.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from assistant import chat_model, prompts
from assistant.deadline import Deadline
from assistant.grounding import Grounding
from assistant.replies import Citation, Reply
from assistant.statements import Statements
from assistant.trace import note
from corpus.messages import UserError
from corpus.passages import Language

PROMPT = "write-1"
"""The version of the prompts (`prompts/`), which the trace names."""
MOST = 30
"""Sentences that a model may return."""
LONGEST = 700
"""Characters that an answer may have where the built-in one is shorter."""
BULLETS = 3
"""Lines from which a list stays a list."""

_LOG = logging.getLogger(__name__)
_MARKS = re.compile(r"\s*\[(\d+)\]")
_ITEM = re.compile(r"^(?:[-*]|\d+\.) +")
_FRAMES = ("|", ">", "_", "#")
"""What begins a line that is not written anew: a table, a quotation, a note, a heading."""

Ask = Callable[[str, str, type["Draft"], Deadline], "Draft"]


class Sentence(BaseModel):
    """A sentence as the model writes it."""

    text: str = Field(description="one sentence of plain text, without identifiers")
    sources: list[str] = Field(description="identifiers of the sources that carry the sentence")


class Draft(BaseModel):
    """What the model returns."""

    sentences: list[Sentence]
    complete: bool = Field(description="whether the sentences answer the question as far as the sources do")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer and who wrote it: `fallback` says why the built-in words stand, whole."""

    text: str
    by_model: bool
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement of the built-in reply that a model may say in other words, and the citations that carry it."""

    text: str
    numbers: tuple[int, ...]
    line: str = ""

    @property
    def marks(self) -> str:
        return "".join(f" [{number}]" for number in self.numbers)


@dataclass(slots=True)
class _Block:
    """Lines of the built-in text one after another: statements that may be written anew, or a frame that stays."""

    statements: list[_Statement] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)
    listed: bool = False


class _Refused(Exception):  # noqa: N818 - named by what is the matter
    """The model's text cannot be used at all."""


def write(
    reply: Reply,
    body: str,
    question: str,
    statements: Statements,
    within: Deadline,
    ask: Ask = chat_model.ask,
) -> Written:
    """Return `body`, the part of a reply's answer that was composed, as the model writes it; itself where it cannot.

    `question`: the message as it was read. The result comes by the deadline `within`.
    """
    blocks = _blocks(body, reply)
    tokens = {prompts.token("S"): each for block in blocks for each in block.statements}
    if not tokens:
        return _kept(body, "nothing to write")
    verdict = body.split("\n\n")[0] if reply.verdict else None
    try:
        draft = ask(*_prompt(reply.language, question, verdict, tokens, reply.citations), Draft, within)
        judged = _judge(draft, tokens, reply, statements)
        return _written(_joined(blocks, judged, reply, statements), body)
    except chat_model.NoAnswer as error:
        return _kept(body, error.why)
    except _Refused as error:
        return _kept(body, str(error))
    except UserError as error:
        _LOG.warning("chat model left out: %s", error)
        return _kept(body, "misconfigured")


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A sentence that stands, and the statements that it was judged against."""

    text: str
    statements: tuple[_Statement, ...]


def _judge(
    draft: Draft, tokens: Mapping[str, _Statement], reply: Reply, statements: Statements
) -> list[_Accepted]:
    """Return the sentences that stand in what they cite. Unknown tokens are dropped, and what then cites nothing."""
    if not draft.complete:
        raise _Refused("incomplete")
    if len(draft.sentences) > MOST:
        raise _Refused("too long")
    grounding = Grounding(statements, reply.language, reply.verdict.result if reply.verdict else None)
    found: list[_Accepted] = []
    refused: Counter[str] = Counter()
    for each in draft.sentences:
        text = _without_tokens(each.text, tokens)
        cited = tuple(tokens[token] for token in dict.fromkeys(each.sources) if token in tokens)
        refused["unknown token"] += sum(token not in tokens for token in each.sources)
        why = "no source" if not cited else grounding.refusal(text, _passages(cited, reply.citations))
        if why:
            refused[why] += 1
        elif text not in {one.text for one in found}:
            found.append(_Accepted(text, cited))
    if +refused:
        note(refused=" ".join(f"{why}:{count}" for why, count in sorted((+refused).items())))
    if not found:
        raise _Refused("nothing stands")
    return found


def _passages(cited: Sequence[_Statement], citations: Sequence[Citation]) -> list[str]:
    """Return the texts that a sentence has to stand in: its statements and what they cite, with heading and title."""
    numbers = {number for each in cited for number in each.numbers}
    quoted = [each for each in citations if each.number in numbers]
    return [
        *(each.text for each in cited),
        *(text for each in quoted for text in (each.quote, each.heading, each.document_title)),
    ]


def _joined(
    blocks: Sequence[_Block], judged: Sequence[_Accepted], reply: Reply, statements: Statements
) -> str | None:
    """Return the answer: frames as they were, each statement in the model's words where these tell all of it, else in ours.

    None where nothing of the model's is left.
    """
    grounding = Grounding(statements, reply.language, None)
    found: list[str] = []
    used = False
    for block in blocks:
        if not block.statements:
            found.append("\n".join(block.frame))
            continue
        here = [each for each in judged if each.statements[0] in block.statements]
        told = [
            each
            for each in block.statements
            if grounding.carried(each.text, [one.text for one in here if each in one.statements])
        ]
        kept = [each for each in here if any(one in told for one in each.statements)]
        lines = [_marked(each) for each in kept]
        lines += [f"{each.text}{each.marks}" for each in block.statements if each not in told]
        used = used or bool(kept)
        if not kept:
            found.append("\n".join(each.line for each in block.statements))
        elif block.listed and len(lines) >= BULLETS:
            found.append("\n".join(f"- {line}" for line in lines))
        else:
            found.append(" ".join(lines))
    return "\n\n".join(found) if used else None


def _marked(sentence: _Accepted) -> str:
    numbers = dict.fromkeys(number for each in sentence.statements for number in each.numbers)
    return sentence.text + "".join(f" [{number}]" for number in numbers)


def _written(text: str | None, body: str) -> Written:
    if text is None:
        return _kept(body, "nothing told whole")
    if len(text) > max(LONGEST, 2 * len(body)):
        return _kept(body, "too long")
    note(written_by="model", prompt=PROMPT)
    return Written(text, by_model=True)


def _kept(body: str, why: str) -> Written:
    note(written_by="rules", prompt=PROMPT, fallback=why)
    return Written(body, by_model=False, fallback=why)


def _blocks(body: str, reply: Reply) -> list[_Block]:
    """Return a text in blocks: lines that carry marks may be written anew; headings, tables and quotes stay.

    Beside a verdict only its reasons may: the verdict's own words, what is still to be shown and what was understood stay.
    """
    reasons = {_bare(each.reason) for each in reply.verdict.checks} if reply.verdict else None
    blocks: list[_Block] = []
    for paragraph in body.split("\n\n"):
        lines = paragraph.split("\n")
        found = [_statement(line) for line in lines]
        if all(
            each.numbers
            and not each.line.startswith(_FRAMES)
            and (reasons is None or _bare(each.text) in reasons)
            for each in found
        ):
            blocks.append(_Block(found, listed=bool(_ITEM.match(lines[0]))))
        else:
            blocks.append(_Block(frame=lines))
    return blocks


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _statement(line: str) -> _Statement:
    numbers = tuple(dict.fromkeys(int(mark) for mark in _MARKS.findall(line)))
    text = _ITEM.sub("", _MARKS.sub("", line)).replace("**", "").strip()
    return _Statement(text, numbers, line)


def _prompt(
    language: Language,
    question: str,
    verdict: str | None,
    tokens: Mapping[str, _Statement],
    citations: Sequence[Citation],
) -> tuple[str, str]:
    """Return the instruction and the data. What is quoted is escaped, so that it cannot close its tag."""
    quotes = {each.number: each.quote for each in citations}
    parts = [prompts.tag("question", prompts.token("Q"), question)]
    if verdict:
        parts.append(prompts.tag("verdict", prompts.token("V"), _MARKS.sub("", verdict).replace("**", "")))
    for token, each in tokens.items():
        texts = [each.text, *(quotes[number] for number in each.numbers if quotes[number] not in each.text)]
        parts.append(prompts.tag("source", token, "\n".join(texts)))
    return prompts.instruction(PROMPT, language), "\n".join(parts)


def _without_tokens(text: str, tokens: Mapping[str, _Statement]) -> str:
    """Return a sentence without the request's own tokens, on one line; a number in brackets stays to be refused."""
    for token in tokens:
        text = text.replace(f"[{token}]", "").replace(f"<{token}>", "").replace(token, "")
    return re.sub(r"[ \t\n]+", " ", text).strip()
