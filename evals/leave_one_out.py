"""Leave-one-out abstention: without the only document that answers a question, the right outcome is no answer."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.store.store import Store
from evals.cases import Case
from evals.record import Record
from evals.targets import Pipeline


def leave_one_out(
    cases: Sequence[Case], store: Store, progress: Callable[[int, int], None] | None = None
) -> dict[str, Record]:
    """Return, by id, the replies to the cases that need one document, each with that document left out of the index."""
    report = progress or (lambda _done, _total: None)
    needing: dict[str, list[Case]] = {}
    for case in cases:
        if case.needs:
            needing.setdefault(case.needs, []).append(case)
    total = sum(map(len, needing.values()))
    found: dict[str, Record] = {}
    for document, members in sorted(needing.items()):
        with without(store, document) as rest:
            target = Pipeline(rest)
            for case in members:
                found[case.id] = target.reply(case)
                report(len(found), total)
    return found


def silent(records: Mapping[str, Record]) -> dict[str, bool]:
    """Return, by id, whether the system kept silent."""
    return {name: record.last.outcome == "no_answer" for name, record in records.items()}


@contextmanager
def without(store: Store, document: str) -> Iterator[Store]:
    """Yield the index that serves, made anew in a folder of its own without one document."""
    served = store.current()
    with tempfile.TemporaryDirectory(prefix="dga-eval-") as folder:
        rest = Store(Path(folder), store.encoder())
        rest.write(
            [each for each in served.documents.values() if each.id != document],
            [each for each in served.passages.values() if each.document_id != document],
            {"inputs": [], "left_out": document},
        )
        yield rest
