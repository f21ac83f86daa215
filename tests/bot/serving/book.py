"""A book of 100,000 words with a quote in every paragraph, stored without vectors: nobody asks it anything."""

from __future__ import annotations

from index.library import Library
from index.model import Quote, QuoteKind, View
from index.reading.text import read_text
from index.store.values import Made, Prepared

LINES = 6_000


def shelve_book(library: Library, shelf: str) -> int:
    """Put the book on a shelf; its number."""
    lines = [
        f"“Board {n} holds,” said {('Ada Moor', 'Bo Lindqvist', 'Una Reed')[n % 3]} of plank number {n}, and the crew "
        "went on to the next one in the row."
        for n in range(LINES)
    ]
    article = read_text("\n".join(["The book of planks", *lines]).encode(), "book.txt")
    assert len(article.text.split()) > 100_000
    quotes = tuple(
        Quote(
            QuoteKind.DIRECT,
            article.text[p.start + 1 : article.text.index(",", p.start)],
            p.start + 1,
            article.text.index(",", p.start),
            p.number,
            p.number,
            ("Ada Moor", "Bo Lindqvist", "Una Reed")[p.number % 3],
        )
        for p in article.paragraphs
    )
    prepared = Prepared(article, (), quotes, (), ())
    changes = library.parts.store.changes
    with changes.changing(shelf, 10):
        changes.apply(shelf, [prepared], [], lambda _: Made("none", "none", "added"))
    return library.details("book.txt", View((shelf,))).info.id
