"""Cases, replies and records in a few words, for the tests of the suite."""

from typing import Any

from evals.cases import Case
from evals.record import Cited, Record, Told


def case(**fields: Any) -> Case:
    """Return a case: a factual question that `fields` change."""
    plain = {
        "id": "c1",
        "cat": "fact",
        "lang": "th",
        "turns": ["ตัวชี้วัดคืออะไร"],
        "outcome": ["answer"],
        "result": None,
        "approach": None,
        "cite": ["guideline-2569/goal-1"],
    }
    return Case.model_validate(plain | fields)


def verdict_case(**fields: Any) -> Case:
    """Return a case on a project that does not qualify under approach 1.2."""
    plain = {
        "outcome": ["verdict"],
        "result": ["does_not_qualify"],
        "approach": "1.2",
        "cite": ["guideline-2569/criteria-1.2"],
    }
    return case(**plain | fields)


def record(case_id: str = "c1", **fields: Any) -> Record:
    """Return a record of one turn: an answer that cites goal 1, which `fields` change."""
    cited = fields.pop("cited", ["guideline-2569/goal-1"])
    exact = fields.pop("exact", True)
    plain = {"outcome": "answer", "answer": "ตัวชี้วัดมีร้อยละ 80 [1]"}
    citations = tuple(
        Cited(number=number, anchor_id=anchor, heading="ตัวชี้วัด", quote="ตัวชี้วัดมีร้อยละ 80", exact=exact)
        for number, anchor in enumerate(cited, start=1)
    )
    return Record(case_id=case_id, turns=(Told(**plain | fields, citations=citations),))
