"""A library that needs no model: it records what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.checking import Quotation, quotations
from index.checking.differing import changes
from index.checking.tokens import Word, split_words
from index.errors import Message
from index.model import (
    Answer,
    Article,
    ArticleInfo,
    Change,
    Citation,
    Finding,
    Progress,
    ProgressCallback,
    Quote,
    QuoteKind,
    ReindexReport,
    StoredQuote,
    Verdict,
    VerdictKind,
)
from index.runtime.exports import Exports

WORDS = "“We \x1b[31mwill\u202e build it,” she said."
CITATION = Citation(WORDS, 1, "a.txt", "A [bold]title[/bold]", 2, 10, 40, "Ada Moor", None, 0.5)


def changes_of(cited: Citation, asked: str) -> tuple[Change, ...]:
    """What the engine finds different between a cited slice and a query."""
    at = cited.start
    said = [Word(w.folded, at + w.start, at + w.end) for w in split_words(cited.text)]
    return changes(" " * at + cited.text, said, asked, split_words(asked))


class FakeLibrary:
    """Answers every text alike; ``boom`` in a text is a bug, an empty text an error."""

    batches: list[list[str]]
    made: list[FakeLibrary]

    def __init__(
        self,
        folder: Path,
        *,
        embedding_model: str | None,
        cache: Path | None,
        reranker: str,
        strictness: str,
        weights: Path | None,
        onnx: Exports | None,
        open_store: object,
    ) -> None:
        self.folder, self.cache, self.closed = folder, cache, False
        self.held: tuple[Article, ...] = ()
        type(self).made.append(self)

    def warm(self) -> None:
        """Nothing to load."""

    def close(self) -> None:
        self.closed = True

    def is_empty(self) -> bool:
        """Nothing was put in."""
        return not self.articles()

    def articles(self) -> list[ArticleInfo]:
        return [ArticleInfo(n, "shared", a.name, a.title, 1, 0) for n, a in enumerate(self.held)]

    def reindex(
        self,
        articles: Sequence[Article],
        *,
        problems: Sequence[Message] = (),
        unread: Sequence[str] = (),
        progress: ProgressCallback | None = None,
    ) -> ReindexReport:
        self.held = tuple(articles)
        if progress:
            progress(Progress("embed", 1, 2))
        return ReindexReport(added=len(self.held), problems=tuple(problems))

    def add(
        self,
        articles: Sequence[Article],
        *,
        problems: Sequence[Message] = (),
        progress: ProgressCallback | None = None,
    ) -> ReindexReport:
        self.held += tuple(articles)
        return ReindexReport(added=len(articles), problems=tuple(problems))

    def stale_shelves(self) -> list[str]:
        return []

    def check(self) -> list[Finding]:
        return []

    def ask(self, texts: Sequence[str], *, previous: object = None) -> list[Answer]:
        self._heard(texts)
        return [
            Answer(t, bool(t), 0.9, (CITATION,))
            if t
            else Answer(t, False, 0.0, error=Message("The question is empty."))
            for t in texts
        ]

    def who_said(
        self, texts: Sequence[str], *, speakers: Sequence[str | None] | None = None
    ) -> list[Verdict]:
        self._heard(texts)
        return [Verdict(t, VerdictKind.EXACT, 0.9, speaker="Ada Moor", quote=CITATION) for t in texts]

    def quotations(self, texts: Sequence[Article]) -> list[list[Quotation]]:
        """What each text quotes; marks and rules, no model."""
        return quotations(texts, None)

    def quotes(self) -> list[StoredQuote]:
        said = Quote(QuoteKind.DIRECT, "We will", 11, 18, 2, 0, "Ada Moor", "Mayor", "she", "said", 0.9)
        return [StoredQuote("1", 1, "a.txt", "A title", None, said)]

    def _heard(self, texts: Sequence[str]) -> None:
        if any("boom" in text for text in texts):
            raise ZeroDivisionError("a bug")
        type(self).batches.append(list(texts))
