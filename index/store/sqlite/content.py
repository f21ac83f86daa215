"""What is stored, read: what is shared by all SQL, and the vectors that FAISS is filled with."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from index.embedding.arrays import DAMAGED, Halves, Ids
from index.errors import StoreError
from index.store.sql.connection import typed_errors
from index.store.sql.content import StoredContent
from index.store.sql.rows import MARKS, marks
from index.store.sql.texts import Texts
from index.store.sqlite import fulltext
from index.store.sqlite.database import Database


@typed_errors
class Content(StoredContent):
    """What is stored, read; see ``index.store.interface.Content``."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Texts(database), fulltext.holding)

    def content(self, shelf: str) -> tuple[int, Ids, Halves]:
        """Generation, passage ids (n,) and vectors (n, dimension) of one and the same moment."""
        with self._database.read():
            ids = self.passage_ids(shelf)
            return self.generation(shelf), ids, self.passage_vectors(ids)

    def passage_ids(self, shelf: str, without: Collection[int] = ()) -> Ids:
        """Ids (n,) of the passages of a shelf's live articles, in ascending order, but those of some articles."""
        found = self._database.connection.execute(
            "SELECT p.id, p.article_id FROM passages p JOIN articles a ON a.id = p.article_id AND a.live = 1 "
            "WHERE a.shelf = ? ORDER BY p.id",
            (shelf,),
        )
        left_out = set(without)
        return np.fromiter((number for number, article in found if article not in left_out), np.int64)

    def passage_vectors(self, ids: Ids) -> Halves:
        """Vectors (n, dimension) of passages (n,).

        Raises StoreError when stored vectors are missing, damaged or of several models.
        """
        block: Halves | None = None  # one block is filled: a million rows leave no room for copies
        for start in range(0, len(ids), MARKS):
            some = ids[start : start + MARKS].tolist()
            found = dict(
                self._database.connection.execute(
                    "SELECT p.id, v.vector FROM passages p CROSS JOIN vectors v ON v.key = p.vector_key "
                    f"WHERE p.id IN ({marks(some)})",
                    some,
                )
            )
            if block is None:
                size = len(next(iter(found.values()), b""))
                block = np.empty((len(ids), size // 2), np.float16)
            for row, number in enumerate(some, start):
                blob = found.get(number, b"")
                if not blob or len(blob) != 2 * block.shape[1]:
                    raise StoreError(DAMAGED)
                block[row] = np.frombuffer(blob, np.float16)
        return np.zeros((0, 0), np.float16) if block is None else block

    def passage_articles(self, ids: Sequence[int], shelves: Sequence[str] | None = None) -> dict[int, int]:
        """passage id → id of its live article on those shelves (None: any); others are left out."""
        where, values = "", list[object](ids)
        if shelves is not None:
            where = f" AND a.shelf IN ({marks(shelves)})"
            values += shelves
        return dict(
            self._database.connection.execute(
                # CROSS: from the few passages to their articles, never through all of a shelf
                "SELECT p.id, p.article_id FROM passages p CROSS JOIN articles a ON a.id = p.article_id "
                f"AND a.live = 1 WHERE p.id IN ({marks(ids)}){where}",
                values,
            )
        )

    def passage_spans(self, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
        """passage id → (article id, start, end) of a live article; others are left out."""
        return {
            number: (article_id, start, end)
            for number, article_id, start, end in self._database.connection.execute(
                'SELECT p.id, p.article_id, p.start, p."end" FROM passages p CROSS JOIN articles a '
                f"ON a.id = p.article_id AND a.live = 1 WHERE p.id IN ({marks(ids)})",
                list(ids),
            )
        }
