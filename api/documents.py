"""What the documents' pages show: the structure as a tree, provisions with their dates, and the words sought, marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.passages import Document, Language, Passage
from corpus.store.generation import Generation
from corpus.text import Token, terms, tokens
from corpus.versions import State

_UNDER = {"approach": "goal", "criteria": "approach"}
"""Numbered provisions stand under those whose number begins theirs: approach 1.2 under goal 1, its criteria under it."""

Piece = tuple[str, bool]
"""Words, and whether they are marked."""


@dataclass(frozen=True, slots=True)
class Described:
    """A document with the state of its provisions on a date; two states where some are no longer in force."""

    document: Document
    states: tuple[State, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage; `item`: it belongs to a list."""

    pieces: tuple[Piece, ...]
    item: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as its lines."""

    passage: Passage
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """All that stands under an anchor in one language: the official text, whatever its language, and our restatement."""

    anchor: str
    heading: str
    state: State
    passage: Passage
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a search found, with the lines of it that fit best."""

    document: Document
    hit: Mapping[str, Any]
    heading: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(slots=True)
class Node:
    """A provision in the tree."""

    provision: Provision
    children: list["Node"] = field(default_factory=list)


def described(document: Document, generation: Generation, on: date) -> Described:
    """Return a document as of a date."""
    anchors = [each for each in generation.anchors if each.startswith(f"{document.id}/")]
    states = dict.fromkeys(generation.versions.state(each, on) for each in anchors)
    return Described(document, tuple(states), len(anchors))


def provisions(
    document_id: str, generation: Generation, on: date, language: Language, sought: str = ""
) -> list[Provision]:
    """Return a document's provisions in order."""
    wanted = _terms(sought)
    found = []
    for anchor_id in generation.anchors:
        if not anchor_id.startswith(f"{document_id}/"):
            continue
        passages = generation.at(anchor_id)
        shown = [each for each in passages if each.source == "official" or each.language == language]
        first = (shown or passages)[0]
        texts = tuple(Text(each, tuple(_lines(each.text, wanted))) for each in shown or passages)
        state = generation.versions.state(anchor_id, on)
        found.append(Provision(first.anchor, first.heading.get(language), state, first, texts))
    return found


def tree(found: Sequence[Provision]) -> list[Node]:
    """Return provisions under those that they belong to; the others at the top, in the document's order."""
    nodes = {each.anchor: Node(each) for each in found}
    top: list[Node] = []
    for anchor, node in nodes.items():
        above = next((name for name in _above(anchor) if name in nodes), None)
        (nodes[above].children if above else top).append(node)
    return top


def found(hit: Mapping[str, Any], sought: str, generation: Generation, language: Language) -> Found:
    """Return a hit of a search with the sought words marked in its lines."""
    wanted = _terms(sought)
    lines = hit["lines"] or hit["text"].split("\n")[:2]
    return Found(
        generation.documents[hit["document_id"]],
        hit,
        hit["heading"][language],
        tuple(marked(line.removeprefix("- "), wanted) for line in lines),
    )


def marked(text: str, wanted: frozenset[str]) -> tuple[Piece, ...]:
    """Cut a text of the corpus, which is normalised, into pieces, of which those that hold a sought term are marked."""
    if not wanted:
        return ((text, False),)
    pieces: list[Piece] = []
    done = 0
    for token in tokens(text):
        if not _is_sought(token, wanted):
            continue
        if done < token.start or not pieces:
            pieces.append((text[done : token.start], False))
            pieces.append((text[token.start : token.end], True))
        else:  # words that touch make one mark
            pieces[-1] = (pieces[-1][0] + text[done : token.end], True)
        done = token.end
    return tuple(each for each in (*pieces, (text[done:], False)) if each[0])


def _is_sought(token: Token, wanted: frozenset[str]) -> bool:
    """Say whether a token is meant: of an atom all terms count (10 % is not 50 %), of a compound any member."""
    if token.kind in ("word", "latin"):
        return not wanted.isdisjoint(token.terms)
    return bool(token.terms) and wanted.issuperset(token.terms)


def _terms(sought: str) -> frozenset[str]:
    return frozenset(terms(sought)) if sought.strip() else frozenset()


def _lines(text: str, wanted: frozenset[str]) -> Iterable[Line]:
    for line in text.split("\n"):
        if line.strip():
            item = line.startswith("- ")
            yield Line(marked(line.removeprefix("- "), wanted), item)


def _above(anchor: str) -> Iterable[str]:
    """Yield the anchors that one may belong to: what it extends after a slash or dot, or by its number."""
    for at in range(len(anchor) - 1, 0, -1):
        if anchor[at] in "/.":
            yield anchor[:at]
    name, _, number = anchor.rpartition("-")
    while name in _UNDER:
        name = _UNDER[name]
        yield f"{name}-{number}"
        yield f"{name}-{number.split('.')[0]}"
