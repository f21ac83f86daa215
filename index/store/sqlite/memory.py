"""What the faces keep, in one file: what is deleted leaves its log, too."""

from __future__ import annotations

from index.store.sql import memory
from index.store.sqlite.database import Database


class Memory(memory.Memory):
    """See ``index.store.interface.Memory``."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._file = database

    def purge(self, days: float) -> int:
        """Drop what is older than ``days``; how many rows went."""
        gone = super().purge(days)
        self._file.flush()
        return gone

    def forget(self, person: str) -> int:
        """Drop everything that names a person; how many answers and votes went."""
        gone = super().forget(person)
        self._file.flush()
        return gone
