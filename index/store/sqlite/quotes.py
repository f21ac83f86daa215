"""Stored quotes, read for those who may see them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from index.model import Quote, QuoteKind, StoredQuote, View
from index.store.sqlite.rows import visible
from index.text.folding import fold

TRIGRAM = 3
"""Shortest text that the index of quotes finds."""
SCANNED = 2_000
"""Quotes that are looked at, at most, for a shorter one."""


def every(connection: sqlite3.Connection, view: View) -> Iterator[StoredQuote]:
    """Every quote of the view's live articles, by article and in reading order."""
    where, values = visible(view)
    return _read(connection, f"{where} ORDER BY a.name, a.id, q.start, q.id", values)


def of_article(connection: sqlite3.Connection, article_id: int) -> list[Quote]:
    """The quotes of an article of any version, in reading order."""
    return [stored.quote for stored in _read(connection, "a.id = ? ORDER BY q.start, q.id", [article_id])]


def one(connection: sqlite3.Connection, quote_id: int, view: View) -> StoredQuote | None:
    """One quote, if the view may see it."""
    where, values = visible(view)
    return next(_read(connection, f"{where} AND q.id = ?", [*values, quote_id]), None)


def suggest(connection: sqlite3.Connection, typed: str, view: View, limit: int) -> list[StoredQuote]:
    """Quotes of the view that hold what was typed, folded; from an index, or for one or two characters
    among the view's first quotes. An empty text suggests those."""
    needle = fold(typed).text.strip()
    where, values = visible(view)
    if len(needle) >= TRIGRAM:
        phrase = '"' + needle.replace('"', '""') + '"'
        indexed = "quotes_fts f CROSS JOIN quotes q ON q.id = f.rowid"
        found = _read(
            connection, f"quotes_fts MATCH ? AND {where} LIMIT ?", [phrase, *values, limit], indexed
        )
        return list(found)
    first = _read(connection, f"{where} LIMIT ?", [*values, SCANNED])
    return list(islice((stored for stored in first if needle in fold(stored.quote.text).text), limit))


def _read(
    connection: sqlite3.Connection, where: str, values: Sequence[object], source: str = "quotes q"
) -> Iterator[StoredQuote]:
    found = connection.execute(
        "SELECT q.id, a.id, a.name, substr(a.text, a.title_start + 1, a.title_end - a.title_start), a.url, "
        'q.kind, substr(a.text, q.start + 1, q."end" - q.start), q.start, q."end", q.paragraph, '
        "q.utterance, q.speaker, q.speaker_title, q.speaker_text, q.cue, q.confidence, q.said, q.speaker_confidence "
        f"FROM {source} JOIN articles a ON a.id = q.article_id WHERE {where}",
        values,
    )
    for number, article_id, name, title, url, kind, *rest in found:
        rest[-2] = bool(rest[-2])  # SQLite knows no booleans
        yield StoredQuote(str(number), article_id, name, title, url, Quote(QuoteKind(kind), *rest))
