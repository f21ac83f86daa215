"""What goes into a store and comes out of it, whatever the backend. Offsets are code points, end exclusive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import StoreError
from index.model import Answer, Article, Quote
from index.text.passages import Passage


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article read, split and quoted, ready to be stored. Keys follow ``passages`` and sentences."""

    article: Article
    passages: tuple[Passage, ...]
    quotes: tuple[Quote, ...]
    passage_keys: tuple[bytes, ...]
    sentence_keys: tuple[tuple[bytes, ...], ...]

    def vector_keys(self) -> Iterator[bytes]:
        """Every vector that the rows name, some of them again and again: each passage's, then its sentences'."""
        for key, keys in zip(self.passage_keys, self.sentence_keys, strict=True):
            yield key
            yield from keys

    def texts(self) -> Iterator[tuple[bytes, str]]:
        """The keys again, each with the slice that it names."""
        keys = self.vector_keys()
        for passage in self.passages:
            for span in ((passage.start, passage.end), *passage.sentences):
                yield next(keys), self.article.cut(*span)


@dataclass(frozen=True, slots=True)
class Made:
    """What prepared rows were made with: model, code, and whether reindexing a folder may retire them."""

    model: str
    recipe: str
    origin: str = "folder"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the store; its text was checked against its hash.

    ``changed``: since when (a moment in UTC, ISO 8601) it has had other words than an earlier version that is kept.
    """

    id: int
    shelf: str
    article: Article
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """What a reindex compares: a live article and what its rows were made of. ``size`` is in UTF-8 bytes."""

    id: int
    text_hash: str
    read_hash: str
    made: Made
    size: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that no article answered or whose answer somebody called wrong; nobody is named."""

    question: str
    asked_at: float
    answered: bool
    helpful: int
    wrong: int


@dataclass(frozen=True, slots=True)
class WebPage:
    """What is known of a page or feed on the web: its validators, when it was looked at (epoch seconds), if it is gone."""

    feed: bool = False
    etag: str = ""
    modified: str = ""
    checked_at: float = 0.0
    gone: bool = False


class LostVectorsError(StoreError):
    """Vectors that were there are not any more: prepare again."""


@dataclass(frozen=True, slots=True)
class Record:
    """An answer that was given, under the id that its buttons carry."""

    id: str
    guild: str
    person: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's message that answers a person's message."""

    question_message: int
    channel: int
    message: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over some days; ``seconds`` are the median and the 95th percentile of the latency."""

    questions: int
    abstentions: int
    helpful: int
    wrong: int
    median_seconds: float
    slow_seconds: float


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; ``made_at`` is a moment in UTC (ISO 8601)."""

    id: str
    shelf: str
    name: str
    made_at: str
