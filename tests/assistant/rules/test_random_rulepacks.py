"""Properties of a decision that hold in any rulepack, tried on random rulepacks and random facts."""

from collections.abc import Mapping
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.decide import Decision, decide
from assistant.rules.expressions import All, Any_, Expression, FactIs, Not, When
from assistant.rules.facts import Fact, FactValue
from assistant.rules.rulepack import Criterion, Kind, Rule, Rulepack
from corpus.passages import Localized

NAMES = ("a", "b", "c", "d", "e")
TEXT = Localized(th="-", en="-")
APPROACHES = ("1.1", "2.2")

EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    st.builds(FactIs, st.sampled_from(NAMES)),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any_, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(When, inner, inner),
    ),
    max_leaves=6,
)


def criterion(number: int, approach: str | None, kinds: list[Kind], requires: list[Expression]) -> Criterion:
    """Return a criterion of one rule for each expression."""
    rules = tuple(
        Rule(f"{number}/{n}", kind, TEXT, require, (), {}, None, None)
        for n, (kind, require) in enumerate(zip(kinds, requires, strict=False))
    )
    fits = FactIs(approach) if approach else None
    return Criterion(f"c{number}", TEXT, rules, approach, fits, (), (), ())


@st.composite
def rulepacks(draw: st.DrawFn) -> Rulepack:
    """Return a rulepack of two approaches and one general criterion, without conventions for silence."""
    facts = {}
    for place, name in enumerate(NAMES):
        later = st.sampled_from(NAMES[place + 1 :]) if place + 1 < len(NAMES) else st.nothing()
        implies = draw(st.dictionaries(later, st.booleans(), max_size=1)) if place + 1 < len(NAMES) else {}
        facts[name] = Fact(id=name, type="bool", label=TEXT, question=TEXT, implies=implies)
    for name in APPROACHES:
        facts[name] = Fact(id=name, type="bool", label=TEXT, question=TEXT, group="kind")
    requires = st.lists(EXPRESSIONS, min_size=1, max_size=3)
    own: list[Kind] = ["own", "exclusion", "duty"]
    criteria = [criterion(n, each, own, draw(requires)) for n, each in enumerate(APPROACHES)]
    criteria.append(criterion(9, None, ["general"] * 3, draw(requires)))
    return Rulepack("test", 2569, TEXT, facts, tuple(criteria))


TOLD = st.dictionaries(st.sampled_from(NAMES), st.booleans())


def ask(rulepack: Rulepack, told: Mapping[str, FactValue | str]) -> Decision:
    """Decide about a project of the first approach."""
    return decide(rulepack, {"1.1": True, **told})


def completions(told: Mapping[str, bool]) -> list[dict[str, FactValue]]:
    """Return every way to tell all facts that agrees with what is told."""
    left = [name for name in NAMES if name not in told]
    return [
        {**told, **dict(zip(left, each, strict=True))} for each in product((True, False), repeat=len(left))
    ]


@given(rulepacks(), TOLD, st.randoms())
def test_the_order_of_facts_does_not_matter(
    rulepack: Rulepack, told: dict[str, bool], random: Random
) -> None:
    """Facts told in any order give the same decision."""
    shuffled = list(told.items())
    random.shuffle(shuffled)
    one, other = ask(rulepack, told), ask(rulepack, dict(shuffled))
    assert (one.result, one.checks, one.missing) == (other.result, other.checks, other.missing)


@given(rulepacks(), TOLD)
def test_what_is_decided_no_further_fact_can_flip(rulepack: Rulepack, told: dict[str, bool]) -> None:
    """Every way to tell the rest that does not contradict what follows already comes to the same result."""
    implied: dict[str, bool] = dict(told)
    for name in NAMES:
        if implied.get(name):
            implied = {**rulepack.facts[name].implies, **implied}
    result = ask(rulepack, told).result
    if result in ("qualifies", "does_not_qualify"):
        assert {ask(rulepack, each).result for each in completions(implied)} == {result}


@given(rulepacks(), TOLD, st.data())
def test_answering_what_is_missing_decides(
    rulepack: Rulepack, told: dict[str, bool], data: st.DataObject
) -> None:
    """Whatever is answered, when nothing is missing any more the result is a yes or a no."""
    facts = dict(told)
    while missing := ask(rulepack, facts).missing:
        assert missing[0] not in facts
        facts[missing[0]] = data.draw(st.booleans())
    assert ask(rulepack, facts).result in ("qualifies", "does_not_qualify")


@given(rulepacks(), TOLD)
def test_all_told_is_two_valued_logic(rulepack: Rulepack, told: dict[str, bool]) -> None:
    """With every fact told, a project qualifies exactly where each rule holds in plain logic."""
    for each in completions(told):
        own, _, general = rulepack.criteria
        holds = all(_plain(rule.require, each) for rule in (*own.rules, *general.rules))
        assert ask(rulepack, each).result == ("qualifies" if holds else "does_not_qualify")


@given(rulepacks(), TOLD)
def test_unsure_is_as_open_as_untold_and_never_asked(rulepack: Rulepack, told: dict[str, bool]) -> None:
    """A fact that the person cannot say decides nothing, and no question is put for it."""
    unsure = dict.fromkeys([name for name in NAMES if name not in told], "unsure")
    free = {name: fact.model_copy(update={"implies": {}}) for name, fact in rulepack.facts.items()}
    plain = Rulepack("test", 2569, TEXT, free, rulepack.criteria)
    decision = ask(plain, {**told, **unsure})
    assert decision.result == ask(plain, told).result
    assert not set(decision.missing) & set(unsure)


def _plain(expression: Expression, facts: Mapping[str, FactValue]) -> bool:
    match expression:
        case FactIs(fact):
            return bool(facts[fact])
        case Not(inner):
            return not _plain(inner, facts)
        case All(parts):
            return all(_plain(part, facts) for part in parts)
        case Any_(parts):
            return any(_plain(part, facts) for part in parts)
        case When(condition, duty):
            return not _plain(condition, facts) or _plain(duty, facts)
    raise AssertionError(expression)
