"""Indexing throughput: passages a second, against ``SentenceTransformer.encode`` with its defaults."""

from __future__ import annotations

from index.embedding import Embedder
from index.precision import has_bf16
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, best_of


def run(bench: Bench) -> list[Figure]:
    """The same paragraphs, in turn, the best round of each."""
    texts = bench.source.paragraphs(bench.size(512, 24))
    embedder = Embedder()
    embedder.encode(texts[:1], "document")
    plain, ours = best_of(
        bench.size(3, 1),
        lambda: bench.plain.encode(texts, show_progress_bar=False),
        lambda: embedder.encode(texts, "document"),
    )
    embedder.close()
    bf16 = has_bf16()
    return [
        Figure(
            "indexing", f"{len(texts)} passages", len(texts) / ours, "passages/s", len(texts) / plain,
            at_least(2.4 if bf16 else 1.5), "a CPU with bf16" if bf16 else "a CPU without bf16",
        )
    ]  # fmt: skip
