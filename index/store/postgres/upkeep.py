"""Is what PostgreSQL holds whole, and mending it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from shutil import rmtree

from index.errors import StoreError
from index.model import Progress
from index.slices import clip
from index.store.moving import compare, copy
from index.store.postgres import searched
from index.store.postgres.content import Content
from index.store.postgres.database import Database
from index.store.postgres.indexes import Indexes
from index.store.postgres.leadership import Leadership
from index.store.postgres.moving import Rows
from index.store.sql.connection import Connection, typed_errors
from index.store.sql.upkeep import StoredUpkeep
from index.store.sqlite.backend import FILE
from index.store.sqlite.backend import open_backend as open_embedded
from index.text.folding import fold
from index.text.words import stems


@typed_errors
class Upkeep(StoredUpkeep):
    """See ``index.store.interface.Upkeep``."""

    def __init__(
        self, database: Database, content: Content, indexes: Indexes, leadership: Leadership
    ) -> None:
        super().__init__(database, content)
        self._indexes = indexes
        self._rows = Rows(database, content, indexes)
        self.leads = leadership.leads

    def backup(self, target: Path) -> None:
        """Copy the whole library, as it is at one moment, to a file that the embedded store opens."""
        aside = target.with_name(f".{target.name}.part")
        try:
            rmtree(aside, ignore_errors=True)
            embedded = open_embedded(aside, lambda: "")
            try:
                with self._rows.still():
                    copy(self._rows, embedded.rows, _quiet)
                    compare(self._rows, embedded.rows)
                embedded.rows.finish(_quiet)
            finally:
                embedded.close()
            (aside / FILE).replace(target)
        except OSError as error:
            raise StoreError(
                "The backup could not be written to {target} ({error}).",
                target=target,
                error=error.strerror or error,
            ) from error
        finally:
            rmtree(aside, ignore_errors=True)

    def structure(self) -> str:
        """What is wrong with the database as such, in words; empty when nothing is."""
        (broken,) = self._database.connection.execute(
            "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE NOT i.indisvalid"
        ).fetchone()
        return f"{broken} indexes were left half built; run `whosaid reindex`" if broken else ""

    def fulltext_differs(self) -> int:
        """Rows of full text that are not what the articles say."""
        execute = self._database.connection.execute
        wrong = 0
        for number, shelf in execute("SELECT id, shelf FROM articles WHERE live = 1 ORDER BY id").fetchall():
            text = self._content.whole_text(number)
            if text is None:
                continue
            rows = execute('SELECT id, start, "end" FROM passages WHERE article_id = ?', (number,)).fetchall()
            said = [stems(clip(text, start, end)) for _, start, end in rows]
            (differ,) = execute(
                "SELECT count(*) FROM unnest(?::bigint[], ?::text[], ?::int[]) AS made (id, said, length) "
                "LEFT JOIN words w ON w.passage_id = made.id WHERE (w.stems, w.length, w.shelf) "
                "IS DISTINCT FROM (made.said::tsvector, made.length, ?)",
                (
                    [row[0] for row in rows],
                    [searched.lexemes(s) for s in said],
                    [len(s) for s in said],
                    shelf,
                ),
            ).fetchone()
            wrong += differ
            for start, end, body in execute(
                'SELECT q.start, q."end", s.body FROM quotes q LEFT JOIN sayings s ON s.quote_id = q.id '
                "WHERE q.article_id = ?",
                (number,),
            ):
                wrong += body != fold(clip(text, start, end)).replace("\0", "\ufffd")
        return wrong

    def rebuild_fulltext(self) -> None:
        """Write full text, and what is searched beside it, anew from the articles."""
        searched.renew(self._database, self._content)

    def name_anew(self, key_of: Callable[[str], bytes], model: str) -> int:
        """Give rows the content key of their text where they have another; how many. Their embeddings follow."""
        named = super().name_anew(key_of, model)
        if named:
            searched.renew(self._database, self._content)
        return named

    def drop_vectors(self, keys: Collection[bytes]) -> None:
        """Forget vectors, and the embeddings made of them; every shelf counts as changed."""
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM near WHERE passage_id IN (SELECT id FROM passages WHERE vector_key = ANY(?))",
                (list(keys),),
            )
        super().drop_vectors(keys)

    def index_is_whole(self, shelf: str) -> bool:
        """Is what is derived from the shelf's rows there, undamaged and of this moment?"""
        return self._indexes.whole(shelf)

    def _hide(self, connection: Connection, article_id: int) -> None:
        searched.drop(connection, article_id)


def _quiet(_: Progress) -> None:
    """Nobody wants to know."""
