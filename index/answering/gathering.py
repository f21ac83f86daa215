"""Every sentence of the candidate articles with its signals and, where it was read, the reader's logits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from index.answering import windows
from index.answering.features import ArticleFeatures, Marks, Table
from index.answering.nearness import nearness
from index.answering.question import Query
from index.answering.rerankers import Reranker
from index.answering.signals import SIGNALS, rarity, table
from index.answering.weights import Weights
from index.embedding.arrays import Vectors

READ_WINDOWS = 4
"""Most stretches that the reader reads for a question."""
_ENOUGH = ((1, 2.0, 2.0), (2, 1.0, 1.0))
"""After so many stretches the rest is left unread when the best sentence that was read leads the second by so much, and
the reader's logit of it is so high. Chosen on tuned questions with the reader before; with the present one, beside reading
all four, 2.0 in place of 2.9 stretches of 64 chat questions and no fewer first quotes or answers within three (as many of
41 of Dawn and 60 of kept-out SQuAD); of 57 locked chat questions one answer within three is lost."""
_BELOW = 100.0
"""So far below every quotable sentence does a frame score."""
_LOOKED_AT = 40
"""Sentences, best first, that the reader's windows are chosen around."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every sentence's signals (sentences, len(SIGNALS)) and, where it was read, the reader's logits.

    The rows of article i begin at ``starts[i]``; logits of unread rows are NaN. ``nulls`` holds each read row's
    window's "none of these answers". ``near`` is how near a
    sentence stands to the words that a follow-up leans on, ``rarity`` how rare the question's stems are.
    """

    query: Query
    vector: Vectors
    articles: tuple[ArticleFeatures, ...]
    starts: tuple[int, ...]
    signals: Table
    answers: Table
    spans: Table
    near: Table
    rarity: dict[str, float]
    nulls: Table

    @property
    def quotable(self) -> Marks:
        """Which sentences may be quoted: those that are no frame, or all where there is nothing else."""
        framed = np.concatenate([f.frame for f in self.articles])
        return ~framed if not framed.all() else np.ones(len(framed), bool)

    @property
    def read(self) -> bool:
        """Did the reader look at any of it?"""
        return not bool(np.isnan(self.answers).all())

    def place(self, row: int) -> tuple[int, int]:
        """(article, sentence) of a row."""
        article = bisect_right(self.starts, row) - 1
        return article, row - self.starts[article]


def gather(query: Query, vector: Vectors, articles: Sequence[ArticleFeatures], weights: Weights) -> Gathered:
    """Signals of every sentence; nothing is read yet."""
    documents = [f.passages for f in articles]
    rare = rarity(query.stems, documents)
    carried = {
        s: w * weights.follow_up["carried"]
        for s, w in rarity(query.carried, documents).items()
        if s not in rare and any(s in d.of for d in documents)
    }
    signals = table(query, vector, articles, carried | rare)
    starts = tuple(accumulate((len(f.starts) for f in articles[:-1]), initial=0))
    answers, spans, nulls = np.full((3, len(signals)), np.nan)
    near = nearness(query.before, articles) if query.before else np.zeros(len(signals))
    return Gathered(query, vector, tuple(articles), starts, signals, answers, spans, near, rare, nulls)


def read(gathered: Gathered, weights: Weights, reader: Reranker, *, all_of_it: bool = False) -> None:
    """Put the reader's logits where the best stretches stand, unless the best sentence leads by ``sure_margin``.

    It reads on while another stretch may change the answer; ``all_of_it``: always READ_WINDOWS of them.
    """
    scores = gathered.signals @ weights.signals.vector(SIGNALS) + weights.follow_up["near"] * gathered.near
    scores[~gathered.quotable] = -np.inf
    order = np.argsort(-scores, kind="stable")
    if not all_of_it and len(order) > 1 and scores[order[0]] - scores[order[1]] >= weights.sure_margin:
        return
    best = order[: min(_LOOKED_AT, int(gathered.quotable.sum()))].tolist()
    chosen = windows.choose([gathered.place(row) for row in best], gathered.articles, READ_WINDOWS)
    done = 0
    for upto, lead, least in (*(() if all_of_it else _ENOUGH), (READ_WINDOWS, 0.0, 0.0)):
        _read(gathered, reader, chosen[done:upto])
        done = upto
        if done >= len(chosen) or _is_settled(gathered, weights, lead, least):
            return


def _read(gathered: Gathered, reader: Reranker, stretches: Sequence[windows.Stretch]) -> None:
    readings = reader.read(gathered.query.text, [s.window(gathered.articles[s.article]) for s in stretches])
    for stretch, reading in zip(stretches, readings, strict=True):
        start = gathered.starts[stretch.article]
        rows = slice(start + stretch.first, start + stretch.last + 1)
        gathered.answers[rows] = reading.sentence
        gathered.spans[rows] = reading.span
        gathered.nulls[rows] = reading.null


def _is_settled(gathered: Gathered, weights: Weights, lead: float, least: float) -> bool:
    """Does one of the sentences that were read answer, by far the best?"""
    rows = ~np.isnan(gathered.answers) & gathered.quotable
    scores = np.sort(combine(gathered, weights)[rows])
    ahead = scores[-1] - scores[-2] if len(scores) > 1 else np.inf
    return bool(len(scores) and ahead >= lead and np.nanmax(gathered.answers) >= least)


def combine(gathered: Gathered, weights: Weights) -> Table:
    """One score a sentence; whatever was read stands before whatever was not, and frames stand last."""
    quotable = gathered.quotable
    if not gathered.read:
        scores: Table = gathered.signals @ weights.signals.vector(SIGNALS)
        scores += weights.follow_up["near"] * gathered.near
    else:
        known = ~np.isnan(gathered.answers)
        scores = (
            gathered.signals @ weights.with_reader.vector(SIGNALS) + weights.follow_up["near"] * gathered.near
        )
        extra = weights.with_reader.weights
        scores[known] += (
            extra["reader"] * gathered.answers[known] + extra["reader_span"] * gathered.spans[known]
        )
        read, unread = known & quotable, ~known & quotable
        least = float(scores[read].min(initial=np.inf))
        scores[unread] += min(least - float(scores[unread].max(initial=-np.inf)), 0.0)
    scores[~quotable] = float(scores[quotable].min()) - _BELOW
    return scores
