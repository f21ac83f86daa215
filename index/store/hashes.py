"""Names of texts and of what reading made of them."""

from __future__ import annotations

import hashlib

from index.model import Article


def text_hash(text: str) -> str:
    """Names a text; lone surrogates cannot occur in decoded files."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_ALIKE = 48
"""Digits of 64 from which on a hash that differs was damaged itself: another text's has four or so in common."""


def is_named(text: str, digest: str) -> bool:
    """Is it the text that a stored hash names? A bit that flipped in the hash costs no text."""
    own = text_hash(text)
    return own == digest or sum(a == b for a, b in zip(own, digest, strict=False)) >= _ALIKE


def read_hash(article: Article) -> str:
    """Names what reading made of a source beside its text: where the paragraphs are, and who published it."""
    shape: tuple[object, ...] = (
        article.title_start,
        article.title_end,
        [(p.number, p.start, p.end, p.kind.value) for p in article.paragraphs],
        article.url,
        article.author,
        article.published,
        article.publisher,
    )
    if turns := [(p.number, p.speaker, p.page) for p in article.paragraphs if p.speaker or p.page]:
        shape = (*shape, turns)  # articles without them keep the name they had
    return hashlib.sha256(repr(shape).encode("utf-8", "surrogatepass")).hexdigest()
