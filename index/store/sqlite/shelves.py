"""What is noted of shelves beside their articles: room, channels bound to an article, servers that were left."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection

from index.errors import InputError
from index.model import SHARED_SHELF, ShelfLimits
from index.store.sqlite import rows
from index.store.sqlite.database import Database

NOWHERE = ""
"""What rows of direct messages name as their server."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def require_shelf(shelf: str) -> str:
    """The name, or InputError: it becomes a folder's name."""
    if not _NAME.fullmatch(shelf):
        raise InputError("A shelf's name is 1 to 64 of the characters a-z, 0-9, - and _.")
    return shelf


class ShelfBook:
    """Small facts about shelves, in the library's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shelves(self) -> list[str]:
        """Every shelf that holds live articles, by name."""
        return self._column("SELECT DISTINCT shelf FROM articles WHERE live = 1 ORDER BY shelf")

    def usage(self, shelf: str) -> ShelfLimits:
        """How much the shelf holds, in the units of its limits."""
        count, size = self._database.connection.execute(
            "SELECT count(*), coalesce(sum(length(CAST(text AS BLOB))), 0) FROM articles "
            "WHERE shelf = ? AND live = 1",
            (shelf,),
        ).fetchone()
        return ShelfLimits(count, size)

    def forget_versions(self, shelf: str, most: int) -> None:
        """Of versions that were replaced or removed, keep the newest ones up to ``most`` bytes of text."""
        with self._database.write() as connection:
            kept = 0
            for number, size in connection.execute(
                "SELECT id, length(CAST(text AS BLOB)) FROM articles WHERE shelf = ? AND live = 0 ORDER BY id DESC",
                (shelf,),
            ).fetchall():
                kept += size
                if kept > most:
                    connection.execute("DELETE FROM articles WHERE id = ?", (number,))

    # -- channels ------------------------------------------------------------------------------------

    def bind(self, shelf: str, channel: str, article: str) -> None:
        """Questions in this channel are asked of this article alone."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO channel_bindings VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET article = ?3",
                (shelf, channel, article),
            )

    def unbind(self, shelf: str, channel: str) -> bool:
        """Whether there was a binding to forget."""
        with self._database.write() as connection:
            found = connection.execute(
                "DELETE FROM channel_bindings WHERE shelf = ? AND channel = ?", (shelf, channel)
            )
            return found.rowcount > 0

    def binding(self, shelf: str, channel: str) -> str | None:
        """The article that the channel is bound to, while the shelf or the shared one holds it."""
        row = self._database.connection.execute(
            "SELECT b.article FROM channel_bindings b WHERE b.shelf = ?1 AND b.channel = ?2 AND EXISTS "
            "(SELECT 1 FROM articles a WHERE a.live = 1 AND a.name = b.article AND a.shelf IN (?1, ?3))",
            (shelf, channel, SHARED_SHELF),
        ).fetchone()
        return None if row is None else str(row[0])

    def bound_channels(self, shelf: str, article: str) -> list[str]:
        """The channels that are bound to an article."""
        return self._column(
            "SELECT channel FROM channel_bindings WHERE shelf = ? AND article = ? ORDER BY channel",
            shelf,
            article,
        )

    # -- servers that come and go --------------------------------------------------------------------

    def note_present(self, present: Collection[str]) -> None:
        """These are the servers the bot is in: every other shelf was left, now if not before."""
        with self._database.write() as connection:
            columns = [("shelves", "shelf"), *_tables_of_shelves(connection)]
            for shelf in self._column(" UNION ".join(f'SELECT "{c}" FROM "{t}"' for t, c in columns)):
                if shelf in present or shelf in (SHARED_SHELF, NOWHERE):
                    self._note(connection, shelf, left=False)
                else:
                    self._note(connection, shelf, left=True)

    def note_left(self, shelf: str) -> None:
        """The bot was removed from this server: the time its data is kept begins."""
        with self._database.write() as connection:
            self._note(connection, shelf, left=True)

    def note_joined(self, shelf: str) -> None:
        """The bot is in this server (again): its data stays."""
        with self._database.write() as connection:
            self._note(connection, shelf, left=False)

    def overdue(self, days: float) -> list[str]:
        """The shelves that were left at least this many days ago."""
        return self._column(
            "SELECT shelf FROM shelves WHERE shelf NOT IN (?, ?) AND removed_at <= "
            "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?) ORDER BY shelf",
            SHARED_SHELF,
            NOWHERE,
            f"-{days:f} days",
        )

    def purge(self, shelf: str) -> None:
        """Delete all that is known of a shelf, old versions too: every row of every table that names it.

        Only the shelf's counter stays, so that an index in another process's memory is seen to be stale.
        """
        with self._database.write() as connection:
            freed: set[bytes] = set()
            for (number,) in connection.execute(
                "SELECT id FROM articles WHERE shelf = ?", (shelf,)
            ).fetchall():
                freed |= rows.retire(connection, number)
            for table, column in _tables_of_shelves(connection):
                connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (shelf,))
            rows.drop_vectors(connection, freed)
            connection.execute(
                "UPDATE shelves SET generation = generation + 1, removed_at = NULL WHERE shelf = ?", (shelf,)
            )

    @staticmethod
    def _note(connection: sqlite3.Connection, shelf: str, *, left: bool) -> None:
        if left:
            connection.execute("INSERT OR IGNORE INTO shelves (shelf, generation) VALUES (?, 0)", (shelf,))
            connection.execute(
                "UPDATE shelves SET removed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') "
                "WHERE shelf = ? AND removed_at IS NULL",
                (shelf,),
            )
        else:
            connection.execute("UPDATE shelves SET removed_at = NULL WHERE shelf = ?", (shelf,))

    def _column(self, statement: str, *values: object) -> list[str]:
        return [str(row[0]) for row in self._database.connection.execute(statement, values)]


def _tables_of_shelves(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(table, column) of what names a shelf, or the server it is the shelf of; later migrations' too."""
    return connection.execute(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
        "AND c.name IN ('shelf', 'guild') AND m.name != 'shelves' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
