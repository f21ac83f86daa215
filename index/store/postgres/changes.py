"""Changes of what shelves hold: prepared before, then one transaction that all processes see whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from index.store.postgres import searched
from index.store.postgres.content import Content
from index.store.postgres.database import Database
from index.store.postgres.indexes import Indexes
from index.store.sql import rows
from index.store.sql.changes import StoredChanges
from index.store.sql.connection import Connection, typed_errors
from index.store.sql.rows import Numbers
from index.store.values import Made, Prepared


@typed_errors
class Changes(StoredChanges):
    """See ``index.store.interface.Changes``."""

    def __init__(self, database: Database, content: Content, indexes: Indexes) -> None:
        super().__init__(database, content)
        self._locks = database
        self._indexes = indexes

    def changing(self, shelf: str, patience: float) -> AbstractContextManager[None]:
        """One change of a shelf at a time. Raises BusyError after ``patience`` seconds."""
        return self._locks.holding(f"shelf {shelf}", patience)

    def apply(
        self, shelf: str, add: Sequence[Prepared], remove: Sequence[int], made: Callable[[str], Made]
    ) -> int:
        """Inside ``changing``: replace and remove articles, all or nothing; the shelf's new generation.

        ``made`` goes by name. Raises LostVectorsError when another change dropped a vector that was there while
        this one was prepared.
        """
        generation = self._content.generation(shelf) + 1
        numbers: list[Numbers] = []
        if add:
            with self._database.write() as connection:
                numbers = rows.allot(connection, add)
        self._commit(shelf, generation, add, numbers, remove, made)
        self._indexes.settle(shelf)
        return generation

    def settle(self, shelf: str) -> None:
        """Inside ``changing``: see that everything derived from the shelf's rows is there and undamaged."""
        if not self._indexes.whole(shelf):
            searched.renew(self._database, self._content, shelf)
        self._indexes.settle(shelf)

    def purge(self, shelf: str) -> None:
        """Inside ``changing``: delete all that is known of a shelf, old versions and indexes too."""
        self._purge_rows(shelf)
        self._indexes.settle(shelf)

    def _stored(self, text: str) -> str | bytes:
        return text.encode("utf-8", "surrogatepass")

    def _show(self, connection: Connection, shelf: str, numbers: Numbers, prepared: Prepared) -> None:
        searched.add(connection, shelf, numbers, prepared)

    def _hide(self, connection: Connection, article_id: int) -> None:
        searched.drop(connection, article_id)
