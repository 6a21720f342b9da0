"""The rulepack: criteria and facts of one fiscal year, read from `corpus/rules/<year>/` and checked as they load."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.rules.expressions import Expression, parse_expression
from assistant.rules.facts import Fact
from corpus.passages import Localized
from corpus.settings import CORPUS
from corpus.yaml_files import read_yaml

Kind = Literal["own", "exclusion", "duty", "general"]
"""An approach's own criterion; a does-not-meet item; a duty beside the criteria; one of the general criteria 1-7."""

RULES = CORPUS / "rules"


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule comes from: the anchor, and words of the very statement there, any of which will do."""

    anchor_id: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One thing that is checked: what it requires, the passages it comes from, and its own words for each result.

    `applies`: the rule is listed only where this holds. `since`: the date that the duty came into force. `attach`: the
    evidence that the criterion itself asks a proposal to carry; a does-not-meet item asks for none.
    """

    id: str
    kind: Kind
    label: Localized
    require: Expression
    cite: tuple[Cite, ...]
    because: Mapping[str, Localized]
    applies: Expression | None
    since: date | None
    attach: Localized | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a criterion that stands beside it: facts told, and the results expected."""

    told: Mapping[str, Any]
    result: str | None
    check: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """One file of the rulepack. `approach` is set for the seven approaches, and `fits` says which projects they are for.

    `assumes`: what a person claims who names the approach. `evidence`: purposes to show, which are not asked.
    """

    id: str
    title: Localized
    rules: tuple[Rule, ...]
    approach: str | None
    fits: Expression | None
    assumes: tuple[str, ...]
    evidence: tuple[Localized, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rulepack:
    """Everything that decides in one fiscal year (B.E.)."""

    id: str
    fiscal_year: int
    title: Localized
    facts: Mapping[str, Fact]
    criteria: tuple[Criterion, ...]

    @property
    def approaches(self) -> dict[str, Criterion]:
        """The seven approaches by number, in the guideline's order."""
        return {criterion.approach: criterion for criterion in self.criteria if criterion.approach}

    def asks(self, name: str) -> str:
        """Return the fact whose question is put for a fact: one that asks for its whole group, or else itself."""
        group = self.facts[name].group
        return next(
            (
                each.id
                for each in self.facts.values()
                if each.asks_for_all and (name in each.implies or (group is not None and each.group == group))
            ),
            name,
        )

    def rules(self) -> Iterator[Rule]:
        """Yield every rule in the order of its criterion."""
        for criterion in self.criteria:
            yield from criterion.rules


class RulepackError(ValueError):
    """A rule file is wrong; the message names the file and what is wrong in it."""


@cache
def load(year: str = "2569", folder: Path = RULES) -> Rulepack:
    """Read and check the rulepack of a fiscal year; raise `RulepackError` where a file is wrong."""
    root = folder / year
    head = _read(root / "rulepack.yaml")
    facts = {entry["id"]: Fact(**entry) for entry in _read(root / "facts.yaml")}
    criteria = tuple(_criterion(root / f"{name}.yaml", facts) for name in head["criteria"])
    return Rulepack(head["id"], head["fiscal_year"], Localized(**head["title"]), facts, criteria)


def _read(path: Path) -> Any:
    return read_yaml(path)


def _criterion(path: Path, facts: Mapping[str, Fact]) -> Criterion:
    try:
        source = _read(path)
        criterion = Criterion(
            id=path.stem,
            title=Localized(**source["title"]),
            rules=tuple(_rule(each) for each in source["checks"]),
            approach=source.get("approach"),
            fits=parse_expression(source["fits"]) if "fits" in source else None,
            assumes=tuple(source.get("assumes", ())),
            evidence=tuple(Localized(**each) for each in source.get("evidence", ())),
            cases=tuple(
                Case(each["told"], each.get("result"), each.get("check", {})) for each in source["cases"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RulepackError(f"{path.name}: {error!r}") from error
    used = {*criterion.assumes, *(criterion.fits.facts() if criterion.fits else ())}
    for rule in criterion.rules:
        used |= {*rule.require.facts(), *(rule.applies.facts() if rule.applies else ())}
    if unknown := used - facts.keys():
        raise RulepackError(f"{path.name}: unknown facts {sorted(unknown)}")
    return criterion


def _rule(source: Mapping[str, Any]) -> Rule:
    return Rule(
        id=source["id"],
        kind=source["kind"],
        label=Localized(**source["label"]),
        require=parse_expression(source["require"]),
        cite=tuple(Cite(each["at"], tuple(each.get("words", ()))) for each in source["cite"]),
        because={name: Localized(**text) for name, text in source.get("because", {}).items()},
        applies=parse_expression(source["applies"]) if "applies" in source else None,
        since=source.get("from"),
        attach=Localized(**source["attach"]) if "attach" in source else None,
    )
