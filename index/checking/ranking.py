"""Which of the statements near in meaning is nearest, beyond the likeness of whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.checking.catalog import Catalog
from index.checking.deciding import RANKING_SIGNS, Logistic, deciders
from index.checking.meaning import Near


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement at the places ``span``; of ``score`` only differences count."""

    near: Near
    span: tuple[int, int]
    score: float

    def overlaps(self, other: Ranked) -> bool:
        """Do they share words of the article?"""
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]


def rank(catalog: Catalog, near: Sequence[Near]) -> list[Ranked]:
    """The statements that have words in the catalog, best first."""
    return rank_with(deciders().ranking, catalog, near)


def rank_with(weights: Logistic, catalog: Catalog, near: Sequence[Near]) -> list[Ranked]:
    """``rank`` with other weights than the shipped ones."""
    found = []
    for each in near:
        span = catalog.locate(each.article_id, each.start, each.end)
        if span is not None:
            found.append(Ranked(each, span, weights.total(RANKING_SIGNS, ranking_signs(each))))
    return sorted(found, key=lambda r: -r.score)


def ranking_signs(near: Near) -> tuple[float, ...]:
    """In the order of RANKING_SIGNS."""
    return near.cosine, near.coverage, near.odds.said
