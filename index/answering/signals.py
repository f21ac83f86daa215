"""The signals of every sentence for one question: a table of numbers that the learned weights read."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from index.answering.features import ArticleFeatures
from index.answering.question import Query, fits
from index.embedding import Vectors
from index.model import ParagraphKind

_K1, _B = 1.2, 0.75  # Robertson & Zaragoza 2009
_TYPO_FROM = 82.0
_LEANS = re.compile(r"^[“\"‘']?(?:He|She|It|They|This|These|That|Those|His|Her|Its|Their|But|So|And|Also|However)\b")
_ASKS = re.compile(r"\?[”\"’']?$|\b(?:asked|questioned|inquired|asks)\b")

SIGNALS = (
    "similarity",
    "passage_similarity",
    "bm25",
    "passage_bm25",
    "neighbour_bm25",
    "coverage",
    "passage_coverage",
    "type_fit",
    "typed",
    "heading",
    "title",
    "leans",
    "asks",
    "brevity",
)
"""Columns. The first five are z-scores over the sentences; the rest are shares and flags, 0 to 1."""

Table = npt.NDArray[np.float64]


def table(query: Query, vector: Vectors, articles: Sequence[ArticleFeatures]) -> Table:
    """Signals of every sentence of the articles in order, shape (sentences, len(SIGNALS))."""
    stems, weights = _stems(query, articles)
    dense = np.concatenate([f.sentence_vectors @ vector for f in articles])
    passage_dense = np.concatenate([(f.passage_vectors @ vector)[f.passage_of] for f in articles])
    lexical = bm25(stems, [c for f in articles for c in f.sentence_stems])
    of_passages = bm25(stems, [c for f in articles for c in f.passage_stems])
    coverage = _coverage(weights, [c for f in articles for c in f.sentence_stems])
    passage_coverage = _coverage(weights, [c for f in articles for c in f.passage_stems])
    passage_lexical, covered, neighbour, flags = [], [], [], []
    passage_at = sentence_at = 0
    for f in articles:
        rows = f.passage_of + passage_at
        passage_lexical.append(of_passages[rows])
        covered.append(passage_coverage[rows])
        mine = lexical[sentence_at : sentence_at + len(f.starts)]
        neighbour.append(_neighbours(mine, f.passage_of))
        flags.append(_flags(query, f))
        passage_at += len(f.passage_stems)
        sentence_at += len(f.starts)
    return np.column_stack(
        [
            z(dense),
            z(passage_dense),
            z(lexical),
            z(np.concatenate(passage_lexical)),
            z(np.concatenate(neighbour)),
            coverage,
            np.concatenate(covered),
            np.concatenate(flags),
        ]
    )


def bm25(query: Sequence[str], documents: Sequence[Counter[str]]) -> Table:
    """BM25 of each document (shape (n,)); document frequencies are those of ``documents``."""
    scores = np.zeros(len(documents))
    if not documents or not query:
        return scores
    lengths = np.array([d.total() for d in documents], float)
    norm = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0))
    for word in query:
        counts = np.array([d.get(word, 0) for d in documents], float)
        holding = int((counts > 0).sum())
        idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        scores += idf * counts * (_K1 + 1) / (counts + norm)
    return scores


def z(scores: Table | Vectors) -> Table:
    """Mean 0, deviation 1; all zeros when every score is the same."""
    spread = float(scores.std())
    return (scores.astype(np.float64) - float(scores.mean())) / (spread if spread > 1e-9 else 1.0)


def _stems(query: Query, articles: Sequence[ArticleFeatures]) -> tuple[list[str], dict[str, float]]:
    """The question's stems with their rarity; one that stands nowhere becomes its nearest spelling."""
    vocabulary = Counter[str]()
    passages = 0
    for f in articles:
        for counts in f.passage_stems:
            vocabulary.update(counts.keys())
            passages += 1
    stems: list[str] = []
    weights: dict[str, float] = {}
    for stem in query.stems:
        found = stem
        if stem not in vocabulary and len(stem) > 3:
            best = process.extractOne(stem, list(vocabulary), scorer=fuzz.ratio, score_cutoff=_TYPO_FROM)
            found = best[0] if best else stem
        stems.append(found)
        holding = vocabulary.get(found, 0)
        weights[found] = math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
    return list(dict.fromkeys(stems)), weights


def _coverage(weights: dict[str, float], documents: Sequence[Counter[str]]) -> Table:
    """Share of the question's rarity-weighted stems that each document holds."""
    total = sum(weights.values())
    if total <= 0:
        return np.zeros(len(documents))
    return np.array([sum(w for s, w in weights.items() if s in d) / total for d in documents])


def _neighbours(scores: Table, passage_of: npt.NDArray[np.intp]) -> Table:
    """The better score of the sentences before and after in the same passage."""
    out = np.zeros(len(scores))
    for i in range(len(scores)):
        near = [scores[j] for j in (i - 1, i + 1) if 0 <= j < len(scores) and passage_of[j] == passage_of[i]]
        out[i] = max(near, default=0.0)
    return out


def _flags(query: Query, f: ArticleFeatures) -> Table:
    article = f.stored.article
    kinds = {p.number: p.kind for p in article.paragraphs}
    rows = []
    for i, (start, end) in enumerate(zip(f.starts, f.ends, strict=True)):
        sentence = article.text[start:end]
        paragraph = f.paragraphs[int(f.passage_of[i])]
        rows.append(
            (
                float(query.answer_type is not None and fits(query.answer_type, sentence)),
                float(query.answer_type is not None),
                float(paragraph is not None and kinds[paragraph] is ParagraphKind.HEADING),
                float(paragraph is None),
                float(_LEANS.search(sentence) is not None),
                float(_ASKS.search(sentence) is not None),
                1.0 / (1.0 + len(sentence) / 100.0),
            )
        )
    return np.array(rows)
