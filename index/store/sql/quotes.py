"""Stored quotes, read for those who may see them; those of a damaged text are left out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from index.errors import StoreError
from index.model import Quote, QuoteKind, StoredQuote, View
from index.slices import cut
from index.store.sql.connection import Database
from index.store.sql.rows import visible
from index.store.sql.texts import Texts
from index.text.folding import fold

log = logging.getLogger(__name__)

TRIGRAM = 3
"""Shortest text that the index of quotes finds."""
SCANNED = 2_000
"""Quotes that are looked at, at most, for a shorter one."""


Holding = Callable[[str, Sequence[str]], tuple[str, str, list[object]]]
"""(folded text, shelves) → (tables with quotes ``q``, a condition, its values): the quotes that hold the text, of
those shelves at least."""


class QuoteRows:
    """Quotes out of the store, each a slice of a checked text."""

    def __init__(self, database: Database, texts: Texts, holding: Holding) -> None:
        self._database = database
        self._texts = texts
        self._holding = holding

    def every(self, view: View) -> list[StoredQuote]:
        """Every quote of the view's live articles, by article and in reading order."""
        where, values = visible(view)
        return list(self._read(f"{where} ORDER BY a.name, a.id, q.start, q.id", values))

    def of_article(self, article_id: int) -> list[Quote]:
        """The quotes of an article of any version, in reading order."""
        return [stored.quote for stored in self._read("a.id = ? ORDER BY q.start, q.id", [article_id])]

    def one(self, quote_id: int, view: View) -> StoredQuote | None:
        """One quote, if the view may see it."""
        where, values = visible(view)
        return next(self._read(f"{where} AND q.id = ?", [*values, quote_id]), None)

    def suggest(self, typed: str, view: View, limit: int) -> list[StoredQuote]:
        """Quotes of the view that hold what was typed, folded; from an index, or for one or two characters
        among the view's first quotes. An empty text suggests those."""
        needle = fold(typed).strip()
        where, values = visible(view)
        if len(needle) >= TRIGRAM:
            indexed, condition, sought = self._holding(needle, view.shelves)
            return list(self._read(f"{condition} AND {where} LIMIT ?", [*sought, *values, limit], indexed))
        first = self._read(f"{where} LIMIT ?", [*values, SCANNED])
        return list(islice((stored for stored in first if needle in fold(stored.quote.text)), limit))

    def _read(self, where: str, values: Sequence[object], source: str = "quotes q") -> Iterator[StoredQuote]:
        found = self._database.connection.execute(
            "SELECT q.id, a.id, a.name, a.title_start, a.title_end, a.url, a.published, a.publisher, "
            'q.kind, q.start, q."end", '
            "q.paragraph, q.utterance, q.speaker, q.speaker_title, q.speaker_text, q.cue, q.confidence, "
            "q.said, q.speaker_confidence "
            f"FROM {source} JOIN articles a ON a.id = q.article_id WHERE {where}",
            values,
        )
        same: dict[str, str] = {}  # what many rows tell alike is held once
        read, text = -1, None  # nor is a text that is too long to be kept read for every row
        for row in found:
            told: list[Any] = [
                same.setdefault(value, value) if isinstance(value, str) else value for value in row
            ]
            number, article_id, name, title_start, title_end, url, published, publisher, *rest = told
            kind, start, end, *rest = rest
            if article_id != read:
                read, text = article_id, self._texts.whole(article_id)
            if text is None:
                continue
            rest[-2] = bool(rest[-2])  # stored as a number
            try:
                words, title = cut(text, start, end), cut(text, title_start, title_end)
                title = same.setdefault(title, title)
            except StoreError as error:  # this row is damaged, the others are not
                log.warning("%s", error)
                continue
            quote = Quote(QuoteKind(kind), words, start, end, *rest)
            yield StoredQuote(str(number), article_id, name, title, url, quote, published, publisher)
