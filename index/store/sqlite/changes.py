"""Changes of what shelves hold: whatever takes long is done before the one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np

from index.embedding.arrays import DAMAGED, Halves, Ids
from index.errors import StoreError
from index.store.sql import rows
from index.store.sql.changes import StoredChanges
from index.store.sql.connection import Connection, typed_errors
from index.store.sql.rows import MARKS, Numbers
from index.store.sqlite import fulltext
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database
from index.store.sqlite.locks import ShelfLocks
from index.store.values import LostVectorsError, Made, Prepared
from index.vectors.snapshots import Snapshots


@typed_errors
class Changes(StoredChanges):
    """See ``index.store.interface.Changes``."""

    def __init__(self, database: Database, content: Content, snapshots: Snapshots, locks: ShelfLocks) -> None:
        super().__init__(database, content)
        self._rows = content
        self._file = database
        self._snapshots = snapshots
        self._locks = locks

    def changing(self, shelf: str, patience: float) -> AbstractContextManager[None]:
        """One change of a shelf at a time. Raises BusyError after ``patience`` seconds."""
        return self._locks.changing(shelf, patience)

    def apply(
        self, shelf: str, add: Sequence[Prepared], remove: Sequence[int], made: Callable[[str], Made]
    ) -> int:
        """Replace and remove articles, all or nothing; the shelf's new generation. ``made`` goes by name.

        Inside ``changing``. The next index is built and checked first, under ids that were allotted for it; then
        one short transaction. Raises LostVectorsError when another change dropped a vector that was there while
        this one was prepared.
        """
        generation = self._content.generation(shelf) + 1
        numbers: list[Numbers] = []
        if add:
            with self._database.write() as connection:
                numbers = rows.allot(connection, add)
        ids, read = self._coming(shelf, add, numbers, remove)
        built = self._snapshots.build(shelf, generation, ids, read)
        try:
            self._commit(shelf, generation, add, numbers, remove, made)
        except BaseException:
            self._snapshots.discard(shelf, built)
            raise
        self._snapshots.publish(shelf, built)
        return generation

    def settle(self, shelf: str) -> None:
        """Inside ``changing``: see that everything derived from the shelf's rows is there and undamaged."""
        if not self._snapshots.whole(shelf):
            self._snapshots.renew(shelf)

    def purge(self, shelf: str) -> None:
        """Inside ``changing``: delete all that is known of a shelf, old versions and files too."""
        self._purge_rows(shelf)
        self._snapshots.forget(shelf)
        self._flush()

    def _forget_words(self, connection: Connection) -> None:
        fulltext.forget_words(connection)

    def _flush(self) -> None:
        self._file.flush()

    def _coming(
        self, shelf: str, add: Sequence[Prepared], numbers: Sequence[Numbers], remove: Sequence[int]
    ) -> tuple[Ids, Callable[[Ids], Halves]]:
        """The shelf's passages as they will be: ids (n,) in ascending order, and what reads their vectors."""
        keys = {
            number: key
            for item, allotted in zip(add, numbers, strict=True)
            for number, key in enumerate(item.passage_keys, start=allotted.passages)
        }
        stay = self._rows.passage_ids(shelf, without=remove)
        ids: Ids = np.concatenate([stay, np.fromiter(keys, np.int64, len(keys))])

        def read(wanted: Ids) -> Halves:
            fresh = np.isin(wanted, ids[len(stay) :])
            if not fresh.any():
                return self._rows.passage_vectors(wanted)
            new = self._named([keys[number] for number in wanted[fresh].tolist()])
            if fresh.all():
                return new
            block = np.empty((len(wanted), new.shape[1]), np.float16)
            block[fresh] = new
            old = self._rows.passage_vectors(wanted[~fresh])
            if old.shape[1] != new.shape[1]:
                raise StoreError(DAMAGED)
            block[~fresh] = old
            return block

        return ids, read

    def _named(self, keys: Sequence[bytes]) -> Halves:
        """Vectors (len(keys), dimension). Raises LostVectorsError."""
        block: Halves | None = None  # filled row by row: no second copy of a long article's
        for start in range(0, len(keys), MARKS):
            some = keys[start : start + MARKS]
            found = self.vectors(some)
            for row, key in enumerate(some, start):
                if key not in found:
                    raise LostVectorsError("Another change came between; nothing was changed, try again.")
                vector = np.frombuffer(found[key], np.float16)
                if block is None:
                    block = np.empty((len(keys), len(vector)), np.float16)
                if len(vector) != block.shape[1]:
                    raise StoreError(DAMAGED)
                block[row] = vector
        return np.zeros((0, 0), np.float16) if block is None else block

    def _show(self, connection: Connection, shelf: str, numbers: Numbers, prepared: Prepared) -> None:
        fulltext.add(connection, numbers, prepared)

    def _hide(self, connection: Connection, article_id: int) -> None:
        fulltext.drop(connection, article_id)
