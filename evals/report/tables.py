"""The cases as CSV, for a spreadsheet, and as JUnit XML, for a CI server."""

import csv as _csv
import io
from collections import defaultdict
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    tostring,
)

from evals.metrics.grade import CHECKS
from evals.metrics.summary import MEASURES
from evals.suite import Judged, Results


def csv(results: Results) -> str:
    """Return one row a case, with a byte order mark, by which Excel reads Thai."""
    columns = (
        "id", "cat", "lang", "split", "tags", "question", "expected_outcome", "expected_result", "expected_approach",
        "outcome", "result", "approach", "passed", "failed", "must_pass", "change", "left_out", "cited", "answer", "error",
    )  # fmt: skip
    written = io.StringIO()
    table = _csv.writer(written, lineterminator="\n")
    table.writerow(
        [*columns, *(f"check_{name}" for name in CHECKS), *(f"figure_{name}" for name in MEASURES)]
    )
    for each in results.cases:
        case, last = each.case, each.record.last
        row = [
            case.id, case.cat, case.lang, case.split, " ".join(case.tags), _inert(" / ".join(case.turns)),
            "|".join(case.outcome), "|".join(case.result or ()), case.approach or "",
            last.outcome, last.result or "", last.approach or "",
            each.grade.passed, " ".join(each.grade.failed), case.must_pass,
            results.gate.changes.get(case.id, ""), each.left_out or "",
            " ".join(dict.fromkeys(one.anchor_id for one in last.citations)), _inert(last.answer), each.record.error or "",
        ]  # fmt: skip
        checks = ["" if each.grade.checks[name] is None else each.grade.checks[name] for name in CHECKS]
        table.writerow([*row, *checks, *(each.grade.figures.get(name, "") for name in MEASURES)])
    return "\ufeff" + written.getvalue()


def junit(results: Results) -> str:
    """Return a suite per category; a failure that the baseline knows already is skipped, and says so."""
    whole = Element("testsuites", name="dga eval")
    by_category: dict[str, list[Judged]] = defaultdict(list)
    for each in results.cases:
        by_category[each.case.cat].append(each)
    for name, members in sorted(by_category.items()):
        suite = SubElement(whole, "testsuite", name=name, tests=str(len(members)))
        failures = errors = skipped = 0
        for each in members:
            spent = each.record.seconds.get("reply", 0.0)
            test = SubElement(
                suite, "testcase", classname=f"eval.{name}", name=each.case.id, time=f"{spent:.4f}"
            )
            if each.grade.passed:
                continue
            said = _clean(f"{', '.join(each.grade.failed)}\n{described(each)}")
            if each.record.error:
                errors += 1
                SubElement(test, "error", message=_clean(each.record.error)).text = said
            elif each.before is not None and not each.before.passed:
                skipped += 1
                SubElement(test, "skipped", message="fails in the baseline too")
            else:
                failures += 1
                SubElement(test, "failure", message=f"fails: {', '.join(each.grade.failed)}").text = said
        suite.set("failures", str(failures))
        suite.set("errors", str(errors))
        suite.set("skipped", str(skipped))
    gate = SubElement(whole, "testsuite", name="gate", tests="1", failures=str(int(not results.gate.passed)))
    test = SubElement(gate, "testcase", classname="eval.gate", name="gate")
    if not results.gate.passed:
        SubElement(test, "failure", message="; ".join(each.en for each in results.gate.reasons))
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def described(each: Judged) -> str:
    """Return what was asked, what is right, and what came, as plain text."""
    case, last = each.case, each.record.last
    return "\n".join(
        (
            *case.turns,
            f"expected: {'|'.join(case.outcome)} {'|'.join(case.result or ())} {case.approach or ''}".rstrip(),
            f"got: {last.outcome} {last.result or ''} {last.approach or ''}".rstrip(),
            last.answer,
        )
    )


def _inert(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _clean(text: str) -> str:
    """Return text without the control characters that XML does not allow."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
