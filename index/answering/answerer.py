"""One question at a time: candidate articles, ranked sentences, citations, or an abstention."""

from __future__ import annotations

import math
from collections.abc import Callable

from index.answering.features import ArticleFeatures, FeatureCache
from index.answering.lexical import content_words
from index.answering.ranking import Ranked, merge_runs, rank
from index.embedding import Vectors
from index.model import Answer, Citation, View
from index.store import Store
from index.vectors import VectorIndex

CANDIDATES = 50
MAX_ARTICLES = 8
THRESHOLD = 0.5

Snapshot = Callable[[str], VectorIndex]


class Answerer:
    """Reads the store and the shelf indexes; changes nothing."""

    def __init__(self, store: Store, features: FeatureCache, snapshot: Snapshot) -> None:
        self._store = store
        self._features = features
        self._snapshot = snapshot

    def answer(self, question: str, vector: Vectors, view: View) -> Answer:
        """The answer to one question. ``vector`` has shape (dimension,)."""
        articles = self._candidates(question, vector, view)
        ranked = rank(question, vector, articles)
        if not ranked:
            return Answer(question, answered=False, confidence=0.0)
        best = merge_runs(ranked)
        confidence = self._confidence(best[0])
        return Answer(
            question,
            answered=confidence >= THRESHOLD,
            confidence=confidence,
            quotes=tuple(cite(r) for r in best),
        )

    def _candidates(self, question: str, vector: Vectors, view: View) -> list[ArticleFeatures]:
        """The articles that the best passages, dense and lexical, come from (reciprocal rank fusion)."""
        if view.article is not None:
            ids = self._store.article_ids(view)
        else:
            points: dict[int, float] = {}
            for shelf in view.shelves:
                _, found = self._snapshot(shelf).search(vector[None, :], CANDIDATES)
                for rank_, passage in enumerate(found[0].tolist() if len(found) else []):
                    if passage >= 0:
                        points[passage] = points.get(passage, 0.0) + 1 / (60 + rank_)
            lexical = self._store.lexical(content_words(question)[:32], view.shelves, CANDIDATES)
            for rank_, (passage, _) in enumerate(lexical):
                points[passage] = points.get(passage, 0.0) + 1 / (60 + rank_)
            article_of = self._store.passage_articles(list(points)) if points else {}
            best: dict[int, float] = {}
            for passage, score in points.items():
                if (article := article_of.get(passage)) is not None:
                    best[article] = max(best.get(article, 0.0), score)
            ids = sorted(best, key=lambda a: -best[a])
        found_features = (self._features.get(i) for i in ids[:MAX_ARTICLES])
        return [f for f in found_features if f is not None]

    @staticmethod
    def _confidence(best: Ranked) -> float:
        """Logistic in similarity and in the share of the question's words that stand there."""
        return 1 / (1 + math.exp(-(9.0 * best.similarity + 2.5 * best.coverage - 4.6)))


def cite(ranked: Ranked) -> Citation:
    """The verbatim slice with whoever says most of it."""
    f = ranked.features
    start, end = f.starts[ranked.sentence], f.ends[ranked.last]
    article = f.stored.article
    speaker = None
    kind = None
    most = 0.4 * (end - start)
    for quote in f.quotes:
        overlap = min(end, quote.end) - max(start, quote.start)
        if overlap > most:
            most, speaker, kind = overlap, quote.speaker, quote.kind
    return Citation(
        text=article.text[start:end],
        article_id=f.stored.id,
        article=article.name,
        title=article.title,
        paragraph=f.paragraphs[int(f.passage_of[ranked.sentence])],
        start=start,
        end=end,
        speaker=speaker,
        url=article.url,
        score=ranked.score,
        kind=kind,
        published=article.published,
    )
