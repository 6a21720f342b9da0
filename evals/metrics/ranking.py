"""How well the system's search ranks the anchors that answer a question, by ir-measures."""

import ir_measures
from ir_measures import RR, Success, nDCG

from evals.cases import Case, matches
from evals.record import Record

MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


def ranking(case: Case, record: Record) -> dict[str, float]:
    """Return the measures of a factual question that stands by itself; empty where there is nothing to rank.

    A follow-up needs the conversation, and a verdict comes from the rules; neither is a question to the index alone.
    """
    if record.found is None or "answer" not in case.outcome or len(case.turns) > 1 or not case.anchors:
        return {}
    ids = [each.anchor_id for each in record.found]
    judged = dict.fromkeys(case.anchors, 1)
    ranked: dict[str, float] = {}
    for place, anchor in enumerate(ids):
        # A longer anchor counts as the gold one that it extends; the first such place is the one that counts.
        name = next((gold for gold in case.anchors if matches(anchor, gold)), anchor)
        ranked.setdefault(name, -float(place))
    found = ir_measures.calc_aggregate(list(MEASURES.values()), {"q": judged}, {"q": ranked})
    return {name: float(found[measure]) for name, measure in MEASURES.items()}
