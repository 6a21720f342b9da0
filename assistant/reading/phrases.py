"""The phrases of `corpus/rules/<year>/phrases.yaml`, compiled."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.reading.quantities import NUMBER
from assistant.reading.script import whole
from assistant.rules.rulepack import RULES
from corpus.yaml_files import read_yaml

_EDGES = {"<": r"(?<![a-z0-9])", ">": r"(?![a-z0-9])"}


@dataclass(frozen=True, slots=True)
class Valued:
    """A phrase that tells a count, and the count that its denial tells, if any."""

    pattern: re.Pattern[str]
    count: int
    denied: int | None


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people phrase one fact."""

    told: re.Pattern[str] | None
    denied: re.Pattern[str] | None
    valued: tuple[Valued, ...]
    number: re.Pattern[str] | None
    yields_to: str | None = None
    """The fact whose counts are not this fact: '3 หน่วยงานร่วมกันรับผิดชอบ' tells who is responsible, not who uses it."""

    def counted(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the places where a text tells a count of this fact."""
        for valued in self.valued:
            yield from valued.pattern.finditer(text)
        if self.number:
            yield from self.number.finditer(text)


@cache
def load(year: str = "2569") -> Mapping[str, Phrases]:
    """Return the phrases of a fiscal year's facts, by fact."""
    source = read_yaml(RULES / year / "phrases.yaml")
    classes = {**source["classes"], "NUMBER": NUMBER}
    return {fact: _phrases(entry, classes) for fact, entry in source["facts"].items()}


def _phrases(entry: Mapping[str, Any], classes: Mapping[str, str]) -> Phrases:
    return Phrases(
        told=_compile(entry.get("told"), classes),
        denied=_compile(entry.get("denied"), classes),
        valued=tuple(
            Valued(_compile([each["pattern"]], classes) or whole("$^"), each["count"], each.get("denied"))
            for each in entry.get("value", ())
        ),
        number=_compile(entry.get("number"), classes),
        yields_to=entry.get("yields_to"),
    )


def _compile(patterns: list[str] | None, classes: Mapping[str, str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return whole("|".join(f"(?:{_spell(pattern, classes)})" for pattern in _numbered(patterns)))


def _numbered(patterns: list[str]) -> list[str]:
    """Give the group `n` a name of its own in each alternative, as one expression may not repeat a name."""
    return [pattern.replace("(?P<n>", f"(?P«n{index}»") for index, pattern in enumerate(patterns)]


def _spell(pattern: str, classes: Mapping[str, str]) -> str:
    for _ in range(3):  # a class may use another
        pattern = re.sub(r"\{([A-Z_]+)\}", lambda match: classes[match[1]], pattern)
    pattern = re.sub(r"(?<!\(\?)<|>", lambda match: _EDGES[match[0]], pattern)
    return pattern.replace("«", "<").replace("»", ">")
