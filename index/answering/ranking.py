"""Sentences of the candidate articles to ranked runs, and what speaks for the best one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering import windows
from index.answering.features import ArticleFeatures, Rows, Table
from index.answering.question import Query, required
from index.answering.reader import Reader
from index.answering.signals import SIGNALS, rarity, table
from index.answering.weights import Weights
from index.embedding import Vectors

MAX_QUOTES = 3
MAX_RUN = 300
"""Characters of the longest run that is put together; one sentence may be longer."""
READ_WINDOWS = 4
"""Stretches that the reader reads for a question."""
SURE_MARGIN = 4.0
"""Lead in score from which the reader is not asked (weights.json's scale)."""
_UNREAD = 4.0
_COLUMN = {name: i for i, name in enumerate(SIGNALS)}


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences ``first`` to ``last`` (both included) of an article; ``best`` is the one that scored."""

    features: ArticleFeatures
    first: int
    last: int
    best: int
    score: float


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
    reader: Reader | None,
) -> Ranking:
    """Rank every sentence of the articles. ``vector`` has shape (dimension,)."""
    if not articles:
        return Ranking((), {}, False)
    signals = table(query, vector, articles)
    scores = signals @ weights.signals.vector(SIGNALS)
    places = [(a, i) for a, f in enumerate(articles) for i in range(len(f.starts))]
    order = np.argsort(-scores, kind="stable")
    answers = np.full(len(scores), np.nan)
    spans = np.full(len(scores), np.nan)
    read = reader is not None and not _sure(scores, order)
    if reader is not None and read:
        _read(reader, query, articles, [places[i] for i in order[:40]], answers, spans)
        known = ~np.isnan(answers)
        with_reader = signals @ weights.with_reader.vector(SIGNALS)
        extra = weights.with_reader.weights
        final = np.where(known, 0.0, with_reader - _UNREAD - float(with_reader[known].max(initial=0.0)))
        final[known] = (
            with_reader[known] + extra["reader"] * answers[known] + extra["reader_span"] * spans[known]
        )
        scores, order = final, np.argsort(-final, kind="stable")
    runs = _runs(articles, places, scores, order, weights.neighbour_margin)
    return Ranking(tuple(runs), _evidence(query, articles, signals, scores, order, answers, spans), read)


def _sure(scores: Table, order: Rows) -> bool:
    return len(order) > 1 and float(scores[order[0]] - scores[order[1]]) >= SURE_MARGIN


def _read(
    reader: Reader,
    query: Query,
    articles: Sequence[ArticleFeatures],
    order: Sequence[tuple[int, int]],
    answers: Table,
    spans: Table,
) -> None:
    starts = np.cumsum([0, *(len(f.starts) for f in articles)])
    chosen = windows.choose(order, articles, READ_WINDOWS)
    readings = reader.read(query.text, [s.window(articles[s.article]) for s in chosen])
    for stretch, reading in zip(chosen, readings, strict=True):
        low = starts[stretch.article] + stretch.first
        high = starts[stretch.article] + stretch.last + 1
        answers[low:high] = reading.sentence
        spans[low:high] = reading.span


def _runs(
    articles: Sequence[ArticleFeatures],
    places: Sequence[tuple[int, int]],
    scores: Table,
    order: Rows,
    margin: float,
) -> list[Run]:
    """The best sentences with the neighbours that are nearly as good; the same words only once."""
    used: set[int] = set()
    texts: set[str] = set()
    runs: list[Run] = []
    for row in order.tolist():
        if row in used:
            continue
        article, sentence = places[row]
        f = articles[article]
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
        text = f.text(first, last).casefold()
        if text not in texts:
            texts.add(text)
            runs.append(Run(f, first, last, sentence, float(scores[row])))
        if len(runs) == MAX_QUOTES:
            break
    return runs


def _evidence(
    query: Query,
    articles: Sequence[ArticleFeatures],
    signals: Table,
    scores: Table,
    order: Rows,
    answers: Table,
    spans: Table,
) -> dict[str, float]:
    """What confidence is made of; the names are those of weights.json."""
    top = int(order[0])
    second = float(scores[order[1]]) if len(order) > 1 else float(scores[top]) - SURE_MARGIN
    stems, weights = rarity(query, [f.passages for f in articles])
    missing = sum(w for s, w in weights.items() if not any(s in f.passages.of for f in articles))
    must = required(query)
    absent = [s for s in must if not any(s in f.passages.of for f in articles)]
    return {
        "similarity": float(signals[:, _COLUMN["raw_similarity"]].max()),
        "top_similarity": float(signals[top, _COLUMN["raw_similarity"]]),
        "coverage": float(signals[top, _COLUMN["coverage"]]),
        "passage_coverage": float(signals[top, _COLUMN["passage_coverage"]]),
        "missing": missing / max(sum(weights.values()), 1e-9),
        "absent": len(absent) / max(len(must), 1),
        "type_missing": float(query.answer_type is not None and not signals[top, _COLUMN["type_fit"]]),
        "margin": min(float(scores[top]) - second, SURE_MARGIN),
        "stems": min(len(stems), 8) / 8,
        "reader": 0.0 if np.isnan(answers[top]) else float(answers[top]),
        "reader_span": 0.0 if np.isnan(spans[top]) else float(spans[top]),
    }
