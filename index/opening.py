"""Builds a library's parts and puts them together. Doubles of a test go in here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.answering.answerer import Answerer
from index.answering.features import FeatureCache
from index.answering.rerankers import BUILT_IN, Reranker, make_reranker
from index.answering.strictness import DEFAULT, Strictness
from index.checking import Checker, ClaimReader, Encoders, counterparts, coverages
from index.embedding.cache import VectorCache
from index.embedding.embedder import Embedder
from index.errors import StoreError
from index.library import Library, Parts
from index.model import Article, Quote
from index.quotes import extract_quotes
from index.quotes.tagger import Tagger
from index.runtime.exports import Exports
from index.shelves.changes import Keeper
from index.shelves.checkup import Checkup
from index.shelves.preparing import Indexer
from index.store.interface import Backend
from index.store.sqlite.backend import open_backend

OpenStore = Callable[[Path, Callable[[], str]], Backend]
"""(folder, key of the embedding model) → the store."""
FindQuotes = Callable[[Article, Tagger, Callable[[], None]], tuple[Quote, ...]]


def open_library(
    folder: Path,
    *,
    embedding_model: str | None = None,
    cache: Path | None = None,
    reranker: str = BUILT_IN,
    strictness: Strictness = DEFAULT,
    weights: Path | None = None,
    onnx: Exports | None = None,
    embedder: Embedder | None = None,
    open_store: OpenStore = open_backend,
    find_quotes: FindQuotes = extract_quotes,
) -> Library:
    """The library in ``folder``, which is made when missing. Raises StoreError when it cannot be used.

    ``embedding_model``: None is the embedded default; else a directory or a hub name. ``cache``: a folder
    where vectors are kept between libraries. ``reranker``: what looks at the best candidates,
    ``built-in``, ``off``, or a CrossEncoder's folder or name.
    ``strictness``: when to abstain.
    ``weights``: a file of ``whosaid calibrate`` for other models than the built-in ones.
    ``onnx``: exported graphs, see ``exports.chosen``; None: torch.
    ``embedder``, ``open_store``, ``find_quotes``: other parts in place of the usual ones.

    Nothing heavy (torch, faiss) is imported before the first call that needs it.
    """
    encoder = embedder or Embedder(embedding_model, onnx)
    store = open_store(folder, lambda: encoder.key)
    kept = VectorCache(cache / "vectors.sqlite") if cache else None
    tagger = Tagger(onnx=onnx)
    reader: Reranker | None = make_reranker(reranker, onnx)
    indexer = Indexer(store.changes, encoder, kept, tagger, find_quotes)
    answerer = Answerer(
        store.content,
        store.search,
        FeatureCache(store.content),
        reader,
        strictness,
        weights,
        reads_all=embedding_model is not None,
    )
    claims = ClaimReader(onnx)
    encoders = Encoders(
        lambda text: encoder.encode([text], "query")[0],
        indexer.statement_vectors,
        lambda text, statements: coverages(encoder, text, statements),
        claims.odds,
        lambda query, words, statement: counterparts(encoder, query, words, statement),
    )
    return Library(
        Parts(
            store=store,
            embedder=encoder,
            exports=onnx,
            cache=kept,
            tagger=tagger,
            reader=reader,
            answerer=answerer,
            claims=claims,
            checker=Checker(store.content, store.search, encoders),
            keeper=Keeper(store, indexer),
            checkup=Checkup(store, indexer),
        )
    )


def store_at(url: str | None) -> OpenStore:
    """Opens the PostgreSQL database at ``url``; without one, the embedded store in the folder.

    Raises StoreError when the driver is not installed.
    """
    if url is None:
        return open_backend
    try:
        from index.store.postgres.backend import open_backend as open_postgres
    except ImportError as error:
        raise StoreError(
            "DATABASE_URL needs a driver that is not installed; run pip install 'whosaid[postgres]'."
        ) from error
    return lambda _, model_key: open_postgres(url, model_key)
