"""Provisions into passages: whole where they fit, else between statements, sentences or, at last, words."""

import re
from collections.abc import Iterator

from corpus.passages import Passage
from corpus.text import sentences, tokens
from ingest.provision import Provision

LIMIT = 350
"""The most tokens of `corpus.text.tokens` that one passage holds."""

_ITEM = re.compile(r"(?:-|\(?\d+[.)])\s")

Span = tuple[int, int, int]
"""A piece of a statement: the line's number, and the piece's start and end in it."""


def split(provision: Provision, limit: int = LIMIT) -> tuple[Passage, ...]:
    """Return the passages of a provision, parts counted from 1; each has at most `limit` tokens."""
    texts = _pack(provision.lines, limit)
    return tuple(
        Passage(
            document_id=provision.document_id,
            anchor=provision.anchor,
            part=number,
            language=provision.language,
            source=provision.source,
            heading=provision.heading,
            locator=provision.locator,
            text=text,
            **provision.validity.model_dump(),
        )
        for number, text in enumerate(texts, start=1)
    )


def _pack(lines: tuple[str, ...], limit: int) -> list[str]:
    """Fill parts with as many pieces as fit."""
    parts: list[list[Span]] = []
    room = 0
    for number, line in enumerate(lines):
        for start, end, size in _cut(line, limit):
            if not parts or size > room:
                carried = _label(parts[-1], lines, line) if parts else []
                parts.append(carried)
                room = limit - sum(len(tokens(lines[at][a:b])) for at, a, b in carried)
            parts[-1].append((number, start, end))
            room -= size
    return [_join(part, lines) for part in parts if part]


def _label(part: list[Span], lines: tuple[str, ...], following: str) -> list[Span]:
    """Take a group's label off the end of a part, to stand in the next one before its items."""
    number, start, _ = part[-1]
    if len(part) > 1 and start == 0 and _ITEM.match(following) and not _ITEM.match(lines[number]):
        return [part.pop()]
    return []


def _join(part: list[Span], lines: tuple[str, ...]) -> str:
    """Join pieces: of one line as they stood in it, of several lines by line breaks."""
    merged: list[Span] = []
    for number, start, end in part:
        if merged and merged[-1][0] == number:
            merged[-1] = (number, merged[-1][1], end)
        else:
            merged.append((number, start, end))
    return "\n".join(lines[number][start:end].strip() for number, start, end in merged)


def _cut(line: str, limit: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and size of pieces of a line that each fit: the line, else sentences, else words."""
    size = len(tokens(line))
    if size <= limit:
        yield 0, len(line), size
        return
    done = 0
    for sentence in sentences(line):
        start = line.index(sentence, done)
        done = start + len(sentence)
        for a, b, size in _runs(sentence, limit):
            yield start + a, start + b, size


def _runs(sentence: str, limit: int) -> Iterator[tuple[int, int, int]]:
    """Yield runs of at most `limit` tokens, ended at a space where one is near, always between tokens."""
    cut = tokens(sentence)
    begin = 0
    while len(cut) - begin > limit:
        end = begin + limit
        spaced = (at for at in range(end, end - limit // 4, -1) if cut[at].start > cut[at - 1].end)
        end = next(spaced, end)
        yield cut[begin].start, cut[end - 1].end, end - begin
        begin = end
    yield cut[begin].start, len(sentence), len(cut) - begin
