"""Texts in batches that waste no padding and stay in the CPU's caches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH = 32
"""Most texts of a batch."""
AREA = 4_096
"""Characters of a batch, padding included (about a thousand word pieces): more falls out of the caches."""


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of like length, at most BATCH, and at most AREA characters unless it is a single row."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if batch and (len(batch) == BATCH or (len(batch) + 1) * lengths[row] > AREA):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
