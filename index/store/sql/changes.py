"""Changes of what shelves hold, as far as every backend that speaks SQL makes them alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from index.errors import BusyError
from index.store.sql import rows
from index.store.sql.connection import Connection, Database, moment, typed_errors
from index.store.sql.content import StoredContent
from index.store.sql.rows import MARKS, Numbers, marks
from index.store.values import Live, LostVectorsError, Made, Prepared


@typed_errors
class StoredChanges(ABC):
    """The rows of ``index.store.interface.Changes``; what searches look at is the backend's."""

    def __init__(self, database: Database, content: StoredContent) -> None:
        self._database = database
        self._content = content

    @abstractmethod
    def _show(self, connection: Connection, shelf: str, numbers: Numbers, prepared: Prepared) -> None:
        """Have an article's new rows found."""

    def _stored(self, text: str) -> str | bytes:
        """An article's text as a statement takes it."""
        return text

    @abstractmethod
    def _hide(self, connection: Connection, article_id: int) -> None:
        """Have an article's rows, which are still there, no longer found."""

    def live(self, shelf: str) -> dict[str, Live]:
        """name → the shelf's live article."""
        found = self._database.connection.execute(
            "SELECT name, id, text_hash, read_hash, model, recipe, origin, length(CAST(text AS BLOB)) "
            "FROM articles WHERE shelf = ? AND live = 1",
            (shelf,),
        )
        return {
            name: Live(number, digest, read, Made(model, recipe, origin), size)
            for name, number, digest, read, model, recipe, origin, size in found
        }

    def missing_vectors(self, keys: Iterable[bytes]) -> list[bytes]:
        """Those keys that have no vector yet, without repeats, in order."""
        missing: dict[bytes, None] = {}
        each = iter(keys)
        while some := list(islice(each, MARKS)):
            known = {
                key
                for (key,) in self._database.connection.execute(
                    f"SELECT key FROM vectors WHERE key IN ({marks(some)})", some
                )
            }
            missing |= dict.fromkeys(key for key in some if key not in known)
        return list(missing)

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Half-precision vectors by content key, for those keys that have one."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), MARKS):
            some = keys[start : start + MARKS]
            found.update(
                self._database.connection.execute(
                    f"SELECT key, vector FROM vectors WHERE key IN ({marks(some)})", some
                )
            )
        return found

    def put_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """Store half-precision vectors by content key."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO vectors (key, vector) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                sorted(vectors.items()),  # in one order: two writers never wait for each other
            )

    def forget_retired(self, days: float) -> int:
        """Delete the versions that were replaced or removed at least so many days ago; how many those were."""
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM articles WHERE live = 0 AND retired_at <= ?", (moment(days * 86_400),)
            ).rowcount
            if gone:
                self._forget_words(connection)
        if gone:
            self._flush()
        return gone

    def _forget_words(self, connection: Connection) -> None:  # noqa: B027  (not every backend has any)
        """Have full text keep no word of deleted rows, where it does."""

    def _flush(self) -> None:  # noqa: B027  (not every backend has any)
        """Leave nothing of what was deleted in files beside the database, where there are such."""

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

    def _purge_rows(self, shelf: str) -> None:
        """All rows of a shelf but its counter, so that an index in another process's memory is seen to be stale."""
        with self._database.write() as connection:
            freed: set[bytes] = set()
            for (number,) in connection.execute(
                "SELECT id FROM articles WHERE shelf = ?", (shelf,)
            ).fetchall():
                self._hide(connection, number)
                freed |= rows.retire(connection, number)
            for table, column in self._database.tables_of_shelves():
                connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (shelf,))
            rows.drop_vectors(connection, freed)
            self._forget_words(connection)
            connection.execute(
                "UPDATE shelves SET generation = generation + 1, removed_at = NULL, seen_at = NULL "
                "WHERE shelf = ?",
                (shelf,),
            )

    def _commit(
        self,
        shelf: str,
        generation: int,
        add: Sequence[Prepared],
        numbers: Sequence[Numbers],
        remove: Sequence[int],
        made: Callable[[str], Made],
    ) -> None:
        with self._database.write() as connection:
            freed: set[bytes] = set()
            for article_id in remove:
                self._hide(connection, article_id)
                freed |= rows.retire(connection, article_id)
            for item, allotted in zip(add, numbers, strict=True):
                rows.insert(
                    connection,
                    shelf,
                    item,
                    made(item.article.name),
                    allotted,
                    self._stored(item.article.text),
                )
                self._show(connection, shelf, allotted, item)
            rows.drop_vectors(connection, freed)
            if self.missing_vectors(key for item in add for key in item.vector_keys()):
                raise LostVectorsError("Another change came between; nothing was changed, try again.")
            (now,) = connection.execute(
                "INSERT INTO shelves (shelf, generation) VALUES (?, 1) "
                "ON CONFLICT (shelf) DO UPDATE SET generation = shelves.generation + 1 RETURNING generation",
                (shelf,),
            ).fetchone()
            if now != generation:  # a repair went between
                raise BusyError("These articles are being worked on already; wait until that is done.")
