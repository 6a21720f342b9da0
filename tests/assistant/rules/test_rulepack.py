"""The rulepack of fiscal year 2569: the cases that stand in its files, and its integrity."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from assistant.rules.decide import decide
from assistant.rules.facts import FactError, parse
from assistant.rules.reasons import number
from assistant.rules.rulepack import Case, Criterion, load

RULEPACK = load()
CASES = [
    pytest.param(criterion, case, id=f"{criterion.id}-{number}")
    for criterion in RULEPACK.criteria
    for number, case in enumerate(criterion.cases, 1)
]


@pytest.mark.parametrize(("criterion", "case"), CASES)
def test_each_case_of_a_rule_file_holds(criterion: Criterion, case: Case) -> None:
    """A criterion decides its own cases as they say, and for the approach that it stands for."""
    decision = decide(RULEPACK, parse(RULEPACK.facts, case.told))
    found = {each.rule.id: each.result for each in decision.checks}
    assert {name: found.get(name) for name in case.check} == dict(case.check)
    if case.result:
        assert decision.result == case.result
        if criterion.approach:
            assert decision.approach is criterion


def test_every_criterion_has_cases() -> None:
    """No rule file goes untested."""
    assert all(criterion.cases for criterion in RULEPACK.criteria)


def test_the_whole_contract_is_covered() -> None:
    """Seven approaches and seven general criteria, by the contract's names."""
    approaches = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"]
    assert list(RULEPACK.approaches) == approaches
    general = {criterion.id for criterion in RULEPACK.criteria if not criterion.approach}
    assert {f"criterion-{number}" for number in range(1, 8)} <= general


def test_every_fact_is_used_by_some_rule() -> None:
    """A fact that no rule reads would be asked for nothing."""
    used = {name for rule in RULEPACK.rules() for name in rule.require.facts()}
    used |= {name for rule in RULEPACK.rules() if rule.applies for name in rule.applies.facts()}
    for criterion in RULEPACK.approaches.values():
        used |= set(criterion.fits.facts() if criterion.fits else ())
    implying = {name for name, fact in RULEPACK.facts.items() if fact.implies or fact.closes}
    assert set(RULEPACK.facts) <= used | implying


EVERYTHING = {
    "joint_agencies": 2,
    "national_strategy": True,
    "joint_plan": True,
    "lead_agency": True,
    "government_policy": True,
    "output_reflects_plan": True,
    "ready": True,
    "no_duplicate_funding": True,
    "exchanges_data": True,
    "opens_data": True,
    "verifies_identity": True,
    "follows_dgf": True,
    "follows_open_data": True,
    "follows_digital_id": True,
    "follows_tgix": True,
    "value_assessed": True,
}


@pytest.mark.parametrize(
    "own",
    [
        {"training": True, "qualified_trainees": True, "prescribed_curriculum": True},
        {"infrastructure": True, "shared_by_agencies": True},
        {"cloud": True, "cloud_first_conform": True},
        {"platform": True, "shared_by_agencies": True, "high_security": True},
        {"ai": True, "for_staff": True, "time_reduction": 10},
        {"for_citizens": True, "focus_area": True, "one_stop": True, "via_central_platform": True},
        {"ai": True, "for_citizens": True, "cost_reduction": 10, "via_central_platform": True},
    ],
    ids=list(RULEPACK.approaches),
)
def test_a_project_qualifies_only_when_everything_is_shown(own: dict[str, Any]) -> None:
    """With every criterion shown a project qualifies; take any one general fact away and it does not."""
    assert decide(RULEPACK, parse(RULEPACK.facts, {**own, **EVERYTHING})).result == "qualifies"
    for name in EVERYTHING:
        if name in ("exchanges_data", "opens_data", "verifies_identity"):
            continue  # they bring a standard with them: without them less is owed, though silence still asks
        without = {key: value for key, value in EVERYTHING.items() if key != name}
        assert decide(RULEPACK, parse(RULEPACK.facts, {**own, **without})).result != "qualifies", name


REDUCTIONS = [None, "9.99", "10"]


@pytest.mark.parametrize("users", ["for_staff", "for_citizens"])
def test_any_one_saving_of_ten_percent_will_do(users: str) -> None:
    """Over all combinations of savings told, an AI project meets 2.2 or 3.2 exactly when one of them reaches 10 %."""
    for process, time, cost in product(REDUCTIONS, repeat=3):
        told = {
            "ai": True,
            users: True,
            "process_reduction": process,
            "time_reduction": time,
            "cost_reduction": cost,
        }
        result = decide(RULEPACK, parse(RULEPACK.facts, told)).result
        claimed = [value for value in (process, time, cost) if value]
        expected = (
            "needs_information" if not claimed else "conditional" if "10" in claimed else "does_not_qualify"
        )
        assert result == expected, told


def test_the_order_of_facts_does_not_matter() -> None:
    """Facts told in another order give the same decision."""
    told = parse(RULEPACK.facts, {"ai": True, "for_staff": True, "time_reduction": 8, "joint_agencies": 1})
    backwards = dict(reversed(told.items()))
    one, other = decide(RULEPACK, told), decide(RULEPACK, backwards)
    assert (one.result, one.checks, one.missing) == (other.result, other.checks, other.missing)


def test_an_unsure_fact_is_not_asked_again() -> None:
    """What a person cannot say stays unknown, and leaves the list of questions."""
    told = parse(RULEPACK.facts, {"platform": True, "shared_by_agencies": True, "high_security": "unsure"})
    decision = decide(RULEPACK, told)
    assert decision.result == "needs_information"
    assert "high_security" not in decision.missing


def test_a_wrong_approach_is_told_which_one_fits() -> None:
    """AI for citizens under 2.2 is checked as 3.2, and the named approach is kept to say so."""
    told = parse(RULEPACK.facts, {"ai": True, "for_citizens": True, "time_reduction": 12})
    decision = decide(RULEPACK, told, named="2.2")
    assert decision.approach is RULEPACK.approaches["3.2"]
    assert decision.named is RULEPACK.approaches["2.2"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"no_such_fact": True}, "no_such_fact"),
        ({"ai": "yes"}, "ai"),
        ({"time_reduction": 101}, "time_reduction"),
        ({"time_reduction": "many"}, "time_reduction"),
        ({"time_reduction": float("nan")}, "time_reduction"),
        ({"joint_agencies": 1.5}, "joint_agencies"),
        ({"joint_agencies": -1}, "joint_agencies"),
        ({"joint_agencies": True}, "joint_agencies"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named(told: dict[str, object], field: str) -> None:
    """The error says which fact, and what may stand there."""
    with pytest.raises(FactError) as error:
        parse(RULEPACK.facts, told)
    assert error.value.field == field
    assert error.value.allowed.th


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("6.6666", "6.67"),
        ("9.999", "9.99"),
        ("10", "10"),
        ("12.50", "12.5"),
        ("99.999", "99.99"),
        ("-0.001", "0"),
    ],
)
def test_a_number_is_never_shown_as_the_threshold_it_misses(value: str, shown: str) -> None:
    """Two decimals, rounded, but 9.999 does not read as 10."""
    assert number(Decimal(value)) == shown
