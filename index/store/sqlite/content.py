"""SQLite, the only source of truth: articles, passages, sentences, quotes, vectors, full text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.arrays import DAMAGED, Halves, decode_vectors, encode_vectors
from index.errors import StoreError
from index.model import (
    Article,
    ArticleDetails,
    ArticleInfo,
    ArticleVersion,
    Paragraph,
    ParagraphKind,
    Quote,
    StoredQuote,
    View,
)
from index.store.sqlite import fulltext, rows
from index.store.sqlite import quotes as quote_rows
from index.store.sqlite.database import Database
from index.store.sqlite.rows import MARKS, Made, Prepared, marks, text_hash, visible

if TYPE_CHECKING:
    from index.vectors.files import Ids

__all__ = [
    "Live",
    "Made",
    "Prepared",
    "Store",
    "StoredArticle",
    "decode_vectors",
    "encode_vectors",
    "text_hash",
]

Read = Callable[["Ids"], Halves]
"""Vectors (n, dimension) of passage ids (n,)."""
Project = Callable[[int, "Ids", Read], None]
"""Called with a shelf's coming generation, passage ids and their reader, before the change is committed."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the store; its text was checked against its hash."""

    id: int
    shelf: str
    article: Article


class LostVectorsError(StoreError):
    """Vectors that were there are not any more: prepare again."""


@dataclass(frozen=True, slots=True)
class Live:
    """What a reindex compares: a live article and what its rows were made of. ``size`` is in UTF-8 bytes."""

    id: int
    text_hash: str
    read_hash: str
    made: Made
    size: int


class Store:
    """Rows in and out; no ranking, no models."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    # -- vectors -------------------------------------------------------------------------------------

    def missing_vectors(self, keys: Iterable[bytes]) -> list[bytes]:
        """Those keys that have no vector yet, without repeats, in order."""
        wanted = list(dict.fromkeys(keys))
        known: set[bytes] = set()
        for start in range(0, len(wanted), MARKS):
            some = wanted[start : start + MARKS]
            known.update(
                key
                for (key,) in self.database.connection.execute(
                    f"SELECT key FROM vectors WHERE key IN ({marks(some)})", some
                )
            )
        return [key for key in wanted if key not in known]

    def stored_vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Half-precision vectors by content key, for those keys that have one."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), MARKS):
            some = keys[start : start + MARKS]
            found.update(
                self.database.connection.execute(
                    f"SELECT key, vector FROM vectors WHERE key IN ({marks(some)})", some
                )
            )
        return found

    def put_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """Store half-precision vectors by content key."""
        with self.database.write() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items())

    # -- writing -------------------------------------------------------------------------------------

    def live(self, shelf: str) -> dict[str, Live]:
        """name → the shelf's live article."""
        found = self.database.connection.execute(
            "SELECT name, id, text_hash, read_hash, model, recipe, origin, length(CAST(text AS BLOB)) "
            "FROM articles WHERE shelf = ? AND live = 1",
            (shelf,),
        )
        return {
            name: Live(number, digest, read, Made(model, recipe, origin), size)
            for name, number, digest, read, model, recipe, origin, size in found
        }

    def apply(
        self,
        shelf: str,
        add: Sequence[Prepared],
        remove: Sequence[int],
        made: Callable[[str], Made],
        project: Project | None = None,
    ) -> int:
        """Replace and remove articles in one transaction; the shelf's new generation. ``made`` goes by name.

        ``project`` builds what is derived from the new state; when it raises, nothing has changed. Raises
        LostVectorsError when another change dropped a vector that was there while this one was prepared.
        """
        with self.database.write() as connection:
            freed: set[bytes] = set()
            for article_id in remove:
                freed |= rows.retire(connection, article_id)
            for prepared in add:
                rows.insert(connection, shelf, prepared, made(prepared.article.name))
            rows.drop_vectors(connection, freed)
            if self.missing_vectors(key for prepared in add for key in prepared.vector_keys()):
                raise LostVectorsError("Another change came between; nothing was changed, try again.")
            (generation,) = connection.execute(
                "INSERT INTO shelves (shelf, generation) VALUES (?, 1) "
                "ON CONFLICT DO UPDATE SET generation = generation + 1 RETURNING generation",
                (shelf,),
            ).fetchone()
            if project is not None:
                project(int(generation), self.passage_ids(shelf), self.passage_vectors)
            return int(generation)

    def generation(self, shelf: str) -> int:
        """Counts the changes of a shelf; 0 when nothing was ever stored."""
        row = self.database.connection.execute(
            "SELECT generation FROM shelves WHERE shelf = ?", (shelf,)
        ).fetchone()
        return int(row[0]) if row else 0

    # -- reading -------------------------------------------------------------------------------------

    def article(self, article_id: int) -> StoredArticle | None:
        """An article of any version. Raises StoreError when its text no longer has its hash."""
        row = self.database.connection.execute(
            "SELECT shelf, name, text, text_hash, raw_hash, title_start, title_end, url, author, published, "
            "publisher FROM articles WHERE id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            return None
        shelf, name, text, digest, raw_hash, title_start, title_end, url, author, published, publisher = row
        if text_hash(text) != digest:
            raise StoreError(
                "The stored text of {name} was damaged; run `whosaid doctor --repair`.", name=name
            )
        paragraphs = tuple(
            Paragraph(number, start, end, ParagraphKind(kind), speaker, page)
            for number, start, end, kind, speaker, page in self.database.connection.execute(
                'SELECT number, start, "end", kind, speaker, page FROM paragraphs WHERE article_id = ? '
                "ORDER BY number",
                (article_id,),
            )
        )
        return StoredArticle(
            article_id,
            shelf,
            Article(
                name=name,
                text=text,
                title_start=title_start,
                title_end=title_end,
                paragraphs=paragraphs,
                raw_hash=raw_hash,
                url=url,
                author=author,
                published=published,
                publisher=publisher,
            ),
        )

    def versions(self, article_id: int) -> list[ArticleVersion]:
        """Every version that is kept of the article that ``article_id`` is a version of, the newest first."""
        found = self.database.connection.execute(
            "SELECT v.id, v.version, v.added_at, v.live FROM articles a "
            "JOIN articles v ON v.shelf = a.shelf AND v.name = a.name WHERE a.id = ? ORDER BY v.version DESC",
            (article_id,),
        )
        return [ArticleVersion(number, version, added, bool(live)) for number, version, added, live in found]

    def article_ids(self, view: View) -> list[int]:
        """Ids of the live articles of a view, by name."""
        where, values = visible(view)
        return [
            number
            for (number,) in self.database.connection.execute(
                f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.name, a.id", values
            )
        ]

    def articles(self, view: View) -> list[ArticleInfo]:
        """The live articles of a view, by name."""
        where, values = visible(view)
        found = self.database.connection.execute(
            "SELECT a.id, a.shelf, a.name, substr(a.text, a.title_start + 1, a.title_end - a.title_start), "
            "(SELECT count(*) FROM paragraphs p WHERE p.article_id = a.id), "
            "(SELECT count(*) FROM quotes q WHERE q.article_id = a.id), a.url, a.published, a.added_at "
            f"FROM articles a WHERE {where} ORDER BY a.name, a.id",
            values,
        )
        return [ArticleInfo(*row) for row in found]

    def passages(self, article_id: int) -> list[tuple[int, int | None, int, int, bytes]]:
        """(id, paragraph, start, end, half-precision vector) of an article, in reading order."""
        return self.database.connection.execute(
            'SELECT p.id, p.paragraph, p.start, p."end", v.vector FROM passages p '
            "JOIN vectors v ON v.key = p.vector_key WHERE p.article_id = ? ORDER BY p.id",
            (article_id,),
        ).fetchall()

    def sentences(self, article_id: int) -> list[tuple[int, int, int, bytes]]:
        """(passage id, start, end, half-precision vector) of an article, in reading order."""
        return self.database.connection.execute(
            'SELECT s.passage_id, s.start, s."end", v.vector FROM sentences s '
            "JOIN vectors v ON v.key = s.vector_key WHERE s.article_id = ? ORDER BY s.id",
            (article_id,),
        ).fetchall()

    def content(self, shelf: str) -> tuple[int, Ids, Halves]:
        """Generation, passage ids (n,) and vectors (n, dimension) of one and the same moment."""
        with self.database.read():
            ids = self.passage_ids(shelf)
            return self.generation(shelf), ids, self.passage_vectors(ids)

    def passage_ids(self, shelf: str) -> Ids:
        """Ids (n,) of the passages of a shelf's live articles, in ascending order."""
        found = self.database.connection.execute(
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id AND a.live = 1 "
            "WHERE a.shelf = ? ORDER BY p.id",
            (shelf,),
        )
        return np.fromiter((number for (number,) in found), np.int64)

    def passage_vectors(self, ids: Ids) -> Halves:
        """Vectors (n, dimension) of passages (n,).

        Raises StoreError when stored vectors are missing, damaged or of several models.
        """
        block: Halves | None = None  # one block is filled: a million rows leave no room for copies
        for start in range(0, len(ids), MARKS):
            some = ids[start : start + MARKS].tolist()
            found = dict(
                self.database.connection.execute(
                    "SELECT p.id, v.vector FROM passages p CROSS JOIN vectors v ON v.key = p.vector_key "
                    f"WHERE p.id IN ({marks(some)})",
                    some,
                )
            )
            if block is None:
                size = len(next(iter(found.values()), b""))
                block = np.empty((len(ids), size // 2), np.float16)
            for row, number in enumerate(some, start):
                blob = found.get(number, b"")
                if not blob or len(blob) != 2 * block.shape[1]:
                    raise StoreError(DAMAGED)
                block[row] = np.frombuffer(blob, np.float16)
        return np.zeros((0, 0), np.float16) if block is None else block

    def models(self, shelf: str) -> set[str]:
        """The models that the shelf's live articles were embedded with."""
        return {
            model
            for (model,) in self.database.connection.execute(
                "SELECT DISTINCT model FROM articles WHERE shelf = ? AND live = 1", (shelf,)
            )
        }

    def vector_keys(self, article_ids: Iterable[int]) -> list[bytes]:
        """The vector keys of the passages of articles: equal keys are equal texts."""
        return [
            key
            for number in article_ids
            for (key,) in self.database.connection.execute(
                "SELECT vector_key FROM passages WHERE article_id = ?", (number,)
            )
        ]

    def count_passages(self, shelf: str) -> int:
        """How many passages of the shelf are retrieved."""
        (count,) = self.database.connection.execute(
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id "
            "WHERE a.shelf = ? AND a.live = 1",
            (shelf,),
        ).fetchone()
        return int(count)

    def passage_articles(self, ids: Sequence[int], shelves: Sequence[str] | None = None) -> dict[int, int]:
        """passage id → id of its live article on those shelves (None: any); others are left out."""
        where, values = "", list[object](ids)
        if shelves is not None:
            where = f" AND a.shelf IN ({marks(shelves)})"
            values += shelves
        return dict(
            self.database.connection.execute(
                # CROSS: from the few passages to their articles, never through all of a shelf
                "SELECT p.id, p.article_id FROM passages p CROSS JOIN articles a ON a.id = p.article_id "
                f"AND a.live = 1 WHERE p.id IN ({marks(ids)}){where}",
                values,
            )
        )

    def passage_spans(self, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
        """passage id → (article id, start, end) of a live article; others are left out."""
        return {
            number: (article_id, start, end)
            for number, article_id, start, end in self.database.connection.execute(
                'SELECT p.id, p.article_id, p.start, p."end" FROM passages p CROSS JOIN articles a '
                f"ON a.id = p.article_id AND a.live = 1 WHERE p.id IN ({marks(ids)})",
                list(ids),
            )
        }

    def details(self, name: str, view: View) -> ArticleDetails | None:
        """All about one article; a server's own one comes before the shared one of the same name."""
        infos = self.articles(View(view.shelves, name))
        if not infos:
            return None
        info = max(infos, key=lambda i: view.shelves.index(i.shelf))
        author, publisher, size, passages, versions = self.database.connection.execute(
            "SELECT a.author, a.publisher, length(CAST(a.text AS BLOB)), "
            "(SELECT count(*) FROM passages p WHERE p.article_id = a.id), "
            "(SELECT count(*) FROM articles v WHERE v.shelf = a.shelf AND v.name = a.name) "
            "FROM articles a WHERE a.id = ?",
            (info.id,),
        ).fetchone()
        return ArticleDetails(info, author, publisher, size, passages, versions)

    def lexical(
        self, words: Sequence[str], shelves: Sequence[str], limit: int
    ) -> list[tuple[int, int, float]]:
        """(passage id, article id, BM25 score, larger is better) of passages that hold any of the words."""
        return fulltext.rank(self.database.connection, words, shelves, limit)

    def quotes(self, view: View) -> Iterator[StoredQuote]:
        """Every quote of the view's live articles, by article and in reading order."""
        return quote_rows.every(self.database.connection, view)

    def quotes_of(self, article_id: int) -> list[Quote]:
        """The quotes of an article of any version, in reading order."""
        return quote_rows.of_article(self.database.connection, article_id)

    def quote(self, quote_id: int, view: View) -> StoredQuote | None:
        """One quote, if the view may see it."""
        return quote_rows.one(self.database.connection, quote_id, view)

    def suggest(self, typed: str, view: View, limit: int) -> list[StoredQuote]:
        """Quotes of the view that hold what was typed; see ``quote_rows.suggest``."""
        return quote_rows.suggest(self.database.connection, typed, view, limit)
