"""A library with an encoder of hashed words: no model is loaded, and every text that is embedded is recorded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np

from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.embedding.encoder import Role, Tokens
from index.library import Library
from index.model import Article, Quote, View
from index.opening import OpenStore, open_library
from index.quotes import extract_quotes
from index.reading.text import read_text
from index.runtime.exports import Exports
from index.store.sqlite.backend import open_backend

DIMENSION = 64


@cache
def _quotes_of(article: Article) -> tuple[Quote, ...]:
    return extract_quotes(article)


class WordEmbedder:
    """Adds up a pseudo-random vector a word; ``encoded`` records what was embedded as document."""

    key = "words:1"

    def __init__(self, model: str | None = None, onnx: Exports | None = None) -> None:
        self.encoded: list[str] = []
        if model is not None:
            self.key = model

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """It has no vectors for word pieces."""
        return []

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), DIMENSION)."""
        if role == "document":
            self.encoded += texts
        found = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [text]:
                found[row] += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSION)
        norms: Vectors = np.linalg.norm(found, axis=1, keepdims=True)
        unit: Vectors = (found / np.maximum(norms, 1e-9)).astype(np.float32)
        return unit

    def close(self) -> None:
        """Nothing to close."""


def article(name: str, *paragraphs: str, title: str | None = None, url: str | None = None) -> Article:
    """A plain text article."""
    lines = [title or f"About {name}", *paragraphs]
    return read_text("\n\n".join(lines).encode(), name, url=url)


def numbered(number: int, version: int = 0) -> Article:
    """An article whose words tell which one it is."""
    return article(
        f"story-{number}.txt",
        f"The harbour number{number} was painted in colour{version} on a Monday morning.",
        f"“We like colour{version} in harbour number{number},” said Ada Moor{number}, the mayor of town{number}.",
        f"Nobody objected to the plan number{number} when it was read out.",
    )


def words_library(folder: Path, model: str | None = None, open_store: OpenStore = open_backend) -> Library:
    """A library on ``WordEmbedder``; the quotes of one and the same article are found once for all tests."""
    return open_library(
        folder,
        embedding_model=model,
        reranker="off",
        embedder=cast(Embedder, WordEmbedder(model)),
        open_store=open_store,
        find_quotes=lambda article, *_: _quotes_of(article),
    )


def encoded(library: Library) -> list[str]:
    """What was embedded since the last call."""
    embedder = library.parts.embedder
    words = cast(WordEmbedder, embedder)
    found, words.encoded = words.encoded, []
    return found


def names(library: Library, view: View = View()) -> list[str]:
    """The names of the articles in view."""
    return [info.name for info in library.articles(view)]


def cited(library: Library, question: str, said: str, view: View) -> set[str]:
    """The articles that an answer and a verdict cite."""
    answer, verdict = library.ask([question], view)[0], library.who_said([said], view)[0]
    found = {quote.article for quote in (*answer.quotes, *verdict.also, *verdict.related)}
    return found | ({verdict.quote.article} if verdict.quote else set())
