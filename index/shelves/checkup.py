"""Is the library whole, and mending what is not: texts, full text, vectors, index files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from index.errors import ReadingError, StoreError
from index.model import Article, Finding, ProgressCallback
from index.reading.text import read_text
from index.shelves.preparing import Indexer
from index.store.sqlite import rows
from index.store.sqlite.content import Store
from index.store.sqlite.database import is_damage
from index.store.sqlite.shelves import ShelfBook
from index.vectors.snapshots import Snapshots

TABLES = ("passages", "quotes")
_LIVE = "FROM {0} r JOIN articles a ON a.id = r.article_id AND a.live = 1"
_BODY = 'fold(substr(a.text, r.start + 1, r."end" - r.start))'
_USED = "SELECT vector_key FROM passages UNION SELECT vector_key FROM sentences"
PATIENCE_SECONDS = 20.0
UNIT_WITHIN = 0.02


class Checkup:
    """Looks at everything that is stored. ``check`` changes nothing; ``repair`` loses no text that is whole."""

    def __init__(self, store: Store, book: ShelfBook, indexer: Indexer, snapshots: Snapshots) -> None:
        self._store = store
        self._book = book
        self._indexer = indexer
        self._snapshots = snapshots

    def check(self) -> list[Finding]:
        """One finding for each kind of thing; what cannot even be read is a finding, too."""
        looks: dict[str, Callable[[], str]] = {
            "database": self._database,
            "article texts": lambda: _counted(self._damaged_texts(), "damaged: {}"),
            "paragraphs": lambda: _counted([a.name for _, a in self._misread()], "not as they were read: {}"),
            "offsets": self._offsets,
            "full text": lambda: _some(self._fulltext(), "{} rows differ from the articles"),
            "vectors": lambda: _some(len(self._bad_vectors()), "{} are missing or damaged"),
            "models": lambda: _counted(self._stale(), "run `whosaid reindex`; another model indexed: {}"),
            "index files": lambda: _counted(self._broken_indexes(), "damaged or out of date: {}"),
        }
        return [_look(name, look) for name, look in looks.items()]

    def repair(self, report: ProgressCallback) -> list[Finding]:
        """Mend, then check again. Raises StoreError when the database itself cannot be read."""
        done: list[Finding] = []
        if lost := self._damaged_texts():
            self._retire(lost)
            done.append(
                Finding(
                    "article texts", False,
                    f"taken out because they cannot be restored, add them again: {_listed(lost)}",
                )
            )  # fmt: skip
        if misread := list(self._misread()):
            self._read_again(misread)
            named = _listed([article.name for _, article in misread])
            done.append(Finding("paragraphs", True, f"read again from the stored text: {named}"))
        if self._fulltext():
            self._rebuild_fulltext()
            done.append(Finding("full text", True, "written anew from the articles"))
        if bad := self._bad_vectors():
            done.append(Finding("vectors", True, f"{self._renew_vectors(bad, report)} embedded anew"))
        for shelf in self._broken_indexes():
            with self._snapshots.changing(shelf, PATIENCE_SECONDS):
                self._snapshots.renew(shelf)
            done.append(Finding("index files", True, f"{shelf}: rebuilt from stored vectors"))
        return done

    # -- looking -------------------------------------------------------------------------------------

    def _database(self) -> str:
        connection = self._store.database.connection
        seen = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if seen != ["ok"]:
            return f"{'; '.join(seen)} (copy the newest backup over {self._store.database.path})"
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return f"{len(broken)} rows belong to nothing" if broken else ""

    def _texts(self) -> Iterator[tuple[int, str, str, bool]]:
        for number, name, shelf, text, digest in self._store.database.connection.execute(
            "SELECT id, name, shelf, CAST(text AS BLOB), text_hash FROM articles WHERE live = 1 ORDER BY id"
        ):
            try:
                whole = rows.text_hash(text.decode("utf-8", "surrogatepass")) == digest
            except UnicodeDecodeError:
                whole = False
            yield number, name, shelf, whole

    def _damaged_texts(self) -> list[str]:
        return [name for _, name, _, whole in self._texts() if not whole]

    def _misread(self) -> Iterator[tuple[int, Article]]:
        for number, hashed in self._store.database.connection.execute(
            "SELECT id, read_hash FROM articles WHERE live = 1 AND read_hash != '' ORDER BY id"
        ).fetchall():
            try:
                stored = self._store.article(number)
            except StoreError:
                continue  # of the damaged texts
            if stored is not None and rows.read_hash(stored.article) != hashed:
                yield number, stored.article

    def _offsets(self) -> str:
        wrong = 0
        for table in (*TABLES, "sentences", "paragraphs"):
            (count,) = self._store.database.connection.execute(
                f"SELECT count(*) FROM {table} r JOIN articles a ON a.id = r.article_id "
                'WHERE r.start < 0 OR r."end" <= r.start OR r."end" > length(a.text)'
            ).fetchone()
            wrong += count
        return _some(wrong, "{} rows point outside their article; reindex these articles")

    def _fulltext(self) -> int:
        wrong = 0
        connection = self._store.database.connection
        for table in TABLES:
            (differing,) = connection.execute(
                f"SELECT count(*) {_LIVE.format(table)} LEFT JOIN {table}_fts f ON f.rowid = r.id "
                f"WHERE f.body IS NULL OR f.body != {_BODY}"
            ).fetchone()
            (extra,) = connection.execute(
                f"SELECT count(*) FROM {table}_fts WHERE rowid NOT IN (SELECT r.id {_LIVE.format(table)})"
            ).fetchone()
            wrong += differing + extra + self._index_broken(table)
        return wrong

    def _index_broken(self, table: str) -> int:
        try:
            with self._store.database.write() as connection:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('integrity-check')")
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            return 1
        return 0

    def _bad_vectors(self) -> list[bytes]:
        lengths: dict[int, int] = {}
        bad: list[bytes] = []
        good: list[tuple[bytes, int]] = []
        for key, blob in self._store.database.connection.execute(
            f"SELECT u.vector_key, v.vector FROM ({_USED}) u LEFT JOIN vectors v ON v.key = u.vector_key"
        ):
            if blob is None or len(blob) % 2 or not _is_unit(blob):
                bad.append(key)
                continue
            lengths[len(blob)] = lengths.get(len(blob), 0) + 1
            good.append((key, len(blob)))
        if len(lengths) > 1 and not self._stale():
            usual = max(lengths, key=lambda size: lengths[size])
            bad += [key for key, size in good if size != usual]
        return bad

    def _stale(self) -> list[str]:
        made = self._indexer.made("")
        return [s for s in self._book.shelves() if self._store.models(s) - {made.model}]

    def _broken_indexes(self) -> list[str]:
        stale = set(self._stale())
        return [s for s in self._book.shelves() if s not in stale and not self._snapshots.whole(s)]

    # -- mending -------------------------------------------------------------------------------------

    def _retire(self, names: list[str]) -> None:
        damaged = [(number, shelf) for number, name, shelf, whole in self._texts() if not whole]
        with self._store.database.write() as connection:
            for number, shelf in damaged:
                rows.drop_vectors(connection, rows.retire(connection, number))
                connection.execute("UPDATE shelves SET generation = generation + 1 WHERE shelf = ?", (shelf,))

    def _read_again(self, misread: list[tuple[int, Article]]) -> None:
        """Stored text is a text file; its rows are made anew by the next reindex, here or of its owner."""
        with self._store.database.write() as connection:
            for number, old in misread:
                with suppress(ReadingError):
                    read = read_text(old.text.encode("utf-8", "surrogatepass"), old.name)
                    if read.text != old.text:
                        continue
                    article = replace(old, paragraphs=read.paragraphs)
                    connection.execute("DELETE FROM paragraphs WHERE article_id = ?", (number,))
                    rows.insert_paragraphs(connection, number, article)
                    connection.execute(
                        "UPDATE articles SET read_hash = ?, recipe = '' WHERE id = ?",
                        (rows.read_hash(article), number),
                    )

    def _rebuild_fulltext(self) -> None:
        with self._store.database.write() as connection:
            for table in TABLES:
                (made,) = connection.execute(
                    "SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_fts",)
                ).fetchone()
                connection.execute(f"DROP TABLE {table}_fts")
                connection.execute(made)
                connection.execute(
                    f"INSERT INTO {table}_fts (rowid, body) SELECT r.id, {_BODY} {_LIVE.format(table)}"
                )

    def _renew_vectors(self, bad: list[bytes], report: ProgressCallback) -> int:
        """Embed what is missing; the content key is made of the text, so the text is found by it."""
        wanted = set(bad)
        texts: dict[bytes, str] = {}
        for table in ("passages", "sentences"):
            for key, text in self._store.database.connection.execute(
                f'SELECT r.vector_key, substr(a.text, r.start + 1, r."end" - r.start) {_LIVE.format(table)}'
            ):
                if key in wanted and self._indexer.content_key(text) == key:
                    texts[key] = text
        with self._store.database.write() as connection:
            connection.executemany("DELETE FROM vectors WHERE key = ?", [(key,) for key in bad])
        embedded = self._indexer.embed_missing(texts, report)
        with self._store.database.write() as connection:  # every index may hold what was wrong
            connection.execute("UPDATE shelves SET generation = generation + 1")
        return embedded


def _is_unit(blob: bytes) -> bool:
    vector = np.frombuffer(blob, np.float16).astype(np.float32)
    return bool(abs(float(vector @ vector) - 1.0) < UNIT_WITHIN)


def _look(name: str, look: Callable[[], str]) -> Finding:
    try:
        seen = look()
    except (StoreError, sqlite3.DatabaseError) as error:
        seen = str(error)
    return Finding(name, not seen, seen or "whole")


def _some(count: int, sentence: str) -> str:
    return sentence.format(count) if count else ""


def _counted(names: list[str], sentence: str) -> str:
    return sentence.format(_listed(names)) if names else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
