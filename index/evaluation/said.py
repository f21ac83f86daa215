"""Is what the rows call "said" reported speech, and is all of it found? Recall, precision and F1 on annotated articles.

A stretch that is reported is found when half of it lies in one utterance of ours, and an utterance is right when half of it
lies in reported stretches: ``polnear_score.py``'s way to count, of the rows that are shown as said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.evaluation.quotes import predictions
from index.model import Article, Span
from index.quotes.extract import extract_quotes_batch
from index.quotes.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Reported:
    """One article of a set with every stretch of reported speech, direct and indirect."""

    set: str
    article: Article
    spans: tuple[Span, ...]


def measure_said(examples: Iterable[Reported], tagger: Tagger) -> dict[str, dict[str, float]]:
    """By set: ``n`` (stretches), ``R``, ``P`` and ``F1``, percentages."""
    kept = list(examples)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    found = extract_quotes_batch([example.article for example in kept], tagger)
    for example, quotes in zip(kept, found, strict=True):
        ours = [p.content for p in predictions([q for q in quotes if q.said])]
        counted = counts[example.set]
        counted["n"] += len(example.spans)
        counted["ours"] += len(ours)
        for span in example.spans:
            best = max((_shared([span], content) for content in ours), default=0)
            counted["found"] += 2 * best >= span[1] - span[0]
        for content in ours:
            counted["right"] += 2 * _shared(example.spans, content) >= sum(b - a for a, b in content)
    return {name: _figures(counted) for name, counted in counts.items()}


def _figures(counted: Counter[str]) -> dict[str, float]:
    recall = 100 * counted["found"] / max(1, counted["n"])
    precision = 100 * counted["right"] / max(1, counted["ours"])
    together = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return {"n": counted["n"], "R": recall, "P": precision, "F1": together}


def _shared(spans: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in spans for c, d in others)
