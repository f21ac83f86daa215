"""What is nearest to a question by meaning: small shelves read whole, big ones by their HNSW index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pgvector import HalfVector

from index.embedding.arrays import Vectors
from index.errors import StoreError
from index.store.nearest import nearest_of
from index.store.postgres import fulltext
from index.store.postgres.database import Database
from index.store.postgres.shelf_states import ShelfStates, literal
from index.store.sql.connection import typed_errors

REACH = 2
"""Candidates that a graph gives for each that is asked for: they are ordered only roughly."""


@typed_errors
class Search:
    """See ``index.store.interface.Search``."""

    def __init__(self, database: Database, states: ShelfStates) -> None:
        self._database = database
        self._states = states

    def nearest(self, vector: Vectors, shelves: Sequence[str], k: int) -> list[tuple[int, float]]:
        """(passage id, cosine) of the k passages nearest to a vector (dimension,), best first.

        Raises StoreError when a shelf was indexed with another model.
        """
        asked = HalfVector(vector.astype(np.float16))
        found: list[tuple[int, float]] = []
        for shelf in shelves:
            state = self._states.of(shelf)
            if state.dimension is None:
                near = self._whole(asked, shelf, k)
            else:
                near = self._by_graph(asked, shelf, k, state.dimension)
            if any(far is None for _, far in near):
                raise StoreError("Stored vectors are damaged; run `whosaid doctor --repair`.")
            found += [(number, 1.0 - far) for number, far in near]
        return nearest_of(found, k)

    def lexical(
        self, words: Sequence[str], shelves: Sequence[str], limit: int
    ) -> list[tuple[int, int, float]]:
        """(passage id, article id, BM25 score, larger is better) of passages that hold any of the words."""
        states = {shelf: self._states.of(shelf) for shelf in shelves}
        return fulltext.rank(self._database, words, states, limit)

    def warm(self, shelf: str) -> None:
        """Have a connection, and the shelf's state."""
        self._states.of(shelf)

    def _whole(self, asked: HalfVector, shelf: str, k: int) -> list[tuple[int, float]]:
        return self._database.connection.execute(
            "SELECT passage_id, embedding <=> ? AS far FROM near WHERE shelf = ? ORDER BY far, passage_id LIMIT ?",
            (asked, shelf, k),
        ).fetchall()

    def _by_graph(self, asked: HalfVector, shelf: str, k: int, dimension: int) -> list[tuple[int, float]]:
        # the shelf's name has its place in the statement: only so is its partial index used by prepared ones, too
        cosine = f"embedding::halfvec({int(dimension)}) <=> ?::halfvec({int(dimension)})"
        return self._database.connection.execute(
            f"SELECT passage_id, {cosine} AS far FROM near WHERE shelf = {literal(shelf)} "
            f"ORDER BY far LIMIT ?",
            (asked, REACH * k),
        ).fetchall()
