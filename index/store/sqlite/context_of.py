"""The paragraphs around a citation, as slices of the article that it came from."""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Citation
from index.store.sqlite.database import Database


@dataclass(frozen=True, slots=True)
class Context:
    """``before``, ``paragraph`` and ``after`` are slices; the citation is ``paragraph[start:end]``."""

    before: str | None
    paragraph: str
    start: int
    end: int
    after: str | None


def context_of(database: Database, cited: Citation) -> Context | None:
    """The paragraph of a citation and its neighbours, or None when the article's text is gone."""
    row = database.connection.execute(
        "SELECT text, title_start, title_end FROM articles WHERE id = ?", (cited.article_id,)
    ).fetchone()
    if row is None:
        return None
    text, title_start, title_end = row
    blocks: list[tuple[int, int]] = [(title_start, title_end)]
    blocks += database.connection.execute(
        'SELECT start, "end" FROM paragraphs WHERE article_id = ? ORDER BY number', (cited.article_id,)
    ).fetchall()
    for place, (start, end) in enumerate(blocks):
        if start <= cited.start and cited.end <= end:
            before = text[slice(*blocks[place - 1])] if place else None
            after = text[slice(*blocks[place + 1])] if place + 1 < len(blocks) else None
            return Context(before, text[start:end], cited.start - start, cited.end - start, after)
    return None
