"""Quotes out of the store: the work and the memory of many, of a text that is too long to be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from index.embedding.embedder import Embedder
from index.model import Article, Quote, View
from index.opening import open_library
from index.quotes.rules import extract_by_rules
from index.quotes.tagger import Tagger
from index.store.sql import texts
from index.store.sql.texts import decoded
from tests.index.small import WordEmbedder, article


def by_rules(of: Article, tagger: Tagger, told: Callable[[], None]) -> tuple[Quote, ...]:
    return tuple(extract_by_rules(of))


def test_many_quotes_of_a_long_text_hold_its_title_once_and_read_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(raw: bytes, digest: str) -> str | None:
        read.append(len(raw))
        return decoded(raw, digest)

    monkeypatch.setattr(texts, "KEPT_CHARACTERS", 10)
    monkeypatch.setattr(texts, "decoded", counted)
    library = open_library(
        tmp_path, reranker="off", embedder=cast(Embedder, WordEmbedder()), find_quotes=by_rules
    )
    lines = [f"“Now we sail to harbour {n} with the tide,” said Ada Moor." for n in range(20)]
    library.add([article("long.txt", *lines, title="A title that is long")], "1")
    here = View(("1",))
    read.clear()
    quotes = library.quotes(here)
    assert len(quotes) >= 20
    assert len(read) == 1
    assert len({id(quote.title) for quote in quotes}) == 1
    assert len({id(quote.article) for quote in quotes}) == 1
    assert len(library.suggest_quotes("harbour", here)) > 1
    assert len(read) == 2
    library.close()
