"""Indexing throughput: passages a second, against ``SentenceTransformer.encode`` with its defaults; and what
finding the quotations adds."""

from __future__ import annotations

from index.embedding.embedder import Embedder
from index.quotes import extract_quotes
from index.quotes.tagger import Tagger
from index.runtime.bfloat16 import has_bf16
from index.text.passages import as_read, split_passages
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, at_most, best_of


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
            clock=bench.clock,
        )
        embedder.close()
        goal = at_least(2.5 if backend == "onnx" else 2.2 if has_bf16() else 1.5)
        what = f"{len(texts)} passages, {backend}"
        figures.append(Figure("indexing", what, len(texts) / ours, "passages/s", len(texts) / plain, goal))
    return figures


def run_quotes(bench: Bench) -> list[Figure]:
    """Finding every quotation and its speaker, against embedding the same articles' passages and sentences."""
    articles = bench.source.articles(bench.size(50, 2))
    texts = []
    for article in articles:
        for passage in split_passages(article):
            spans = ((passage.start, passage.end), *passage.sentences)
            texts += [as_read(article.text[a:b]) for a, b in spans]
    figures = []
    for backend in bench.backends():
        onnx = bench.onnx(backend)
        embedder, tagger = Embedder(onnx=onnx), Tagger(onnx=onnx)
        embedder.encode(texts[:1], "document")
        extract_quotes(articles[0], tagger)
        embedding, finding = best_of(
            bench.size(2, 1),
            lambda embedder=embedder: embedder.encode(texts, "document"),  # type: ignore[misc]
            lambda tagger=tagger: [extract_quotes(article, tagger) for article in articles],  # type: ignore[misc]
            clock=bench.clock,
        )
        embedder.close()
        what = f"quotations of {len(articles)} articles against embedding them, {backend}"
        figures.append(
            Figure("quotes", what, finding, "s", embedding, at_most(1) if backend == "torch" else None)
        )
    return figures
