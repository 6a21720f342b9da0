"""What is wrong with the cases beyond their schema, and what is merely suspect: duplicates, dead links, lopsidedness."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from corpus.passages import Localized, Value
from corpus.text import language_of, normalise
from evals.cases import Case, corpus_anchors, matches

NEAR = 90.0
"""Similarity (0 to 100, indel) from which two questions count as nearly the same."""
THAI = 0.7
"""Share of the cases that ought to be in Thai."""
ENOUGH = 600
"""Cases that the suite ought to have."""


class Finding(Value):
    """One remark on the data set. An error has to be mended; a warning may be meant."""

    level: Literal["error", "warning"]
    case: str | None
    text: Localized


def lint(cases: Sequence[Case]) -> list[Finding]:
    """Return what is wrong, errors first."""
    found = [*_links(cases), *_languages(cases), *_repeated(cases), *_whole(cases)]
    return sorted(found, key=lambda each: (each.level != "error", each.case or ""))


def same_question(cases: Sequence[Case]) -> list[tuple[Case, Case, float]]:
    """Return pairs that ask (nearly) the same, with their similarity from 90 to 100.

    Paraphrases of one case are meant to be alike, and so are pairs that differ in a figure or in what is right: those are
    boundary pairs. What is asked in the very same words is always returned.
    """
    texts = [_asked(case) for case in cases]
    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR, workers=1)
    pairs = []
    for at, other in np.argwhere(np.triu(alike, k=1) > 0):
        one, two = cases[at], cases[other]
        if texts[at] == texts[other] or not (_akin(one, two) or _minimal(one, two)):
            pairs.append((one, two, float(alike[at, other])))
    return pairs


def _asked(case: Case) -> str:
    return re.sub(r"\W+", "", normalise(" / ".join(case.turns)).text.casefold())


def _akin(one: Case, two: Case) -> bool:
    return (one.paraphrase_of or one.id) == (two.paraphrase_of or two.id)


def _minimal(one: Case, two: Case) -> bool:
    """Say whether two differ in a figure or in what is right."""
    return _figures(one) != _figures(two) or (one.outcome, one.result, one.approach) != (
        two.outcome,
        two.result,
        two.approach,
    )


def _figures(case: Case) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)*", normalise(" / ".join(case.turns)).text)


def _links(cases: Sequence[Case]) -> Iterator[Finding]:
    known = {case.id: case for case in cases}
    anchors = corpus_anchors()
    documents = {anchor.split("/")[0] for anchor in anchors}
    for case in cases:
        for name in (*case.cite, *case.gold):
            if not any(matches(anchor, name) or matches(name, anchor) for anchor in anchors):
                yield _error(case, f"ไม่มีข้อความ {name} ในคลัง", f"the corpus has no anchor {name}")
        if case.needs and case.needs not in documents:
            yield _error(case, f"ไม่มีเอกสาร {case.needs}", f"there is no document {case.needs}")
        if case.needs and any(not name.startswith(f"{case.needs}/") for name in case.cite):
            yield _error(
                case, "needs ขัดกับ cite ที่อยู่เอกสารอื่น", "`needs` contradicts a `cite` in another document"
            )
        if case.paraphrase_of:
            base = known.get(case.paraphrase_of)
            if base is None or base.paraphrase_of:
                yield _error(
                    case,
                    f"paraphrase_of ไม่ชี้กรณีต้นแบบ ({case.paraphrase_of})",
                    f"`paraphrase_of` names no first case ({case.paraphrase_of})",
                )
            elif (base.outcome, base.result, base.approach) != (case.outcome, case.result, case.approach):
                yield _error(
                    case,
                    f"คำตอบที่ถูกต่างจากต้นแบบ {base.id}",
                    f"what is right differs from the case it paraphrases, {base.id}",
                )
        if case.answerable and "clarify" not in case.outcome and not case.cite:
            yield _warning(case, "ไม่มี cite", "no `cite`")
        if case.answerable and "answer" in case.outcome and not case.must:
            yield _warning(case, "ไม่มี must จึงไม่วัดข้อเท็จจริง", "no `must`: no fact is measured")


def _languages(cases: Sequence[Case]) -> Iterator[Finding]:
    for case in cases:
        if language_of(case.turns[-1]) != case.lang and not {"mixed", "noisy"} & {*case.tags, case.cat}:
            yield _warning(
                case,
                f"ข้อความสุดท้ายไม่น่าเป็นภาษา {case.lang}",
                f"the last turn does not look like {case.lang}; tag it `mixed` if it is",
            )


def _repeated(cases: Sequence[Case]) -> Iterator[Finding]:
    for one, two, alike in same_question(cases):
        if alike == 100.0:
            yield _error(two, f"ถามเหมือน {one.id}", f"asks the same as {one.id}")
        else:
            yield _warning(
                two, f"ถามเกือบเหมือน {one.id} ({alike:.0f})", f"asks nearly the same as {one.id} ({alike:.0f})"
            )


def _whole(cases: Sequence[Case]) -> Iterator[Finding]:
    count = Counter(case.lang for case in cases)
    share = count["th"] / max(len(cases), 1)
    if share < THAI:
        yield _warning(None, f"ภาษาไทยมีเพียง {share:.0%}", f"only {share:.0%} of the cases are Thai")
    if len(cases) < ENOUGH:
        yield _warning(
            None,
            f"มี {len(cases)} กรณี น้อยกว่า {ENOUGH}",
            f"there are {len(cases)} cases, fewer than {ENOUGH}",
        )


def _error(case: Case, th: str, en: str) -> Finding:
    return Finding(level="error", case=case.id, text=Localized(th=th, en=en))


def _warning(case: Case | None, th: str, en: str) -> Finding:
    return Finding(level="warning", case=case.id if case else None, text=Localized(th=th, en=en))
