"""One question at a time: candidate articles, ranked runs, citations, or an abstention."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.answering import weights as weights_file
from index.answering.features import ArticleFeatures, FeatureCache
from index.answering.question import parse
from index.answering.ranking import Ranking, Run, rank
from index.answering.rerankers import Reranker
from index.embedding.encoder import Vectors
from index.model import Answer, Citation, View
from index.store.sqlite.content import Store
from index.vectors.files import VectorIndex

CANDIDATES = 50
MAX_ARTICLES = 8
_FUSION = 60  # reciprocal rank fusion, Cormack et al. 2009
_SPEAKS_FROM = 0.4

Snapshot = Callable[[str], VectorIndex]


class Answerer:
    """Reads the store and the shelf indexes; changes nothing."""

    def __init__(
        self,
        store: Store,
        features: FeatureCache,
        snapshot: Snapshot,
        reader: Reranker | None,
        strictness: str = "normal",
        weights: Path | None = None,
    ) -> None:
        self._store = store
        self._features = features
        self._snapshot = snapshot
        self._reader = reader
        # more at once would only hand the interpreter to and fro
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._weights = weights_file.load(weights)
        self._threshold = self._weights.thresholds[strictness]

    def answer(self, question: str, vector: Vectors, view: View) -> Answer:
        """The answer to one question. ``vector`` has shape (dimension,)."""
        query = parse(question)
        with self._turns:
            articles = self._candidates(query.words, vector, view)
            ranking = rank(query, vector, articles, self._weights, self._reader)
        if not ranking.runs:
            return Answer(question, answered=False, confidence=0.0)
        confidence = self._confidence(ranking)
        return Answer(
            question,
            answered=confidence >= self._threshold,
            confidence=confidence,
            quotes=tuple(cite(run) for run in ranking.runs),
        )

    def judged(self, answer: Answer, strictness: str) -> Answer:
        """The same answer under another threshold of the weights in use."""
        threshold = self._weights.thresholds[strictness]
        return replace(answer, answered=bool(answer.quotes) and answer.confidence >= threshold)

    def _confidence(self, ranking: Ranking) -> float:
        learned = self._weights.confidence_with_reader if ranking.read else self._weights.confidence
        return learned.of(ranking.evidence)

    def _candidates(self, words: tuple[str, ...], vector: Vectors, view: View) -> list[ArticleFeatures]:
        """The articles that the best passages, dense and lexical, come from (reciprocal rank fusion)."""
        if view.article is not None:
            ids = self._store.article_ids(view)
        else:
            points: dict[int, float] = {}
            for shelf in view.shelves:
                _, found = self._snapshot(shelf).search(vector[None, :], CANDIDATES)
                for place, passage in enumerate(found[0].tolist()):
                    if passage >= 0:
                        points[passage] = points.get(passage, 0.0) + 1 / (_FUSION + place)
            article_of = self._store.passage_articles(list(points), view.shelves) if points else {}
            lexical = self._store.lexical(words[:32], view.shelves, CANDIDATES)
            for place, (passage, holder, _) in enumerate(lexical):
                points[passage] = points.get(passage, 0.0) + 1 / (_FUSION + place)
                article_of[passage] = holder
            best: dict[int, float] = {}
            for passage, score in points.items():
                if (article := article_of.get(passage)) is not None:
                    best[article] = max(best.get(article, 0.0), score)
            ids = sorted(best, key=lambda a: -best[a])
        found_features = (self._features.get(i) for i in ids[:MAX_ARTICLES])
        return [f for f in found_features if f is not None]


def cite(run: Run) -> Citation:
    """The verbatim slice with whoever says most of it."""
    f = run.features
    start, end = f.starts[run.first], f.ends[run.last]
    article = f.stored.article
    speaker = None
    kind = None
    most = _SPEAKS_FROM * (end - start)
    for quote in f.quotes:
        if quote.end <= start:
            continue
        if quote.start >= end:  # they come in reading order
            break
        overlap = min(end, quote.end) - max(start, quote.start)
        if overlap > most:
            most, speaker, kind = overlap, quote.speaker, quote.kind
    paragraph = f.paragraphs[int(f.passage_of[run.best])]
    return Citation(
        text=article.text[start:end],
        article_id=f.stored.id,
        article=article.name,
        title=article.title,
        paragraph=paragraph,
        start=start,
        end=end,
        speaker=speaker,
        url=article.url,
        score=run.score,
        kind=kind,
        published=article.published,
        page=article.page_of(paragraph),
        also_in=tuple(other.stored.article.title for other in run.also),
    )
