"""Batches hold every row once, like lengths together, and never more than fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.runtime.batching import ALIKE, AREA, BATCH, FEW, batches


@given(st.lists(st.integers(0, 2 * AREA), max_size=200))
def test_every_row_once_and_within_bounds(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    in_order = [lengths[row] for batch in found for row in batch]
    assert in_order == sorted(in_order)
    for batch in found:
        assert 1 <= len(batch) <= BATCH
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= AREA
        longest, shortest = max(lengths[row] for row in batch), min(lengths[row] for row in batch)
        assert longest <= ALIKE * shortest + FEW
