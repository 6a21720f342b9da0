"""The gate catches regressions that are planted one at a time; without one, it passes."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import assistant.understand
from assistant import guard, pipeline, statements
from assistant.compose import fact
from assistant.conversations import State
from assistant.pipeline import Assistant
from assistant.provisions import Named, Provisions
from assistant.reading import reader, tagger
from assistant.rules import decide
from assistant.rules.rulepack import RULES, load
from corpus import normalisation, text
from corpus.store.store import Store
from evals.baseline import Row, row
from evals.cases import CASES, read
from evals.gate import Verdict, judge
from evals.metrics.grade import grade
from evals.run import ask
from evals.targets import Pipeline

SEED = read(CASES / "seed.jsonl")

Plant = Callable[[pytest.MonkeyPatch, Pipeline, Path], None]


@pytest.fixture(scope="module")
def store(data_dir: Path) -> Store:
    """Return the store of the shipped corpus."""
    return Store(data_dir)


@pytest.fixture(scope="module")
def before(store: Store) -> dict[str, Row]:
    """Return the baseline of the system as it is."""
    return {each.id: each for each in _run(Pipeline(store), None)[0]}


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """Leave nothing that a planted fault has worked out to the next test, nor the other way round."""
    forget = [
        each.cache_clear
        for module in (normalisation, text, tagger, statements)
        for each in vars(module).values()
        if hasattr(each, "cache_parameters") and each.cache_parameters()["maxsize"]
    ]
    for each in forget:
        each()
    yield
    for each in forget:
        each()


def _run(target: Pipeline, baseline: dict[str, Row] | None) -> tuple[list[Row], Verdict]:
    """Return the rows of a run, and what the gate says of it."""
    records = ask(SEED, target)
    grades = [grade(case, record) for case, record in zip(SEED, records, strict=True)]
    rows = [row(record, each) for record, each in zip(records, grades, strict=True)]
    return rows, judge(SEED, grades, rows, baseline)


def _rules(file: str, old: str, new: str, count: int = 0) -> Plant:
    """Return the plant of a rule file in which `old` reads `new`."""

    def plant(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
        shutil.copytree(RULES, folder / "rules")
        path = folder / "rules" / "2569" / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(re.sub(re.escape(old), new, text, count=count), encoding="utf-8")
        patch.setattr(target.assistant, "rulepack", load(folder=folder / "rules"))

    return plant


def _citation_swapped(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    _rules("criteria-1.2", "at: guideline-2569/criteria-1.2", "at: guideline-2569/criteria-2.1")(
        patch, target, folder
    )


def _abstention_loosened(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    real = fact.find

    def find(question, hits, named, fit, evidence, language, fiscal_year):  # type: ignore[no-untyped-def]
        found = real(question, hits, named, fit, evidence, language, fiscal_year)
        if isinstance(found, fact.Silent) and hits:
            return fact.Found.of(*fit.statements.at(hits[0].anchor_id, language)[:1])
        return found

    patch.setattr(fact, "find", find)


def _abstention_tightened(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(fact, "find", lambda *_args, **_more: fact.Silent())


def _negation_ignored(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(reader, "denied", lambda *_args, **_more: False)
    patch.setattr(reader, "trailing_denial", lambda *_args: False)


def _digits_not_normalised(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(normalisation, "_THAI_DIGIT", re.compile("(?!)"))


def _provisions_not_read(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(Provisions, "read", lambda *_args: Named())


def _years_not_heeded(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(Assistant, "_other_year", lambda *_args: None)


def _quotes_altered(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    real = pipeline._reply

    def reply(*arguments):  # type: ignore[no-untyped-def]
        made = real(*arguments)
        altered = [each.model_copy(update={"quote": f"{each.quote} ทุกกรณี"}) for each in made.citations]
        return made.model_copy(update={"citations": tuple(altered)})

    patch.setattr(pipeline, "_reply", reply)
    patch.setattr(guard, "check", lambda made, _generation: made)


def _always_english(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    patch.setattr(assistant.understand, "_language", lambda *_args: "en")


def _conditions_dropped(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    real = decide._result

    def result(checks):  # type: ignore[no-untyped-def]
        found = real(checks)
        return "qualifies" if found == "conditional" else found

    patch.setattr(decide, "_result", result)


def _conversation_forgotten(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    real = Assistant._told
    patch.setattr(Assistant, "_told", lambda self, read, named, _state: real(self, read, named, State()))


def _unknown_is_false(patch: pytest.MonkeyPatch, target: Pipeline, folder: Path) -> None:
    real = decide._result

    def result(checks):  # type: ignore[no-untyped-def]
        found = real(checks)
        return "does_not_qualify" if found == "needs_information" else found

    patch.setattr(decide, "_result", result)


PLANTS: dict[str, Plant] = {
    "threshold of 2.2 up by 1": _rules("criteria-2.2", "at_least: 10", "at_least: 11"),
    "threshold of 3.2 down by 1": _rules("criteria-3.2", "at_least: 10", "at_least: 9"),
    "threshold of 2.2 for time alone down by 1": _rules(
        "criteria-2.2", "{fact: time_reduction, at_least: 10}", "{fact: time_reduction, at_least: 9}"
    ),
    "one agency is enough": _rules("criterion-2", "at_least: 2", "at_least: 1"),
    "maintenance not excluded": _rules(
        "criteria-1.2", "{not: {fact: maintenance_only}}", "{not: {fact: narrow_scope}}"
    ),
    "security not required": _rules(
        "criteria-2.1", "require: {fact: high_security}", "require: {fact: platform}"
    ),
    "citation swapped": _citation_swapped,
    "abstention loosened": _abstention_loosened,
    "abstention tightened": _abstention_tightened,
    "negation ignored": _negation_ignored,
    "analyzer without Thai digits": _digits_not_normalised,
    "named provisions not read": _provisions_not_read,
    "fiscal year not heeded": _years_not_heeded,
    "quotes altered": _quotes_altered,
    "always in English": _always_english,
    "conditions dropped": _conditions_dropped,
    "conversation forgotten": _conversation_forgotten,
    "unknown counts as false": _unknown_is_false,
}


def test_without_a_fault_the_gate_passes(store: Store, before: dict[str, Row]) -> None:
    """The same system against its own baseline: nothing has changed, and nothing speaks against it."""
    gate = _run(Pipeline(store), before)[1]
    assert gate.reasons == ()
    assert set(gate.changes.values()) == {"unchanged"}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_regression_fails_the_gate(
    name: str, store: Store, before: dict[str, Row], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each fault, by itself, breaks cases and fails the gate."""
    target = Pipeline(store)
    PLANTS[name](monkeypatch, target, tmp_path)
    gate = _run(target, before)[1]
    assert not gate.passed
    assert "broken" in gate.changes.values()
