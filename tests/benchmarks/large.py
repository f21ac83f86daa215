"""A thousand articles: a long needle is checked against them, and a reindex in which nothing changed."""

from __future__ import annotations

from statistics import median

from index.evaluation import excerpts
from index.inputs import MAX_NEEDLE
from index.model import View
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_least, at_most, seconds

ARTICLES = 1_000
ASKED = 200
"""Excerpts, each of another article."""


def run_needle(bench: Bench) -> list[Figure]:
    """Texts of 2,000 characters through the whole store: half of it from an article, and all of it in other words.

    The baseline is the same text asked of one article. Then excerpts of ``excerpts.WORDS`` words: do they lead home?
    """
    count = bench.size(ARTICLES, 3)
    said = " ".join(bench.source.sentences(60)[:40])
    needles = {
        "half of them said": said[: MAX_NEEDLE // 2] + said[: MAX_NEEDLE // 2][::-1],
        "none of them said": " ".join(" ".join(reversed(s.split())) for s in bench.source.sentences(60))[
            :MAX_NEEDLE
        ],
    }
    figures = []
    with bench.library(count) as library:
        alone = View(article=library.articles()[0].name)
        for what, needle in needles.items():
            times = []
            for view in (View(), alone):
                library.who_said([needle], view)
                rounds = [
                    seconds(lambda n=needle, v=view: library.who_said([n], v), bench.clock)  # type: ignore[misc]
                    for _ in range(bench.size(5, 1))
                ]
                times.append(median(rounds))
            title = f"{len(needle):,} characters, {what}, {count:,} articles"
            figures.append(Figure("needle", title, times[0], "s", None, at_most(1)))
            figures.append(Figure("needle", f"{title}, beside one", times[0], "s", times[1]))
        articles = bench.source.articles(count)
        asked = bench.size(ASKED, 3)
        found = excerpts.measure(articles, asked, lambda text: library.who_said([text])[0])
        title = f"{excerpts.WORDS}-word excerpts that lead to their article, {count:,} articles"
        figures.append(Figure("needle", title, found.first / found.cases, "", None, at_least(0.99)))
    return figures


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
