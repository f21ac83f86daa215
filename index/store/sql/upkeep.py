"""Is what is stored whole, and mending it, as far as every backend that speaks SQL does it alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from typing import Any

from index.model import Article
from index.slices import clip
from index.store.hashes import read_hash
from index.store.sql import rows
from index.store.sql.connection import Connection, Database, typed_errors
from index.store.sql.content import StoredContent
from index.store.sql.texts import decoded

PLACED = ("passages", "quotes", "sentences", "paragraphs")
"""Tables of places in an article."""
_USED = "SELECT vector_key FROM passages UNION SELECT vector_key FROM sentences"


@typed_errors
class StoredUpkeep(ABC):
    """The rows of ``index.store.interface.Upkeep``; every check reads one text at a time."""

    def __init__(self, database: Database, content: StoredContent) -> None:
        self._database = database
        self._content = content

    @abstractmethod
    def _hide(self, connection: Connection, article_id: int) -> None:
        """Have an article's rows, which are still there, no longer found."""

    def damaged_texts(self) -> list[tuple[int, str]]:
        """(id, name) of live articles whose text does not have its hash any more."""
        execute = self._database.connection.execute
        lost = []
        for number, name in execute("SELECT id, name FROM articles WHERE live = 1 ORDER BY id").fetchall():
            row = execute(
                "SELECT CAST(text AS BLOB), text_hash FROM articles WHERE id = ?", (number,)
            ).fetchone()
            if row is not None and decoded(*row) is None:
                lost.append((number, name))
        return lost

    def retire(self, article_ids: Collection[int]) -> None:
        """Take articles out of what is searched; their rows as old versions stay."""
        with self._database.write() as connection:
            for number in article_ids:
                self._hide(connection, number)
                rows.drop_vectors(connection, rows.retire(connection, number))
                connection.execute(
                    "UPDATE shelves SET generation = generation + 1 "
                    "WHERE shelf = (SELECT shelf FROM articles WHERE id = ?)",
                    (number,),
                )

    def read_hashes(self) -> list[tuple[int, str]]:
        """(id, hash of what reading made of it) of live articles that have one."""
        found: list[tuple[int, str]] = self._database.connection.execute(
            "SELECT id, read_hash FROM articles WHERE live = 1 AND read_hash != '' ORDER BY id"
        ).fetchall()
        return found

    def put_paragraphs(self, article_id: int, article: Article) -> None:
        """Replace an article's paragraphs and where its title stands; its other rows are made anew by the next reindex."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM paragraphs WHERE article_id = ?", (article_id,))
            rows.insert_paragraphs(connection, article_id, article)
            connection.execute(
                "UPDATE articles SET read_hash = ?, title_start = ?, title_end = ?, recipe = '' WHERE id = ?",
                (read_hash(article), article.title_start, article.title_end, article_id),
            )

    def misplaced(self) -> list[int]:
        """Ids of the articles that have rows which point outside them, once a row."""
        wrong: list[int] = []
        execute = self._database.connection.execute
        for number, raw in ((n, self._raw(n)) for (n,) in execute("SELECT id FROM articles").fetchall()):
            length = len(raw.decode("utf-8", "replace"))
            for table in PLACED:
                (count,) = execute(
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
                        if (key := key_of(clip(text, start, end))) != known
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

    def _slices(self, table: str, column: str) -> Iterator[tuple[Any, str]]:
        """(column, slice) of the rows of live articles; damaged texts have none."""
        connection = self._database.connection
        for (number,) in connection.execute("SELECT id FROM articles WHERE live = 1 ORDER BY id").fetchall():
            text = self._content.whole_text(number)
            if text is not None:
                for value, start, end in connection.execute(
                    f'SELECT {column}, start, "end" FROM {table} WHERE article_id = ?', (number,)
                ).fetchall():
                    yield value, clip(text, start, end)

    def _raw(self, article_id: int) -> bytes:
        row = self._database.connection.execute(
            "SELECT CAST(text AS BLOB) FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return bytes(row[0]) if row else b""
