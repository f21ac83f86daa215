"""Changes of what shelves hold: whatever takes long is done before the one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

import numpy as np

from index.embedding.arrays import DAMAGED, Halves, Ids
from index.errors import BusyError, StoreError
from index.store.sqlite import rows
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database, typed_errors
from index.store.sqlite.locks import ShelfLocks
from index.store.sqlite.rows import MARKS, Numbers, marks, tables_of_shelves
from index.store.values import Live, LostVectorsError, Made, Prepared
from index.vectors.snapshots import Snapshots


@typed_errors
class Changes:
    """See ``index.store.interface.Changes``."""

    def __init__(self, database: Database, content: Content, snapshots: Snapshots, locks: ShelfLocks) -> None:
        self._database = database
        self._content = content
        self._snapshots = snapshots
        self._locks = locks

    def changing(self, shelf: str, patience: float) -> AbstractContextManager[None]:
        """One change of a shelf at a time. Raises BusyError after ``patience`` seconds."""
        return self._locks.changing(shelf, patience)

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
        wanted = list(dict.fromkeys(keys))
        known: set[bytes] = set()
        for start in range(0, len(wanted), MARKS):
            some = wanted[start : start + MARKS]
            known.update(
                key
                for (key,) in self._database.connection.execute(
                    f"SELECT key FROM vectors WHERE key IN ({marks(some)})", some
                )
            )
        return [key for key in wanted if key not in known]

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
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items())

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
        """Inside ``changing``: delete all that is known of a shelf, old versions and files too.

        Only the shelf's counter stays, so that an index in another process's memory is seen to be stale.
        """
        with self._database.write() as connection:
            freed: set[bytes] = set()
            for (number,) in connection.execute(
                "SELECT id FROM articles WHERE shelf = ?", (shelf,)
            ).fetchall():
                freed |= rows.retire(connection, number)
            for table, column in tables_of_shelves(connection):
                connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (shelf,))
            rows.drop_vectors(connection, freed)
            connection.execute(
                "UPDATE shelves SET generation = generation + 1, removed_at = NULL, seen_at = NULL "
                "WHERE shelf = ?",
                (shelf,),
            )
        self._snapshots.forget(shelf)

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

    def _coming(
        self, shelf: str, add: Sequence[Prepared], numbers: Sequence[Numbers], remove: Sequence[int]
    ) -> tuple[Ids, Callable[[Ids], Halves]]:
        """The shelf's passages as they will be: ids (n,) in ascending order, and what reads their vectors."""
        keys = {
            number: key
            for item, allotted in zip(add, numbers, strict=True)
            for number, key in enumerate(item.passage_keys, start=allotted.passages)
        }
        stay = self._content.passage_ids(shelf, without=remove)
        ids: Ids = np.concatenate([stay, np.fromiter(keys, np.int64, len(keys))])

        def read(wanted: Ids) -> Halves:
            fresh = np.isin(wanted, ids[len(stay) :])
            if not fresh.any():
                return self._content.passage_vectors(wanted)
            named = [keys[number] for number in wanted[fresh].tolist()]
            found = self.vectors(named)
            if len(found) < len(set(named)):
                raise LostVectorsError("Another change came between; nothing was changed, try again.")
            new = np.stack([np.frombuffer(found[key], np.float16) for key in named])
            block = np.empty((len(wanted), new.shape[1]), np.float16)
            block[fresh] = new
            if not fresh.all():
                old = self._content.passage_vectors(wanted[~fresh])
                if old.shape[1] != new.shape[1]:
                    raise StoreError(DAMAGED)
                block[~fresh] = old
            return block

        return ids, read

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
                freed |= rows.retire(connection, article_id)
            for item, allotted in zip(add, numbers, strict=True):
                rows.insert(connection, shelf, item, made(item.article.name), allotted)
            rows.drop_vectors(connection, freed)
            if self.missing_vectors(key for item in add for key in item.vector_keys()):
                raise LostVectorsError("Another change came between; nothing was changed, try again.")
            (now,) = connection.execute(
                "INSERT INTO shelves (shelf, generation) VALUES (?, 1) "
                "ON CONFLICT DO UPDATE SET generation = generation + 1 RETURNING generation",
                (shelf,),
            ).fetchone()
            if now != generation:  # a repair went between
                raise BusyError("These articles are being worked on already; wait until that is done.")
