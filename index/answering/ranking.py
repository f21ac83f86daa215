"""Hybrid ranking of sentences, first version: the plain sum of z-scores of dense and lexical scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.answering.features import ArticleFeatures
from index.answering.lexical import content_stems
from index.embedding import Vectors
from index.model import ParagraphKind

MAX_QUOTES = 3
MAX_RUN = 300
"""Characters of the longest run of sentences that is put together."""
_NEIGHBOUR_MARGIN = 3.0
_HEADING_MALUS, _TITLE_MALUS = 2.0, 1.5

_K1, _B = 1.2, 0.75  # Robertson & Zaragoza 2009

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A run of sentences (``sentence`` to ``last``, both included) with its scores; ``similarity`` is a cosine, ``coverage`` a share 0 to 1."""

    features: ArticleFeatures
    sentence: int
    last: int
    score: float
    similarity: float
    coverage: float


def rank(question: str, vector: Vectors, articles: Sequence[ArticleFeatures]) -> list[Ranked]:
    """Every sentence of the articles, best first. ``vector`` has shape (dimension,)."""
    if not articles:
        return []
    stems = list(dict.fromkeys(content_stems(question)))
    dense = np.concatenate([f.sentence_vectors @ vector for f in articles])
    passage_dense = np.concatenate([(f.passage_vectors @ vector)[f.passage_of] for f in articles])
    sentences = [c for f in articles for c in f.sentence_stems]
    passages = [c for f in articles for c in f.passage_stems]
    lexical = bm25(stems, sentences)
    passage_scores = bm25(stems, passages)
    rows, offset = [], 0
    for f in articles:
        rows.append(passage_scores[f.passage_of + offset])
        offset += len(f.passage_stems)
    total = _z(dense) + _z(passage_dense) + _z(lexical) + _z(np.concatenate(rows))
    found: list[Ranked] = []
    position = 0
    for f in articles:
        kinds = {p.number: p.kind for p in f.stored.article.paragraphs}
        malus = [
            _TITLE_MALUS if p is None else _HEADING_MALUS if kinds[p] is ParagraphKind.HEADING else 0.0
            for p in f.paragraphs
        ]
        for i, counts in enumerate(f.sentence_stems):
            around = f.passage_stems[int(f.passage_of[i])]
            covered = sum(1 for s in stems if s in around or s in counts) / len(stems) if stems else 0.0
            found.append(
                Ranked(
                    f, i, i, float(total[position]) - malus[f.passage_of[i]], float(dense[position]), covered
                )
            )
            position += 1
    found.sort(key=lambda r: -r.score)
    return found


def merge_runs(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best runs: a good sentence with the neighbours that are nearly as good, the same words once."""
    of = {(id(r.features), r.sentence): r for r in ranked}
    used: set[tuple[int, int]] = set()
    texts: set[str] = set()
    runs: list[Ranked] = []
    for best in ranked:
        f = best.features
        if (id(f), best.sentence) in used:
            continue
        first = last = best.sentence
        while True:
            near = [
                of[id(f), i]
                for i, (low, high) in ((first - 1, (first - 1, last)), (last + 1, (first, last + 1)))
                if 0 <= i < len(f.starts)
                and f.passage_of[i] == f.passage_of[best.sentence]
                and f.ends[high] - f.starts[low] <= MAX_RUN
                and of[id(f), i].score > best.score - _NEIGHBOUR_MARGIN
            ]
            if not near:
                break
            chosen = max(near, key=lambda r: r.score).sentence
            first, last = min(first, chosen), max(last, chosen)
        used.update((id(f), i) for i in range(first, last + 1))
        text = f.stored.article.text[f.starts[first] : f.ends[last]].casefold()
        if text not in texts:
            texts.add(text)
            runs.append(replace(best, sentence=first, last=last))
        if len(runs) == MAX_QUOTES:
            break
    return runs


def bm25(query: Sequence[str], documents: Sequence[Counter[str]]) -> Scores:
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


def _z(scores: Scores | Vectors) -> Scores:
    spread = float(scores.std())
    return (scores.astype(np.float64) - float(scores.mean())) / (spread if spread > 1e-9 else 1.0)
