"""The nearest passages of several shelves as one list; every backend puts them together here."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_of(found: Iterable[tuple[int, float]], k: int) -> list[tuple[int, float]]:
    """The ``k`` best of (passage id, cosine), best first; of equal ones the older passage."""
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]
