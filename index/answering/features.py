"""What is known of an article before any question: its sentences, their vectors and stems."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from index.answering.lexical import content_stems
from index.embedding import Vectors
from index.model import Quote, View
from index.store import Store, StoredArticle, decode_vectors

KEPT_ARTICLES = 256


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """Sentence i is ``article.text[starts[i]:ends[i]]`` in passage ``passage_of[i]`` (a row number)."""

    stored: StoredArticle
    passage_ids: tuple[int, ...]
    paragraphs: tuple[int | None, ...]
    passage_vectors: Vectors
    passage_stems: tuple[Counter[str], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    passage_of: npt.NDArray[np.intp]
    sentence_vectors: Vectors
    sentence_stems: tuple[Counter[str], ...]
    quotes: tuple[Quote, ...]


class FeatureCache:
    """Versions are immutable, so what was computed once stays right."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: LRUCache[int, ArticleFeatures] = LRUCache(KEPT_ARTICLES)
        self._lock = threading.Lock()

    def get(self, article_id: int) -> ArticleFeatures | None:
        """Features of a live article; None when it is gone or empty. Raises StoreError when damaged."""
        with self._lock:
            found = self._kept.get(article_id)
        if found is None:
            found = self._compute(article_id)
            if found is not None:
                with self._lock:
                    self._kept[article_id] = found
        return found

    def _compute(self, article_id: int) -> ArticleFeatures | None:
        stored = self._store.article(article_id)
        passages = self._store.passages(article_id)
        sentences = self._store.sentences(article_id)
        if stored is None or not passages or not sentences:
            return None
        text = stored.article.text
        row_of = {passage[0]: row for row, passage in enumerate(passages)}
        view = View(shelves=(stored.shelf,), article=stored.article.name)
        return ArticleFeatures(
            stored=stored,
            passage_ids=tuple(row_of),
            paragraphs=tuple(p[1] for p in passages),
            passage_vectors=decode_vectors([p[4] for p in passages]),
            passage_stems=tuple(Counter(content_stems(text[p[2] : p[3]])) for p in passages),
            starts=tuple(s[1] for s in sentences),
            ends=tuple(s[2] for s in sentences),
            passage_of=np.array([row_of[s[0]] for s in sentences], np.intp),
            sentence_vectors=decode_vectors([s[3] for s in sentences]),
            sentence_stems=tuple(Counter(content_stems(text[s[1] : s[2]])) for s in sentences),
            quotes=tuple(q.quote for q in self._store.quotes(view)),
        )
