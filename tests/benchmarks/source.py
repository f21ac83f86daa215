"""Real text to measure with: the news articles of PolNeAR, from the evaluation data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.embedding.arrays import Vectors
from index.embedding.torch_encoder import SentenceEncoder
from index.model import Article
from index.reading.text import read_text
from index.text.sentences import split_sentences

FOLDER = "polnear/train/text"
QUESTIONS = (
    "Who said that the campaign had received no money from abroad?",
    "What does the senator think of the new health care bill?",
    "How many people came to the rally in Ohio?",
    "What did Clinton say about her email server?",
    "Why was the vote in the Senate delayed?",
    "Who won the primary in New Hampshire?",
    "What does the poll say about voters without a college degree?",
    "When will the court decide about the immigration order?",
)
"""Questions as members ask them, about the kind of news the articles hold."""


TOPICS = (
    "the campaign",
    "health care",
    "the email server",
    "the rally in Ohio",
    "the vote in the Senate",
    "the primary in New Hampshire",
    "voters without a college degree",
    "the immigration order",
)
FORMS = (
    "Who said that {} had been decided by money?",
    "What does the senator think of {}?",
    "How many people were asked about {}?",
    "What did Clinton say about {}?",
    "Why was {} delayed?",
    "When will the court decide about {}?",
    "Where did the president speak of {}?",
    "What did Trump promise about {}?",
)


def crowd(count: int) -> list[str]:
    """So many different questions, 64 at most: nobody asks what another one asks."""
    return [form.format(topic) for topic in TOPICS for form in FORMS][:count]


class SkipError(Exception):
    """Why a benchmark cannot run here, in one sentence."""


@dataclass(frozen=True)
class Source:
    """Where the data are; None when nobody said."""

    data: Path | None

    def articles(self, count: int) -> list[Article]:
        """The first ``count`` articles, again under other names when there are fewer. Raises SkipError."""
        files = self._files()
        return [
            read_text(files[n % len(files)].read_bytes(), f"{n // len(files)}-{files[n % len(files)].name}")
            for n in range(count)
        ]

    def long_article(self, paragraphs: int) -> Article:
        """An article of so many real paragraphs. Raises SkipError."""
        return read_text("\n".join(["In full", *self.paragraphs(paragraphs)]).encode(), "long.txt")

    def paragraphs(self, count: int) -> list[str]:
        """Paragraphs in reading order, ``count`` at most. Raises SkipError."""
        return _paragraphs(self._files(), count)

    def sentences(self, count: int) -> list[str]:
        """Sentences from evenly spaced articles, ``count`` at most. Raises SkipError."""
        return _sentences(self._files(), count)

    def _files(self) -> tuple[Path, ...]:
        if self.data is None:
            raise SkipError("needs real text: name the evaluation data with --data or WHOSAID_DATA")
        files = tuple(sorted((self.data / FOLDER).glob("*.txt")))
        if not files:
            raise SkipError(f"needs real text: {self.data} has no {FOLDER}/*.txt")
        return files


@cache
def _paragraphs(files: tuple[Path, ...], count: int) -> list[str]:
    found: list[str] = []
    for file in files:
        article = read_text(file.read_bytes(), file.name)
        found += [article.text[p.start : p.end] for p in article.paragraphs]
        if len(found) >= count:
            break
    return found[:count]


@cache
def _sentences(files: tuple[Path, ...], count: int) -> list[str]:
    found: list[str] = []
    for paragraph in _paragraphs(files, 3 * count):
        found += [paragraph[a:b] for a, b in split_sentences(paragraph, 0, len(paragraph)) if b - a > 20]
    return list(dict.fromkeys(found))[:count]


@cache
def embedded(texts: tuple[str, ...]) -> Vectors:
    """Unit vectors of the built-in model, shape (len(texts), dimension)."""
    return SentenceEncoder(None).vectors(texts, "document")
