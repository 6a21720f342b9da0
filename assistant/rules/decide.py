"""From told facts to a decision: which approach the project is for, what each rule found, and what is still missing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.rules.facts import DOUBTFUL, UNSURE, Fact, FactValue, Told, complete
from assistant.rules.reasons import reason
from assistant.rules.rulepack import Criterion, Rule, Rulepack
from assistant.rules.truth import Truth
from corpus.passages import Localized

Result = Literal["qualifies", "conditional", "does_not_qualify", "needs_information"]
CheckResult = Literal["pass", "fail", "unknown"]
_RESULT: dict[Truth, CheckResult] = {Truth.TRUE: "pass", Truth.FALSE: "fail", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One rule, its result and reason. `missing`: facts that could still decide it, the unsure ones left out."""

    rule: Rule
    result: CheckResult
    reason: Localized
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules found.

    `approach` is the criterion that the decision is about, `None` where it turns on the general criteria or where the
    approach is open; `candidates` are then the approaches that may fit. `named` is the approach that the person
    named where another one fits. `missing` is in the order of what decides most; the `doubtful` of it may have been told
    against the project, and come first.
    """

    result: Result
    approach: Criterion | None
    candidates: tuple[Criterion, ...]
    named: Criterion | None
    checks: tuple[Checked, ...]
    missing: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


def decide(rulepack: Rulepack, told: Told, named: str | None = None, on: date | None = None) -> Decision:
    """Decide on the told facts; `named` is the approach that the person named, if any.

    `on`: the date (C.E.) that is asked about; rules that came into force later are left out. None takes them all.

    The result follows the contract: some required check fails - does not qualify; the approach's own criteria are
    open - needs information; everything passes - qualifies; otherwise conditional.
    """
    approach, candidates, mismatch = _approach(rulepack, told, named)
    if approach is None:
        return _undetermined(rulepack, told, candidates, on)
    told = _with_assumptions(approach, told) if named == approach.approach else told
    general = [each for each in rulepack.criteria if not each.approach]
    checks = _check(rulepack, told, [approach, *general], on)
    result, doubtful = _result(checks), _doubtful(checks, told)
    if result in ("qualifies", "conditional") and doubtful:
        result = "needs_information"
    missing = _missing(rulepack, checks, told)
    return Decision(result, approach, (approach,), mismatch, checks, missing, doubtful)


def _with_assumptions(criterion: Criterion, told: Told) -> Told:
    """Naming an approach claims that the project is of its kind, unless something else was told."""
    return {**dict.fromkeys(criterion.assumes, True), **told}


def _approach(
    rulepack: Rulepack, told: Told, named: str | None
) -> tuple[Criterion | None, tuple[Criterion, ...], Criterion | None]:
    known = complete(rulepack.facts, told)
    fit = {each: each.fits.evaluate(known).truth for each in rulepack.approaches.values() if each.fits}
    surely = tuple(each for each, truth in fit.items() if truth is Truth.TRUE)
    maybe = tuple(each for each, truth in fit.items() if truth is Truth.UNKNOWN)
    claimed = rulepack.approaches.get(named or "")
    if claimed and (len(surely) != 1 or surely[0] is claimed):
        return claimed, (claimed,), None
    if len(surely) == 1:
        return surely[0], surely, claimed
    kinds = [name for name, fact in rulepack.facts.items() if fact.group == "kind"]
    if surely or any(known.get(name) is True for name in kinds):
        return None, surely or maybe, None
    return None, (), None


def _undetermined(
    rulepack: Rulepack, told: Told, candidates: tuple[Criterion, ...], on: date | None
) -> Decision:
    """Decide without an approach: on the general criteria, or on what every approach that may fit has in common."""
    general = [each for each in rulepack.criteria if not each.approach]
    checks = _check(rulepack, told, general, on)
    if any(each.result == "fail" for each in checks):
        return Decision("does_not_qualify", None, candidates, None, checks, ())
    decisions = [(each, _check(rulepack, told, [each, *general], on)) for each in candidates]
    if decisions and all(_result(found) == "does_not_qualify" for _, found in decisions):
        first, found = decisions[0]
        return Decision("does_not_qualify", first, candidates, None, found, ())
    known = complete(rulepack.facts, told)
    asked = [fact for each in candidates if each.fits for fact in each.fits.evaluate(known).missing]
    if (
        candidates and not asked
    ):  # several fit for certain: what their own criteria still need tells them apart
        asked = [
            fact
            for _, found in decisions
            for each in found
            if each.rule.kind == "own"
            for fact in each.missing
        ]
    kinds = [name for name, fact in rulepack.facts.items() if fact.group == "kind"] if not candidates else []
    missing = [fact for fact in dict.fromkeys([*asked, *kinds]) if told.get(fact) != UNSURE]
    return Decision("needs_information", None, candidates, None, checks, tuple(missing))


def _check(
    rulepack: Rulepack, told: Told, criteria: Iterable[Criterion], on: date | None
) -> tuple[Checked, ...]:
    known = complete(rulepack.facts, told)
    rules = [rule for criterion in criteria for rule in criterion.rules]
    return tuple(
        _evaluate(rulepack.facts, rule, known, told)
        for rule in rules
        if (rule.applies is None or rule.applies.evaluate(known).truth is Truth.TRUE)
        and (rule.since is None or on is None or rule.since <= on)
    )


def _evaluate(facts: Mapping[str, Fact], rule: Rule, known: Mapping[str, FactValue], told: Told) -> Checked:
    found = rule.require.evaluate(known)
    result = _RESULT[found.truth]
    missing = tuple(fact for fact in found.missing if told.get(fact) != UNSURE)
    return Checked(rule, result, reason(facts, rule, result, found.missing, known, told), missing)


def _result(checks: Iterable[Checked]) -> Result:
    results = {(each.rule.kind == "own", each.result) for each in checks}
    found = {result for _, result in results}
    if "fail" in found:
        return "does_not_qualify"
    if (True, "unknown") in results:
        return "needs_information"
    return "conditional" if "unknown" in found else "qualifies"


def _doubtful(checks: Iterable[Checked], told: Told) -> tuple[str, ...]:
    """Return what open checks wait for and was perhaps told, in the order of the checks."""
    waiting = (fact for each in checks if each.result == "unknown" for fact in each.missing)
    return tuple(fact for fact in dict.fromkeys(waiting) if told.get(fact) == DOUBTFUL)


def _missing(rulepack: Rulepack, checks: tuple[Checked, ...], told: Told) -> tuple[str, ...]:
    """Order the missing facts: doubtful ones, the approach's own criteria, then by how many open checks wait for them."""
    if any(each.result == "fail" for each in checks):
        return ()
    asked = {
        each: {
            _asked(rulepack, fact, told) for fact in each.missing if told.get(rulepack.asks(fact)) != UNSURE
        }
        for each in checks
    }
    own = {fact for each in checks if each.rule.kind == "own" for fact in asked[each]}
    waiting = Counter(fact for each in checks for fact in asked[each])
    order = list(rulepack.facts)
    return tuple(
        sorted(
            waiting,
            key=lambda fact: (told.get(fact) != DOUBTFUL, fact not in own, -waiting[fact], order.index(fact)),
        )
    )


def _asked(rulepack: Rulepack, fact: str, told: Told) -> str:
    """Return the fact whose question is put: what is doubtful is asked for by itself."""
    return fact if told.get(fact) == DOUBTFUL else rulepack.asks(fact)
