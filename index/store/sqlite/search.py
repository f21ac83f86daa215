"""What is nearest to a question: by meaning from the snapshots, by words from FTS5."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding.arrays import Vectors
from index.runtime.together import Together
from index.store.nearest import nearest_of
from index.store.sql.connection import typed_errors
from index.store.sqlite import fulltext
from index.store.sqlite.database import Database
from index.vectors.files import VectorIndex
from index.vectors.snapshots import Snapshots

MOST_SOUGHT = 64
"""Vectors that are compared with an index at once."""
Sought = tuple[VectorIndex, Vectors, int]
Hits = list[tuple[int, float]]


@typed_errors
class Search:
    """See ``index.store.interface.Search``."""

    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        self._database = database
        self._snapshots = snapshots
        self._together: Together[Sought, Hits] = Together(seek, MOST_SOUGHT)

    def nearest(self, vector: Vectors, shelves: Sequence[str], k: int) -> list[tuple[int, float]]:
        """(passage id, cosine) of the k passages nearest to a vector (dimension,), best first.

        What several threads seek at once is one product of matrices. Raises StoreError when a shelf was indexed with
        another model.
        """
        found: Hits = []
        for shelf in shelves:
            found += self._together.do((self._snapshots.get(shelf), vector, k))
        return nearest_of(found, k)

    def lexical(
        self, words: Sequence[str], shelves: Sequence[str], limit: int
    ) -> list[tuple[int, int, float]]:
        """(passage id, article id, BM25 score, larger is better) of passages that hold any of the words."""
        return fulltext.rank(self._database.connection, words, shelves, limit)

    def warm(self, shelf: str) -> None:
        """Have the shelf's index in memory."""
        self._snapshots.get(shelf)


def seek(jobs: list[Sought]) -> list[Hits]:
    """What each job finds; those of one index are one search."""
    found: list[Hits] = [[] for _ in jobs]
    of_one: dict[tuple[int, int], list[int]] = {}
    for at, (index, _, k) in enumerate(jobs):
        of_one.setdefault((id(index), k), []).append(at)
    for (_, k), some in of_one.items():
        scores, ids = jobs[some[0]][0].search(np.stack([jobs[at][1] for at in some]), k)
        for at, row, numbers in zip(some, scores.tolist(), ids.tolist(), strict=True):
            found[at] = [(number, score) for number, score in zip(numbers, row, strict=True) if number >= 0]
    return found
