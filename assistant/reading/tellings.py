"""What the tags of a message tell of the facts: `tellings.yaml` for words, the figures computed exactly."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.reading.quantities import (
    NUMBER,
    OTHER_OBJECT,
    at_most,
    dimension,
    falls_short,
    fraction,
    parse_number,
    percentages,
    unit,
)
from assistant.reading.script import Script
from assistant.reading.tagger import Tag
from assistant.rules.facts import Below, FactValue
from assistant.rules.rulepack import RULES
from corpus.yaml_files import read_yaml

Telling = tuple[str, FactValue | str]
"""A fact and its value."""

_PERCENT_WORDS = ("%", "ร้อยละ", "percent", "per cent", "เปอร์เซ", "เปอเซ")
PAIRS = {
    "saving/time": "time_reduction",
    "saving/cost": "cost_reduction",
    "saving/process": "process_reduction",
}
"""What a figure before and one after tell, by label."""


@cache
def load(year: str = "2569") -> Mapping[str, Mapping[str, FactValue | str]]:
    """Return what labels tell without figures, by label."""
    return {
        label: {
            fact: Decimal(value) if label == "saving/none" and value == 0 else value
            for fact, value in facts.items()
        }
        for label, facts in _source(year)["tells"].items()
    }


@cache
def known_facts(year: str = "2569") -> frozenset[str]:
    """Return the facts that some label tells."""
    return frozenset(fact for facts in load(year).values() for fact in facts)


@cache
def against(year: str = "2569") -> Mapping[str, Telling]:
    """Return what speaks against a project, by label: the fact and the value that it tells."""
    return {label: next(iter(load(year)[label].items())) for label in _source(year)["against"]}


@cache
def _source(year: str) -> dict[str, Any]:
    source: dict[str, Any] = read_yaml(RULES / year / "tellings.yaml")
    return source


def told(tag: Tag, text: Script, rulepack: str) -> Iterator[Telling]:
    """Yield the facts that a tag tells; none where its figures cannot be read."""
    if tag.label == "agencies/many":
        yield from (("joint_agencies", int(each)) for each, _, _ in _numbers(tag, text) if each == int(each))
    elif tag.label in PAIRS:
        yield from _pair(tag, text)
    elif tag.label in ("saving/cut", "saving/left", "saving/below", "saving/more"):
        yield from _cuts(tag, text)
    elif tag.label != "saving/none" or not re.search(r"\d", text.message[tag.start : tag.end]):
        yield from load(rulepack).get(tag.label, {}).items()  # where nothing is saved no figures are told


def _numbers(tag: Tag, text: Script, slot: str = "n") -> list[tuple[Decimal, int, int]]:
    """Return the figures in a slot, each with where it stands in the script's text."""
    found = []
    for name, first, last in tag.figures:
        if name != slot:
            continue
        start, end = text.at(first), text.at(last)
        # A slot may begin or end within a number: the number is read whole.
        while start > 0 and re.match(r"[\d,.]\d", text.text[start - 1 : start + 1]):
            start -= 1
        while end < len(text.text) and re.match(r"\d[,.]?\d|[,.]\d", text.text[end - 1 : end + 2]):
            end += 1
        match = re.search(NUMBER, text.text[start:end])
        try:
            if match:
                number = parse_number(match[0]), start + match.start(), start + match.end()
                found += [number] if number not in found else []
        except ValueError:
            continue
    return found


def _pair(tag: Tag, text: Script) -> Iterator[Telling]:
    """Yield the saving from a figure before to one after; their units must agree."""
    before, after = _numbers(tag, text, "a"), _numbers(tag, text, "b")
    if len(before) != 1 or len(after) != 1 or before[0][0] <= 0:
        return
    units = {found for _, _, end in (before[0], after[0]) if (found := unit(text.text, end))}
    if len(units) < 2:
        yield PAIRS[tag.label], (before[0][0] - after[0][0]) * 100 / before[0][0]


def _cuts(tag: Tag, text: Script) -> Iterator[Telling]:
    low, high = text.at(tag.start), text.at(tag.end)
    found = list(percentages(text.text, low, high)) or _numbers(tag, text)
    part = fraction(text.text[low:high]) if tag.label == "saving/cut" else None
    if part is not None and not any(word in text.text[low:high] for word in _PERCENT_WORDS):
        found = [(part, low, low)]  # 'หนึ่งในสิบห้า' is no fifteen
    if OTHER_OBJECT.search(text.text[max(0, low - 20) : high]) and not any(
        dimension(text.text, start, end, low, high) for _, start, end in found
    ):
        return
    for number, start, end in found:
        if number > 100:
            continue
        fact = dimension(text.text, start, end, low, high) if found else None
        value: FactValue = number
        if tag.label == "saving/left":
            value = 100 - number
        elif tag.label == "saving/below" or falls_short(text.text[low:start]):
            value = Below(number)
        elif at_most(text.text[low:start]):
            value = Below(number, reached=True)
        elif tag.label == "saving/more":
            value = -number
        yield fact or "unspecified_reduction", value
