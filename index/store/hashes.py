"""Names of texts and of what reading made of them."""

from __future__ import annotations

import hashlib

from index.model import Article


def text_hash(text: str) -> str:
    """Names a text; lone surrogates cannot occur in decoded files."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
