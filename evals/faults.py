"""Whatever the chat model does, what reaches the reader is whole, in time, and the rules' verdict with its citations.

`python -m evals.faults --each 1000` asks questions of our own cases under every fault that `scripted_model.py` can have.
`python -m evals.faults --cases FILE` asks every case of a file or folder without a model and with a scripted one, good
and bad, and compares. Both print a table, and leave with status 1 where a figure that has to be 0 is not.
"""

import argparse
import json
import logging
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant import chat_model, guard
from assistant.conversations import TransientConversations
from assistant.pipeline import Assistant
from assistant.replies import Reply
from assistant.retrieve import EmptyArm
from assistant.trace import recording
from evals.cases import Case, read
from evals.scripted_model import CONTENT, FAULTS, SLOW, Script, configured, scripted_model
from evals.shipped import shipped_store

QUESTIONS = 24
"""Questions asked in turn, evenly over our own cases."""
DEADLINE, SHORT = 5.0, 0.6
"""Seconds that a reply has, and where the model is too slow in any case."""
LATE = 1.0
"""Seconds beyond the deadline that a reply may take: the built-in answer itself, and a busy machine."""
WORKERS, WAITING = 4, 16
"""Replies made at once, and where they mostly wait."""
MUST_BE_NONE = ("ill-formed", "late", "other verdict", "other citations", "bad sentences")


@dataclass
class Outcome:
    """What became of the replies under one fault; the names of `MUST_BE_NONE` are counts of what may not be."""

    fault: str
    replies: int
    calls: int
    by_model: int
    counts: dict[str, int]
    slowest: float

    @property
    def holds(self) -> bool:
        """Whether the model was asked, and nothing was that may not be."""
        return self.calls > 0 and not any(self.counts.values())


def questions(cases: Sequence[Case], count: int = QUESTIONS) -> list[str]:
    """Return the first turns of cases that are answered, evenly chosen."""
    answered = [case.turns[0] for case in cases if case.answerable]
    return answered[:: max(1, len(answered) // count)][:count]


def under(
    fault: str,
    assistant: Assistant,
    asked: Sequence[str],
    without: dict[str, Reply],
    each: int,
    script: Script,
) -> Outcome:
    """Ask `each` questions under a fault, some at once, and hold the replies against those without a model."""
    script.fault = fault
    script.bad.clear()
    script.requests.clear()
    within = SHORT if fault in SLOW else DEADLINE
    workers = WORKERS if fault in CONTENT else WAITING
    counts = dict.fromkeys(MUST_BE_NONE, 0)
    by_model, slowest = 0, 0.0
    with configured(script, timeout=within, concurrency=workers):
        chat_model.warm()

        def ask(question: str) -> tuple[str, Reply | None, float]:
            started = time.perf_counter()
            try:
                with recording():
                    reply: Reply | None = assistant.reply(question)
            except Exception:
                logging.exception("no reply under %s", fault)
                reply = None
            return question, reply, time.perf_counter() - started

        with ThreadPoolExecutor(workers) as threads:
            for question, reply, seconds in threads.map(ask, islice(cycle(asked), each)):
                slowest = max(slowest, seconds)
                counts["late"] += seconds > within + LATE
                if reply is None or not _whole(reply, assistant):
                    counts["ill-formed"] += 1
                    continue
                by_model += reply.written_by == "model"
                counts["other verdict"] += reply.verdict != without[question].verdict
                counts["other citations"] += reply.citations != without[question].citations
                counts["bad sentences"] += any(bad in reply.answer for bad in script.bad)
    return Outcome(fault, each, len(script.requests), by_model, counts, slowest)


def _whole(reply: Reply, assistant: Assistant) -> bool:
    """Say whether a reply is of the contract's form, says something, and passes the last look."""
    try:
        guard.check(reply, assistant.store.current())
    except guard.UnsupportedError:
        return False
    return bool(reply.answer.strip()) and Reply.model_validate(json.loads(reply.model_dump_json())) == reply


def compared(cases: Sequence[Case], assistant: Assistant, faults: Sequence[str]) -> list[Outcome]:
    """Ask every turn of cases without a model and then with a scripted one under each fault."""
    without = [_told(assistant, case) for case in cases]
    found = []
    with scripted_model() as script:
        for fault in faults:
            script.fault = fault
            script.requests.clear()
            counts = dict.fromkeys(MUST_BE_NONE, 0)
            by_model, slowest, replies = 0, 0.0, 0
            with configured(script, timeout=DEADLINE):
                chat_model.warm()
                for case, before in zip(cases, without, strict=True):
                    script.bad.clear()
                    started = time.perf_counter()
                    for reply, other in zip(_told(assistant, case), before, strict=True):
                        replies += 1
                        by_model += reply.written_by == "model"
                        counts["ill-formed"] += not _whole(reply, assistant)
                        counts["other verdict"] += (reply.verdict, reply.outcome) != (
                            other.verdict,
                            other.outcome,
                        )
                        counts["other citations"] += reply.citations != other.citations
                        counts["bad sentences"] += any(bad in reply.answer for bad in script.bad)
                    slowest = max(slowest, (time.perf_counter() - started) / len(case.turns))
            found.append(Outcome(fault, replies, len(script.requests), by_model, counts, slowest))
    return found


def _told(assistant: Assistant, case: Case) -> list[Reply]:
    replies: list[Reply] = []
    for turn in case.turns:
        replies.append(assistant.reply(turn, replies[-1].conversation_id if replies else None))
    return replies


@contextmanager
def _assistant() -> Iterator[Assistant]:
    """Yield an assistant over an index of the shipped corpus alone."""
    with shipped_store() as store, warnings.catch_warnings():
        warnings.simplefilter("ignore", EmptyArm)
        assistant = Assistant(store, TransientConversations())
        assistant.warm()
        yield assistant


def shown(outcomes: Sequence[Outcome]) -> Table:
    """Return the outcomes as a table."""
    table = Table("fault", "replies", "calls", "by the model", *MUST_BE_NONE, "slowest, s")
    for each in outcomes:
        counts = [str(each.counts[name]) for name in MUST_BE_NONE]
        table.add_row(
            each.fault, str(each.replies), str(each.calls), str(each.by_model), *counts, f"{each.slowest:.2f}"
        )
    return table


def main() -> int:
    """Run what the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.faults", description=__doc__)
    parser.add_argument("--each", type=int, default=1000, help="replies under each fault")
    parser.add_argument("--fault", choices=FAULTS, action="append", help="only this one; may be repeated")
    parser.add_argument("--cases", type=Path, help="compare over these cases instead")
    parser.add_argument("--limit", type=int, help="the first of them only")
    options = parser.parse_args()
    logging.getLogger("assistant.chat_model").setLevel(logging.CRITICAL)
    with _assistant() as assistant:
        if options.cases:
            outcomes = compared(read(options.cases)[: options.limit], assistant, options.fault or CONTENT)
        else:
            asked = questions(read())
            without = {question: assistant.reply(question) for question in asked}
            outcomes = []
            with scripted_model() as script:
                for fault in options.fault or FAULTS:
                    outcomes.append(under(fault, assistant, asked, without, options.each, script))
    Console(width=140).print(shown(outcomes))
    return 0 if all(each.holds for each in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
