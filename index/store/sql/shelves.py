"""What is noted of shelves beside their articles: room, channels bound to an article, servers that were left."""

from __future__ import annotations

from collections.abc import Collection

from index.model import SHARED_SHELF, ShelfLimits
from index.store.sql.connection import Connection, Database, moment, typed_errors

DAY = 86_400.0
UNSEEN_DAYS = 2.0
"""Days after which a server that no process has seen counts as left; every process notes its own each day."""
NOWHERE = ""
"""What rows of direct messages name as their server."""
_MEET = (
    "INSERT INTO shelves (shelf, generation, seen_at) VALUES (?, 0, ?) "
    "ON CONFLICT (shelf) DO UPDATE SET seen_at = coalesce(shelves.seen_at, excluded.seen_at)"
)


@typed_errors
class Shelves:
    """See ``index.store.interface.Shelves``."""

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

    # -- channels ------------------------------------------------------------------------------------

    def bind(self, shelf: str, channel: str, article: str) -> None:
        """Questions in this channel are asked of this article alone."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO channel_bindings (shelf, channel, article) VALUES (?, ?, ?) "
                "ON CONFLICT (shelf, channel) DO UPDATE SET article = excluded.article",
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
            "SELECT b.article FROM channel_bindings b WHERE b.shelf = ? AND b.channel = ? AND EXISTS "
            "(SELECT 1 FROM articles a WHERE a.live = 1 AND a.name = b.article AND a.shelf IN (?, ?))",
            (shelf, channel, shelf, SHARED_SHELF),
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
        """The bot is in these servers now. Shelves of others stay as they are: another process may be in those."""
        with self._database.write() as connection:
            columns = [("shelves", "shelf"), *self._database.tables_of_shelves()]
            known = self._column(" UNION ".join(f'SELECT "{c}" FROM "{t}"' for t, c in columns))
            for shelf in known:
                if shelf in present or shelf in (SHARED_SHELF, NOWHERE):
                    self._note(connection, shelf, left=False)
                else:  # from now on somebody has to see it
                    connection.execute(_MEET, (shelf, moment()))

    def note_left(self, shelf: str) -> None:
        """The bot was removed from this server: the time its data is kept begins."""
        with self._database.write() as connection:
            self._note(connection, shelf, left=True)

    def note_joined(self, shelf: str) -> None:
        """The bot is in this server (again): its data stays."""
        with self._database.write() as connection:
            self._note(connection, shelf, left=False)

    def overdue(self, days: float) -> list[str]:
        """The shelves of servers that were left at least this many days ago.

        Left is what Discord said so of, and what no process has seen for ``UNSEEN_DAYS``.
        """
        return self._column(
            "SELECT shelf FROM shelves WHERE shelf NOT IN (?, ?) AND (removed_at <= ? OR seen_at <= ?) "
            "ORDER BY shelf",
            SHARED_SHELF,
            NOWHERE,
            moment(days * DAY),
            moment((days + UNSEEN_DAYS) * DAY),
        )

    @staticmethod
    def _note(connection: Connection, shelf: str, *, left: bool) -> None:
        connection.execute(_MEET, (shelf, moment()))
        if left:
            connection.execute(
                "UPDATE shelves SET removed_at = ? WHERE shelf = ? AND removed_at IS NULL", (moment(), shelf)
            )
        else:
            connection.execute(
                "UPDATE shelves SET removed_at = NULL, seen_at = ? WHERE shelf = ?", (moment(), shelf)
            )

    def _column(self, statement: str, *values: object) -> list[str]:
        return [str(row[0]) for row in self._database.connection.execute(statement, values)]
