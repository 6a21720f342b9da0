"""The expressions that criteria are written in, and their evaluation to a finding.

Grammar (YAML): `{fact: x}`, `{fact: x, at_least: 10}`, `{not: E}`, `{all: [E…]}`, `{any: [E…]}`,
`{when: E, then: E}` (a duty that binds only where `when` holds), `{told: E}` (silence counts as no), and `{open: E}`
(where the sources pull apart: if E is told to hold the answer stays unknown, otherwise it is false).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.rules.facts import Below, FactValue
from assistant.rules.truth import Truth, conjunction, disjunction


@dataclass(frozen=True, slots=True)
class Finding:
    """What an expression came to. `missing`: facts, in reading order, whose telling could still decide it."""

    truth: Truth
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactIs:
    """A boolean fact is true, or a number is at least `at_least`."""

    fact: str
    at_least: Decimal | None = None

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return unknown, missing the fact, where it is not known."""
        value = known.get(self.fact)
        if value is None:
            return Finding(Truth.UNKNOWN, (self.fact,))
        if self.at_least is None:
            return Finding(Truth.of(bool(value)))
        if isinstance(value, Below):
            return (
                Finding(Truth.FALSE)
                if value.falls_short(self.at_least)
                else Finding(Truth.UNKNOWN, (self.fact,))
            )
        return Finding(Truth.of(value >= self.at_least))

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        yield self.fact


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: "Expression"

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return the inverted finding."""
        found = self.inner.evaluate(known)
        return Finding(~found.truth, found.missing)

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        yield from self.inner.facts()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Expression", ...]

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return the Kleene conjunction of the parts."""
        found = [part.evaluate(known) for part in self.parts]
        return _joined(conjunction(each.truth for each in found), found)

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        for part in self.parts:
            yield from part.facts()


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 - typing.Any is taken, and the grammar's word is 'any'
    """At least one part holds."""

    parts: tuple["Expression", ...]

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return the Kleene disjunction of the parts."""
        found = [part.evaluate(known) for part in self.parts]
        return _joined(disjunction(each.truth for each in found), found)

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        for part in self.parts:
            yield from part.facts()


@dataclass(frozen=True, slots=True)
class When:
    """A duty that binds only where `condition` holds. Whether it binds is asked before whether it is met."""

    condition: "Expression"
    duty: "Expression"

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return the Kleene implication; while it is open whether the duty binds, only that is missing."""
        condition, duty = self.condition.evaluate(known), self.duty.evaluate(known)
        if condition.truth is Truth.TRUE or duty.truth is Truth.TRUE:
            return duty
        return Finding(~condition.truth, condition.missing)

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        yield from self.condition.facts()
        yield from self.duty.facts()


@dataclass(frozen=True, slots=True)
class Open:
    """The sources pull apart where `inner` holds: then nobody but the agency in charge can say.

    Like an exclusion, the exception is held only when told, so an unknown `inner` counts as not holding.
    """

    inner: "Expression"

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return unknown, with nothing missing, where `inner` holds: no fact of the project settles it."""
        return Finding(Truth.UNKNOWN if self.inner.evaluate(known).truth is Truth.TRUE else Truth.FALSE)

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        yield from self.inner.facts()


@dataclass(frozen=True, slots=True)
class Told:
    """`inner` holds, and was told to: silence counts as no."""

    inner: "Expression"

    def evaluate(self, known: Mapping[str, FactValue]) -> Finding:
        """Return true or false, never unknown."""
        return Finding(Truth.of(self.inner.evaluate(known).truth is Truth.TRUE))

    def facts(self) -> Iterator[str]:
        """Yield the facts read."""
        yield from self.inner.facts()


Expression = FactIs | Not | All | Any_ | When | Told | Open


def _joined(truth: Truth, found: list[Finding]) -> Finding:
    if truth is not Truth.UNKNOWN:
        return Finding(truth)
    return Finding(truth, tuple(dict.fromkeys(fact for each in found for fact in each.missing)))


class ExpressionError(ValueError):
    """A rule file holds something that the grammar does not know."""


def parse_expression(source: Any) -> Expression:
    """Return the expression that YAML data spells; raise `ExpressionError` where it does not."""
    match source:
        case {"fact": str(fact), **rest} if not rest.keys() - {"at_least"}:
            return FactIs(fact, Decimal(str(rest["at_least"])) if rest else None)
        case {"not": inner, **rest} if not rest:
            return Not(parse_expression(inner))
        case {"all": [*parts], **rest} if parts and not rest:
            return All(tuple(map(parse_expression, parts)))
        case {"any": [*parts], **rest} if parts and not rest:
            return Any_(tuple(map(parse_expression, parts)))
        case {"when": condition, "then": duty, **rest} if not rest:
            return When(parse_expression(condition), parse_expression(duty))
        case {"told": inner, **rest} if not rest:
            return Told(parse_expression(inner))
        case {"open": inner, **rest} if not rest:
            return Open(parse_expression(inner))
    raise ExpressionError(f"not an expression: {source!r}")
