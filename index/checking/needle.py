"""What of a query is looked for, and whom the query names for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.checking.catalog import Catalog
from index.checking.spelling import respelled
from index.checking.tokens import Word, split_words
from index.checking.variants import canonical


@dataclass(frozen=True, slots=True)
class Needle:
    """What of a query is compared: its ``spans``, without the attribution; ``words`` have the query's offsets."""

    query: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]
    asked: str | None

    @property
    def text(self) -> str:
        """The words as they were typed."""
        return " ".join(self.query[start:end] for start, end in self.spans)

    @property
    def folded(self) -> list[str]:
        """The words as they are compared."""
        return [w.folded for w in self.words]

    @property
    def before(self) -> str:
        """Outer punctuation in front."""
        return self.query[self.spans[0][0] : self.words[0].start].lstrip()

    @property
    def after(self) -> str:
        """Outer punctuation behind."""
        return self.query[self.words[-1].end : self.spans[-1][1]].rstrip()


def needle_of(catalog: Catalog, query: str, spans: Sequence[tuple[int, int]], asked: str | None) -> Needle:
    """The words of a query between some places, as the catalog spells them."""
    words = tuple(
        Word(canonical(w.folded), start + w.start, start + w.end)
        for start, end in spans
        for w in split_words(query[start:end])
    )
    return Needle(query, tuple(spans), respelled(catalog.vocabulary, query, words), asked)
