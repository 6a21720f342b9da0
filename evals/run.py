"""The run: every case asked of a system, in several processes or threads, and kept as it goes so that it can be resumed."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from corpus.store.store import Store
from evals.cases import Case
from evals.record import Record
from evals.targets import Address, Pipeline, Target, opened

Progress = Callable[[int, int], None]
"""Called with the number of cases that are done and their total."""

_target: Target | None = None
"""The system that this worker process asks; opened once, when the process starts."""


class Journal:
    """The records of a run as they come, one a line, under a first line that names the run; a run of that name goes on.

    `name` has to tell everything apart that the records depend on: the system, the corpus, the cases.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def kept(self) -> dict[str, Record]:
        """Return the records of an interrupted run of this name. A last line that was cut off is left out."""
        try:
            head, *rest = self._path.read_text(encoding="utf-8").split("\n")
        except OSError:
            return {}
        if head != json.dumps(self._name):
            return {}
        records = (Record.model_validate_json(line) for line in rest[:-1])
        return {record.case_id: record for record in records}

    def begin(self, records: Iterable[Record]) -> None:
        """Write the journal anew with these records."""
        lines = [json.dumps(self._name), *(record.model_dump_json() for record in records)]
        self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def add(self, record: Record) -> None:
        """Add a record."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{record.model_dump_json()}\n")

    def end(self) -> None:
        """Remove the journal of a run that is whole."""
        self._path.unlink(missing_ok=True)


def run(
    cases: Sequence[Case],
    address: Address,
    *,
    workers: int | None = None,
    key: str | None = None,
    journal: Journal | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> list[Record]:
    """Ask every case and return the records in the order of `cases`.

    `workers`: processes for the pipeline, threads for a server; 1 stays in this process. `journal` keeps the records as
    they come; with `resume`, those of an interrupted run are taken from it, but for cases on which the system failed.
    """
    report = progress or (lambda _done, _total: None)
    kept = journal.kept() if journal and resume else {}
    done = {case.id: kept[case.id] for case in cases if case.id in kept and kept[case.id].error is None}
    if journal:
        journal.begin(done.values())
    for record in _asked(
        [case for case in cases if case.id not in done], address, workers or os.cpu_count() or 1, key
    ):
        done[record.case_id] = record
        if journal:
            journal.add(record)
        report(len(done), len(cases))
    if journal:
        journal.end()
    return [done[case.id] for case in cases]


def ask(cases: Iterable[Case], target: Target) -> list[Record]:
    """Ask an open system one case after another."""
    return [target.reply(case) for case in cases]


def _asked(cases: Sequence[Case], address: Address, workers: int, key: str | None) -> Iterator[Record]:
    if not cases:
        return
    if address.kind == "pipeline" and workers > 1:
        # Started afresh: a forked child would share the locks and the database connections of this process.
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, context, initializer=_open, initargs=(address,)) as pool:
            yield from _completed(pool, _reply, cases)
        return
    with opened(address, key) as target:
        if workers == 1:
            yield from map(target.reply, cases)
            return
        with ThreadPoolExecutor(workers) as threads:
            yield from _completed(threads, target.reply, cases)


def _completed(pool: Executor, reply: Callable[[Case], Record], cases: Sequence[Case]) -> Iterator[Record]:
    futures = [pool.submit(reply, case) for case in cases]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _open(address: Address) -> None:
    global _target
    assert address.data_dir is not None  # noqa: S101 - how an address of this kind is made
    _target = Pipeline(Store(address.data_dir))


def _reply(case: Case) -> Record:
    assert _target is not None  # noqa: S101 - the pool's initializer opened it
    return _target.reply(case)
