"""Shelves are put together by likeness, the same in every backend."""

from __future__ import annotations

import numpy as np

from index.embedding.arrays import Vectors
from index.store.nearest import nearest_of
from index.store.sqlite.search import seek
from index.vectors import files
from index.vectors.files import VectorIndex


def index_of(first: int) -> tuple[VectorIndex, Vectors]:
    """Eight vectors under the ids from ``first`` on."""
    vectors = np.eye(8, dtype=np.float32)
    ids = np.arange(first, first + 8)
    return files.in_memory(ids, vectors.astype(np.float16), model_key="m", generation=1), vectors


def test_the_best_of_all_shelves_come_first_and_ties_are_settled() -> None:
    found = [(7, 0.5), (3, 0.9), (9, 0.9), (1, 0.1)]
    assert nearest_of(iter(found), 3) == [(3, 0.9), (9, 0.9), (7, 0.5)]


def test_what_is_sought_together_is_found_as_if_it_were_sought_alone() -> None:
    (one, vectors), (other, _) = index_of(0), index_of(100)
    jobs = [(one, vectors[n], 3) for n in range(5)] + [(other, vectors[2], 1), (one, vectors[6], 2)]
    found = seek(jobs)
    assert found == [seek([job])[0] for job in jobs]
    assert [hits[0] for hits in found] == [*((n, 1.0) for n in range(5)), (102, 1.0), (6, 1.0)]
    assert [len(hits) for hits in found] == [3, 3, 3, 3, 3, 1, 2]
    empty = files.in_memory(np.zeros(0, np.int64), np.zeros((0, 8), np.float16), model_key="m", generation=1)
    assert seek([(empty, vectors[0], 3)]) == [[]]
