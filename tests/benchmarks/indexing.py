"""Indexing throughput: passages a second, against ``SentenceTransformer.encode`` with its defaults."""

from __future__ import annotations

from index.embedding import Embedder
from index.precision import has_bf16
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, best_of


def run(bench: Bench) -> list[Figure]:
    """The same paragraphs, in turn, the best round of each."""
    texts = bench.source.paragraphs(bench.size(512, 24))
    figures = []
    for backend in bench.backends():
        embedder = Embedder(onnx=bench.onnx(backend))
        embedder.encode(texts[:1], "document")
        plain, ours = best_of(
            bench.size(3, 1),
            lambda: bench.plain.encode(texts, show_progress_bar=False),
            lambda embedder=embedder: embedder.encode(texts, "document"),  # type: ignore[misc]
        )
        embedder.close()
        goal = at_least(2.5 if backend == "onnx" else 2.4 if has_bf16() else 1.5)
        what = f"{len(texts)} passages, {backend}"
        figures.append(Figure("indexing", what, len(texts) / ours, "passages/s", len(texts) / plain, goal))
    return figures
