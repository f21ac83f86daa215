"""Sentences of the candidate articles to ranked runs, and what speaks for the best one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from rapidfuzz import fuzz

from index.answering import windows
from index.answering.features import ArticleFeatures, Rows, Table
from index.answering.question import Query, required
from index.answering.rerankers import Reranker
from index.answering.signals import SIGNALS, rarity, table
from index.answering.weights import Weights
from index.embedding.encoder import Vectors
from index.text.folding import fold

MAX_QUOTES = 3
MAX_RUN = 480
"""Characters of the longest run that is put together; one sentence may be longer. With the neighbour margin
the mean stays below 300 (cross-validated in ``training/ranking.py``)."""
SAME_FROM = 0.92
"""Likeness (normalised indel distance) from which two quotes are one with two sources."""
READ_WINDOWS = 4
"""Stretches that the reader reads for a question."""
_MOST_MARGIN = 4.0
_LOOKED_AT = 40
"""Sentences, best first, that the reader's windows are chosen around."""
_FOLDED_FROM = 0.8
"""Texts whose lengths differ by more are not folded to be compared: folding changes lengths, but less."""
_COLUMN = {name: i for i, name in enumerate(SIGNALS)}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every sentence's signals (sentences, len(SIGNALS)) and, where it was read, the reader's logits.

    The rows of article i begin at ``starts[i]``; logits of unread rows are NaN. ``rarity`` is how rare the
    question's stems are.
    """

    query: Query
    articles: tuple[ArticleFeatures, ...]
    starts: tuple[int, ...]
    signals: Table
    answers: Table
    spans: Table
    rarity: dict[str, float]

    @property
    def read(self) -> bool:
        """Did the reader look at any of it?"""
        return not bool(np.isnan(self.answers).all())

    def place(self, row: int) -> tuple[int, int]:
        """(article, sentence) of a row."""
        article = bisect_right(self.starts, row) - 1
        return article, row - self.starts[article]


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences ``first`` to ``last`` (both included) of an article; ``best`` is the one that scored,
    ``also`` holds other articles that say nearly the same words."""

    features: ArticleFeatures
    first: int
    last: int
    best: int
    score: float
    also: tuple[ArticleFeatures, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best runs and the evidence that confidence is made of; ``read`` tells which confidence."""

    runs: tuple[Run, ...]
    evidence: dict[str, float]
    read: bool


def rank(
    query: Query,
    vector: Vectors,
    articles: Sequence[ArticleFeatures],
    weights: Weights,
    reader: Reranker | None,
) -> Ranking:
    """Rank every sentence of the articles. ``vector`` has shape (dimension,)."""
    if not articles:
        return Ranking((), {}, False)
    gathered = gather(query, vector, articles, weights, reader)
    scores = combine(gathered, weights)
    order = np.argsort(-scores, kind="stable")
    runs = make_runs(gathered, scores, order, weights.neighbour_margin)
    return Ranking(tuple(runs), evidence(gathered, scores, order), gathered.read)


def gather(
    query: Query,
    vector: Vectors,
    articles: Sequence[ArticleFeatures],
    weights: Weights,
    reader: Reranker | None,
) -> Gathered:
    """Signals of every sentence; the reader looks at the best, unless they lead by ``sure_margin``."""
    rare = rarity(query, [f.passages for f in articles])
    signals = table(query, vector, articles, rare)
    starts = tuple(accumulate((len(f.starts) for f in articles[:-1]), initial=0))
    answers, spans = np.full((2, len(signals)), np.nan)
    gathered = Gathered(query, tuple(articles), starts, signals, answers, spans, rare)
    if reader is not None:
        scores = signals @ weights.signals.vector(SIGNALS)
        order = np.argsort(-scores, kind="stable")
        if len(order) < 2 or scores[order[0]] - scores[order[1]] < weights.sure_margin:
            _read(reader, gathered, order[:_LOOKED_AT].tolist())
    return gathered


def combine(gathered: Gathered, weights: Weights) -> Table:
    """One score a sentence; whatever was read stands before whatever was not."""
    if not gathered.read:
        return gathered.signals @ weights.signals.vector(SIGNALS)
    known = ~np.isnan(gathered.answers)
    scores = gathered.signals @ weights.with_reader.vector(SIGNALS)
    extra = weights.with_reader.weights
    scores[known] += extra["reader"] * gathered.answers[known] + extra["reader_span"] * gathered.spans[known]
    scores[~known] += min(float(scores[known].min() - scores[~known].max(initial=-np.inf)), 0.0)
    return scores


def _read(reader: Reranker, gathered: Gathered, order: Sequence[int]) -> None:
    """Put the reader's logits where the best stretches stand."""
    chosen = windows.choose([gathered.place(row) for row in order], gathered.articles, READ_WINDOWS)
    readings = reader.read(gathered.query.text, [s.window(gathered.articles[s.article]) for s in chosen])
    for stretch, reading in zip(chosen, readings, strict=True):
        start = gathered.starts[stretch.article]
        read = slice(start + stretch.first, start + stretch.last + 1)
        gathered.answers[read] = reading.sentence
        gathered.spans[read] = reading.span


def make_runs(gathered: Gathered, scores: Table, order: Rows, margin: float) -> list[Run]:
    """The best sentences with the neighbours that are nearly as good; the same words only once."""
    used: set[int] = set()
    texts: list[str] = []
    runs: list[Run] = []
    for row in order.tolist():
        if row in used:
            continue
        article, sentence = gathered.place(row)
        f = gathered.articles[article]
        first = last = sentence
        while True:
            near = [
                at
                for at in (first - 1, last + 1)
                if 0 <= at < len(f.starts)
                and f.passage_of[at] == f.passage_of[sentence]
                and row + at - sentence not in used
                and f.ends[max(last, at)] - f.starts[min(first, at)] <= MAX_RUN
                and scores[row + at - sentence] > scores[row] - margin
            ]
            if not near:
                break
            chosen = max(near, key=lambda at: float(scores[row + at - sentence]))
            first, last = min(first, chosen), max(last, chosen)
        used.update(range(row + first - sentence, row + last - sentence + 1))
        text = f.text(first, last)
        twin = next((i for i, known in enumerate(texts) if same_words(known, text)), None)
        if twin is not None:
            if f is not runs[twin].features and f not in runs[twin].also:
                runs[twin] = replace(runs[twin], also=(*runs[twin].also, f))
        elif len(runs) < MAX_QUOTES:
            texts.append(text)
            runs.append(Run(f, first, last, sentence, float(scores[row])))
        else:
            break
    return runs


def same_words(one: str, other: str) -> bool:
    """Are two texts the same, folded, but for a word here and there?"""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _FOLDED_FROM * longer:
        return False
    return fuzz.ratio(fold(one).text, fold(other).text, score_cutoff=100 * SAME_FROM) > 0


def evidence(gathered: Gathered, scores: Table, order: Rows) -> dict[str, float]:
    """What confidence is made of; the names are those of weights.json."""
    query, articles, signals = gathered.query, gathered.articles, gathered.signals
    answers, spans = gathered.answers, gathered.spans
    top = int(order[0])
    second = float(scores[order[1]]) if len(order) > 1 else float(scores[top]) - _MOST_MARGIN
    rare = gathered.rarity
    missing = sum(w for s, w in rare.items() if not any(s in f.passages.of for f in articles))
    must = required(query)
    absent = [s for s in must if not any(s in f.passages.of for f in articles)]
    article, sentence = gathered.place(top)
    passage = int(articles[article].passage_of[sentence])
    here = [s for s in must if _stands(articles[article].passages.of.get(s), passage)]
    return {
        "similarity": float(signals[:, _COLUMN["raw_similarity"]].max()),
        "top_similarity": float(signals[top, _COLUMN["raw_similarity"]]),
        "coverage": float(signals[top, _COLUMN["coverage"]]),
        "passage_coverage": float(signals[top, _COLUMN["passage_coverage"]]),
        "missing": missing / max(sum(rare.values()), 1e-9),
        "absent": len(absent) / max(len(must), 1),
        "absent_here": 1 - len(here) / len(must) if must else 0.0,
        "type_missing": float(query.answer_type is not None and not signals[top, _COLUMN["type_fit"]]),
        "margin": min(float(scores[top]) - second, _MOST_MARGIN),
        "stems": min(len(rare), 8) / 8,
        "reader_best": 0.0 if not gathered.read else float(np.nanmax(answers)),
        "reader": 0.0 if np.isnan(answers[top]) else float(answers[top]),
        "reader_span": 0.0 if np.isnan(spans[top]) else float(spans[top]),
    }


def _stands(hit: tuple[Rows, Table] | None, row: int) -> bool:
    """Does a posting name this row?"""
    return hit is not None and bool((hit[0] == row).any())
