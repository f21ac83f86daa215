"""The one door of the engine: reindex, ask, who_said, quotes. Thread-safe; every call blocks."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index import vectors
from index.answering.answerer import Answerer
from index.answering.features import FeatureCache
from index.answering.followup import Exchange, resolve
from index.answering.reader import Reader
from index.checking import Checker, Encoders
from index.embedding import Embedder, Role
from index.errors import BusyError, InputError, StoreError
from index.language import NOTICE, looks_english
from index.model import (
    SHARED_SHELF,
    Answer,
    Article,
    ArticleInfo,
    Progress,
    ProgressCallback,
    Quote,
    QuoteKind,
    ReindexReport,
    StoredQuote,
    Verdict,
    VerdictKind,
    View,
)
from index.passages import split_passages
from index.quotes import extract_quotes
from index.store import Prepared, Store, decode_vectors, encode_vectors
from index.vector_cache import VectorCache

if TYPE_CHECKING:
    from index.embedding import Vectors

MAX_QUESTION = 500
"""Longest question in characters."""
MAX_NEEDLE = 2_000
"""Longest text that is checked, in characters."""
EMBED_BATCH = 256


class Library:
    """Articles, their passages and quotes, and the questions that they answer.

    ``folder`` holds everything (SQLite and FAISS generations); it is made when missing.
    ``embedding_model``: None is the embedded default; else a directory or a hub name. ``cache``: a folder
    where vectors are kept between libraries. ``rerank``: let the reader look at the best candidates.
    ``strictness``: strict, normal or generous, when to abstain. Nothing heavy (torch, faiss) is imported before the first
    call that needs it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embedding_model: str | None = None,
        cache: Path | None = None,
        rerank: bool = False,
        strictness: str = "normal",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._store = Store(folder / "library.sqlite")
        self._cache = VectorCache(cache / "vectors.sqlite") if cache else None
        self._embedder = Embedder(embedding_model)
        self._features = FeatureCache(self._store)
        self._answerer = Answerer(
            self._store, self._features, self._snapshot, Reader() if rerank else None, strictness
        )
        self._checker = Checker(
            self._store,
            Encoders(lambda text: self._embedder.encode([text], "query")[0], self._quote_vectors),
            self._snapshot,
        )
        self._reads_all = embedding_model is not None
        self._indexes: dict[str, vectors.VectorIndex] = {}
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the model and the shared index, so that the first question is quick."""
        self._embedder.encode(["warm"], "query")
        self._snapshot(SHARED_SHELF)

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
        problems: Sequence[str] = (),
        progress: ProgressCallback | None = None,
    ) -> ReindexReport:
        """Make the shelf hold exactly ``articles`` (None: what it holds already) and rebuild its index.

        Only passages and sentences without a vector are embedded. Questions are answered from the old
        generation until the new one is complete. Raises BusyError when this shelf is being reindexed
        already, ModelError, or StoreError; in each case the old index keeps serving.
        """
        report = progress or (lambda _: None)
        started = time.monotonic()
        try:
            with FileLock(self._shelf_folder(shelf) / "reindex.lock", timeout=0):
                return self._reindex(articles, shelf, tuple(problems), report, started)
        except Timeout as error:
            raise BusyError("A reindex is running already; wait until it is done.") from error

    def _reindex(
        self,
        articles: Iterable[Article] | None,
        shelf: str,
        problems: tuple[str, ...],
        report: ProgressCallback,
        started: float,
    ) -> ReindexReport:
        live = self._store.live(shelf)
        if articles is None:
            kept = (self._store.article(number) for number, _, _ in live.values())
            wanted = {s.article.name: s.article for s in kept if s is not None}
        else:
            wanted = {article.name: article for article in articles}
        from index.store import text_hash

        fresh = {
            name: article
            for name, article in wanted.items()
            if name not in live or live[name][1:] != (text_hash(article.text), article.url or "")
        }
        retired = [number for name, (number, _, _) in live.items() if name not in wanted or name in fresh]
        passages_removed = sum(len(self._store.passages(number)) for number in retired)
        prepared = self._prepare(list(fresh.values()), report)
        if prepared or retired:
            self._store.apply(shelf, prepared, retired)
        report(Progress("index", 0, 1))
        total = self._swap(shelf)
        report(Progress("index", 1, 1))
        added = sum(len(p.passages) for p in prepared)
        return ReindexReport(
            added=sum(name not in live for name in fresh),
            changed=sum(name in live for name in fresh),
            removed=sum(name not in wanted for name in live),
            unchanged=len(wanted) - len(fresh),
            passages_added=added,
            passages_removed=passages_removed,
            passages_unchanged=total - added,
            seconds=time.monotonic() - started,
            problems=problems,
        )

    def _prepare(self, articles: Sequence[Article], report: ProgressCallback) -> list[Prepared]:
        prepared: list[Prepared] = []
        texts: dict[bytes, str] = {}
        for done, article in enumerate(articles):
            report(Progress("read", done, len(articles)))
            passages = tuple(split_passages(article))
            passage_keys, sentence_keys = [], []
            for passage in passages:
                spans = [(passage.start, passage.end), *passage.sentences]
                keys = [self._content_key(article.text[a:b]) for a, b in spans]
                texts.update(zip(keys, (article.text[a:b] for a, b in spans), strict=True))
                passage_keys.append(keys[0])
                sentence_keys.append(tuple(keys[1:]))
            quotes = extract_quotes(article)
            prepared.append(Prepared(article, passages, quotes, tuple(passage_keys), tuple(sentence_keys)))
        missing = self._store.missing_vectors(texts)
        for start in range(0, len(missing), EMBED_BATCH):
            report(Progress("embed", start, len(missing)))
            keys = missing[start : start + EMBED_BATCH]
            self._store.put_vectors(self._embed({key: texts[key] for key in keys}))
        report(Progress("embed", len(missing), len(missing)))
        return prepared

    def _embed(self, texts: dict[bytes, str]) -> dict[bytes, bytes]:
        """Half-precision vectors by content key, from the cache where it has them."""
        found = self._cache.get(list(texts)) if self._cache else {}
        rest = [key for key in texts if key not in found]
        if rest:
            encoded = encode_vectors(self._embedder.encode([texts[key] for key in rest], "document"))
            fresh = dict(zip(rest, encoded, strict=True))
            if self._cache:
                self._cache.put(fresh)
            found |= fresh
        return found

    def _content_key(self, text: str, role: Role = "document") -> bytes:
        return hashlib.sha256(f"{self._embedder.key}\0{role}\0{text}".encode("utf-8", "replace")).digest()[
            :16
        ]

    def _shelf_folder(self, shelf: str) -> Path:
        folder = self._folder / "vectors" / shelf
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    # -- the index in memory -------------------------------------------------------------------------

    def _snapshot(self, shelf: str) -> vectors.VectorIndex:
        """The shelf's index: from memory, else from its files, else rebuilt from stored vectors."""
        with self._lock:
            found = self._indexes.get(shelf)
            if found is None:
                found = vectors.load(
                    self._shelf_folder(shelf),
                    model_key=self._embedder.key,
                    generation=self._store.generation(shelf),
                )
                if found is None:
                    found = self._build(shelf)
                self._indexes[shelf] = found
            return found

    def _swap(self, shelf: str) -> int:
        fresh = self._build(shelf)
        with self._lock:
            self._indexes[shelf] = fresh
        return fresh.manifest.count

    def _build(self, shelf: str) -> vectors.VectorIndex:
        ids, stored = self._store.shelf_vectors(shelf)
        if not len(ids):
            stored = self._embedder.encode(["nothing"], "document")[:0]
        return vectors.build(
            self._shelf_folder(shelf),
            ids,
            stored,
            model_key=self._embedder.key,
            generation=self._store.generation(shelf),
        )

    # -- asking --------------------------------------------------------------------------------------

    def ask(
        self, questions: Sequence[str], view: View = View(), *, previous: Exchange | None = None
    ) -> list[Answer]:
        """One answer a question, in order. Bad input gives an Answer with ``error``, never an exception.

        ``previous`` is the exchange that each question may lean on ("and what about India?").
        """
        answers: dict[int, Answer] = {}
        good: dict[int, str] = {}
        for i, question in enumerate(questions):
            try:
                require_text(question, MAX_QUESTION, "question")
                good[i] = resolve(question, previous)
            except InputError as error:
                answers[i] = Answer(question, False, 0.0, error=str(error))
        if good:
            encoded = self._embedder.encode(list(good.values()), "query")
            for (i, resolved), vector in zip(good.items(), encoded, strict=True):
                answer = self._answerer.answer(resolved, vector, view)
                notice = None if self._reads_all or looks_english(questions[i]) else NOTICE
                answers[i] = replace(answer, question=questions[i], notice=notice)
        return [answers[i] for i in range(len(questions))]

    def who_said(self, texts: Sequence[str], view: View = View()) -> list[Verdict]:
        """One verdict a text, in order; bad input gives a Verdict with ``error``."""
        verdicts = []
        for text in texts:
            try:
                require_text(text, MAX_NEEDLE, "quote")
                verdicts.append(self._checker.check(text, view))
            except InputError as error:
                verdicts.append(Verdict(text, VerdictKind.NOT_FOUND, 0.0, error=str(error)))
        return verdicts

    def _quote_vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of statements, shape (len(texts), dimension), stored so that they are made once."""
        keys = [self._content_key(text) for text in texts]
        found = self._store.stored_vectors(keys)
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
        if missing:
            fresh = self._embed(missing)
            found |= fresh
            with suppress(StoreError):  # a library that cannot be written still answers
                self._store.put_vectors(fresh)
        return decode_vectors([found[key] for key in keys])

    # -- listing -------------------------------------------------------------------------------------

    def quotes(self, view: View = View()) -> list[StoredQuote]:
        """Every quote, by article and in reading order."""
        return list(self._store.quotes(view))

    def suggest_quotes(self, typed: str, view: View = View(), limit: int = 25) -> list[StoredQuote]:
        """Quotes that hold what was typed (for autocomplete); needs no model."""
        from index.folding import fold

        needle = fold(typed).text.strip()
        found: list[StoredQuote] = []
        for stored in self._store.quotes(view):
            if needle in fold(stored.quote.text).text:
                found.append(stored)
                if len(found) == limit:
                    break
        return found

    def quote(self, quote_id: str, view: View = View()) -> StoredQuote | None:
        """The quote with this opaque id, if the view may see it."""
        return self._store.quote(int(quote_id), view) if quote_id.isdecimal() else None

    def articles(self, view: View = View()) -> list[ArticleInfo]:
        """The articles of the view, by name."""
        return self._store.articles(view)


def require_text(text: str, limit: int, what: str) -> None:
    """Raises InputError with one sentence for an empty or overlong text."""
    if not text.strip():
        raise InputError(f"The {what} is empty; write one.")
    if len(text) > limit:
        raise InputError(f"The {what} has {len(text):,} characters; {limit:,} are the most.")
