"""Is what SQLite and FAISS hold whole, and mending it. Every check reads each text once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from index.errors import StoreError
from index.model import Article
from index.store.hashes import read_hash
from index.store.sql import rows
from index.store.sql.connection import typed_errors
from index.store.sql.texts import decoded
from index.store.sqlite import fulltext
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database, is_damage
from index.text.folding import fold
from index.vectors.snapshots import Snapshots

PLACED = (*fulltext.SEARCHED, "sentences", "paragraphs")
"""Tables of places in an article."""
_USED = "SELECT vector_key FROM passages UNION SELECT vector_key FROM sentences"


@typed_errors
class Upkeep:
    """See ``index.store.interface.Upkeep``."""

    def __init__(self, database: Database, content: Content, snapshots: Snapshots) -> None:
        self._database = database
        self._content = content
        self._snapshots = snapshots

    def backup(self, target: Path) -> None:
        """Copy the whole library to a file while it is used. Raises StoreError."""
        self._database.backup(target)

    def structure(self) -> str:
        """What is wrong with the database as such, in words; empty when nothing is."""
        connection = self._database.connection
        seen = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if seen != ["ok"]:
            return f"{'; '.join(seen)} (copy the newest backup over {self._database.path})"
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return f"{len(broken)} rows belong to nothing" if broken else ""

    def damaged_texts(self) -> list[tuple[int, str]]:
        """(id, name) of live articles whose text does not have its hash any more."""
        found = self._database.connection.execute(
            "SELECT id, name, CAST(text AS BLOB), text_hash FROM articles WHERE live = 1 ORDER BY id"
        )
        return [(number, name) for number, name, raw, digest in found if decoded(raw, digest) is None]

    def retire(self, article_ids: Collection[int]) -> None:
        """Take articles out of what is searched; their rows as old versions stay."""
        with self._database.write() as connection:
            for number in article_ids:
                fulltext.drop(connection, number)
                rows.drop_vectors(connection, rows.retire(connection, number))
                connection.execute(
                    "UPDATE shelves SET generation = generation + 1 "
                    "WHERE shelf = (SELECT shelf FROM articles WHERE id = ?)",
                    (number,),
                )

    def read_hashes(self) -> list[tuple[int, str]]:
        """(id, hash of what reading made of it) of live articles that have one."""
        return self._database.connection.execute(
            "SELECT id, read_hash FROM articles WHERE live = 1 AND read_hash != '' ORDER BY id"
        ).fetchall()

    def put_paragraphs(self, article_id: int, article: Article) -> None:
        """Replace an article's paragraphs; its other rows are made anew by the next reindex."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM paragraphs WHERE article_id = ?", (article_id,))
            rows.insert_paragraphs(connection, article_id, article)
            connection.execute(
                "UPDATE articles SET read_hash = ?, recipe = '' WHERE id = ?",
                (read_hash(article), article_id),
            )

    def misplaced(self) -> list[int]:
        """Ids of the articles that have rows which point outside them, once a row."""
        wrong: list[int] = []
        connection = self._database.connection
        for number, length in connection.execute("SELECT id, length(text) FROM articles").fetchall():
            for table in PLACED:
                (count,) = connection.execute(
                    f'SELECT count(*) FROM {table} WHERE article_id = ? AND (start < 0 OR "end" <= start OR "end" > ?)',
                    (number, length),
                ).fetchone()
                wrong += [int(number)] * count
        return wrong

    def name_anew(self, key_of: Callable[[str], bytes], model: str) -> int:
        """Give rows of live articles of this model the content key of their text where they have another; how many."""
        named = 0
        with self._database.write() as connection:
            for (number,) in connection.execute(
                "SELECT id FROM articles WHERE live = 1 AND model = ? ORDER BY id", (model,)
            ).fetchall():
                text = self._content.whole_text(number)
                if text is None:
                    continue
                for table in ("passages", "sentences"):
                    wrong = [
                        (key, row)
                        for row, start, end, known in connection.execute(
                            f'SELECT id, start, "end", vector_key FROM {table} WHERE article_id = ?',
                            (number,),
                        ).fetchall()
                        if (key := key_of(text[start:end])) != known
                    ]
                    connection.executemany(f"UPDATE {table} SET vector_key = ? WHERE id = ?", wrong)
                    named += len(wrong)
        return named

    def make_stale(self, article_ids: Collection[int]) -> None:
        """The rows of these articles are to be made anew by the next reindex."""
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE articles SET recipe = '' WHERE id = ?", [(n,) for n in article_ids]
            )

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

    def used_vectors(self) -> Iterator[tuple[bytes, bytes | None]]:
        """(content key, half-precision vector or None) of everything that rows name."""
        yield from self._database.connection.execute(
            f"SELECT u.vector_key, v.vector FROM ({_USED}) u LEFT JOIN vectors v ON v.key = u.vector_key"
        )

    def texts_of(self, keys: Collection[bytes], key_of: Callable[[str], bytes]) -> dict[bytes, str]:
        """The texts that these content keys name, as far as live articles hold them."""
        found: dict[bytes, str] = {}
        for table in ("passages", "sentences"):
            for key, text in self._slices(table, "vector_key"):
                if key in keys and key not in found and key_of(text) == key:
                    found[key] = text
        return found

    def drop_vectors(self, keys: Collection[bytes]) -> None:
        """Forget vectors; every shelf counts as changed, because any index may hold them."""
        with self._database.write() as connection:
            connection.executemany("DELETE FROM vectors WHERE key = ?", [(key,) for key in keys])
            connection.execute("UPDATE shelves SET generation = generation + 1")

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
        return ((int(number), fold(text).text) for number, text in self._slices(table, "id"))

    def _slices(self, table: str, column: str) -> Iterator[tuple[Any, str]]:
        """(column, slice) of the rows of live articles; damaged texts have none."""
        connection = self._database.connection
        for (number,) in connection.execute("SELECT id FROM articles WHERE live = 1 ORDER BY id").fetchall():
            text = self._content.whole_text(number)
            if text is not None:
                for value, start, end in connection.execute(
                    f'SELECT {column}, start, "end" FROM {table} WHERE article_id = ?', (number,)
                ).fetchall():
                    yield value, text[start:end]
