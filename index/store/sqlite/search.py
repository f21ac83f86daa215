"""What is nearest to a question: by meaning from the snapshots, by words from FTS5."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding.arrays import Vectors
from index.store.nearest import nearest_of
from index.store.sql.connection import typed_errors
from index.store.sqlite import fulltext
from index.store.sqlite.database import Database
from index.vectors.snapshots import Snapshots


@typed_errors
class Search:
    """See ``index.store.interface.Search``."""

    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        self._database = database
        self._snapshots = snapshots

    def nearest(self, vector: Vectors, shelves: Sequence[str], k: int) -> list[tuple[int, float]]:
        """(passage id, cosine) of the k passages nearest to a vector (dimension,), best first.

        Raises StoreError when a shelf was indexed with another model.
        """
        found: list[tuple[int, float]] = []
        for shelf in shelves:
            scores, ids = self._snapshots.get(shelf).search(vector.reshape(1, -1), k)
            found += [(i, s) for i, s in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if i >= 0]
        return nearest_of(found, k)

    def lexical(
        self, words: Sequence[str], shelves: Sequence[str], limit: int
    ) -> list[tuple[int, int, float]]:
        """(passage id, article id, BM25 score, larger is better) of passages that hold any of the words."""
        return fulltext.rank(self._database.connection, words, shelves, limit)

    def warm(self, shelf: str) -> None:
        """Have the shelf's index in memory."""
        self._snapshots.get(shelf)
