"""One warm question of 100 articles, and of one article, against a bare ``model.encode(question)``."""

from __future__ import annotations

from index.library import Library
from index.model import View
from index.opening import open_library
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_most, in_turn
from tests.benchmarks.source import QUESTIONS

PARAGRAPHS = 50


def run(bench: Bench) -> list[Figure]:
    """Without reranking: dense and full-text search, ranking, quotes, confidence."""
    count = bench.size(100, 3)
    figures = []
    for backend in bench.backends():
        with bench.library(count, backend=backend) as library:
            _warm(library)
            plain, ours = in_turn(
                QUESTIONS,
                lambda q: bench.plain.encode(q, show_progress_bar=False),
                lambda q, library=library: library.ask([q]),  # type: ignore[misc]
                rounds=bench.size(12, 1),
            )
        p50, p99 = (0.4, 1.5) if backend == "onnx" else (1.2, 3.0)
        what = f"of {count} articles, no reranking, {backend}"
        figures.append(Figure("question", f"p50 {what}", ours[0], "ms", plain[0], at_most(p50)))
        figures.append(Figure("question", f"p99 {what}", ours[1], "ms", plain[1], at_most(p99)))
    return figures


def run_article(bench: Bench) -> list[Figure]:
    """An article of 50 paragraphs, with and without the reader."""
    article = bench.source.long_article(bench.size(PARAGRAPHS, 8))
    view = View(article=article.name)
    figures = []
    for backend in bench.backends():
        for reranker, bound in (("off", 2.0), ("built-in", 8.0)):
            library = open_library(
                bench.work / f"article-{backend}", reranker=reranker, onnx=bench.onnx(backend)
            )
            library.reindex([article])
            _warm(library, view)
            plain, ours = in_turn(
                QUESTIONS,
                lambda q: bench.plain.encode(q, show_progress_bar=False),
                lambda q, library=library: library.ask([q], view),  # type: ignore[misc]
                rounds=bench.size(6, 1),
            )
            library.close()
            reader = "without the reader" if reranker == "off" else "with the reader"
            what = f"p50 of {len(article.paragraphs)} paragraphs, {reader}, {backend}"
            goal = at_most(bound) if backend == "torch" else None
            figures.append(Figure("article", what, ours[0], "ms", plain[0], goal))
    return figures


def _warm(library: Library, view: View = View()) -> None:
    for question in QUESTIONS:
        library.ask([question], view)
