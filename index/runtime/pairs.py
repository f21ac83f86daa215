"""Two texts as one row of word pieces, as BERT reads them: [CLS] first [SEP] second [SEP]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP = 101, 102
"""In the vocabulary of all-MiniLM-L6-v2."""
WIDTH_STEP = 32
"""Batches are as wide as a multiple of it: kernels are kept in memory for every shape there was."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """``second``: where the second text begins; ``offsets``: of its pieces alone, into that text."""

    ids: list[int]
    second: int
    offsets: list[tuple[int, int]]


def encode(tokenizer: Tokenizer, first: str, second: str, most_first: int, most: int) -> TokenPair:
    """At most ``most_first`` pieces of the first text, and ``most`` of the row."""
    head = [CLS, *tokenizer.encode(first, add_special_tokens=False).ids[:most_first], SEP]
    text = tokenizer.encode(second, add_special_tokens=False)
    room = most - len(head) - 1
    return TokenPair([*head, *text.ids[:room], SEP], len(head), text.offsets[:room])


def padded(pairs: Sequence[TokenPair], step: int = WIDTH_STEP) -> tuple[Ints, Ints, Ints]:
    """Word pieces, mask and types (1 from the second text on), each (pairs, tokens); ``step`` divides tokens."""
    longest = max(len(pair.ids) for pair in pairs)
    ids, mask, types = np.zeros((3, len(pairs), -(-longest // step) * step), np.int64)
    for i, pair in enumerate(pairs):
        n = len(pair.ids)
        ids[i, :n], mask[i, :n], types[i, pair.second : n] = pair.ids, 1, 1
    return ids, mask, types
