"""The one door of the engine: reindex, ask, who_said, quotes. Thread-safe; every call blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.answering.answerer import Answerer
from index.answering.features import FeatureCache
from index.answering.followup import Exchange, resolve
from index.answering.rerankers import BUILT_IN, make_reranker
from index.checking import Checker, Encoders, Quotation, coverages, quotations
from index.embedding.cache import VectorCache
from index.embedding.embedder import Embedder
from index.errors import InputError, Message, NotFoundError, StoreError
from index.model import (
    SHARED_SHELF,
    Answer,
    Article,
    ArticleDetails,
    ArticleInfo,
    Citation,
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
from index.shelves.changes import Keeper
from index.shelves.checkup import Checkup
from index.shelves.preparing import Indexer
from index.store.sqlite.content import Store, decode_vectors
from index.store.sqlite.context_of import Context, context_of
from index.store.sqlite.keys import KeyBook
from index.store.sqlite.memory import Records
from index.store.sqlite.shelves import ShelfBook
from index.vectors.snapshots import Snapshots

if TYPE_CHECKING:
    from index.embedding.encoder import Vectors

MAX_QUESTION = 500
"""Longest question in characters."""
MAX_NEEDLE = 2_000
"""Longest text that is checked, in characters."""


class Library:
    """Articles, their passages and quotes, and the questions that they answer.

    ``folder`` holds everything (SQLite and FAISS generations); it is made when missing.
    ``embedding_model``: None is the embedded default; else a directory or a hub name. ``cache``: a folder
    where vectors are kept between libraries. ``reranker``: what looks at the best candidates,
    ``built-in``, ``off``, or a CrossEncoder's folder or name.
    ``strictness``: strict, normal or generous, when to abstain.
    ``weights``: a file of ``whosaid calibrate`` for other models than the built-in ones.
    ``onnx``: where exported graphs are kept, see ``graphs.chosen``; None: torch.

    Nothing heavy (torch, faiss) is imported before the first call that needs it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embedding_model: str | None = None,
        cache: Path | None = None,
        reranker: str = BUILT_IN,
        strictness: str = "normal",
        weights: Path | None = None,
        onnx: Path | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._store = Store(folder / "library.sqlite")
        self._cache = VectorCache(cache / "vectors.sqlite") if cache else None
        self._embedder = Embedder(embedding_model, onnx)
        self._snapshots = Snapshots(folder / "vectors", self._store, lambda: self._embedder.key)
        self._features = FeatureCache(self._store)
        self._reranker = make_reranker(reranker, onnx)
        self._answerer = Answerer(
            self._store,
            self._features,
            self._snapshots.get,
            self._reranker,
            strictness,
            weights,
            reads_all=embedding_model is not None,
        )
        self._checker = Checker(
            self._store,
            Encoders(
                lambda text: self._embedder.encode([text], "query")[0],
                self._quote_vectors,
                lambda text, statements: coverages(self._embedder, text, statements),
            ),
            self._snapshots.get,
        )
        self._tagger = Tagger(onnx=onnx)
        self.book = ShelfBook(self._store.database)
        self._indexer = Indexer(self._store, self._embedder, self._cache, self._tagger)
        self._keeper = Keeper(self._store, self.book, self._indexer, self._snapshots)
        self._checkup = Checkup(self._store, self.book, self._indexer, self._snapshots)
        self.records = Records(self._store.database)
        self.keys = KeyBook(self._store.database)

    def warm(self) -> None:
        """Load the model and the shared index, and export what is to run in ONNX Runtime, so that nobody waits for it."""
        self._embedder.encode(["warm"], "query")
        self._tagger.prepare()
        if self._reranker is not None:
            self._reranker.prepare()
        self._snapshots.get(SHARED_SHELF)

    def close(self) -> None:
        """Release files and threads; calling twice does no harm."""
        self._embedder.close()
        if self._cache:
            self._cache.close()
        self._store.close()

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
        return self._keeper.reindex(articles, shelf, problems, unread, progress or _quiet)

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
        return self._keeper.add(articles, shelf, limits, problems, progress or _quiet)

    def remove(self, name: str, shelf: str = SHARED_SHELF) -> None:
        """Take an article out; old citations keep its text. Raises NotFoundError, BusyError or StoreError."""
        self._keeper.remove(name, shelf)

    def purge_left(self, days: float) -> list[str]:
        """Delete all that is known of servers that were left at least ``days`` ago; which those were."""
        gone = self.book.overdue(days)
        for shelf in gone:
            self._keeper.purge(shelf)
        return gone

    def stale_shelves(self) -> list[str]:
        """Shelves whose articles were indexed with another model: they need a ``reindex``."""
        return [s for s in self.book.shelves() if self._store.models(s) - {self._embedder.key}]

    # -- keeping it whole ----------------------------------------------------------------------------

    def backup(self, target: Path) -> None:
        """Copy the library's database to a file while it is used. Raises StoreError."""
        self._store.database.backup(target)

    def check(self) -> list[Finding]:
        """Is everything whole? Reads all of it; needs no model."""
        return self._checkup.check()

    def repair(self, progress: ProgressCallback | None = None) -> list[Finding]:
        """Mend what ``check`` finds; what was done."""
        return self._checkup.repair(progress or _quiet)

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
            encoded = self._embedder.encode(list(good.values()), "query")
            for (i, resolved), vector in zip(good.items(), encoded, strict=True):
                answer = self._answerer.answer(resolved, vector, view, before[i])
                whole = resolved if resolved != questions[i] else None
                answers[i] = replace(answer, question=questions[i], whole=whole)
        return [answers[i] for i in range(len(questions))]

    def gist(self, view: View = View(), most: int = 4) -> Answer:
        """What the view's article is about: its lead and its most central sentences, at most ``most`` quotes.

        With several articles in view the answer's ``remark`` asks for one.
        """
        return self._answerer.gist(view, most)

    def judged(self, answer: Answer, strictness: str) -> Answer:
        """``answer`` as a strict, normal or generous library of these weights would give it."""
        return self._answerer.judged(answer, strictness)

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
                verdicts.append(self._checker.check(text, view, speaker))
            except InputError as error:
                verdicts.append(Verdict(text, VerdictKind.NOT_FOUND, 0.0, error=error.message))
        return verdicts

    def quotations(self, texts: Sequence[Article]) -> list[list[Quotation]]:
        """What each text quotes, in reading order, and whom it names for it; for ``who_said``."""
        return quotations(texts, self._tagger)

    def _quote_vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of statements, shape (len(texts), dimension), stored so that they are made once."""
        keys = [self._indexer.content_key(text) for text in texts]
        found = self._store.stored_vectors(keys)
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
        if missing:
            fresh = self._indexer.embed(missing)
            found |= fresh
            with suppress(StoreError):  # a library that cannot be written still answers
                self._store.put_vectors(fresh)
        return decode_vectors([found[key] for key in keys])

    # -- listing -------------------------------------------------------------------------------------

    def quotes(self, view: View = View()) -> list[StoredQuote]:
        """Every quote, by article and in reading order."""
        return list(self._store.quotes(view))

    def quoted_articles(self, view: View = View()) -> list[tuple[Article, list[Quote]]]:
        """Every article, by name, with its quotes in reading order. Raises StoreError when a text is damaged."""
        found = {number: self._store.article(number) for number in self._store.article_ids(view)}
        quotes: dict[int, list[Quote]] = {number: [] for number in found}
        for stored in self._store.quotes(view):
            quotes[stored.article_id].append(stored.quote)
        return [(stored.article, quotes[number]) for number, stored in found.items() if stored]

    def suggest_quotes(self, typed: str, view: View = View(), limit: int = 25) -> list[StoredQuote]:
        """Quotes that hold what was typed (for autocomplete); needs no model."""
        return self._store.suggest(typed, view, limit)

    def quote(self, quote_id: str, view: View = View()) -> StoredQuote | None:
        """The quote with this opaque id, if the view may see it."""
        return self._store.quote(int(quote_id), view) if quote_id.isdecimal() else None

    def context(self, cited: Citation, view: View = View()) -> Context | None:
        """The paragraphs around a citation; None when the view no longer has its article."""
        if not self.records.still_there([cited], view):
            return None
        return context_of(self._store.database, cited)

    def generation(self, view: View = View()) -> tuple[int, ...]:
        """Changes whenever an article of the view's shelves does: what was found may be kept as long as it stays."""
        return tuple(self._store.generation(shelf) for shelf in view.shelves)

    def articles(self, view: View = View()) -> list[ArticleInfo]:
        """The articles of the view, by name."""
        return self._store.articles(view)

    def read(self, article_id: int, view: View = View()) -> WholeArticle:
        """One version of an article, whole. Raises NotFoundError unless the view still has the article, and
        StoreError when its text is damaged."""
        stored = self._store.article(article_id)
        versions = self._store.versions(article_id)
        if (
            stored is None
            or stored.shelf not in view.shelves
            or view.article not in (None, stored.article.name)
            or not any(version.live for version in versions)
        ):
            raise NotFoundError("There is no such article here.")
        quotes = tuple(self._store.quotes_of(article_id))
        return WholeArticle(article_id, stored.shelf, stored.article, quotes, tuple(versions))

    def details(self, name: str, view: View = View()) -> ArticleDetails:
        """All about one article; a server's own one comes first. Raises NotFoundError."""
        found = self._store.details(name, view)
        if found is None:
            raise NotFoundError("There is no article named {name} here.", name=name)
        return found


def _quiet(_: Progress) -> None:
    """Nobody wants to know."""


def require_question(text: str) -> None:
    """Raises InputError with one sentence for a question that is empty, overlong or no text."""
    if not text.strip():
        raise InputError("The question is empty; write one.")
    if len(text) > MAX_QUESTION:
        raise InputError(
            "The question has {length:,} characters; {most:,} are the most.",
            length=len(text), most=MAX_QUESTION,
        )  # fmt: skip
    if _is_torn(text):
        raise InputError("The question holds half a character; write it anew.")


def require_quote(text: str) -> None:
    """The same for a quoted text."""
    if not text.strip():
        raise InputError("The quote is empty; write one.")
    if len(text) > MAX_NEEDLE:
        raise InputError(
            "The quote has {length:,} characters; {most:,} are the most.", length=len(text), most=MAX_NEEDLE
        )
    if _is_torn(text):
        raise InputError("The quote holds half a character; write it anew.")


def _is_torn(text: str) -> bool:
    """Is there a surrogate without its other half, which no model and no database takes?"""
    return any("\ud800" <= char <= "\udfff" for char in text)
