"""Numbers for Prometheus. Each bot has its own registry; nothing in it names a person or holds a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What ``/metrics`` shows."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "whosaid_questions", "Questions by outcome", ["outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "whosaid_answer_seconds", "Time to answer", buckets=SECONDS, registry=self.registry
        )

    def answered(self, *, answered: bool, seconds: float) -> None:
        """One more question."""
        self._questions.labels("answered" if answered else "abstained").inc()
        self._seconds.observe(seconds)

    def gauge(self, name: str, what: str, read: Callable[[], float]) -> None:
        """A number that is read when somebody looks."""
        Gauge(f"whosaid_{name}", what, registry=self.registry).set_function(read)

    def failures(self, counts: Mapping[str, int]) -> None:
        """The counts of the error path."""
        self.registry.register(_Failures(counts))

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)


class _Failures(Collector):
    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("whosaid_failures", "What went wrong, by kind", labels=["kind"])
        for kind, count in self._counts.items():
            family.add_metric([kind], count)
        yield family
