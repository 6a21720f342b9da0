"""The engine against a second evaluator, written from the guideline's words alone, over every combination of facts.

The second one knows no expressions and no rulepack: it is plain Python on what was told (True, False) or not (None).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from assistant.rules.decide import decide
from assistant.rules.facts import parse
from assistant.rules.rulepack import load

RULEPACK = load()
TOLD = (None, True, False)
Facts = Mapping[str, Any]


def met(*conditions: bool | None) -> bool | None:
    """Return whether all of an approach's own conditions are met: no, not known, or yes."""
    if any(condition is False for condition in conditions):
        return False
    return None if None in conditions else True


def either(*conditions: bool | None) -> bool | None:
    """Return whether one condition is met."""
    if any(conditions):
        return True
    return None if None in conditions else False


def training(told: Facts) -> tuple[bool | None, bool]:
    """1.1: set qualifications and curriculum; training in other skills does not meet."""
    curriculum = (
        False
        if told["other_skills"] and told["prescribed_curriculum"] is None
        else told["prescribed_curriculum"]
    )
    return met(told["qualified_trainees"], curriculum), bool(told["other_skills"])


def shared(told: Facts) -> tuple[bool | None, bool]:
    """1.2: central for agencies; in-house use, narrow scope or mere maintenance does not meet."""
    central = told["shared_by_agencies"]
    if central is None and told["in_house_only"]:
        central = False
    excluded = any(told[name] for name in ("in_house_only", "narrow_scope", "maintenance_only"))
    return central, excluded


def platform(told: Facts) -> tuple[bool | None, bool]:
    """2.1: as 1.2, and highly secure."""
    central, excluded = shared(told)
    return met(central, told["high_security"]), excluded


def saving(told: Facts) -> tuple[bool | None, bool]:
    """2.2 and 3.2: one saving told of at least 10 %; an unstated benefit does not meet."""
    claimed = [told[name] for name in ("process_reduction", "time_reduction", "cost_reduction") if told[name]]
    reached = None if not claimed else any(value != "9.99" for value in claimed)
    return reached, bool(told["benefit_unstated"])


def service(told: Facts) -> tuple[bool | None, bool]:
    """3.1: focus area, integrated or one-stop, through a central platform; own services only or no one-stop does not meet."""
    one_stop = False if told["cannot_one_stop"] and told["one_stop"] is None else told["one_stop"]
    whole = either(one_stop, told["integrated_service"])
    excluded = bool(told["own_service_only"] or told["cannot_one_stop"])
    return met(told["focus_area"], whole, told["via_central_platform"]), excluded


def cloud(told: Facts) -> tuple[bool | None, bool]:
    """1.3: conformity with Cloud First."""
    return told["cloud_first_conform"], False


REDUCTION = (None, "9.99", "10", "25")
APPROACHES: list[
    tuple[str, Facts, dict[str, tuple[Any, ...]], Callable[[Facts], tuple[bool | None, bool]]]
] = [
    (
        "1.1",
        {"training": True},
        dict.fromkeys(("qualified_trainees", "prescribed_curriculum", "other_skills"), TOLD),
        training,
    ),
    (
        "1.2",
        {"infrastructure": True},
        dict.fromkeys(("shared_by_agencies", "in_house_only", "narrow_scope", "maintenance_only"), TOLD),
        shared,
    ),
    ("1.3", {"cloud": True}, {"cloud_first_conform": TOLD}, cloud),
    (
        "2.1",
        {"platform": True},
        dict.fromkeys(
            ("shared_by_agencies", "high_security", "in_house_only", "narrow_scope", "maintenance_only"), TOLD
        ),
        platform,
    ),
    (
        "2.2",
        {"ai": True, "for_staff": True},
        {
            **dict.fromkeys(("process_reduction", "time_reduction", "cost_reduction"), REDUCTION),
            "benefit_unstated": TOLD,
        },
        saving,
    ),
    (
        "3.1",
        {"for_citizens": True},
        dict.fromkeys(
            (
                "focus_area",
                "one_stop",
                "integrated_service",
                "via_central_platform",
                "own_service_only",
                "cannot_one_stop",
            ),
            TOLD,
        ),
        service,
    ),
    (
        "3.2",
        {"ai": True, "for_citizens": True},
        {
            **dict.fromkeys(("process_reduction", "time_reduction", "cost_reduction"), REDUCTION),
            "benefit_unstated": TOLD,
        },
        saving,
    ),
]


def combinations(values: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Yield every combination of told and untold facts."""
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


@pytest.mark.parametrize(
    ("number", "kind", "values", "evaluate"), APPROACHES, ids=[each[0] for each in APPROACHES]
)
def test_every_combination_of_value_chain_facts(
    number: str,
    kind: Facts,
    values: Mapping[str, tuple[Any, ...]],
    evaluate: Callable[[Facts], tuple[bool | None, bool]],
) -> None:
    """Engine and brute force agree on every combination; nothing general is told, so no project qualifies outright."""
    for told in combinations(values):
        own, excluded = evaluate(told)
        expected = (
            "does_not_qualify"
            if excluded or own is False
            else "needs_information"
            if own is None
            else "conditional"
        )
        decision = decide(RULEPACK, parse(RULEPACK.facts, {**kind, **told}), named=number)
        assert decision.approach is RULEPACK.approaches[number], told
        assert decision.result == expected, told


@pytest.mark.parametrize(
    ("on", "results"),
    [(date(2024, 9, 20), []), (date(2024, 9, 21), ["fail"]), (None, ["fail"])],
    ids=["the day of gazetting", "the day after", "no date asked"],
)
def test_a_dated_duty_binds_from_its_date(on: date | None, results: list[str]) -> None:
    """The THAI NSW duty is in force from the day after gazetting, 21 September 2567."""
    told = parse(RULEPACK.facts, {"for_citizens": True, "trade_logistics": True, "via_thai_nsw": False})
    decision = decide(RULEPACK, told, on=on)
    found = [each.result for each in decision.checks if each.rule.id == "central-platforms/thai-nsw"]
    assert found == results
