"""A run of words in the catalog: by its rarest word, then word by word. No text is read."""

from __future__ import annotations

import numpy as np

from index.checking.catalog import NOWHERE, Catalog, Ints, Places

MIN_ACROSS = 8
"""Words of a text that may run over the end of a paragraph."""
MAX_PLACES = 200
"""Places of one run that are looked at more closely; those inside quotes come first."""


def find_across(catalog: Catalog, needle: Ints) -> list[tuple[int, int]]:
    """Spans of places of one article that hold the needle over the ends of paragraphs."""
    if len(needle) < MIN_ACROSS or int(needle.min()) < 0:
        return []
    first = find_run(catalog, needle[: MIN_ACROSS // 2])
    found = []
    for low in first:
        end = catalog.source_places(low)[1]
        stretch = catalog.ids[low:end]
        inside = np.flatnonzero(stretch != NOWHERE)[: len(needle)]
        if len(inside) == len(needle) and np.array_equal(stretch[inside], needle):
            found.append((low, low + int(inside[-1]) + 1))
    return found


def find_run(catalog: Catalog, needle: Ints) -> list[int]:
    """Where the needle's words stand in a row, ascending; at most MAX_PLACES of them.

    At most (places of the rarest word) × (words of the needle) comparisons of numbers.
    """
    if not len(needle) or int(needle.min()) < 0:
        return []
    rarest = min(
        range(len(needle)), key=lambda i: int(catalog.first[needle[i] + 1] - catalog.first[needle[i]])
    )
    starts: Places = catalog.places(int(needle[rarest])) - rarest
    starts = starts[(starts >= 0) & (starts + len(needle) <= len(catalog.ids))]
    for i, word in enumerate(needle):
        if i != rarest:
            starts = starts[catalog.ids[starts + i] == word]
        if not len(starts):
            return []
    if len(starts) > MAX_PLACES:
        quoted = catalog.covered[starts]
        starts = np.sort(np.concatenate([starts[quoted], starts[~quoted]])[:MAX_PLACES])
    return [int(start) for start in starts]
