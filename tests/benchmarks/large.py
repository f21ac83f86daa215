"""A thousand articles: a long needle is checked against them, and a reindex in which nothing changed."""

from __future__ import annotations

from statistics import median

from index.inputs import MAX_NEEDLE
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, at_most, seconds

ARTICLES = 1_000


def run_needle(bench: Bench) -> list[Figure]:
    """A text of 2,000 characters, part of it from an article, part from nowhere."""
    count = bench.size(ARTICLES, 3)
    said = " ".join(bench.source.sentences(60)[:40])
    needle = said[: MAX_NEEDLE // 2] + said[: MAX_NEEDLE // 2][::-1]
    with bench.library(count) as library:
        library.who_said([needle])
        times = [seconds(lambda: library.who_said([needle])) for _ in range(bench.size(5, 1))]
    return [
        Figure(
            "needle", f"{len(needle):,} characters, {count:,} articles", median(times), "s", None, at_most(1)
        )
    ]


def run_reindex(bench: Bench) -> list[Figure]:
    """The first fill against the second time."""
    count = bench.size(ARTICLES, 3)
    with bench.library(count) as library:
        articles = bench.source.articles(count)
        again = min(seconds(lambda: library.reindex(articles)) for _ in range(3))
    first = bench.first_fill[count]
    return [
        Figure(
            "reindex",
            f"{count:,} articles, speed of the second time",
            1 / again,
            "1/s",
            1 / first,
            at_least(50),
        )
    ]
