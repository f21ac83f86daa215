"""Texts in batches that waste no padding and stay in the CPU's caches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH = 32
"""Most texts of a batch."""
TOKENS = 1_024
"""Word pieces of a batch, padding included: more falls out of the caches."""
AREA = 4 * TOKENS
"""Characters of a batch where nobody knows the word pieces yet."""

ALIKE, FEW = 1.5, 16
"""A row may be so many times as long as the shortest of its batch, and so much more."""


def batches(lengths: Sequence[int], area: int = AREA) -> Iterator[list[int]]:
    """Rows of like length, at most BATCH, and at most ``area`` in all, padding included, unless it is a single row."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        longest = lengths[row]  # so far
        if batch and (
            len(batch) == BATCH
            or (len(batch) + 1) * longest > area
            or longest > ALIKE * lengths[batch[0]] + FEW
        ):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
