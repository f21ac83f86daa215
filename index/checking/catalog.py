"""Every word of a view's articles in one array with postings, and the quotes over it. Immutable."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.checking.speakers import called
from index.checking.tokens import split_words
from index.checking.variants import canonical
from index.model import Article, Quote, StoredQuote

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
_WORD_BYTES = 150
"""A different word in the vocabulary and its list."""
NOWHERE = -1
"""The word between two blocks; no word of a query has this number."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article's words: immutable like the article's version, so it is made once.

    ``words[i]`` is ``article.text[starts[i]:ends[i]]`` folded, in its canonical spelling; block b (the title or a paragraph) has the
    words ``bounds[b]`` to ``bounds[b + 1]`` and is ``article.text[spans[b][0]:spans[b][1]]``.
    ``people`` has a quote of each speaker, and what the speaker is ``called`` in it.
    """

    article_id: int
    article: Article
    words: tuple[str, ...]
    starts: Ints
    ends: Ints
    bounds: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    paragraphs: tuple[int | None, ...]
    quotes: tuple[StoredQuote, ...]
    people: tuple[tuple[frozenset[str], Quote], ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sources laid end to end; ``NOWHERE`` follows each block.

    ``ids``, ``starts``, ``ends`` and ``block_of`` have one entry a word (n,); the places of word w are
    ``order[first[w]:first[w + 1]]``, ascending. Block b is block ``block_number[b]`` of source
    ``block_source[b]`` and has the places ``block_first[b]`` up to ``block_first[b + 1] - 1``.
    ``quote_spans`` has shape (quotes, 2), in places, sorted; ``covered`` tells which places a quote holds.
    """

    sources: tuple[Source, ...]
    source_of: dict[int, int]
    vocabulary: dict[str, int]
    spelling: tuple[str, ...]
    ids: Ints
    starts: Ints
    ends: Ints
    block_of: Ints
    block_first: Places
    block_source: Ints
    block_number: Ints
    order: Places
    first: Places
    quotes: tuple[StoredQuote, ...]
    quote_spans: Places
    quote_blocks: Places
    covered: npt.NDArray[np.bool_]

    @property
    def bytes(self) -> int:
        """About how much memory it takes, its sources aside."""
        arrays = (self.ids, self.starts, self.ends, self.block_of, self.order, self.first, self.covered)
        return sum(array.nbytes for array in arrays) + _WORD_BYTES * len(self.vocabulary)

    @property
    def blocks(self) -> int:
        """How many titles and paragraphs there are."""
        return len(self.block_source)

    def places(self, word: int) -> Places:
        """Where a word stands, ascending."""
        return self.order[self.first[word] : self.first[word + 1]]

    def source(self, place: int) -> Source:
        """The source that a place is in."""
        return self.sources[int(self.block_source[self.block_of[place]])]

    def paragraph(self, place: int) -> int | None:
        """The number of the paragraph that a place is in; None is the title."""
        block = self.block_of[place]
        return self.sources[int(self.block_source[block])].paragraphs[int(self.block_number[block])]

    def source_places(self, place: int) -> tuple[int, int]:
        """The first place of an article and the one after its last, given a place in it."""
        number = self.block_source[self.block_of[place]]
        first, last = np.searchsorted(self.block_source, [number, number + 1])
        return int(self.block_first[first]), int(self.block_first[last])

    def numbers(self, words: Sequence[str]) -> Ints:
        """Numbers of folded words; unknown ones are -2 and below, equal words alike."""
        unknown: dict[str, int] = {}
        spelled = map(canonical, words)
        return np.array(
            [self.vocabulary.get(w, unknown.setdefault(w, -2 - len(unknown))) for w in spelled], np.int32
        )

    def locate(self, article_id: int, start: int, end: int) -> tuple[int, int] | None:
        """The places of ``text[start:end]`` of an article, inside one block; None when it has no words."""
        number = self.source_of.get(article_id)
        if number is None:
            return None
        spans = self.sources[number].spans  # the title, then the paragraphs in order
        inside = 0
        if not spans[0][0] <= start < spans[0][1]:
            inside = bisect_right(spans, start, lo=1, key=lambda span: span[0]) - 1
            if inside < 1 or start >= spans[inside][1]:
                return None
        block = int(np.searchsorted(self.block_source, number)) + inside
        low, high = self.place_at(block, start), self.place_at(block, end - 1)
        if high < self.block_first[block + 1] - 1 and self.starts[high] < end:
            high += 1
        return (low, high) if high > low else None

    def place_at(self, block: int, offset: int) -> int:
        """The first place of a block whose word ends after ``offset`` (of the article's text)."""
        low, high = int(self.block_first[block]), int(self.block_first[block + 1]) - 1
        return low + int(np.searchsorted(self.ends[low:high], offset, side="right"))


def read_source(article_id: int, article: Article, quotes: Sequence[StoredQuote]) -> Source:
    """The words of an article by title and paragraph."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    bounds = [0]
    spans = [(article.title_start, article.title_end)]
    spans += [(p.start, p.end) for p in article.paragraphs]
    for low, high in spans:
        for word in split_words(article.cut(low, high)):
            words.append(canonical(word.folded))
            starts.append(low + word.start)
            ends.append(low + word.end)
        bounds.append(len(words))
    return Source(
        article_id=article_id,
        article=article,
        words=tuple(words),
        starts=np.array(starts, np.int32),
        ends=np.array(ends, np.int32),
        bounds=tuple(bounds),
        spans=tuple(spans),
        paragraphs=(None, *(p.number for p in article.paragraphs)),
        quotes=tuple(quotes),
        people=tuple((called(quote), quote) for quote in {q.quote.speaker: q.quote for q in quotes}.values()),
    )


def build(sources: Sequence[Source]) -> Catalog:
    """Lay sources end to end. Linear but for one sort of the words."""
    vocabulary: dict[str, int] = {}
    ids: list[int] = []
    lengths: list[int] = []
    block_source: list[int] = []
    block_number: list[int] = []
    starts: list[Ints] = []
    ends: list[Ints] = []
    border = np.array([NOWHERE], np.int32)
    for number, source in enumerate(sources):
        numbered = [vocabulary.setdefault(word, len(vocabulary)) for word in source.words]
        for block, (low, high) in enumerate(zip(source.bounds, source.bounds[1:], strict=False)):
            ids += numbered[low:high]
            ids.append(NOWHERE)
            starts += [source.starts[low:high], border]
            ends += [source.ends[low:high], border]
            lengths.append(high - low + 1)
            block_source.append(number)
            block_number.append(block)
    laid = np.array(ids, np.int32)
    order = np.argsort(laid, kind="stable")
    block_first = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    catalog = Catalog(
        sources=tuple(sources),
        source_of={source.article_id: number for number, source in enumerate(sources)},
        vocabulary=vocabulary,
        spelling=tuple(vocabulary),
        ids=laid,
        starts=np.concatenate(starts) if starts else laid,
        ends=np.concatenate(ends) if ends else laid,
        block_of=np.repeat(np.arange(len(lengths), dtype=np.int32), lengths),
        block_first=block_first,
        block_source=np.array(block_source, np.int32),
        block_number=np.array(block_number, np.int32),
        order=order,
        first=np.searchsorted(laid[order], np.arange(len(vocabulary) + 1)),
        quotes=(),
        quote_spans=np.zeros((0, 2), np.int64),
        quote_blocks=np.zeros(0, np.int64),
        covered=np.zeros(len(laid), np.bool_),
    )
    return _with_quotes(catalog)


def _with_quotes(catalog: Catalog) -> Catalog:
    found: list[tuple[int, int, StoredQuote]] = []
    for source in catalog.sources:
        for stored in source.quotes:
            span = catalog.locate(source.article_id, stored.quote.start, stored.quote.end)
            if span is not None:
                found.append((*span, stored))
                catalog.covered[span[0] : span[1]] = True
    found.sort(key=lambda item: item[:2])
    spans = np.array([item[:2] for item in found], np.int64).reshape(-1, 2)
    return replace(
        catalog,
        quotes=tuple(item[2] for item in found),
        quote_spans=spans,
        quote_blocks=catalog.block_of[spans[:, 0]].astype(np.int64),
    )
