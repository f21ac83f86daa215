"""What is known of an article before any question: its sentences, their vectors, postings and flags."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from index.answering.question import ANSWER_TYPES, fits
from index.embedding.arrays import Vectors, decode_vectors
from index.model import ParagraphKind, Quote, Span
from index.store.interface import Content
from index.store.values import StoredArticle
from index.text import structure
from index.text.language import looks_english
from index.text.words import stems

KEPT_ARTICLES = 256
_LEANS = re.compile(
    r"^[“\"‘']?(?:He|She|It|They|This|These|That|Those|His|Her|Its|Their|But|So|And|Also|However)\b"
)
_ASKS = re.compile(r"\?[”\"’']?$|\b(?:asked|questioned|inquired|asks)\b")
FLAGS = ("leans", "asks", "brevity", "comment")
COMMENT = "comment"
"""The kind of paragraphs that readers of the article wrote."""
_SPOKEN_FROM = 0.4
"""Share of a sentence that a quote has to cover so that the sentence is its speaker's."""

Rows = npt.NDArray[np.intp]
Table = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Postings:
    """stem → (rows that hold it, how often); ``lengths`` counts each row's stems, ``total`` all of them."""

    of: dict[str, tuple[Rows, Table]]
    lengths: Table
    total: float


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """Sentence i is ``article.text[starts[i]:ends[i]]`` in passage ``passage_of[i]`` (a row number).

    ``flags`` has shape (sentences, len(FLAGS)), ``fits`` (sentences, len(ANSWER_TYPES)). ``frame`` marks the
    sentences that are never quoted alone (``index.text.structure``); ``above[i]`` are the passages that head passage
    i, ``contexts`` the postings of their words and of the title's. ``headed`` are the same passages, or the title where
    nothing else heads one, end to end (-1: there is no title), those of passage i from ``heads_from[i]`` on.
    ``speakers`` are postings of the names and offices of those who say a sentence, as far as it does not hold them
    itself ("she" says it, the question asks for the mayor). ``foreign``: plainly not in English.
    """

    stored: StoredArticle
    paragraphs: tuple[int | None, ...]
    passage_vectors: Vectors
    passages: Postings
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    passage_of: Rows
    sentence_vectors: Vectors
    sentences: Postings
    flags: Table
    fits: Table
    frame: Marks
    above: tuple[tuple[int, ...], ...]
    headed: Rows
    heads_from: Rows
    contexts: Postings
    speakers: Postings
    quotes: tuple[Quote, ...]
    foreign: bool

    def text(self, first: int, last: int) -> str:
        """The slice from sentence ``first`` to sentence ``last``, both included."""
        return self.stored.article.cut(self.starts[first], self.ends[last])


class FeatureCache:
    """Versions are immutable, so what was computed once stays right."""

    def __init__(self, content: Content) -> None:
        self._content = content
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
        stored = self._content.article(article_id)
        passages = self._content.passages(article_id)
        sentences = self._content.sentences(article_id)
        if stored is None or not passages or not sentences:
            return None
        article = stored.article
        row_of = {passage[0]: row for row, passage in enumerate(passages)}
        paragraphs = tuple(p[1] for p in passages)
        passage_of = np.array([row_of[s[0]] for s in sentences], np.intp)
        pieces = [article.cut(s[1], s[2]) for s in sentences]
        kinds = {p.number: p.kind for p in article.paragraphs}
        by_passage: list[list[str]] = [[] for _ in passages]
        for row, piece in zip(passage_of.tolist(), pieces, strict=True):
            by_passage[row].append(piece)
        framed = structure.frames(paragraphs, by_passage, kinds)
        heads = structure.above(paragraphs, by_passage, framed, kinds)
        heading_stems = {i: stems(" ".join(by_passage[i])) for i in {i for path in heads for i in path}}
        title_stems = stems(article.title)
        quotes = tuple(self._content.quotes_of(article_id))
        own = [stems(piece) for piece in pieces]
        said = _speakers([(s[1], s[2]) for s in sentences], quotes)
        title = (paragraphs.index(None),) if None in paragraphs else (-1,)
        paths = [path or title for path in heads]
        return ArticleFeatures(
            stored=stored,
            paragraphs=paragraphs,
            passage_vectors=decode_vectors([p[4] for p in passages]),
            passages=postings([stems(article.cut(p[2], p[3])) for p in passages]),
            starts=tuple(s[1] for s in sentences),
            ends=tuple(s[2] for s in sentences),
            passage_of=passage_of,
            sentence_vectors=decode_vectors([s[3] for s in sentences]),
            sentences=postings(own),
            flags=np.array(
                [
                    _flags(piece, paragraphs[row], kinds)
                    for piece, row in zip(pieces, passage_of.tolist(), strict=True)
                ]
            ),
            frame=np.array([mark for marks in framed for mark in marks], bool),
            above=tuple(heads),
            headed=np.array([row for path in paths for row in path], np.intp),
            heads_from=np.cumsum([0, *(len(path) for path in paths[:-1])]).astype(np.intp),
            contexts=postings(
                [[*title_stems, *(s for i in path for s in heading_stems[i])] for path in heads]
            ),
            fits=np.array([[float(fits(kind, piece)) for kind in ANSWER_TYPES] for piece in pieces]),
            speakers=postings(
                [
                    [s for s in named if s not in written]
                    for named, written in zip(said, map(frozenset, own), strict=True)
                ]
            ),
            quotes=quotes,
            foreign=not looks_english(article.text),
        )


def _speakers(sentences: Sequence[Span], quotes: Sequence[Quote]) -> list[list[str]]:
    """For each sentence the stems of the names and offices of whoever says most of it."""
    held: list[list[str]] = [[] for _ in sentences]
    starts = [start for start, _ in sentences]
    for quote in quotes:
        named = f"{quote.speaker or ''} {quote.speaker_title or ''}".strip()
        if not named:
            continue
        row = max(bisect_right(starts, quote.start) - 1, 0)
        while row < len(sentences) and starts[row] < quote.end:
            start, end = sentences[row]
            if min(end, quote.end) - max(start, quote.start) > _SPOKEN_FROM * (end - start):
                held[row] += stems(named)
            row += 1
    return held


def postings(documents: Sequence[Sequence[str]]) -> Postings:
    """Postings of rows of stems, function words included."""
    gathered: dict[str, tuple[list[int], list[int]]] = {}
    for row, document in enumerate(documents):
        for stem, count in Counter(document).items():
            rows, counts = gathered.setdefault(stem, ([], []))
            rows.append(row)
            counts.append(count)
    lengths = np.array([len(document) for document in documents], float)
    return Postings(
        {
            stem: (np.array(rows, np.intp), np.array(counts, float))
            for stem, (rows, counts) in gathered.items()
        },
        lengths,
        float(lengths.sum()),
    )


def _flags(
    sentence: str, paragraph: int | None, kinds: dict[int, ParagraphKind]
) -> tuple[float, float, float, float]:
    return (
        float(_LEANS.search(sentence) is not None),
        float(_ASKS.search(sentence) is not None),
        1.0 / (1.0 + len(sentence) / 100.0),
        float(paragraph is not None and kinds[paragraph].value == COMMENT),
    )
