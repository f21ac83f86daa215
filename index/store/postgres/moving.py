"""All rows of a library in PostgreSQL, for copies into and out of it."""

from __future__ import annotations

from index.model import Progress, ProgressCallback
from index.store.postgres import searched
from index.store.postgres.content import Content
from index.store.postgres.database import Database
from index.store.postgres.indexes import Indexes
from index.store.sql.connection import typed_errors
from index.store.sql.rows_of import StoredRows

PATIENCE_SECONDS = 20.0
_NUMBERED = ("sentences", "tallies")
"""Tables whose ids the server gives out."""


@typed_errors
class Rows(StoredRows):
    """See ``index.store.interface.Rows``."""

    def __init__(self, database: Database, content: Content, indexes: Indexes) -> None:
        super().__init__(database, "?")
        self._server = database
        self._content = content
        self._indexes = indexes

    def finish(self, report: ProgressCallback) -> None:
        """Set the counters, write what searches look at, and build the indexes of big shelves."""
        for table in _NUMBERED:
            with self._database.write() as connection:
                connection.execute(
                    "SELECT setval(pg_get_serial_sequence(current_schema() || '.' || ?, 'id'), "
                    f"greatest(1, (SELECT coalesce(max(id), 0) FROM {table})))",
                    (table,),
                )
        shelves = [
            str(shelf)
            for (shelf,) in self._database.connection.execute(
                "SELECT DISTINCT shelf FROM articles WHERE live = 1 ORDER BY shelf"
            )
        ]
        for place, shelf in enumerate(shelves):
            report(Progress("index", place, len(shelves)))
            with self._server.holding(f"shelf {shelf}", PATIENCE_SECONDS):
                searched.renew(self._database, self._content, shelf)
                self._indexes.settle(shelf)
        report(Progress("index", len(shelves), len(shelves)))
