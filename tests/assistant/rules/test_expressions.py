"""Three-valued evaluation: Kleene's laws, and that telling more never turns a decision."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.expressions import All, Any_, Expression, ExpressionError, FactIs, Not, parse_expression
from assistant.rules.facts import Below, FactValue
from assistant.rules.truth import Truth, conjunction, disjunction

FACTS = ["a", "b", "c"]
TRUTHS = st.lists(st.sampled_from(Truth), max_size=4)
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    st.builds(FactIs, st.sampled_from(FACTS)),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any_, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
)
KNOWN: st.SearchStrategy[dict[str, FactValue]] = st.dictionaries(st.sampled_from(FACTS), st.booleans())


@given(TRUTHS)
def test_de_morgan(values: list[Truth]) -> None:
    """Not all is the same as any not, with unknowns too."""
    assert ~conjunction(values) is disjunction(~value for value in values)


@given(EXPRESSIONS, KNOWN, st.sampled_from(FACTS), st.booleans())
def test_telling_more_never_turns_a_decision(
    expression: Expression, known: dict[str, FactValue], fact: str, value: bool
) -> None:
    """Once decided, an expression stays decided when a further fact is told."""
    before = expression.evaluate(known).truth
    if before is not Truth.UNKNOWN:
        assert expression.evaluate({fact: value, **known}).truth is before


@given(EXPRESSIONS, KNOWN)
def test_telling_what_is_missing_decides(expression: Expression, known: dict[str, FactValue]) -> None:
    """An unknown finding names facts; with all of them told, the expression is decided."""
    found = expression.evaluate(known)
    assert (found.truth is Truth.UNKNOWN) == bool(found.missing)
    told = {**known, **dict.fromkeys(found.missing, True)}
    while (again := expression.evaluate(told)).truth is Truth.UNKNOWN:
        told |= dict.fromkeys(again.missing, True)
        assert set(told) <= set(FACTS)


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (Decimal("9.99"), Truth.FALSE),
        (Decimal(10), Truth.TRUE),
        (Below(Decimal(10)), Truth.FALSE),
        (Below(Decimal("10.01")), Truth.UNKNOWN),
        (Below(Decimal("9.99"), reached=True), Truth.FALSE),
        (Below(Decimal(10), reached=True), Truth.UNKNOWN),
    ],
)
def test_a_threshold_is_inclusive(value: FactValue, truth: Truth) -> None:
    """At least 10 takes 10 in; a number told only as 'below 10' falls short, 'below 10.01' and 'at most 10' are open."""
    assert FactIs("a", Decimal(10)).evaluate({"a": value}).truth is truth


def test_where_sources_pull_apart_the_answer_stays_open() -> None:
    """`open` is unknown where its exception is told, and false where it is not told."""
    expression = parse_expression({"any": [{"fact": "a"}, {"open": {"fact": "b"}}]})
    assert expression.evaluate({"a": False, "b": True}).truth is Truth.UNKNOWN
    assert expression.evaluate({"a": False, "b": False}).truth is Truth.FALSE
    assert expression.evaluate({"a": True}).truth is Truth.TRUE


@pytest.mark.parametrize(
    "source",
    [{}, {"fact": 1}, {"all": []}, {"any": "a"}, {"fact": "a", "atleast": 1}, {"when": {"fact": "a"}}, "a"],
)
def test_what_the_grammar_does_not_know_is_refused(source: object) -> None:
    """A misspelt rule never loads."""
    with pytest.raises(ExpressionError):
        parse_expression(source)
