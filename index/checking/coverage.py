"""How much of what a text says a statement has a counterpart for, by vectors of the words in their sentences."""

from __future__ import annotations

from collections.abc import Sequence

from index.checking.tokens import is_content, split_words
from index.embedding.embedder import Embedder


def coverages(embedder: Embedder, text: str, statements: Sequence[str]) -> list[float] | None:
    """For each statement: the mean, over the word pieces of the text's content words, of the highest cosine to any
    word piece of the statement. None when the model has no vectors for words. Raises ModelError.
    """
    encoded = embedder.tokens([text, *statements]) if statements else []
    if not encoded:
        return None
    asked, *said = encoded
    words = [w for w in split_words(text) if is_content(w.folded)]
    rows = [i for i, at in enumerate(asked.starts) if any(w.start <= at < w.end for w in words)]
    wanted = asked.vectors[rows] if rows else asked.vectors
    return [
        float((wanted @ each.vectors.T).max(axis=1).mean()) if len(each.vectors) and len(wanted) else 0.0
        for each in said
    ]
