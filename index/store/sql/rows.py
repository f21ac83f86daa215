"""An article's rows in and out of an open transaction. Ids are given out once and never again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Article, View
from index.store.hashes import read_hash, text_hash
from index.store.sql.connection import Connection, moment
from index.store.values import Made, Prepared

MARKS = 500
"""Values bound in one statement."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ids that an article's rows get: its own, and the first of its passages and of its quotes."""

    article: int
    passages: int
    quotes: int


def allot(connection: Connection, prepared: Sequence[Prepared]) -> list[Numbers]:
    """Ids for what is going to be inserted, in order; they stay unused when it is not."""
    article = fresh_ids(connection, "articles", len(prepared))
    passages = fresh_ids(connection, "passages", sum(len(p.passages) for p in prepared))
    quotes = fresh_ids(connection, "quotes", sum(len(p.quotes) for p in prepared))
    numbers = []
    for item in prepared:
        numbers.append(Numbers(article, passages, quotes))
        article, passages, quotes = article + 1, passages + len(item.passages), quotes + len(item.quotes)
    return numbers


def fresh_ids(connection: Connection, kind: str, count: int) -> int:
    """The first of ``count`` ids of a table. A deleted row's id never names another row: an index in
    somebody's memory, or a button below an old message, must not point into a stranger's article."""
    raised = (
        "INSERT INTO last_ids (kind, last) VALUES (?, ?) "
        "ON CONFLICT (kind) DO UPDATE SET last = last_ids.last + excluded.last RETURNING last"
    )
    ((last,),) = connection.execute(raised, (kind, count)).fetchall()  # from here on nobody else raises it
    ((most,),) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {kind}").fetchall()
    if most > last - count:
        ((last,),) = connection.execute(raised, (kind, most - last + count)).fetchall()
    return int(last) - count + 1


def insert(
    connection: Connection, shelf: str, prepared: Prepared, made: Made, numbers: Numbers, text: str | bytes
) -> None:
    """A new live version of an article under its allotted ids, ``text`` as the backend stores it. What searches look at comes after."""
    article, number = prepared.article, numbers.article
    (version,) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM articles WHERE shelf = ? AND name = ?",
        (shelf, article.name),
    ).fetchone()
    connection.execute(
        "INSERT INTO articles (id, shelf, name, version, live, text, text_hash, raw_hash, title_start, "
        "title_end, url, author, published, publisher, origin, read_hash, model, recipe) "
        "VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            shelf,
            article.name,
            version,
            text,
            text_hash(article.text),
            article.raw_hash,
            article.title_start,
            article.title_end,
            article.url,
            article.author,
            article.published,
            article.publisher,
            made.origin,
            read_hash(article),
            made.model,
            made.recipe,
        ),
    )
    insert_paragraphs(connection, number, article)
    _insert_passages(connection, numbers, prepared)
    _insert_quotes(connection, numbers, prepared)


def insert_paragraphs(connection: Connection, article_id: int, article: Article) -> None:
    """Where the paragraphs of a stored article are."""
    connection.executemany(
        'INSERT INTO paragraphs (article_id, number, start, "end", kind, speaker, page) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [(article_id, p.number, p.start, p.end, p.kind.value, p.speaker, p.page) for p in article.paragraphs],
    )


def _insert_passages(connection: Connection, numbers: Numbers, prepared: Prepared) -> None:
    article_id = numbers.article
    connection.executemany(
        'INSERT INTO passages (id, article_id, paragraph, start, "end", vector_key) VALUES (?, ?, ?, ?, ?, ?)',
        (
            (number, article_id, p.paragraph, p.start, p.end, key)
            for number, (p, key) in enumerate(
                zip(prepared.passages, prepared.passage_keys, strict=True), numbers.passages
            )
        ),
    )
    connection.executemany(
        'INSERT INTO sentences (passage_id, article_id, start, "end", vector_key) VALUES (?, ?, ?, ?, ?)',
        (
            (number, article_id, start, end, key)
            for number, (p, keys) in enumerate(
                zip(prepared.passages, prepared.sentence_keys, strict=True), numbers.passages
            )
            for (start, end), key in zip(p.sentences, keys, strict=True)
        ),
    )


def _insert_quotes(connection: Connection, numbers: Numbers, prepared: Prepared) -> None:
    article_id = numbers.article
    connection.executemany(
        'INSERT INTO quotes (id, article_id, kind, start, "end", paragraph, utterance, speaker, '
        "speaker_title, speaker_text, cue, confidence, said, speaker_confidence) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
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
                int(q.said),
                q.speaker_confidence,
            )
            for number, q in enumerate(prepared.quotes, start=numbers.quotes)
        ),
    )


def retire(connection: Connection, article_id: int) -> set[bytes]:
    """What searches look at is gone already. The version stays with its text and quotes (old citations keep theirs); it is no longer retrieved.

    Returns the vector keys it used: hand them to ``drop_vectors`` when the change is complete.
    """
    keys = {
        key
        for table in ("passages", "sentences")
        for (key,) in connection.execute(
            f"SELECT vector_key FROM {table} WHERE article_id = ?", (article_id,)
        )
    }
    connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
    connection.execute(
        "UPDATE articles SET live = 0, retired_at = ? WHERE id = ? AND live = 1", (moment(), article_id)
    )
    return keys


def drop_vectors(connection: Connection, keys: set[bytes]) -> None:
    """Forget those vectors that nothing uses any more."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), MARKS):
        some = ordered[start : start + MARKS]
        connection.execute(
            f"DELETE FROM vectors WHERE key IN ({marks(some)}) "
            "AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.vector_key = vectors.key) "
            "AND NOT EXISTS (SELECT 1 FROM sentences s WHERE s.vector_key = vectors.key)",
            some,
        )


def marks(values: Sequence[object]) -> str:
    """Placeholders for the values of an IN list."""
    return ",".join("?" * len(values))


def visible(view: View) -> tuple[str, list[object]]:
    """A condition on articles ``a`` that only the view's live ones meet, and its values."""
    where = f"a.live = 1 AND a.shelf IN ({marks(view.shelves)})"
    values: list[object] = list(view.shelves)
    if view.article is not None:
        where += " AND a.name = ?"
        values.append(view.article)
    return where, values
