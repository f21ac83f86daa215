"""Is what SQLite and FAISS hold whole, and mending it. Every check reads each text once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import StoreError
from index.store.sql.connection import Connection, typed_errors
from index.store.sql.upkeep import StoredUpkeep
from index.store.sqlite import fulltext
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database, is_damage
from index.store.sqlite.locks import Leadership
from index.text.folding import fold
from index.vectors.snapshots import Snapshots


@typed_errors
class Upkeep(StoredUpkeep):
    """See ``index.store.interface.Upkeep``."""

    def __init__(
        self, database: Database, content: Content, snapshots: Snapshots, leadership: Leadership
    ) -> None:
        super().__init__(database, content)
        self._file = database
        self._snapshots = snapshots
        self.leads = leadership.leads

    def backup(self, target: Path) -> None:
        """Copy the whole library to a file while it is used. Raises StoreError."""
        self._file.backup(target)

    def structure(self) -> str:
        """What is wrong with the database as such, in words; empty when nothing is."""
        connection = self._database.connection
        seen = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if seen != ["ok"]:
            return f"{'; '.join(seen)} (copy the newest backup over {self._file.path})"
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return f"{len(broken)} rows belong to nothing" if broken else ""

    def fulltext_differs(self) -> int:
        """Rows of full text that are not what the articles say."""
        connection = self._database.connection
        wrong = sum(self._index_broken(table) for table in fulltext.SEARCHED)
        for table in fulltext.SEARCHED:
            for number, body in self._bodies(table):
                found = connection.execute(
                    f"SELECT body FROM {table}_fts WHERE rowid = ?", (number,)
                ).fetchone()
                wrong += found is None or found[0] != body
            (extra,) = connection.execute(
                f"SELECT count(*) FROM {table}_fts WHERE rowid NOT IN (SELECT r.id FROM {table} r "
                "JOIN articles a ON a.id = r.article_id AND a.live = 1)"
            ).fetchone()
            wrong += extra
        return wrong

    def rebuild_fulltext(self) -> None:
        """Write full text anew from the articles."""
        with self._database.write() as connection:
            for table in fulltext.SEARCHED:
                (made,) = connection.execute(
                    "SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_fts",)
                ).fetchone()
                connection.execute(f"DROP TABLE {table}_fts")
                connection.execute(made)
                connection.executemany(
                    f"INSERT INTO {table}_fts (rowid, body) VALUES (?, ?)", self._bodies(table)
                )

    def index_is_whole(self, shelf: str) -> bool:
        """Is what is derived from the shelf's rows there, undamaged and of this moment?"""
        return self._snapshots.whole(shelf)

    def _index_broken(self, table: str) -> int:
        try:
            with self._database.write() as connection:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('integrity-check')")
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            return 1
        return 0

    def _bodies(self, table: str) -> Iterator[tuple[int, str]]:
        return ((int(number), fold(text)) for number, text in self._slices(table, "id"))

    def _hide(self, connection: Connection, article_id: int) -> None:
        fulltext.drop(connection, article_id)
