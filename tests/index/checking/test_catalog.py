"""Places of quotes in an article's words, without looking at every paragraph for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import SupportsIndex

from index.checking.catalog import build, read_source
from index.model import Quote, QuoteKind, StoredQuote
from index.reading.text import read_text

WORDS = "Yes we can do it"
COUNT = 2_000


class Counted(tuple[tuple[int, int], ...]):
    """Spans that count how often one is looked at."""

    looks = 0

    def __getitem__(self, at: SupportsIndex) -> tuple[int, int]:  # type: ignore[override]
        Counted.looks += 1
        return super().__getitem__(at)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for span in super().__iter__():
            Counted.looks += 1
            yield span


def test_each_quote_is_found_in_its_paragraph_in_a_few_looks() -> None:
    lines = [f"“{WORDS},” said John Smith {n}." for n in range(COUNT)]
    article = read_text("\n".join(["A title", *lines]).encode(), "long.txt")
    quotes = tuple(
        StoredQuote(str(n), 1, article.name, article.title, None, Quote(QuoteKind.DIRECT, WORDS, p.start + 1, p.start + 1 + len(WORDS), p.number, n))
        for n, p in enumerate(article.paragraphs)
    )  # fmt: skip
    source = read_source(1, article, quotes)
    Counted.looks = 0
    catalog = build([replace(source, spans=Counted(source.spans))])
    assert len(catalog.quotes) == COUNT
    assert Counted.looks < 30 * COUNT
    for (low, high), stored in zip(catalog.quote_spans, catalog.quotes, strict=True):
        assert catalog.starts[low] == stored.quote.start
        assert catalog.paragraph(int(low)) == stored.quote.paragraph
        assert high - low == len(WORDS.split())


def test_a_place_outside_all_blocks_is_nowhere() -> None:
    article = read_text(b"A title\n\nOne line.\n\nAnother line.\n", "a.txt")
    catalog = build([read_source(1, article, ())])
    assert catalog.locate(1, 0, 7) is not None
    assert catalog.locate(1, 8, 9) is None
    assert catalog.locate(1, article.paragraphs[0].end, article.paragraphs[0].end + 1) is None
    assert catalog.locate(1, len(article.text) + 5, len(article.text) + 9) is None
    assert catalog.locate(2, 0, 7) is None
