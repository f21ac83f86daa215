"""The judge over a store: catalogs kept by generation, statements near in meaning found by vectors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from cachetools import LRUCache

from index.checking.carrying import Counterparts, nothing_paired
from index.checking.catalog import Catalog, Source, build, read_source
from index.checking.judging import judge
from index.checking.meaning import Near, Odds
from index.embedding.arrays import Vectors
from index.model import Quote, Verdict, View
from index.slices import cut
from index.store.interface import Content, Search
from index.text.sentences import split_sentences
from index.text.words import content_words

KEPT_SOURCES = 4_000
KEPT_BYTES = 256_000_000
"""Of catalogs: some hundred servers, or a dozen beside a shared shelf of a thousand articles."""
FEW_ARTICLES = 8
"""Up to here every statement is compared; above, those in the passages that are nearest."""
NEAR_PASSAGES = 40
MAX_STATEMENTS = 400
MAX_STATEMENTS_WIDE = 40
FEW_STATEMENTS = 3
"""Below this many quoted statements (an opinion piece) the article's own sentences are compared too."""
NEAREST = 12
"""Statements whose words are compared."""
READ = 6
"""Of them are read together with the text."""
MIN_CONTENT = 2
"""A statement of fewer content words ("coward") says too little to be said in other words."""
MAX_STATEMENT = 600
"""Characters of a quotation of several sentences that is also compared as a whole."""

Place = tuple[int, int, int]
"""(article id, start, end)"""


@dataclass(frozen=True, slots=True)
class Encoders:
    """``query`` gives one vector, shape (dimension,); ``statements`` one a text, shape (n, dimension).

    ``counterparts`` pairs the words of a query and a statement that say the same, each side with its offsets;
    ``coverages`` tells how much of a text each statement covers, or None when the model cannot tell; ``odds``
    whether each statement says it.
    """

    query: Callable[[str], Vectors]
    statements: Callable[[Sequence[str]], Vectors]
    coverages: Callable[[str, Sequence[str]], Sequence[float] | None]
    odds: Callable[[str, Sequence[str]], Sequence[Odds]]
    counterparts: Counterparts = nothing_paired


class Checker:
    """Judges texts. Thread-safe; a catalog is built at the first call of a generation, then shared."""

    def __init__(self, content: Content, search: Search, encoders: Encoders) -> None:
        self._content = content
        self._search = search
        self._encoders = encoders
        self._sources: LRUCache[int, Source] = LRUCache(KEPT_SOURCES)
        self._catalogs: LRUCache[tuple[object, ...], Catalog] = LRUCache(
            KEPT_BYTES, lambda catalog: catalog.bytes
        )
        self._lock = threading.Lock()

    def check(self, text: str, view: View, speaker: str | None = None) -> Verdict:
        """The verdict on one text that is neither empty nor too long, and may be known to be somebody's."""
        catalog = self.catalog(view)
        return judge(
            text,
            catalog,
            lambda needle: self.near(needle, view, catalog),
            speaker,
            self._encoders.counterparts,
        )

    def catalog(self, view: View) -> Catalog:
        """The view's words and quotes at its present generation."""
        generations = {shelf: self._content.generation(shelf) for shelf in view.shelves}
        # servers that never added an article share the catalog of what all see
        held = tuple(shelf for shelf, generation in generations.items() if generation)
        key = (held, view.article, tuple(generations[shelf] for shelf in held))
        with self._lock:
            found = self._catalogs.get(key)
            if found is None:
                seen = replace(view, shelves=held)
                ids = self._content.article_ids(seen) if held else []
                sources = [self._source(number, seen) for number in ids]
                found = build([s for s in sources if s is not None])
                self._drop_older(key)
                with suppress(ValueError):  # larger than all that may be kept
                    self._catalogs[key] = found
            return found

    def _drop_older(self, key: tuple[object, ...]) -> None:
        """Catalogs of the same view at earlier generations are never asked for again."""
        for other in [k for k in self._catalogs if k[:2] == key[:2]]:
            del self._catalogs[other]

    def _source(self, article_id: int, view: View) -> Source | None:
        found = self._sources.get(article_id)
        if found is None:
            stored = self._content.article(article_id)
            if stored is None:
                return None
            only = View(shelves=(stored.shelf,), article=stored.article.name)
            quotes = [q for q in self._content.quotes(only) if q.article_id == article_id]
            found = self._sources[article_id] = read_source(article_id, stored.article, quotes)
        return found

    def near(self, text: str, view: View, catalog: Catalog) -> list[Near]:
        """The quoted statements nearest in meaning, best first."""
        vector = self._encoders.query(text)
        if len(catalog.sources) <= FEW_ARTICLES:
            spans = [
                s for source in catalog.sources for q in source.quotes for s in statements(source, q.quote)
            ]
            if len(spans) < FEW_STATEMENTS:
                spans += [s for source in catalog.sources for s in own_sentences(source)]
            spans = spans[:MAX_STATEMENTS]
        else:
            spans = self._wide(vector, view, catalog)[:MAX_STATEMENTS_WIDE]
        spans = list(dict.fromkeys(spans))
        if not spans:
            return []
        texts = [catalog.sources[catalog.source_of[i]].article.cut(a, b) for i, a, b in spans]
        cosines = self._encoders.statements(texts) @ vector
        return nearest(text, spans, texts, cosines, self._encoders)

    def _wide(self, vector: Vectors, view: View, catalog: Catalog) -> list[Place]:
        found = self._search.nearest(vector, view.shelves, NEAR_PASSAGES)
        passages = self._content.passage_spans([number for number, _ in found])
        spans: list[Place] = []
        for number, _ in found:
            if number not in passages:
                continue
            article_id, start, end = passages[number]
            at = catalog.source_of.get(article_id)
            if at is None:
                continue
            source = catalog.sources[at]
            for stored in source.quotes:
                if stored.quote.start < end and start < stored.quote.end:
                    spans += statements(source, stored.quote)
        return spans


def nearest(
    text: str, spans: Sequence[Place], statements: Sequence[str], cosines: Vectors, encoders: Encoders
) -> list[Near]:
    """The spans nearest by cosines, shape (len(spans),), and by coverage, best first, with the odds that each says the text."""
    order = np.argsort(-cosines, kind="stable")[:NEAREST].tolist()
    said = [statements[i] for i in order]
    covered = encoders.coverages(text, said) or [float(cosines[i]) for i in order]
    read = sorted(zip(order, covered, strict=True), key=lambda each: -float(cosines[each[0]]) - each[1])[
        :READ
    ]
    told = encoders.odds(text, [statements[i] for i, _ in read])
    found = []
    for (i, share), odds in zip(read, told, strict=True):
        article_id, start, end = spans[i]
        found.append(Near(article_id, start, end, float(cosines[i]), share, odds))
    return found


def own_sentences(source: Source) -> list[Place]:
    """Every sentence of an article's text: headings and boilerplate say nothing."""
    return [
        (source.article_id, start, end)
        for paragraph in source.article.paragraphs
        if paragraph.kind.is_prose
        for start, end in split_sentences(source.article.text, paragraph.start, paragraph.end)
    ]


def statements(source: Source, quote: Quote) -> list[Place]:
    """The sentences of a quotation, and a short quotation of several as a whole."""
    text = source.article.text
    sentences = split_sentences(text, quote.start, quote.end)
    if len(sentences) > 1 and quote.end - quote.start <= MAX_STATEMENT:
        sentences.append((quote.start, quote.end))
    return [
        (source.article_id, start, end)
        for start, end in sentences
        if len(content_words(cut(text, start, end))) >= MIN_CONTENT
    ]
