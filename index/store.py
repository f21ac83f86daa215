"""SQLite, the only source of truth: articles, passages, sentences, quotes, vectors, full text."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.database import Database
from index.errors import StoreError
from index.folding import fold
from index.model import Article, ArticleInfo, Paragraph, ParagraphKind, Quote, QuoteKind, StoredQuote, View
from index.passages import Passage

if TYPE_CHECKING:
    from index.embedding import Vectors
    from index.vectors import Ids

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article read, split and quoted, ready to be stored. Keys follow ``passages`` and sentences."""

    article: Article
    passages: tuple[Passage, ...]
    quotes: tuple[Quote, ...]
    passage_keys: tuple[bytes, ...]
    sentence_keys: tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the store; its text was checked against its hash."""

    id: int
    shelf: str
    article: Article


def text_hash(text: str) -> str:
    """Names a text; lone surrogates cannot occur in decoded files."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
        connection = self.database.connection
        return [
            key
            for key in dict.fromkeys(keys)
            if connection.execute("SELECT 1 FROM vectors WHERE key = ?", (key,)).fetchone() is None
        ]

    def put_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """Store half-precision vectors by content key."""
        with self.database.write() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items())

    # -- writing -------------------------------------------------------------------------------------

    def live(self, shelf: str) -> dict[str, tuple[int, str, str]]:
        """name → (id, text hash, metadata) of the shelf's live articles."""
        rows = self.database.connection.execute(
            "SELECT name, id, text_hash, coalesce(url, '') FROM articles WHERE shelf = ? AND live = 1",
            (shelf,),
        )
        return {name: (number, digest, url) for name, number, digest, url in rows}

    def apply(self, shelf: str, add: Sequence[Prepared], remove: Sequence[int]) -> int:
        """Replace and remove articles in one transaction; the shelf's new generation."""
        with self.database.write() as connection:
            for article_id in remove:
                self._retire(connection, article_id)
            for prepared in add:
                self._insert(connection, shelf, prepared)
            connection.execute(
                "DELETE FROM vectors WHERE key NOT IN (SELECT vector_key FROM passages) "
                "AND key NOT IN (SELECT vector_key FROM sentences)"
            )
            return self._bump(connection, shelf)

    def generation(self, shelf: str) -> int:
        """Counts the changes of a shelf; 0 when nothing was ever stored."""
        row = self.database.connection.execute(
            "SELECT generation FROM shelves WHERE shelf = ?", (shelf,)
        ).fetchone()
        return int(row[0]) if row else 0

    @staticmethod
    def _bump(connection: sqlite3.Connection, shelf: str) -> int:
        (generation,) = connection.execute(
            "INSERT INTO shelves VALUES (?, 1) ON CONFLICT DO UPDATE SET generation = generation + 1 "
            "RETURNING generation",
            (shelf,),
        ).fetchone()
        return int(generation)

    @staticmethod
    def _retire(connection: sqlite3.Connection, article_id: int) -> None:
        """The version stays with its quotes (old citations keep theirs); it is no longer retrieved."""
        (text,) = connection.execute("SELECT text FROM articles WHERE id = ?", (article_id,)).fetchone()
        rows = connection.execute(
            'SELECT id, start, "end" FROM passages WHERE article_id = ?', (article_id,)
        ).fetchall()
        connection.executemany(
            "INSERT INTO passages_fts (passages_fts, rowid, body) VALUES ('delete', ?, ?)",
            [(number, fold(text[start:end]).text) for number, start, end in rows],
        )
        connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        connection.execute("UPDATE articles SET live = 0 WHERE id = ?", (article_id,))

    @staticmethod
    def _insert(connection: sqlite3.Connection, shelf: str, prepared: Prepared) -> None:
        article = prepared.article
        (version,) = connection.execute(
            "SELECT coalesce(max(version), 0) + 1 FROM articles WHERE shelf = ? AND name = ?",
            (shelf, article.name),
        ).fetchone()
        article_id = connection.execute(
            "INSERT INTO articles (shelf, name, version, live, text, text_hash, raw_hash, title_start, "
            "title_end, url, author, published, publisher) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                shelf,
                article.name,
                version,
                article.text,
                text_hash(article.text),
                article.raw_hash,
                article.title_start,
                article.title_end,
                article.url,
                article.author,
                article.published,
                article.publisher,
            ),
        ).lastrowid
        connection.executemany(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?)",
            [(article_id, p.number, p.start, p.end, p.kind.value) for p in article.paragraphs],
        )
        for passage, key, keys in zip(
            prepared.passages, prepared.passage_keys, prepared.sentence_keys, strict=True
        ):
            passage_id = connection.execute(
                'INSERT INTO passages (article_id, paragraph, start, "end", vector_key) VALUES (?, ?, ?, ?, ?)',
                (article_id, passage.paragraph, passage.start, passage.end, key),
            ).lastrowid
            connection.execute(
                "INSERT INTO passages_fts (rowid, body) VALUES (?, ?)",
                (passage_id, fold(article.text[passage.start : passage.end]).text),
            )
            connection.executemany(
                'INSERT INTO sentences (passage_id, article_id, start, "end", vector_key) '
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (passage_id, article_id, start, end, sentence_key)
                    for (start, end), sentence_key in zip(passage.sentences, keys, strict=True)
                ],
            )
        connection.executemany(
            'INSERT INTO quotes (article_id, kind, start, "end", paragraph, utterance, speaker, '
            "speaker_title, speaker_text, cue, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    article_id,
                    q.kind.value,
                    q.start,
                    q.end,
                    q.paragraph,
                    q.utterance,
                    q.speaker,
                    q.speaker_title,
                    q.speaker_text,
                    q.cue,
                    q.confidence,
                )
                for q in prepared.quotes
            ],
        )

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
            raise StoreError(f"The stored text of {name} was damaged; run `whosaid doctor`.")
        paragraphs = tuple(
            Paragraph(number, start, end, ParagraphKind(kind))
            for number, start, end, kind in self.database.connection.execute(
                'SELECT number, start, "end", kind FROM paragraphs WHERE article_id = ? ORDER BY number',
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

    def article_ids(self, view: View) -> list[int]:
        """Ids of the live articles of a view, by name."""
        where, values = _where(view)
        return [
            number
            for (number,) in self.database.connection.execute(
                f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.name, a.id", values
            )
        ]

    def articles(self, view: View) -> list[ArticleInfo]:
        """The live articles of a view, by name."""
        where, values = _where(view)
        rows = self.database.connection.execute(
            "SELECT a.id, a.shelf, a.name, substr(a.text, a.title_start + 1, a.title_end - a.title_start), "
            "(SELECT count(*) FROM paragraphs p WHERE p.article_id = a.id), "
            "(SELECT count(*) FROM quotes q WHERE q.article_id = a.id), a.url, a.published, a.added_at "
            f"FROM articles a WHERE {where} ORDER BY a.name, a.id",
            values,
        )
        return [ArticleInfo(*row) for row in rows]

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

    def shelf_vectors(self, shelf: str) -> tuple[Ids, Vectors]:
        """Passage ids (n,) and unit vectors (n, dimension) of a shelf's live articles."""
        ids: list[int] = []
        blobs: list[bytes] = []
        for number, blob in self.database.connection.execute(
            "SELECT p.id, v.vector FROM passages p JOIN articles a ON a.id = p.article_id AND a.live = 1 "
            "JOIN vectors v ON v.key = p.vector_key WHERE a.shelf = ? ORDER BY p.id",
            (shelf,),
        ):
            ids.append(number)
            blobs.append(blob)
        return np.array(ids, np.int64), decode_vectors(blobs)

    def passage_articles(self, ids: Sequence[int]) -> dict[int, int]:
        """passage id → id of its live article; others are left out."""
        marks = ",".join("?" * len(ids))
        return dict(
            self.database.connection.execute(
                "SELECT p.id, p.article_id FROM passages p JOIN articles a ON a.id = p.article_id "
                f"AND a.live = 1 WHERE p.id IN ({marks})",
                list(ids),
            )
        )

    def lexical(self, words: Sequence[str], shelves: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """(passage id, BM25 score, larger is better) of passages that hold any of the words."""
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        marks = ",".join("?" * len(shelves))
        rows = self.database.connection.execute(
            "SELECT f.rowid, -bm25(passages_fts) FROM passages_fts f JOIN passages p ON p.id = f.rowid "
            f"JOIN articles a ON a.id = p.article_id WHERE passages_fts MATCH ? AND a.shelf IN ({marks}) "
            "ORDER BY bm25(passages_fts) LIMIT ?",
            (match, *shelves, limit),
        )
        return [(number, score) for number, score in rows]

    def quotes(self, view: View) -> Iterator[StoredQuote]:
        """Every quote of the view's live articles, by article and in reading order."""
        where, values = _where(view)
        return self._quotes(f"{where} ORDER BY a.name, a.id, q.start, q.id", values)

    def quote(self, quote_id: int, view: View) -> StoredQuote | None:
        """One quote, if the view may see it."""
        where, values = _where(view)
        return next(self._quotes(f"{where} AND q.id = ?", [*values, quote_id]), None)

    def _quotes(self, where: str, values: Sequence[object]) -> Iterator[StoredQuote]:
        rows = self.database.connection.execute(
            "SELECT q.id, a.id, a.name, substr(a.text, a.title_start + 1, a.title_end - a.title_start), a.url, "
            'q.kind, substr(a.text, q.start + 1, q."end" - q.start), q.start, q."end", q.paragraph, '
            "q.utterance, q.speaker, q.speaker_title, q.speaker_text, q.cue, q.confidence "
            f"FROM quotes q JOIN articles a ON a.id = q.article_id WHERE {where}",
            values,
        )
        for number, article_id, name, title, url, kind, *rest in rows:
            yield StoredQuote(str(number), article_id, name, title, url, Quote(QuoteKind(kind), *rest))


def encode_vectors(vectors: Vectors) -> list[bytes]:
    """Rows as half-precision bytes: half the size, and no figure of ours moves."""
    return [row.tobytes() for row in vectors.astype(np.float16)]


def decode_vectors(blobs: Sequence[bytes]) -> Vectors:
    """Unit vectors (n, dimension) from half-precision bytes."""
    if not blobs:
        return np.zeros((0, 0), np.float32)
    stacked = np.frombuffer(b"".join(blobs), np.float16).reshape(len(blobs), -1).astype(np.float32)
    norms: Vectors = np.linalg.norm(stacked, axis=1, keepdims=True)
    unit: Vectors = (stacked / np.maximum(norms, np.float32(1e-9))).astype(np.float32)
    return unit


def _where(view: View) -> tuple[str, list[object]]:
    where = f"a.live = 1 AND a.shelf IN ({','.join('?' * len(view.shelves))})"
    values: list[object] = list(view.shelves)
    if view.article is not None:
        where += " AND a.name = ?"
        values.append(view.article)
    return where, values
