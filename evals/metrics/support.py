"""Sentences of an answer that its sources do not carry: a deterministic stand-in for a judge of faithfulness.

After the citation precision of ALCE (Gao et al. 2023), with shared terms in the place of an entailment model.
"""

import re
from functools import lru_cache

from corpus.text import sentences, terms
from evals.cases import Case
from evals.record import Told

CARRIED = 0.5
"""Share of a claim's terms that its evidence has to hold."""
FEW = 3
"""A sentence of fewer terms, such as a heading, claims nothing."""

_MARK = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_APPROACH = re.compile(r"(?:แนวทางที่|approach(?:es)?) \d\.\d", re.IGNORECASE)  # a name, not a figure
_ASIDE = re.compile(r"^_.*_$|^\*\*[^*]+\*\*$|^>|^#")  # what was understood, headings, the quotes themselves


def unsupported(case: Case, last: Told) -> float | None:
    """Return the share of claims that are not carried: 0 to 1; None where the reply claims nothing.

    A claim is a sentence with a citation mark, or with a figure. Its evidence: the quotes and headings that it marks (all
    of them where it marks none), the rules' own findings, and the person's own words. It is carried where the evidence
    holds half of its terms and, unless a rule worked them out, all of its figures.
    """
    if last.outcome not in ("answer", "verdict"):
        return None
    quotes = {each.number: f"{each.heading}\n{each.quote}" for each in last.citations}
    always = [*(text for each in last.checks for text in (each.label, each.reason)), *case.turns]
    claims = failed = 0
    for line in last.answer.split("\n"):
        if _ASIDE.match(line.strip()):
            continue
        for sentence in sentences(line):
            marks = [int(number) for number in _MARK.findall(sentence)]
            said = _APPROACH.sub(" ", _MARK.sub(" ", sentence))
            own = terms(said)
            if len(own) < FEW or not (marks or _FIGURE.search(said)):
                continue
            claims += 1
            shown = [quotes[number] for number in marks if number in quotes] or list(quotes.values())
            held = frozenset[str]().union(*(_held(text) for text in (*shown, *always)))
            share = sum(term in held for term in own) / len(own)
            figures = {*_FIGURE.findall(said)} <= held
            failed += share < CARRIED or not figures or any(number not in quotes for number in marks)
    return failed / claims if claims else None


@lru_cache(maxsize=4096)
def _held(text: str) -> frozenset[str]:
    """Return the terms and the figures of a piece of evidence."""
    return frozenset((*terms(text), *_FIGURE.findall(text)))
