"""Prometheus metrics. Every label's values are a closed set: templates of routes, and the words of the contract."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.pipeline import Assistant
from assistant.replies import Outcome, Reply, Verdict

Breaker = Literal["closed", "open", "half_open"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """What this process has served. `breaker`: tells the state of the chat model's circuit breaker, where there is one."""

    def __init__(self, assistant: Assistant, breaker: Callable[[], Breaker] | None = None) -> None:
        self._registry = CollectorRegistry(auto_describe=True)
        self._requests = Counter(
            "http_requests", "Requests", ["method", "handler", "status"], registry=self._registry
        )
        self._durations = Histogram(
            "http_request_duration_seconds",
            "Time until a response is out",
            ["method", "handler"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter("dga_answers", "Replies by outcome", ["outcome"], registry=self._registry)
        self._abstentions = Counter(
            "dga_abstentions", "Questions that the documents do not answer", registry=self._registry
        )
        self._verdicts = Counter(
            "dga_verdicts", "Verdicts of the rules", ["result", "approach"], registry=self._registry
        )
        self._steps = Histogram(
            "dga_step_duration_seconds",
            "Time of a step of the pipeline, of replies that were worked out anew",
            ["step"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._problems = Counter("dga_problems", "Errors by kind", ["kind"], registry=self._registry)
        for outcome in get_args(Outcome):
            self._answers.labels(outcome)
        self._registry.register(_State(assistant, breaker))

    def served(self, method: str, handler: str | None, status: int, seconds: float) -> None:
        """Count a response. `handler`: the route's template; None where no route fits."""
        method = method if method in METHODS else "other"
        self._requests.labels(method, handler or "none", str(status)).inc()
        self._durations.labels(method, handler or "none").observe(seconds)

    def answered(self, reply: Reply, steps: Mapping[str, float]) -> None:
        """Count a reply, with the seconds of its steps."""
        self._answers.labels(reply.outcome).inc()
        if reply.outcome == "no_answer":
            self._abstentions.inc()
        if reply.verdict:
            self.decided(reply.verdict)
        for name, seconds in steps.items():
            self._steps.labels(name).observe(seconds)

    def decided(self, verdict: Verdict) -> None:
        """Count a verdict."""
        self._verdicts.labels(verdict.result, verdict.approach or "none").inc()

    def refused(self, kind: str) -> None:
        """Count a problem of a kind."""
        self._problems.labels(kind).inc()

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """What is read when it is asked for: the index that serves, its age, and the breaker."""

    def __init__(self, assistant: Assistant, breaker: Callable[[], Breaker] | None) -> None:
        self._store, self._breaker = assistant.store, breaker

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; those of the index only where one is."""
        if row := self._store.current_row():
            info = GaugeMetricFamily(
                "dga_index_info", "The index generation that serves", labels=["generation"]
            )
            info.add_metric([row.id], 1)
            yield info
            age = (datetime.now(UTC) - datetime.fromisoformat(row.completed_at)).total_seconds()
            yield GaugeMetricFamily(
                "dga_index_age_seconds", "Time since the index was written", value=max(age, 0)
            )
        if self._breaker is not None:
            now = self._breaker()
            states = GaugeMetricFamily(
                "dga_chat_model_breaker", "1 for the breaker's state", labels=["state"]
            )
            for state in get_args(Breaker):
                states.add_metric([state], float(state == now))
            yield states
