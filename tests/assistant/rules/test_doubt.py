"""A fact that was perhaps told: never decided by, and asked for before a project passes."""

import pytest

from assistant.compose.verdict import questions
from assistant.rules.decide import decide
from assistant.rules.facts import DOUBTFUL, Told
from assistant.rules.rulepack import load

RULEPACK = load()
SHARED: Told = {"infrastructure": True, "shared_by_agencies": True}
AI: Told = {"ai": True, "for_staff": True, "time_reduction": 20}


@pytest.mark.parametrize(
    "doubted", ["narrow_scope", "maintenance_only", "no_duplicate_funding", "joint_agencies"]
)
def test_a_doubt_is_asked_for_before_a_project_passes(doubted: str) -> None:
    """What passes without the doubt waits for the answer, and the question comes first."""
    assert decide(RULEPACK, SHARED).result == "conditional"
    decision = decide(RULEPACK, {**SHARED, doubted: DOUBTFUL})
    assert decision.result == "needs_information"
    assert questions(decision)[0] == doubted


def test_the_answer_settles_a_doubt() -> None:
    """Denied, the project passes as before; affirmed, it fails."""
    assert decide(RULEPACK, {**SHARED, "narrow_scope": False}).result == "conditional"
    assert decide(RULEPACK, {**SHARED, "narrow_scope": True}).result == "does_not_qualify"


def test_a_doubt_that_no_rule_asks_about_changes_nothing() -> None:
    """In-house use is no matter for AI that serves officers."""
    assert (
        decide(RULEPACK, {**AI, "in_house_only": DOUBTFUL}).result
        == decide(RULEPACK, AI).result
        == "conditional"
    )


def test_a_doubt_saves_no_project_that_fails() -> None:
    """What fails for another reason still fails."""
    told: Told = {**SHARED, "maintenance_only": True, "narrow_scope": DOUBTFUL}
    assert decide(RULEPACK, told).result == "does_not_qualify"
