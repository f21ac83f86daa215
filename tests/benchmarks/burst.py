"""64 different questions at once, against 64 bare encodes one after another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from index.library import Library
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, best_of
from tests.benchmarks.source import crowd


def run(bench: Bench) -> list[Figure]:
    """Each question on a thread of its own, as members ask; once more with reranking."""
    count = bench.size(64, 8)
    asked = crowd(count)
    figures = []
    for backend in bench.backends():
        for reranker in ("off", "built-in"):
            with (
                bench.library(bench.size(100, 3), reranker, backend) as library,
                ThreadPoolExecutor(count) as pool,
            ):
                _burst(library, pool, asked)
                plain, ours = best_of(
                    bench.size(3, 1),
                    lambda: [bench.plain.encode(q, show_progress_bar=False) for q in asked],
                    lambda library=library, pool=pool: _burst(library, pool, asked),  # type: ignore[misc]
                    clock=bench.clock,
                )
            what = f"{count} at once, {'no' if reranker == 'off' else 'with'} reranking, {backend}"
            goal = at_least(0.45 if reranker != "off" else 8 if backend == "onnx" else 4)
            figures.append(Figure("burst", what, count / ours, "questions/s", count / plain, goal))
    return figures


def _burst(library: Library, pool: ThreadPoolExecutor, asked: list[str]) -> None:
    list(pool.map(lambda question: library.ask([question]), asked))
