"""One reply held against its case: the checks it passes, and its figures."""

import re
from collections.abc import Mapping

from corpus.passages import Value
from corpus.text import language_of
from evals.cases import Case, matches
from evals.metrics.ranking import ranking
from evals.metrics.support import unsupported
from evals.record import Record, Told

CHECKS = ("outcome", "result", "approach", "cite", "must", "must_not", "language", "quotes")
"""What a reply has to pass, each where the case asks for it; a case passes that passes all."""

GENERAL = (
    *(f"guideline-2569/criterion-{number}" for number in range(1, 8)),
    "guideline-2569/integration-forms",
    "guideline-2569/central-platforms",
    "guideline-2569/goal-3",
    "budget-act-2561/section-16",
    "budget-act-2561/section-31",
    "platform-notice-2567/clause-4",
)
"""Anchors that any verdict may cite rightly: the general criteria and duties that it has to list (contract.md)."""

_QUOTED = re.compile(r"^>.*$|“[^”]*”|\"[^\"]*\"|\[\d+\]|_[^_\n]+_$", re.MULTILINE)


class Grade(Value):
    """What a reply came to. `checks`: per name True, False, or None where the case does not ask for it.

    `figures`: per name a number, absent where it does not apply; see `evals.metrics.summary.MEASURES` for their meaning.
    """

    case_id: str
    checks: Mapping[str, bool | None]
    figures: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Say whether every check that applies is passed."""
        return all(each is not False for each in self.checks.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """The checks that fail."""
        return tuple(name for name in CHECKS if self.checks[name] is False)


def grade(case: Case, record: Record) -> Grade:
    """Return the grade of a case's last reply."""
    last = record.last
    checks = _checks(case, last)
    passed = all(each is not False for each in checks.values())
    figures = {
        "passed": float(passed),
        "score": score(case, last, checks),
        "wrong_qualifies": float(wrong_qualifies(case, last)),
        "wrong_pass": float(wrong_pass(case, last)),
        "length": float(len(last.answer)),
    }
    if case.result is not None:
        figures["verdict"] = float(checks["outcome"] is True and checks["result"] is not False)
    figures["outcome"] = float(checks["outcome"] is True)
    if case.answerable:
        figures["false_silence"] = float(last.outcome == "no_answer")
    if case.unanswerable:
        figures["false_speech"] = float(last.outcome != "no_answer")
    figures |= _citations(case, last) | _facts(case, last) | ranking(case, record)
    if checks["language"] is not None:
        figures["language"] = float(checks["language"])
    if (share := unsupported(case, last)) is not None:
        figures["unsupported"] = share
    return Grade(case_id=case.id, checks=checks, figures=figures)


def _checks(case: Case, last: Told) -> dict[str, bool | None]:
    text = "\n".join((last.answer, *(each.quote for each in last.citations)))
    spoke = last.outcome == "verdict" and case.result is not None
    cited = [each.anchor_id for each in last.citations]
    exact = [each.exact for each in last.citations if each.exact is not None]
    return {
        "outcome": last.outcome in case.outcome,
        "result": last.result in (case.result or ()) if spoke else None,
        "approach": last.approach == case.approach if spoke else None,
        "cite": any(matches(anchor, name) for anchor in cited for name in case.cite) if case.cite else None,
        "must": all(_says(pattern, text) for pattern in case.must) if case.must else None,
        "must_not": not any(_says(pattern, last.answer) for pattern in case.must_not)
        if case.must_not
        else None,
        "language": language_of(_QUOTED.sub(" ", last.answer)) == case.lang if last.answer else None,
        "quotes": all(exact) if exact else None,
    }


def wrong_qualifies(case: Case, last: Told) -> bool:
    """Say whether the reply says 'qualifies' where that is not right: the dearest error there is."""
    return last.result == "qualifies" and "qualifies" not in (case.result or ())


def wrong_pass(case: Case, last: Told) -> bool:
    """Say whether a project passes, with conditions or without, that must not."""
    return last.result in ("qualifies", "conditional") and not case.passes


def score(case: Case, last: Told, checks: Mapping[str, bool | None]) -> float:
    """Return the reward of truthfulness, after CRAG (Yang et al. 2024): a wrong answer costs more than silence.

    1: all is right. 0.5: the outcome and the verdict are right, and something else is missing. 0: it keeps silent or asks
    where an answer was due. -1: it says what is not so, or answers where the corpus is silent.
    """
    if all(each is not False for each in checks.values()):
        return 1.0
    told_right = checks["outcome"] and checks["result"] is not False and checks["approach"] is not False
    if told_right and checks["must_not"] is not False and checks["quotes"] is not False:
        return 0.5
    holds_back = last.outcome in ("no_answer", "clarify", "error") or last.result == "needs_information"
    return 0.0 if holds_back and not told_right else -1.0


def _citations(case: Case, last: Told) -> dict[str, float]:
    """Return precision (cited anchors that are right), recall (gold ones that are cited) and the share of exact quotes."""
    found: dict[str, float] = {}
    cited = list(dict.fromkeys(each.anchor_id for each in last.citations))
    exact = [each.exact for each in last.citations if each.exact is not None]
    if exact:
        found["exact_quotes"] = sum(exact) / len(exact)
    if not case.cite and not case.gold:
        return found
    right = (*case.cite, *case.gold, *(GENERAL if case.result else ()))
    if cited:
        found["citation_precision"] = sum(
            any(matches(anchor, name) for name in right) for anchor in cited
        ) / len(cited)
    wanted = case.gold or case.cite
    hits = [any(matches(anchor, name) for anchor in cited) for name in wanted]
    found["citation_recall"] = sum(hits) / len(hits) if case.gold else float(any(hits))
    return found


def _facts(case: Case, last: Told) -> dict[str, float]:
    text = "\n".join((last.answer, *(each.quote for each in last.citations)))
    found = {}
    if case.must:
        found["fact_recall"] = sum(_says(each, text) for each in case.must) / len(case.must)
    if case.must_not:
        found["forbidden"] = sum(_says(each, last.answer) for each in case.must_not) / len(case.must_not)
    return found


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
