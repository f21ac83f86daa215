"""What turns texts into vectors: sentence-transformers (``sentence_encoder``) or an exported graph (``exported``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from index.embedding.arrays import Vectors

Role = Literal["query", "document"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Unit vectors of a text's word pieces, shape (n, dimension), and the characters where each begins."""

    vectors: Vectors
    starts: tuple[int, ...]


class Encoder(Protocol):
    """Not to be shared between threads: fast tokenizers truncate to each other's lengths."""

    def vectors(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Word pieces as the last layer sees them, special ones left out; empty when the model has none."""


def unit_tokens(vectors: Vectors, offsets: Sequence[tuple[int, int]]) -> Tokens:
    """``vectors`` (n, dimension) with the spans of their word pieces; empty spans are special ones."""
    rows = [i for i, (start, end) in enumerate(offsets) if end > start]
    table = vectors[rows]
    table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return Tokens(table.astype(np.float32), tuple(offsets[i][0] for i in rows))
