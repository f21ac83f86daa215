"""The paragraphs around a citation, as slices of the article that it came from."""

from __future__ import annotations

from index.model import Citation, Context
from index.slices import cut
from index.store.sql.connection import Database
from index.store.sql.texts import Texts


def context_of(database: Database, texts: Texts, cited: Citation) -> Context | None:
    """The paragraph of a citation and its neighbours, or None when the article is gone. Raises StoreError."""
    row = database.connection.execute(
        "SELECT title_start, title_end FROM articles WHERE id = ?", (cited.article_id,)
    ).fetchone()
    text = texts.of(cited.article_id)
    if row is None or text is None:
        return None
    blocks: list[tuple[int, int]] = [row]
    blocks += database.connection.execute(
        'SELECT start, "end" FROM paragraphs WHERE article_id = ? ORDER BY number', (cited.article_id,)
    ).fetchall()
    for place, (start, end) in enumerate(blocks):
        if start <= cited.start and cited.end <= end:
            before = cut(text, *blocks[place - 1]) if place else None
            after = cut(text, *blocks[place + 1]) if place + 1 < len(blocks) else None
            return Context(before, cut(text, start, end), cited.start - start, cited.end - start, after)
    return None
