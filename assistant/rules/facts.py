"""Facts about a project: what may be told, how a told value is read, and what untold ones stand for.

The evaluation itself never guesses (`expressions`). The contract's conventions for what is *not* told are applied
before it, in one place: `complete`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from corpus.passages import Localized, Value


@dataclass(frozen=True, slots=True)
class Below:
    """A number told only by what it falls short of ('less than 10 %') or does not exceed (`reached`: 'at most 9 %')."""

    bound: Decimal
    reached: bool = False

    def __str__(self) -> str:
        return f"<{'=' if self.reached else ''}{self.bound}"

    def falls_short(self, of: Decimal) -> bool:
        """Say whether the number is surely below another."""
        return self.bound < of or (self.bound == of and not self.reached)


FactValue = bool | int | Decimal | Below
UNSURE, DOUBTFUL = "unsure", "doubtful"
Told = Mapping[str, FactValue | str]
"""Facts by name. Two strings stand for what is unknown: `UNSURE`, asked, and the person cannot say, so not asked again;
`DOUBTFUL`, perhaps told, so to be asked before the project may pass."""


class Fact(Value):
    """One thing that a rule may ask about a project.

    `percent` and `count` are numbers; a percentage is of the former value (a saving is positive).
    `untold` is what silence stands for: nothing (`None`), or `False` where the contract holds an exclusion or an
    exception only when told. Facts of one `group` are a closed claim: once one of them is told, the others are
    taken as not claimed (`False`, or 0 %). A fact may also close another group by being true (`closes`): who says for
    whom a system is, has said what it is. `asks_for_all`: its question is put for
    its whole group and for all that it implies. `implies` lists what follows from the fact being true. `of_kind`: the
    kind of project that is spoken of where this is told, whatever is told of it, and no kind is.
    """

    id: str
    type: Literal["bool", "percent", "count"]
    label: Localized
    question: Localized
    untold: Literal[False] | None = None
    group: str | None = None
    closes: str | None = None
    asks_for_all: bool = False
    implies: Mapping[str, bool] = {}
    of_kind: str | None = None

    @property
    def not_claimed(self) -> FactValue:
        """The value of a fact that a closed group leaves out."""
        return False if self.type == "bool" else Decimal(0)


LARGEST = 9
"""Powers of ten: a larger number is a slip, and would be slow to turn into an integer."""


class FactError(ValueError):
    """A told fact that cannot be used. `field` names it; `allowed` says what may stand there."""

    def __init__(self, field: str, allowed: Localized) -> None:
        super().__init__(f"{field}: {allowed.en}")
        self.field = field
        self.allowed = allowed


_ALLOWED = {
    "bool": Localized(th="true, false หรือ unsure", en="true, false or unsure"),
    "percent": Localized(
        th='ตัวเลขไม่เกิน 100 (หน่วยร้อยละ), "<10" เมื่อทราบเพียงว่าไม่ถึง 10, "<=9" เมื่อทราบเพียงว่าไม่เกิน 9, หรือ unsure',
        en='a number of percent, at most 100, "<10" where only that it is below 10 is known, "<=9" where only that it '
        "is at most 9 is, or unsure",
    ),
    "count": Localized(th="จำนวนเต็มตั้งแต่ 0 ขึ้นไป หรือ unsure", en="a whole number from 0, or unsure"),
}


def parse(facts: Mapping[str, Fact], told: Mapping[str, object]) -> dict[str, FactValue | str]:
    """Check told values against their definitions; `None` counts as untold. Raise `FactError` on the first bad one."""
    parsed: dict[str, FactValue | str] = {}
    for name, value in told.items():
        if name not in facts:
            names = ", ".join(sorted(facts))
            raise FactError(
                name, Localized(th=f"ไม่รู้จักข้อเท็จจริงนี้ ที่ใช้ได้คือ {names}", en=f"unknown fact; known: {names}")
            )
        if value is None:
            continue
        parsed[name] = _parse_value(facts[name], value)
    return parsed


def _parse_value(fact: Fact, value: object) -> FactValue | str:
    bad = FactError(fact.id, _ALLOWED[fact.type])
    if value in (UNSURE, DOUBTFUL):
        return str(value)
    if isinstance(value, Below) and fact.type == "percent":
        return value
    if fact.type == "bool":
        if isinstance(value, bool):
            return value
        raise bad
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise bad
    if fact.type == "percent" and isinstance(value, str) and value.startswith("<"):
        below = _parse_value(fact, value.lstrip("<="))
        if not isinstance(below, Decimal):
            raise bad
        return Below(below, reached=value.startswith("<="))
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise bad from None
    if not number.is_finite() or number.adjusted() > LARGEST:
        raise bad
    if fact.type == "percent":
        if number > 100:
            raise bad
        return number
    if number != number.to_integral_value() or number < 0:
        raise bad
    return int(number)


def _implied(facts: Mapping[str, Fact], told: Told) -> dict[str, bool]:
    """Return what follows from the facts told, but for what follows one way and the other."""
    found: dict[str, set[bool]] = {}
    waiting = [name for name, value in told.items() if value is True]
    while waiting:
        for name, value in facts[waiting.pop()].implies.items():
            values = found.setdefault(name, set())
            if name not in told and value not in values:
                values.add(value)
                if value:
                    waiting.append(name)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def complete(facts: Mapping[str, Fact], told: Told) -> dict[str, FactValue]:
    """Return the known facts: those told, those they imply, and what the conventions make of silence.

    A told fact always stands, and what follows one way and the other is unknown; implication comes before a closed
    group, and a group before `untold`. Facts that are unknown, or unsure, are absent from the result.
    """
    known: dict[str, FactValue] = {name: value for name, value in told.items() if not isinstance(value, str)}
    known |= _implied(facts, told)
    told_so = [facts[name] for name, value in known.items() if value is not False]
    claimed = {group for fact in told_so for group in (fact.group, fact.closes)} - {None}
    for name, fact in facts.items():
        if name in known or name in told:
            continue
        if fact.group in claimed:
            known[name] = fact.not_claimed
        elif fact.untold is not None:
            known[name] = fact.untold
    return known
