"""Full text in SQLite's FTS5: what is written there, and the passages that rank highest by BM25."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from index.slices import cut
from index.store.sql.connection import Connection
from index.store.sql.rows import Numbers, marks
from index.store.values import Prepared
from index.text.folding import fold

RANKED = 10_000
"""Passages that are ranked for one question, about 10 ms; a word that more of them hold only adds to scores."""


SEARCHED = ("passages", "quotes")
"""Tables that full text covers."""


def add(connection: Connection, numbers: Numbers, prepared: Prepared) -> None:
    """What an article's passages and quotes say, folded."""
    text = prepared.article.text
    passages = [(p.start, p.end) for p in prepared.passages]
    quotes = [(q.start, q.end) for q in prepared.quotes]
    for table, first, spans in (
        ("passages", numbers.passages, passages),
        ("quotes", numbers.quotes, quotes),
    ):
        connection.executemany(
            f"INSERT INTO {table}_fts (rowid, body) VALUES (?, ?)",
            ((number, fold(cut(text, start, end))) for number, (start, end) in enumerate(spans, first)),
        )


def drop(connection: Connection, article_id: int) -> None:
    """An article that is still there is no longer found."""
    for table in SEARCHED:
        connection.execute(
            f"DELETE FROM {table}_fts WHERE rowid IN (SELECT id FROM {table} WHERE article_id = ?)",
            (article_id,),
        )


def holding(folded: str, _: Sequence[str]) -> tuple[str, str, list[object]]:
    """Where the quotes that hold a text are: tables, condition, its values."""
    return (
        "quotes_fts f CROSS JOIN quotes q ON q.id = f.rowid",
        "quotes_fts MATCH ?",
        ['"' + folded.replace('"', '""') + '"'],
    )


def rank(
    connection: Connection, words: Sequence[str], shelves: Sequence[str], limit: int
) -> list[tuple[int, int, float]]:
    """(passage id, article id, BM25 score, larger is better) of live passages that hold any of the words.

    On a large shelf only passages that hold one of the rarest words are looked at; all words count there.
    """
    match, matching = _match(connection, words)
    if not match:
        return []
    where = f"a.id = p.article_id AND a.live = 1 AND a.shelf IN ({marks(shelves)})"
    found = connection.execute(
        "SELECT f.rowid, p.article_id, f.score FROM (SELECT rowid, -bm25(passages_fts) AS score "
        "FROM passages_fts WHERE passages_fts MATCH ? ORDER BY score DESC LIMIT ?) f "  # rank sorts slower
        f"CROSS JOIN passages p ON p.id = f.rowid CROSS JOIN articles a ON {where} "
        "ORDER BY f.score DESC LIMIT ?",
        (match, 2 * limit, *shelves, limit),
    ).fetchall()
    if len(found) < limit and matching > 2 * limit:  # other shelves are in the way
        found = connection.execute(
            "SELECT f.rowid, p.article_id, -f.rank FROM passages_fts f "
            f"CROSS JOIN passages p ON p.id = f.rowid CROSS JOIN articles a ON {where} "
            "WHERE passages_fts MATCH ? ORDER BY f.rank LIMIT ?",
            (*shelves, match, limit),
        ).fetchall()
    return found


def _match(connection: Connection, words: Sequence[str]) -> tuple[str, int]:
    """An FTS5 expression and at most how many rows match: FTS5 ranks every one of them, so they must hold one of
    the words that few rows hold."""
    (most,) = connection.execute("SELECT max(id) FROM passages").fetchone()
    if (most or 0) <= RANKED:
        return " OR ".join(f'"{word}"' for word in words), int(most or 0)
    held: dict[str, int] = {}
    for word in words:
        (held[word],) = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)",
            (f'"{word}"', RANKED + 1),
        ).fetchone()
    known = sorted((word for word in held if held[word]), key=lambda word: held[word])
    rare = [
        word
        for word, rows_so_far in zip(known, accumulate(held[word] for word in known), strict=True)
        if rows_so_far <= RANKED
    ] or known[:1]
    every, few = (" OR ".join(f'"{word}"' for word in some) for some in (known, rare))
    match = every if len(rare) == len(known) else f"({few}) AND ({every})"
    return match, sum(held[word] for word in rare)


def forget_words(connection: Connection) -> None:
    """Merge full text, which keeps the words of deleted rows until then."""
    for table in SEARCHED:
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
