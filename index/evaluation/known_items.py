"""Known items: sentences with a third of their words dropped; is the article that they come from found first?"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.library import Library
from index.model import Article, Paragraph, Verdict
from index.text.sentences import split_sentences

SENTENCES = 200
SHORTEST_WORDS = 8
DROPPED = 1 / 3
SEED = 20


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked, and the name of the article that it comes from."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class KnownItems:
    """How many of ``items`` had the right article first, and the median seconds of one call."""

    items: int
    asked: int
    checked: int
    asked_seconds: float
    checked_seconds: float

    def lines(self) -> list[str]:
        """For people."""
        return [
            f"ask: right article first {self.asked} of {self.items} ({self.asked / self.items:.1%}), "
            f"median {self.asked_seconds * 1000:.0f} ms",
            f"who-said: right article first {self.checked} of {self.items} ({self.checked / self.items:.1%}), "
            f"median {self.checked_seconds * 1000:.0f} ms",
        ]


def make_items(articles: Sequence[Article], count: int = SENTENCES, seed: int = SEED) -> list[Item]:
    """Sentences of different articles as long as there are enough, each with a third of its words dropped.

    A sentence that stands in several articles is left out: no one article would be the right one.
    """
    dice = random.Random(seed)  # noqa: S311  (no secret)
    seen: dict[str, int] = {}
    by_article: list[tuple[str, list[str]]] = []
    for article in articles:
        sentences = [
            article.cut(a, b)
            for p in article.paragraphs
            if p.kind.is_prose
            for a, b in _sentences(article, p)
        ]
        fitting = [s for s in dict.fromkeys(sentences) if len(s.split()) >= SHORTEST_WORDS]
        for sentence in fitting:
            seen[sentence] = seen.get(sentence, 0) + 1
        by_article.append((article.name, fitting))
    dice.shuffle(by_article)
    items: list[Item] = []
    while len(items) < count and any(sentences for _, sentences in by_article):
        for name, sentences in by_article:
            unique = [s for s in sentences if seen[s] == 1]
            if not unique or len(items) == count:
                sentences.clear()
                continue
            chosen = dice.choice(unique)
            sentences.remove(chosen)
            items.append(Item(_thinned(chosen, dice), name))
    return items


def measure(library: Library, items: Sequence[Item]) -> KnownItems:
    """Ask and check every item against a library that is indexed already."""
    asked, checked = 0, 0
    times: tuple[list[float], list[float]] = [], []
    for item in items:
        started = time.perf_counter()
        answer = library.ask([item.text])[0]
        times[0].append(time.perf_counter() - started)
        asked += bool(answer.quotes) and answer.quotes[0].article == item.article
        started = time.perf_counter()
        verdict = library.who_said([item.text])[0]
        times[1].append(time.perf_counter() - started)
        checked += _first(verdict) == item.article
    return KnownItems(len(items), asked, checked, _median(times[0]), _median(times[1]))


def _sentences(article: Article, paragraph: Paragraph) -> list[tuple[int, int]]:
    return list(split_sentences(article.text, paragraph.start, paragraph.end))


def _thinned(sentence: str, dice: random.Random) -> str:
    words = sentence.split()
    dropped = set(dice.sample(range(len(words)), round(len(words) * DROPPED)))
    return " ".join(word for place, word in enumerate(words) if place not in dropped)


def _first(verdict: Verdict) -> str | None:
    if verdict.quote is not None:
        return verdict.quote.article
    return verdict.related[0].article if verdict.related else None


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
