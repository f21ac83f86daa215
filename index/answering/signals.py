"""The signals of every sentence for one question: a table of numbers that the learned weights read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from index.answering.features import FLAGS, ArticleFeatures, Postings, Rows, Table
from index.answering.question import ANSWER_TYPES, Query
from index.embedding import Vectors

_K1, _B = 1.2, 0.75  # Robertson & Zaragoza 2009
_TYPO_FROM = 82.0

SIGNALS = (
    "similarity",
    "passage_similarity",
    "bm25",
    "passage_bm25",
    "neighbour_bm25",
    "raw_similarity",
    "coverage",
    "passage_coverage",
    "type_fit",
    *FLAGS,
)
"""Columns. The first five are z-scores over the sentences; the rest are cosines, shares and flags."""


def table(
    query: Query, vector: Vectors, articles: Sequence[ArticleFeatures], weights: dict[str, float]
) -> Table:
    """Signals of every sentence of the articles in order, shape (sentences, len(SIGNALS)); ``weights`` is
    the question's ``rarity`` in them."""
    dense = np.concatenate([f.sentence_vectors @ vector for f in articles])
    passage_dense = np.concatenate([(f.passage_vectors @ vector)[f.passage_of] for f in articles])
    everything = [*(s for s in query.all_stems if s not in query.stems), *weights]
    lexical = np.concatenate(bm25(everything, [f.sentences for f in articles]))
    passage_lexical = _spread(bm25(everything, [f.passages for f in articles]), articles)
    coverage = np.concatenate([covered(weights, f.sentences) for f in articles])
    passage_coverage = np.concatenate([covered(weights, f.passages)[f.passage_of] for f in articles])
    passages = _numbered(articles)
    if query.answer_type is None:
        fit = np.zeros(len(dense))
    else:
        column = ANSWER_TYPES.index(query.answer_type)
        fit = np.concatenate([f.fits[:, column] for f in articles])
    return np.column_stack(
        [
            z(dense),
            z(passage_dense),
            z(lexical),
            z(passage_lexical),
            z(_neighbours(lexical, passages)),
            dense,
            coverage,
            passage_coverage,
            fit,
            np.concatenate([f.flags for f in articles]),
        ]
    )


def bm25(query: Sequence[str], documents: Sequence[Postings]) -> list[Table]:
    """BM25 of every row of each article; document frequencies are those of all of them together."""
    total = sum(len(p.lengths) for p in documents)
    mean = max(sum(p.total for p in documents) / max(total, 1), 1.0)
    scores = [np.zeros(len(p.lengths)) for p in documents]
    norms = [_K1 * (1 - _B + _B * p.lengths / mean) for p in documents]
    for word in query:
        found = [p.of.get(word) for p in documents]
        holding = sum(len(f[0]) for f in found if f)
        idf = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        for article, hit in enumerate(found):
            if hit:
                rows, counts = hit
                scores[article][rows] += idf * counts * (_K1 + 1) / (counts + norms[article][rows])
    return scores


def rarity(query: Query, documents: Sequence[Postings]) -> dict[str, float]:
    """The question's stems and their idf; one that stands nowhere becomes its nearest spelling."""
    total = sum(len(p.lengths) for p in documents)
    weights: dict[str, float] = {}
    for stem in query.stems:
        found = stem
        holding = sum(len(p.of[stem][0]) for p in documents if stem in p.of)
        if not holding and len(stem) > 3:
            vocabulary = {
                s for p in documents for s in p.of if s[0] == stem[0] and abs(len(s) - len(stem)) <= 2
            }
            best = process.extractOne(stem, sorted(vocabulary), scorer=fuzz.ratio, score_cutoff=_TYPO_FROM)
            if best:
                found = best[0]
                holding = sum(len(p.of[found][0]) for p in documents if found in p.of)
        weights[found] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return weights


def covered(weights: dict[str, float], documents: Postings) -> Table:
    """Share of the question's rarity-weighted stems that each row holds."""
    scores = np.zeros(len(documents.lengths))
    for stem, weight in weights.items():
        if (hit := documents.of.get(stem)) is not None:
            scores[hit[0]] += weight
    total = sum(weights.values())
    return scores / total if total > 0 else scores


def z(scores: Table | Vectors) -> Table:
    """Mean 0, deviation 1; all zeros when every score is the same."""
    spread = float(scores.std())
    return (scores.astype(np.float64) - float(scores.mean())) / (spread if spread > 1e-9 else 1.0)


def _spread(scores: Sequence[Table], articles: Sequence[ArticleFeatures]) -> Table:
    """Passage scores handed to their sentences."""
    return np.concatenate([s[f.passage_of] for s, f in zip(scores, articles, strict=True)])


def _numbered(articles: Sequence[ArticleFeatures]) -> Rows:
    """Each sentence's passage, numbered through all the articles."""
    rows, at = [], 0
    for f in articles:
        rows.append(f.passage_of + at)
        at += len(f.passages.lengths)
    return np.concatenate(rows)


def _neighbours(scores: Table, passages: Rows) -> Table:
    """The better score of the sentences before and after in the same passage."""
    out = np.zeros(len(scores))
    same = passages[1:] == passages[:-1]
    out[1:] = np.where(same, scores[:-1], 0.0)
    out[:-1] = np.maximum(out[:-1], np.where(same, scores[1:], 0.0))
    return out
