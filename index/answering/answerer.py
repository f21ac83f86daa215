"""One question at a time: candidate articles, ranked runs, citations, or an abstention."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.answering import choosing
from index.answering import weights as weights_file
from index.answering.about import AboutQuestion, about_question
from index.answering.citing import cite
from index.answering.disagreement import settle
from index.answering.features import ArticleFeatures, FeatureCache
from index.answering.followup import Exchange, carried
from index.answering.gathering import gather, read
from index.answering.question import Query, parse
from index.answering.ranking import Ranking, ranked
from index.answering.rerankers import Reranker
from index.answering.small_talk import is_small_talk
from index.answering.strictness import DEFAULT, Strictness
from index.answering.telling import tell
from index.embedding.arrays import Vectors
from index.errors import Message
from index.model import Answer, View
from index.store.interface import Content, Search
from index.text.language import NOTICE, is_latin, looks_english

CANDIDATES = 50
MAX_ARTICLES = 8
MAX_QUOTES = 3
_FUSION = 60  # reciprocal rank fusion, Cormack et al. 2009
_STORED = 0.95
"""Confidence of what is stored about an article: it is wrong only where its page was."""


class Answerer:
    """Reads the store and the shelf indexes; changes nothing."""

    def __init__(
        self,
        content: Content,
        search: Search,
        features: FeatureCache,
        reader: Reranker | None,
        strictness: Strictness = DEFAULT,
        weights: Path | None = None,
        *,
        reads_all: bool = False,
    ) -> None:
        """``reads_all``: the embedding model knows other languages than English."""
        self._content = content
        self._search = search
        self._features = features
        self._reader = reader
        self._reads_all = reads_all
        # more at once would only hand the interpreter to and fro
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._weights = weights_file.load(weights)
        self._threshold = self._weights.thresholds[strictness]

    def answer(self, question: str, vector: Vectors, view: View, previous: Exchange | None = None) -> Answer:
        """The answer to one question that stands alone. ``vector`` has shape (dimension,); ``previous`` is what it
        came after."""
        if (about := about_question(question)) is not None:
            told = self._told(question, about, view, previous)
            if told is not None:
                return told
        if is_small_talk(question):
            remark = Message("Ask me what you want to know; I answer with the articles' own words.")
            return Answer(question, answered=False, confidence=0.0, remark=remark)
        before = None
        if previous is not None and previous.question:
            before = (previous.question, previous.quotes[0] if previous.quotes else "")
        query = parse(question, carried(question, previous), before)
        near = self._near(vector, view)  # out of turn: many are sought at once
        with self._turns:
            articles = self._candidates(query, near, view)
            gathered = gather(query, vector, articles, self._weights) if articles else None
        if gathered is None:
            return Answer(question, answered=False, confidence=0.0)
        if self._reader is not None:  # out of turn: it reads for many at once
            read(gathered, self._weights, self._reader)
        with self._turns:
            ranking = ranked(gathered, self._weights)
        best = ranking.runs[0].features
        foreign = not self._reads_all and (best.foreign or not looks_english(question))
        confidence = self._confidence(ranking)
        if foreign:
            latin = is_latin(question) and is_latin(best.stored.article.text)
            confidence *= self._weights.other_languages["latin" if latin else "other"]
        found = Answer(
            question,
            answered=confidence >= self._threshold,
            confidence=confidence,
            quotes=tuple(cite(run) for run in ranking.runs),
            notice=NOTICE if foreign else None,
        )
        return settle(question, found, [cite(run) for run in ranking.further] if found.answered else ())

    def gist(self, view: View, most: int) -> Answer:
        """The lead and the most central sentences of the view's article, at most ``most`` quotes."""
        about = about_question("tldr")
        assert about is not None  # noqa: S101 - it is one of the patterns
        told = self._told("", about, view, None, most)
        return told or Answer("", answered=False, confidence=0.0)

    def judged(self, answer: Answer, strictness: Strictness) -> Answer:
        """The same answer under another threshold of the weights in use."""
        threshold = self._weights.thresholds[strictness]
        shown = bool(answer.quotes or answer.remark)
        return replace(answer, answered=shown and answer.confidence >= threshold)

    def _told(
        self,
        question: str,
        about: AboutQuestion,
        view: View,
        previous: Exchange | None,
        most: int = MAX_QUOTES,
    ) -> Answer | None:
        """What is known of the article that is meant; None when its words name none, so that it asks for something
        inside."""
        found = choosing.articles_meant(self._content.articles(view), about.topic, previous)
        if not found:
            return None if about.topic else Answer(question, answered=False, confidence=0.0)
        if len(found) > 1:
            remark = Message("There are {count:,} articles here; name the one you mean.", count=len(found))
            return Answer(question, answered=False, confidence=0.0, remark=remark)
        features = self._features.get(found[0].id)
        if features is None:
            return None
        told = tell(about.about, features, most)
        confidence = _STORED if told.known else 0.0
        return Answer(
            question,
            answered=confidence >= self._threshold,
            confidence=confidence,
            quotes=told.quotes,
            remark=told.remark,
        )

    def _confidence(self, ranking: Ranking) -> float:
        learned = self._weights.confidence_with_reader if ranking.read else self._weights.confidence
        return learned.of(ranking.evidence)

    def candidates(self, query: Query, vector: Vectors, view: View) -> list[ArticleFeatures]:
        """The articles that the best passages, dense and lexical, come from (reciprocal rank fusion)."""
        return self._candidates(query, self._near(vector, view), view)

    def _near(self, vector: Vectors, view: View) -> list[list[int]]:
        """The passages nearest to the question, by shelf; none for a single article, which is looked at whole."""
        if view.article is not None:
            return []
        sought = (self._search.nearest(vector, (shelf,), CANDIDATES) for shelf in view.shelves)
        return [[passage for passage, _ in found] for found in sought]

    def _candidates(self, query: Query, near: Sequence[Sequence[int]], view: View) -> list[ArticleFeatures]:
        if view.article is not None:
            ids = self._content.article_ids(view)
        else:
            points: dict[int, float] = {}
            for of_shelf in near:
                for place, passage in enumerate(of_shelf):
                    points[passage] = points.get(passage, 0.0) + 1 / (_FUSION + place)
            article_of = self._content.passage_articles(list(points), view.shelves) if points else {}
            lexical = self._search.lexical(query.words[:32], view.shelves, CANDIDATES)
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
