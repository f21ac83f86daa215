"""The signals of every sentence for one question: a table of numbers that the learned weights read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz import fuzz, process

from index.answering.features import FLAGS, ArticleFeatures, Postings, Rows, Table
from index.answering.question import ANSWER_TYPES, Query
from index.embedding.arrays import Vectors

_K1, _B = 1.2, 0.75  # Robertson & Zaragoza 2009
_TYPO_FROM = 82.0
"""rapidfuzz's ratio from which a word is another one, mistyped: one slip in six letters passes, two do not (by hand)."""

SIGNALS = (
    "similarity",
    "passage_similarity",
    "bm25",
    "passage_bm25",
    "neighbour_bm25",
    "raw_similarity",
    "coverage",
    "passage_coverage",
    "above_similarity",
    "above_coverage",
    "type_fit",
    *FLAGS,
)
"""Columns. The first five are z-scores over the sentences; the rest are cosines, shares and flags."""


def table(
    query: Query, vector: Vectors, articles: Sequence[ArticleFeatures], weights: dict[str, float]
) -> Table:
    """Signals of every sentence of the articles in order, shape (sentences, len(SIGNALS)); ``weights`` is
    the question's ``rarity`` in them."""
    passages = _numbered(articles)
    dense = np.concatenate([f.sentence_vectors @ vector for f in articles])
    of_passages = [f.passage_vectors @ vector for f in articles]
    passage_dense = np.concatenate(of_passages)[passages]
    others = [s for s in query.all_stems if s not in query.stems]
    lexical = match(others, weights, [f.sentences for f in articles])
    around = match(others, weights, [f.passages for f in articles])
    found = np.zeros((len(SIGNALS), len(dense)))
    found[0], found[1], found[2], found[3] = dense, passage_dense, lexical.bm25, around.bm25[passages]
    found[4] = _neighbours(lexical.bm25, passages)
    found[:5] = z(found[:5])
    found[5], found[7] = dense, around.coverage[passages]
    found[6] = lexical.coverage + _spoken(weights, articles)
    found[8] = np.concatenate([_of_headings(f, d) for f, d in zip(articles, of_passages, strict=True)])
    heads = match((), weights, [f.contexts for f in articles])
    found[9] = heads.coverage[passages]
    if query.answer_type is not None:
        column = ANSWER_TYPES.index(query.answer_type)
        found[10] = np.concatenate([f.fits[:, column] for f in articles])
    found[11:] = np.concatenate([f.flags for f in articles]).T
    return found.T


def _of_headings(f: ArticleFeatures, dense: Vectors) -> Vectors:
    """For each sentence the best cosine of what heads its passage; where nothing does, that of the title, so that a
    heading alone is no advantage. ``dense`` (passages,) are the passages' cosines."""
    best: Vectors = np.maximum.reduceat(np.append(dense, np.float32(0))[f.headed], f.heads_from)
    return best[f.passage_of]


def _spoken(weights: Mapping[str, float], articles: Sequence[ArticleFeatures]) -> Table:
    """The share of the question's rarity-weighted stems that a sentence itself leaves out and that name its speaker."""
    whole = sum(weights.values()) or 1.0
    share = np.zeros(sum(len(f.starts) for f in articles))
    start = 0
    for f in articles:
        for stem, weight in weights.items() if f.speakers.of else ():
            if (said := f.speakers.of.get(stem)) is not None:
                share[said[0] + start] += weight / whole
        start += len(f.starts)
    return share


@dataclass(frozen=True, slots=True)
class Lexical:
    """How well each row matches, shape (rows,): its BM25, and the share of the question's rarity-weighted
    stems that it holds."""

    bm25: Table
    coverage: Table


def match(others: Sequence[str], weights: Mapping[str, float], documents: Sequence[Postings]) -> Lexical:
    """Every row of the documents in order. BM25 counts ``others`` and the stems of ``weights``, coverage only
    those; document frequencies are those of all the documents together."""
    counts = [len(d.lengths) for d in documents]
    starts = [0, *accumulate(counts)]
    held: list[int] = []
    rows: list[Rows] = [np.zeros(0, np.intp)]
    terms: list[Table] = [np.zeros(0)]
    for stem in (*others, *weights):  # gathered first, then computed at once: numpy calls cost most here
        holding = 0
        for start, document in zip(starts, documents, strict=False):
            if (hit := document.of.get(stem)) is not None:
                rows.append(hit[0] + start)
                terms.append(hit[1])
                holding += len(hit[0])
        held.append(holding)
    row, tf = np.concatenate(rows), np.concatenate(terms)
    total = starts[-1]
    mean = max(sum(d.total for d in documents) / max(total, 1), 1.0)
    norms = _K1 * (1 - _B + _B * np.concatenate([d.lengths for d in documents]) / mean)
    idf = np.repeat([_idf(holding, total) * (_K1 + 1) for holding in held], held)
    bm25 = _sums(row, idf * tf / (tf + norms[row]), total)
    first = sum(held[: len(others)])
    weight = np.repeat(list(weights.values()), held[len(others) :])
    coverage = _sums(row[first:], weight, total) / (sum(weights.values()) or 1.0)
    return Lexical(bm25, coverage)


def _sums(rows: Rows, values: Table, total: int) -> Table:
    """The sum of each row's values, shape (total,)."""
    return np.bincount(rows, values, total).astype(np.float64, copy=False)


def rarity(stems: Sequence[str], documents: Sequence[Postings]) -> dict[str, float]:
    """Stems of a question and their idf; one that stands nowhere becomes its nearest spelling."""
    total = sum(len(p.lengths) for p in documents)
    weights: dict[str, float] = {}
    for stem in stems:
        found = stem
        holding = _held(stem, documents)
        if not holding and len(stem) > 3:
            begun = sorted(
                {s for p in documents for s in p.of if s.startswith(stem)}, key=lambda s: (len(s), s)
            )
            if begun:  # "certs", "config": people cut long words short
                if len(begun) == 1 or len(begun[1]) > len(
                    begun[0]
                ):  # of equals none is meant more than another
                    found = begun[0]
                weights[found] = _idf(_held(found, documents), total)
                continue
            vocabulary = {
                s for p in documents for s in p.of if s[0] == stem[0] and abs(len(s) - len(stem)) <= 2
            }
            best = process.extractOne(stem, sorted(vocabulary), scorer=fuzz.ratio, score_cutoff=_TYPO_FROM)
            if best:
                found = best[0]
                holding = _held(found, documents)
        weights[found] = _idf(holding, total)
    return weights


def _held(stem: str, documents: Sequence[Postings]) -> int:
    return sum(len(hit[0]) for p in documents if (hit := p.of.get(stem)) is not None)


def _idf(holding: int, total: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def z(scores: Table) -> Table:
    """Each row with mean 0 and deviation 1; all zeros where every score is the same."""
    centred = scores - scores.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True))
    scaled: Table = centred / np.where(spread > 1e-9, spread, 1.0)
    return scaled


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
