"""How much of what a text says a statement has a counterpart for, by vectors of the words in their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.checking.tokens import is_content, split_words
from index.embedding import Embedder, Vectors

BATCH = 4
"""Texts of like length at a time: one long text must not make short ones as long."""

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True, slots=True)
class Tokens:
    """Unit vectors of a text's word pieces, shape (n, dimension), and the characters where each begins."""

    vectors: Vectors
    starts: tuple[int, ...]


def coverages(embedder: Embedder, text: str, statements: Sequence[str]) -> list[float] | None:
    """For each statement: the mean, over the word pieces of the text's content words, of the highest cosine to any
    word piece of the statement. None when the model has no vectors for words. Raises ModelError.
    """
    encoded = embedder.run(lambda model: token_vectors(model, [text, *statements])) if statements else []
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


def token_vectors(model: SentenceTransformer, texts: Sequence[str]) -> list[Tokens]:
    """Word pieces as the model's last layer sees them, the special ones left out; empty when it has none."""
    import torch

    narrowed = any(p.dtype == torch.bfloat16 for p in model.parameters())
    try:
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=narrowed):
            encoded = model.encode(
                list(texts),
                batch_size=BATCH,
                output_value="token_embeddings",
                convert_to_numpy=False,
                show_progress_bar=False,
            )
        pieces = model.tokenizer(
            list(texts), truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
        )["offset_mapping"]
    except (AttributeError, KeyError, NotImplementedError, TypeError, ValueError):
        return []  # static vectors, or a tokenizer without offsets
    found = []
    for vectors, offsets in zip(encoded, pieces, strict=True):
        if len(vectors) != len(offsets):
            return []  # the model puts words of its own before the text
        rows = [i for i, (start, end) in enumerate(offsets) if end > start]
        table = vectors.float().numpy()[rows]
        table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
        found.append(Tokens(table.astype(np.float32), tuple(offsets[i][0] for i in rows)))
    return found
