"""Statements of our own articles as people retell them, turned, and beside what nobody says there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from index.checking import judge
from index.checking.catalog import Catalog
from index.checking.meaning import Near
from index.embedding.embedder import Embedder
from index.evaluation.who_said import CaseSet, gold_library
from index.quotes import extract_quotes_batch
from index.reading.text import read_text
from index.training.own_articles import OwnArticle, own_articles
from index.training.who_said_claims import SIZES, Claim, Shelves

EACH = 3
"""Texts of each kind and article."""


def retold(embedder: Embedder, rng: random.Random, *, locked: bool = False) -> list[Claim]:
    """Claims asked of their article alone and among SIZES[-1]; the statements near them are those that the engine
    finds."""
    articles = [a for a in own_articles() if a.claims and a.locked is locked]
    members = [CaseSet(read_text(a.text.encode(), f"{a.id}.{a.format}"), (), ()) for a in articles]
    found = extract_quotes_batch([m.article for m in members])
    library = gold_library(embedder, [replace(m, quotes=q) for m, q in zip(members, found, strict=True)])
    shelves = Shelves(library, rng)
    claims = []
    for number, (own, member) in enumerate(zip(articles, members, strict=True)):
        catalog = library.catalog([number])
        for kind, asked, span in _asked(own, member.article.text, rng):
            text = _meant(catalog, asked)
            if text is None:
                continue
            said = ((number, *span),) if kind == "same" else ()
            for size in (1, SIZES[-1]):
                claim = shelves.claim(text, number, min(size, len(members)), said, with_own=True)
                claims.append(replace(claim, size=size, turned=kind == "opposite"))
    return [claim for claim in claims if claim.near]


def _meant(catalog: Catalog, text: str) -> str | None:
    """The words that are compared in meaning; None for a text whose very words are found, changed or not."""
    looked_for: list[str] = []

    def near(words: str) -> Sequence[Near]:
        looked_for.append(words)
        return ()

    judge(text, catalog, near)
    return looked_for[0] if looked_for else None


def _asked(own: OwnArticle, text: str, rng: random.Random) -> Sequence[tuple[str, str, tuple[int, int]]]:
    """Kind, text and where the statement stands; EACH of a kind."""
    asked = []
    for kind in ("same", "opposite", "never"):
        rows = [
            (kind, claim, (at, at + len(c.source)))
            for c in own.claims
            for at in [text.find(c.source)]
            for claim in getattr(c, kind)
            if at >= 0
        ]
        asked += rng.sample(rows, min(EACH, len(rows)))
    return asked
