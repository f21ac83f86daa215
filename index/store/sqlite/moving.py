"""All rows of an embedded library, for copies into and out of it."""

from __future__ import annotations

from index.model import Progress, ProgressCallback
from index.store.sql.rows_of import StoredRows
from index.store.sqlite.database import Database
from index.store.sqlite.upkeep import Upkeep


class Rows(StoredRows):
    """See ``index.store.interface.Rows``."""

    def __init__(self, database: Database, upkeep: Upkeep) -> None:
        super().__init__(database, "CAST(? AS TEXT)")
        self._upkeep = upkeep

    def finish(self, report: ProgressCallback) -> None:
        """Write full text; indexes of vectors are made by the first question."""
        report(Progress("index", 0, 1))
        self._upkeep.rebuild_fulltext()
        report(Progress("index", 1, 1))
