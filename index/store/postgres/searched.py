"""What searches look at, written beside an article's rows: embeddings, stems, folded quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from pgvector import HalfVector

from index.slices import clip, cut
from index.store.sql.connection import Connection, Database
from index.store.sql.content import StoredContent
from index.store.sql.rows import Numbers
from index.store.values import LostVectorsError, Prepared
from index.text.folding import fold
from index.text.words import stems

LONGEST_STEM = 200
"""Characters; PostgreSQL's longest lexeme has 2,046 bytes."""
LAST_PLACE = 16_383
"""PostgreSQL's last position in a text; it keeps at most 256 of one lexeme."""
TABLES = ("near", "words")
_VECTORS = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ':vectors', 0))"
"""Held to the end of a transaction that begins or ends the use of vectors: whether others use one is only then known."""


def add(connection: Connection, shelf: str, numbers: Numbers, prepared: Prepared) -> None:
    """Have an article's new rows found; their vectors are stored already. Raises LostVectorsError when one is not."""
    connection.execute(_VECTORS)
    text = prepared.article.text
    passages = [(n, cut(text, p.start, p.end)) for n, p in enumerate(prepared.passages, numbers.passages)]
    quotes = [(n, cut(text, q.start, q.end)) for n, q in enumerate(prepared.quotes, numbers.quotes)]
    if add_near(connection, shelf, [n for n, _ in passages]) < len(passages):
        raise LostVectorsError("Another change came between; nothing was changed, try again.")
    add_words(connection, shelf, numbers.article, passages)
    add_quotes(connection, shelf, quotes)


def add_near(connection: Connection, shelf: str, passages: Sequence[int]) -> int:
    """Embeddings of stored passages, from their stored vectors; how many have one. Those without are left out."""
    found = connection.execute(
        "SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.key = p.vector_key WHERE p.id = ANY(?)",
        (list(passages),),
    ).fetchall()
    connection.executemany(
        "INSERT INTO near (passage_id, shelf, embedding) VALUES (?, ?, ?) "
        "ON CONFLICT (passage_id) DO UPDATE SET embedding = excluded.embedding",
        [(n, shelf, half) for n, blob in found if (half := half_vector(blob)) is not None],
    )
    return len(found)


def add_words(
    connection: Connection, shelf: str, article_id: int, passages: Iterable[tuple[int, str]]
) -> None:
    """Stems of passages with their places."""
    rows = []
    for number, text in passages:
        said = stems(text)
        rows.append((number, article_id, shelf, len(said), lexemes(said)))
    connection.executemany(
        "INSERT INTO words (passage_id, article_id, shelf, length, stems) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (passage_id) DO UPDATE SET length = excluded.length, stems = excluded.stems",
        rows,
    )


def add_quotes(connection: Connection, shelf: str, quotes: Iterable[tuple[int, str]]) -> None:
    """Quotes, folded, for suggestions."""
    connection.executemany(
        "INSERT INTO sayings (quote_id, shelf, body) VALUES (?, ?, ?) "
        "ON CONFLICT (quote_id) DO UPDATE SET body = excluded.body",
        [(number, shelf, fold(text)) for number, text in quotes],
    )


def drop(connection: Connection, article_id: int) -> None:
    """An article that is still there is no longer found."""
    connection.execute(_VECTORS)
    for table in TABLES:
        connection.execute(
            f"DELETE FROM {table} WHERE passage_id IN (SELECT id FROM passages WHERE article_id = ?)",
            (article_id,),
        )
    connection.execute(
        "DELETE FROM sayings WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = ?)", (article_id,)
    )


def renew(database: Database, content: StoredContent, shelf: str | None = None) -> None:
    """Write it all anew, article by article, for one shelf or for every one; questions go on meanwhile."""
    where, values = ("", []) if shelf is None else (" AND shelf = ?", [shelf])
    found = database.connection.execute(
        f"SELECT id, shelf FROM articles WHERE live = 1{where} ORDER BY id", values
    ).fetchall()
    for number, holder in found:
        text = content.whole_text(number)
        with database.write() as connection:
            drop(connection, number)
            passages, quotes = (
                connection.execute(
                    f'SELECT id, start, "end" FROM {table} WHERE article_id = ? ORDER BY id', (number,)
                ).fetchall()
                for table in ("passages", "quotes")
            )
            add_near(connection, holder, [row[0] for row in passages])
            if text is not None:
                add_words(
                    connection, holder, number, [(n, clip(text, start, end)) for n, start, end in passages]
                )
                add_quotes(connection, holder, [(n, clip(text, start, end)) for n, start, end in quotes])


def holding(folded: str, shelves: Sequence[str]) -> tuple[str, str, list[object]]:
    """Where the quotes that hold a text are: tables, condition, its values; from trigrams where there are any."""
    escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    source = "sayings s JOIN quotes q ON q.id = s.quote_id"
    return source, "s.shelf = ANY(?) AND s.body LIKE ?", [list(shelves), f"%{escaped}%"]


def half_vector(blob: bytes) -> HalfVector | None:
    """Stored half-precision bytes as pgvector takes them; None when they are no vector."""
    return HalfVector(np.frombuffer(blob, np.float16)) if blob and not len(blob) % 2 else None


def lexemes(said: Sequence[str]) -> str:
    """Stems as a literal of type tsvector, each with the places where it stands."""
    places: dict[str, list[int]] = {}
    for place, stem in enumerate(said, 1):
        places.setdefault(stem[:LONGEST_STEM], []).append(min(place, LAST_PLACE))
    return " ".join(f"{lexeme(stem)}:{','.join(map(str, where[:255]))}" for stem, where in places.items())


def lexeme(stem: str) -> str:
    """A stem as a literal within a tsvector or tsquery."""
    escaped = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
