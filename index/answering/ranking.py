"""Sentences of the candidate articles to ranked runs, and what speaks for the best one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.evidence import evidence
from index.answering.features import ArticleFeatures
from index.answering.gathering import Gathered, combine, gather
from index.answering.question import Query
from index.answering.rerankers import Reranker
from index.answering.runs import MAX_QUOTES, Run, make_runs
from index.answering.weights import Weights
from index.embedding.arrays import Vectors

FURTHER = 5
"""Runs behind those that are shown that are held against the first one."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best runs and the evidence that confidence is made of; ``read`` tells which confidence.

    ``further`` are the runs that come next, in which another source may say otherwise.
    """

    runs: tuple[Run, ...]
    evidence: dict[str, float]
    read: bool
    further: tuple[Run, ...] = ()


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
    return ranked(gather(query, vector, articles, weights, reader), weights)


def ranked(gathered: Gathered, weights: Weights) -> Ranking:
    """The runs of what was gathered."""
    scores = combine(gathered, weights)
    order = np.argsort(-scores, kind="stable")
    runs = make_runs(gathered, scores, order, weights.neighbour_margin, MAX_QUOTES + FURTHER)
    shown, further = tuple(runs[:MAX_QUOTES]), tuple(runs[MAX_QUOTES:])
    return Ranking(shown, evidence(gathered, scores, runs[0]), gathered.read, further)
