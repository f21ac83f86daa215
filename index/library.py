"""The one door of the engine: reindex, ask, who_said, quotes. Thread-safe; every call blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.answering.answerer import Answerer
from index.answering.followup import Exchange, resolve
from index.answering.rerankers import Reranker
from index.answering.strictness import Strictness
from index.checking import Checker, ClaimReader, Quotation, quotations
from index.embedding.cache import VectorCache
from index.embedding.embedder import Embedder
from index.errors import InputError, Message, NotFoundError
from index.inputs import MAX_ID, require_question, require_quote
from index.model import (
    SHARED_SHELF,
    Answer,
    Article,
    ArticleDetails,
    ArticleInfo,
    Citation,
    Context,
    Finding,
    Progress,
    ProgressCallback,
    Quote,
    ReindexReport,
    ShelfLimits,
    StoredQuote,
    Verdict,
    VerdictKind,
    View,
    WholeArticle,
)
from index.quotes.tagger import Tagger
from index.runtime.exports import Exports
from index.shelves.changes import Keeper
from index.shelves.checkup import Checkup
from index.store.interface import Backend

if TYPE_CHECKING:
    from index.reading.web.policy import FetchPolicy
    from index.shelves.rereading import Reread


@dataclass(frozen=True, slots=True)
class Parts:
    """What a library is put together from; ``opening.open_library`` makes them."""

    store: Backend
    embedder: Embedder
    exports: Exports | None
    cache: VectorCache | None
    tagger: Tagger
    reader: Reranker | None
    answerer: Answerer
    claims: ClaimReader
    checker: Checker
    keeper: Keeper
    checkup: Checkup


class Library:
    """Articles, their passages and quotes, and the questions that they answer.

    ``records`` is what the faces keep, ``book`` what is noted of shelves, ``keys`` those of programs.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._content = parts.store.content
        self.book = parts.store.shelves
        self.records = parts.store.memory
        self.keys = parts.store.keys
        self.pages = parts.store.pages

    def warm(self) -> None:
        """Load the model and the shared index, and see to what is to run in ONNX Runtime, so that nobody waits for it."""
        self.parts.embedder.encode(["warm"], "query")
        self.parts.tagger.prepare()
        self.parts.claims.prepare()
        if self.parts.reader is not None:
            self.parts.reader.prepare()
        self.parts.store.search.warm(SHARED_SHELF)
        self._export_missing()

    def close(self) -> None:
        """Release files and threads; calling twice does no harm."""
        self.parts.embedder.close()
        self._export_missing()
        if self.parts.cache is not None:
            self.parts.cache.close()
        self.parts.store.close()

    # -- writing -------------------------------------------------------------------------------------

    def reindex(
        self,
        articles: Iterable[Article] | None = None,
        *,
        shelf: str = SHARED_SHELF,
        problems: Sequence[Message] = (),
        unread: Sequence[str] = (),
        progress: ProgressCallback | None = None,
    ) -> ReindexReport:
        """Make the shelf hold ``articles`` and what was added one by one; None: what it holds already.

        ``unread`` names articles, and folders with a slash at the end, that are there but could not be read now:
        what is held of them stays.
        Only passages and sentences without a vector are embedded. Questions are answered from the old
        generation until the new one is complete and checked. Raises BusyError when this shelf is being reindexed
        already, ModelError, or StoreError; in each case the old index keeps serving.
        """
        return self.parts.keeper.reindex(articles, shelf, problems, unread, progress or _quiet)

    def add(
        self,
        articles: Iterable[Article],
        shelf: str = SHARED_SHELF,
        *,
        limits: ShelfLimits | None = None,
        problems: Sequence[Message] = (),
        progress: ProgressCallback | None = None,
    ) -> ReindexReport:
        """Add articles to a shelf; one of the same name gets a new version. A later ``reindex`` keeps them.

        Raises LimitError when they do not fit, BusyError, ModelError, or StoreError; nothing changed then.
        """
        return self.parts.keeper.add(articles, shelf, limits, problems, progress or _quiet)

    def reread(
        self,
        shelf: str,
        policy: FetchPolicy,
        *,
        limits: ShelfLimits | None = None,
        progress: ProgressCallback | None = None,
    ) -> Reread:
        """Fetch the shelf's web pages and feeds again, as far as they changed, and bring its index up to date.

        Raises BusyError, ModelError or StoreError; the old versions keep answering then.
        """
        from index.shelves.rereading import Rereader

        return Rereader(self.parts.store, self.parts.keeper, shelf, policy, progress or _quiet).run(limits)

    def remove(self, name: str, shelf: str = SHARED_SHELF) -> None:
        """Take an article out; old citations keep its text. Raises NotFoundError, BusyError or StoreError."""
        self.parts.keeper.remove(name, shelf)

    def leads(self) -> bool:
        """Whether this process does the daily work, of all that have the library open, until it ends."""
        return self.parts.store.upkeep.leads()

    def purge_left(self, days: float) -> list[str]:
        """Delete all that is known of servers that were left at least ``days`` ago; which those were."""
        gone = self.book.overdue(days)
        for shelf in gone:
            self.parts.keeper.purge(shelf)
        return gone

    def forget_retired(self, days: float) -> int:
        """Delete the texts that were replaced or removed at least ``days`` ago; how many those were."""
        return self.parts.store.changes.forget_retired(days)

    def stale_shelves(self) -> list[str]:
        """Shelves whose articles were indexed with another model: they need a ``reindex``."""
        return [s for s in self.book.shelves() if self._content.models(s) - {self.parts.embedder.key}]

    # -- keeping it whole ----------------------------------------------------------------------------

    def backup(self, target: Path) -> None:
        """Copy the library's database to a file while it is used. Raises StoreError."""
        self.parts.store.upkeep.backup(target)

    def check(self) -> list[Finding]:
        """Is everything whole? Reads all of it; needs no model."""
        return self.parts.checkup.check()

    def repair(self, progress: ProgressCallback | None = None) -> list[Finding]:
        """Mend what ``check`` finds; what was done."""
        return self.parts.checkup.repair(progress or _quiet)

    # -- asking --------------------------------------------------------------------------------------

    def ask(
        self,
        questions: Sequence[str],
        view: View = View(),
        *,
        previous: Sequence[Exchange | None] | None = None,
    ) -> list[Answer]:
        """One answer a question, in order. Bad input gives an Answer with ``error``, never an exception.

        ``previous`` is, for each question, the exchange that it may lean on ("and what about India?").
        """
        before = previous or [None] * len(questions)
        answers: dict[int, Answer] = {}
        good: dict[int, str] = {}
        for i, question in enumerate(questions):
            try:
                require_question(question)
                good[i] = resolve(question, before[i])
            except InputError as error:
                answers[i] = Answer(question, False, 0.0, error=error.message)
        if good:
            encoded = self.parts.embedder.encode(list(good.values()), "query")
            for (i, resolved), vector in zip(good.items(), encoded, strict=True):
                answer = self.parts.answerer.answer(resolved, vector, view, before[i])
                whole = resolved if resolved != questions[i] else None
                answers[i] = replace(answer, question=questions[i], whole=whole)
        return [answers[i] for i in range(len(questions))]

    def gist(self, view: View = View(), most: int = 4) -> Answer:
        """What the view's article is about: its lead and its most central sentences, at most ``most`` quotes.

        With several articles in view the answer's ``remark`` asks for one.
        """
        return self.parts.answerer.gist(view, most)

    def judged(self, answer: Answer, strictness: Strictness) -> Answer:
        """``answer`` as a library of these weights and that strictness would give it."""
        return self.parts.answerer.judged(answer, strictness)

    def who_said(
        self, texts: Sequence[str], view: View = View(), speakers: Sequence[str | None] | None = None
    ) -> list[Verdict]:
        """One verdict a text, in order; bad input gives a Verdict with ``error``.

        ``speakers``: whom each text is said to be from, where that is known beside the text.
        """
        verdicts = []
        for text, speaker in zip(texts, speakers or [None] * len(texts), strict=True):
            try:
                require_quote(text)
                verdicts.append(self.parts.checker.check(text, view, speaker))
            except InputError as error:
                verdicts.append(Verdict(text, VerdictKind.NOT_FOUND, 0.0, error=error.message))
        return verdicts

    def quotations(self, texts: Sequence[Article]) -> list[list[Quotation]]:
        """What each text quotes, in reading order, and whom it names for it; for ``who_said``."""
        return quotations(texts, self.parts.tagger)

    # -- listing -------------------------------------------------------------------------------------

    def quotes(self, view: View = View()) -> list[StoredQuote]:
        """Every quote, by article and in reading order."""
        return self._content.quotes(view)

    def quoted_articles(self, view: View = View()) -> list[tuple[Article, list[Quote]]]:
        """Every article, by name, with its quotes in reading order. Raises StoreError when a text is damaged."""
        found = {number: self._content.article(number) for number in self._content.article_ids(view)}
        quotes: dict[int, list[Quote]] = {number: [] for number in found}
        for stored in self._content.quotes(view):
            quotes[stored.article_id].append(stored.quote)
        return [(stored.article, quotes[number]) for number, stored in found.items() if stored]

    def suggest_quotes(self, typed: str, view: View = View(), limit: int = 25) -> list[StoredQuote]:
        """Quotes that hold what was typed (for autocomplete); needs no model."""
        return self._content.suggest(typed, view, limit)

    def quote(self, quote_id: str, view: View = View()) -> StoredQuote | None:
        """The quote with this opaque id, if the view may see it."""
        known = quote_id.isdecimal() and len(quote_id) <= MAX_ID
        return self._content.quote(int(quote_id), view) if known else None

    def context(self, cited: Citation, view: View = View()) -> Context | None:
        """The paragraphs around a citation; None when the view no longer has its article."""
        if not self._content.still_there([cited], view):
            return None
        return self._content.context(cited)

    def still_there(self, citations: Sequence[Citation], view: View = View()) -> list[Citation]:
        """Those citations whose article the view still has, in any version, and whose slice still stands there."""
        return self._content.still_there(citations, view)

    def is_empty(self, view: View = View()) -> bool:
        """Does the view hold no article at all?"""
        return not self._content.article_ids(view)

    def generation(self, view: View = View()) -> tuple[int, ...]:
        """Changes whenever an article of the view's shelves does: what was found may be kept as long as it stays."""
        return tuple(self._content.generation(shelf) for shelf in view.shelves)

    def articles(self, view: View = View()) -> list[ArticleInfo]:
        """The articles of the view, by name."""
        return self._content.articles(view)

    def read(self, article_id: int, view: View = View()) -> WholeArticle:
        """One version of an article, whole. Raises NotFoundError unless the view still has the article, and
        StoreError when its text is damaged."""
        stored = self._content.article(article_id)
        versions = self._content.versions(article_id)
        if (
            stored is None
            or stored.shelf not in view.shelves
            or view.article not in (None, stored.article.name)
            or not any(version.live for version in versions)
        ):
            raise NotFoundError("There is no such article here.")
        quotes = tuple(self._content.quotes_of(article_id))
        return WholeArticle(article_id, stored.shelf, stored.article, quotes, tuple(versions))

    def details(self, name: str, view: View = View()) -> ArticleDetails:
        """All about one article; a server's own one comes first. Raises NotFoundError."""
        found = self._content.details(name, view)
        if found is None:
            raise NotFoundError("There is no article named {name} here.", name=name)
        return found

    def _export_missing(self) -> None:
        """Only when nobody waits for an answer any more: exporting takes a core for half a minute."""
        if self.parts.exports is not None:
            self.parts.exports.make_missing()


def _quiet(_: Progress) -> None:
    """Nobody wants to know."""
