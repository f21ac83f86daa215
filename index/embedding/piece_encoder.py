"""What encoders with a fast tokenizer of their own share: texts to word pieces, in batches, to vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from index.embedding.arrays import Vectors
from index.embedding.encoder import Role, Tokens, unit_tokens
from index.runtime.batching import TOKENS, batches

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

TOKENIZER = "tokenizer.json"

Ints = npt.NDArray[np.int64]
Output = Literal["vector", "tokens"]
Run = Callable[[Output, Ints, Ints], Vectors]
"""(what is wanted, word pieces (rows, tokens), mask) → unit vectors (rows, dimension), or the states of the word pieces
(rows, tokens, dimension)."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an encoder has to know beside its network."""

    max_tokens: int
    dimension: int
    pad_id: int
    prompts: dict[str, str]


class PieceEncoder:
    """An ``Encoder`` over a network that is told word pieces."""

    def __init__(self, tokenizer: Tokenizer, card: Card, run: Run, *, step: int = 1) -> None:
        """Batches are as wide as a multiple of ``step``."""
        tokenizer.no_padding()
        tokenizer.enable_truncation(card.max_tokens)
        self._tokenizer = tokenizer
        self._card = card
        self._network = run
        self._step = step

    def vectors(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        prompt = self._card.prompts.get(role, "")
        encoded = self._tokenizer.encode_batch([prompt + text for text in texts])
        found = np.empty((len(texts), self._card.dimension), np.float32)
        for rows in batches([len(one.ids) for one in encoded], TOKENS):
            found[rows] = self._run("vector", [encoded[row] for row in rows])
        return found

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Word pieces as the last layer sees them."""
        encoded = self._tokenizer.encode_batch(list(texts))
        found: dict[int, Tokens] = {}
        for rows in batches([len(one.ids) for one in encoded], TOKENS):
            states = self._run("tokens", [encoded[row] for row in rows])
            for at, row in enumerate(rows):
                found[row] = unit_tokens(states[at, : len(encoded[row].ids)], encoded[row].offsets)
        return [found[row] for row in range(len(texts))]

    def _run(self, output: Output, encoded: Sequence[Encoding]) -> Vectors:
        width = max(len(one.ids) for one in encoded)
        ids = np.full((len(encoded), -(-width // self._step) * self._step), self._card.pad_id, np.int64)
        mask = np.zeros_like(ids)
        for at, one in enumerate(encoded):
            ids[at, : len(one.ids)], mask[at, : len(one.ids)] = one.ids, 1
        return self._network(output, ids, mask)
