"""The described projects: deterministic, many, the splits apart, and their truth as a table."""

import re
from collections import Counter
from itertools import combinations

import pytest

from evals.projects import (
    HELD_BACK,
    SPLITS,
    Language,
    Outcome,
    Project,
    Told,
    bare,
    generate,
    report,
    truth,
    wordings,
)

PROJECTS = generate()


def test_the_same_seed_gives_the_same_projects() -> None:
    """Two runs with one seed agree, and another seed differs."""
    assert generate() == PROJECTS
    assert generate(seed=1, each=20) != generate(seed=2, each=20)


def test_there_are_many_and_most_are_thai() -> None:
    """There are enough projects, no two alike."""
    assert len(PROJECTS) >= 2400
    assert sum(each.language == "th" for each in PROJECTS) >= 0.6 * len(PROJECTS)
    assert len({each.id for each in PROJECTS}) == len({each.turns for each in PROJECTS}) == len(PROJECTS)


@pytest.mark.parametrize("split", SPLITS)
def test_every_result_and_approach_is_there(split: str) -> None:
    """No split lacks a kind of verdict."""
    mine = [each for each in PROJECTS if each.split == split]
    results = Counter(each.result for each in mine)
    assert min(results[each] for each in ("conditional", "does_not_qualify", "needs_information")) >= 300
    assert {each.approach for each in mine} == {None, "1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"}


def test_the_splits_share_no_wording() -> None:
    """A wording of one split does not come back in another, and every value that projects tell has some in each."""
    apart = {split: {bare(each.text) for each in wordings() if each.split == split} for split in SPLITS}
    assert not any(apart[one] & apart[other] for one, other in combinations(SPLITS, 2))
    made_of = {(each.topic, each.value) for each in wordings() if each.author == "first"}
    languages: tuple[Language, ...] = ("th", "en")
    cells = {(*cell, language) for cell in made_of for language in languages}
    found = Counter((each.topic, each.value, each.language, each.split) for each in wordings())
    assert not [cell for cell in cells for split in SPLITS if not found[*cell, split]]


def test_a_held_back_author_is_in_no_other_split() -> None:
    """All the wordings of these authors, and no one else's, are unseen."""
    assert {each.author for each in wordings() if each.split == "unseen"} == set(HELD_BACK)
    assert {each.split for each in wordings() if each.author in HELD_BACK} == {"unseen"}


def test_every_wording_has_the_slots_of_its_value() -> None:
    """All authors' words for a value take the same figures."""
    slots: dict[tuple[str, str], set[frozenset[str]]] = {}
    for each in wordings():
        slots.setdefault((each.topic, each.value), set()).add(frozenset(re.findall(r"{(\w+)}", each.text)))
    assert not {cell: found for cell, found in slots.items() if len(found) > 1}


SERVICE = {"kind": "service", "focus": "yes", "delivery": "one_stop", "portal": "yes"}
PLATFORM = {"kind": "platform", "reach": "shared", "security": "high"}
TRAINING = {"kind": "training", "trainees": "yes", "curriculum": "yes"}


@pytest.mark.parametrize(
    ("told", "result", "approach"),
    [
        (TRAINING, "conditional", "1.1"),
        (TRAINING | {"curriculum": "other"}, "does_not_qualify", "1.1"),
        (TRAINING | {"trainees": "no"}, "does_not_qualify", "1.1"),
        (TRAINING | {"trainees": "unsure"}, "needs_information", "1.1"),
        ({"kind": "training"}, "needs_information", "1.1"),
        ({"kind": "infrastructure", "reach": "shared"}, "conditional", "1.2"),
        ({"kind": "infrastructure", "reach": "in_house"}, "does_not_qualify", "1.2"),
        ({"kind": "infrastructure", "reach": "not_in_house"}, "needs_information", "1.2"),
        ({"kind": "infrastructure", "reach": "shared", "narrow": "yes"}, "does_not_qualify", "1.2"),
        ({"kind": "infrastructure", "maintenance": "yes"}, "does_not_qualify", "1.2"),
        ({"kind": "cloud", "cloud_first": "yes", "reach": "in_house"}, "conditional", "1.3"),
        ({"kind": "cloud", "cloud_first": "no"}, "does_not_qualify", "1.3"),
        ({"kind": "cloud", "cloud_first": "unsure"}, "needs_information", "1.3"),
        (PLATFORM, "conditional", "2.1"),
        (PLATFORM | {"security": "low"}, "does_not_qualify", "2.1"),
        (PLATFORM | {"security": "unsure"}, "needs_information", "2.1"),
        ({"kind": "system", "reach": "in_house"}, "does_not_qualify", "2.1"),
        ({"kind": "system"}, "needs_information", None),
        ({"kind": "ai_staff", "saving": "meets", "reach": "in_house"}, "conditional", "2.2"),
        ({"kind": "ai_staff", "saving": "misses"}, "does_not_qualify", "2.2"),
        ({"kind": "ai_staff", "saving": "unsure"}, "needs_information", "2.2"),
        ({"kind": "ai_citizens", "saving": "meets"}, "conditional", "3.2"),
        ({"kind": "ai_citizens", "benefit": "unstated"}, "does_not_qualify", "3.2"),
        ({"kind": "ai_unsaid"}, "needs_information", None),
        (SERVICE, "conditional", "3.1"),
        (SERVICE | {"delivery": "integrated"}, "conditional", "3.1"),
        (SERVICE | {"delivery": "cannot"}, "does_not_qualify", "3.1"),
        (SERVICE | {"portal": "no"}, "does_not_qualify", "3.1"),
        (SERVICE | {"own_only": "yes"}, "does_not_qualify", "3.1"),
        ({"kind": "service", "focus": "yes"}, "needs_information", "3.1"),
        ({"approach": "1.3", "cloud_first": "no"}, "does_not_qualify", "1.3"),
        (PLATFORM | {"agencies": "one"}, "does_not_qualify", "2.1"),
        (PLATFORM | {"reach": "free", "agencies": "one"}, "conditional", "2.1"),
        ({"kind": "cloud", "cloud_first": "yes", "agencies": "one"}, "conditional", "1.3"),
        (SERVICE | {"agencies": "many", "background": "stated"}, "conditional", "3.1"),
        (SERVICE | {"funding": "duplicate"}, "does_not_qualify", "3.1"),
        (SERVICE | {"strategy": "no"}, "does_not_qualify", "3.1"),
        ({"kind": "nameless", "funding": "duplicate"}, "does_not_qualify", None),
        ({"kind": "nameless"}, "needs_information", None),
    ],
)
def test_truth(told: Told, result: str, approach: str | None) -> None:
    """The verdict follows from what is told."""
    assert truth(told) == (result, approach)


def test_the_report_tells_wrong_passes_apart() -> None:
    """A project that passes without cause is counted by itself."""
    project = Project("dev-0001", "en", ("An AI project.",), "needs_information", None, "dev")
    text = report(
        [Outcome(project, "conditional", "2.2", {}), Outcome(project, "needs_information", None, {})]
    )
    assert "all       2 projects  verdict right 50.0%  approach right 50.0%  wrongly passed 1" in text
