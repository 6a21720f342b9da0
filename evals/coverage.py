"""Which anchors and rules the cases exercise, and how often; what none exercises is not tested."""

from collections.abc import Mapping, Sequence

from assistant.rules.rulepack import load
from corpus.passages import Value
from evals.cases import Case, corpus_anchors, matches
from evals.metrics.grade import Grade
from evals.record import Record


class Coverage(Value):
    """`anchors`: cases that ask for each to be cited. `rules`: cases with a right verdict in which each was decided.

    A rule's counts are by what it found: pass, fail, and unknown, which decides nothing.
    """

    anchors: Mapping[str, int]
    rules: Mapping[str, Mapping[str, int]]

    @property
    def missing(self) -> tuple[str, ...]:
        """The anchors that no case asks for, and the rules that no case decides."""
        rules = (name for name, found in self.rules.items() if not found["pass"] + found["fail"])
        return (*(name for name, count in self.anchors.items() if not count), *rules)


def cover(cases: Sequence[Case], records: Sequence[Record], grades: Sequence[Grade]) -> Coverage:
    """Return the coverage; the three go together, in one order."""
    anchors = {
        anchor: sum(
            any(matches(name, anchor) or name == anchor for name in {*case.cite, *case.gold})
            for case in cases
        )
        for anchor in corpus_anchors()
    }
    rules = {rule.id: {"pass": 0, "fail": 0, "unknown": 0} for rule in load().rules()}
    for case, record, grade in zip(cases, records, grades, strict=True):
        if case.result is not None and grade.figures["verdict"]:
            for check in record.last.checks:
                if check.rule_id in rules:  # another version's server may have other rules
                    rules[check.rule_id][check.result] += 1
    return Coverage(anchors=anchors, rules=rules)
