"""The quotations of our own articles as examples for the measure of resolved names (``index/evaluation``)."""

from __future__ import annotations

from collections.abc import Iterator

from index.evaluation.resolved import NOBODY, Known
from index.evaluation.resolved_sets import Example
from index.model import Article
from index.reading.formats import read_bytes
from index.reading.sandbox.extractor import Extractor
from index.training.own_articles import OwnArticle, newsroom_articles, own_articles

SET, HARD, NEWSROOM = "own articles", "own hard articles", "own newsroom articles"
HARDER, PRINTED = "q", "r"
"""Hands that wrote to be hard about who speaks, and as a newsroom prints (the first letter of an article's id)."""
LOCKED = ", locked"


def quoted_examples() -> Iterator[Example]:
    """Every article that quotes somebody, as a reader finds it; what is locked as a set apart."""
    with Extractor() as extractor:
        for own in (*own_articles(), *newsroom_articles()):
            if own.quotes:
                read = read_bytes(own.text.encode(), f"{own.id}.{own.format}", extractor=extractor)
                yield Example(set_of(own), read, tuple(_known(own, read)), True)


def set_of(own: OwnArticle) -> str:
    """What its figures stand under."""
    if own.id.startswith(PRINTED):
        return NEWSROOM + LOCKED
    name = HARD if own.id.startswith(HARDER) else SET
    return name + LOCKED if own.locked else name


def _known(own: OwnArticle, read: Article) -> Iterator[Known]:
    """Each quotation where it stands; the same words twice are looked for one behind the other."""
    ends: dict[str, int] = {}
    for quote in own.quotes:
        start = read.text.find(quote.text, ends.get(quote.text, 0))
        if start >= 0:
            ends[quote.text] = start + len(quote.text)
            yield Known(start, start + len(quote.text), (quote.speaker or NOBODY,), quote.by)
