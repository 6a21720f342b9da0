"""Whether other words for the same question get the same verdict."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from evals.cases import Case
from evals.record import Record


def groups(cases: Sequence[Case]) -> dict[str, list[str]]:
    """Return the ids that ask the same, by the id of the first; only where there are at least two."""
    found: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        found[case.paraphrase_of or case.id].append(case.id)
    return {name: ids for name, ids in sorted(found.items()) if len(ids) > 1}


def stability(cases: Sequence[Case], records: Mapping[str, Record]) -> dict[str, float]:
    """Return per group the share of its paraphrases whose outcome, verdict and approach are the first case's."""
    found = {}
    for name, ids in groups(cases).items():
        first = _came_to(records[name if name in ids else ids[0]])
        others = [each for each in ids if each != name] if name in ids else ids[1:]
        found[name] = sum(_came_to(records[each]) == first for each in others) / len(others)
    return found


def _came_to(record: Record) -> tuple[str, str | None, str | None]:
    return record.last.outcome, record.last.result, record.last.approach
