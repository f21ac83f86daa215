"""BERT's encoder for reading alone, in as few calls as torch allows: a quarter to half the time of the module that
training uses, and nothing but torch in memory (Devlin et al. 2019)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from index.runtime.bfloat16 import give_back, has_bf16

_EPSILON = 1e-12
"""Of the norms, as all BERT models have it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Weight and bias of a product or a norm."""

    weight: Tensor
    bias: Tensor

    def times(self, states: Tensor) -> Tensor:
        return functional.linear(states, self.weight, self.bias)

    def norm(self, states: Tensor) -> Tensor:
        return functional.layer_norm(states, self.bias.shape, self.weight, self.bias, _EPSILON)


@dataclass(frozen=True, slots=True)
class _Layer:
    attended: _Part
    """Queries, keys and values in one product."""
    mixed: _Part
    first_norm: _Part
    wide: _Part
    narrow: _Part
    second_norm: _Part


class Bert:
    """Layers in bfloat16 where the CPU multiplies it in hardware, else in single precision; embeddings stay as they
    were loaded, so that of a mapped file only the words that come are in memory."""

    def __init__(self, weights: Mapping[str, Tensor], heads: int) -> None:
        """``weights`` by the names of ``transformers.BertModel``; they are not changed. Raises KeyError when some
        are missing."""
        self._weights = weights
        self._heads = heads
        self._type = torch.bfloat16 if has_bf16() else torch.float32
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"]
        self._kinds = weights["embeddings.token_type_embeddings.weight"]
        self._begin = _Part(weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
        count = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
        self._layers = [self._layer(f"encoder.layer.{number}.") for number in range(count)]
        del self._weights

    @property
    def wide(self) -> list[Tensor]:
        """What it keeps of the weights as they were loaded."""
        return [self._words, self._places, self._kinds, self._begin.weight, self._begin.bias]

    def words(self, ids: Tensor) -> Tensor:
        """What ``states`` takes, for word pieces (rows, tokens)."""
        return functional.embedding(ids, self._words)

    def states(self, words: Tensor, mask: Tensor, kinds: Tensor | None = None) -> Tensor:
        """States (rows, tokens, width) of the last layer, in single precision.

        ``words`` (rows, tokens, width); ``mask`` (rows, tokens) is 0 where a row is over; ``kinds`` (rows, tokens) are
        token types, 0 when None.
        """
        rows, tokens = mask.shape
        typed = self._kinds[0] if kinds is None else functional.embedding(kinds, self._kinds)
        states = self._begin.norm(words + self._places[:tokens] + typed).to(self._type)
        seen = None if bool(mask.all()) else mask.bool()[:, None, None, :]
        for layer in self._layers:
            parts = layer.attended.times(states).view(rows, tokens, 3, self._heads, -1)
            query, key, value = parts.permute(2, 0, 3, 1, 4)
            read = functional.scaled_dot_product_attention(query, key, value, seen)
            read = read.transpose(1, 2).reshape(rows, tokens, -1)
            states = layer.first_norm.norm(states + layer.mixed.times(read))
            wide = functional.gelu(layer.wide.times(states))
            states = layer.second_norm.norm(states + layer.narrow.times(wide))
        return states.float()

    def _layer(self, name: str) -> _Layer:
        own = [self._part(f"{name}attention.self.{part}") for part in ("query", "key", "value")]
        return _Layer(
            _Part(torch.cat([p.weight for p in own]), torch.cat([p.bias for p in own])),
            self._part(f"{name}attention.output.dense"),
            self._part(f"{name}attention.output.LayerNorm"),
            self._part(f"{name}intermediate.dense"),
            self._part(f"{name}output.dense"),
            self._part(f"{name}output.LayerNorm"),
        )

    def _part(self, name: str) -> _Part:
        return _Part(
            self._weights[f"{name}.weight"].to(self._type), self._weights[f"{name}.bias"].to(self._type)
        )


def released(weights: Mapping[str, Tensor], heads: int) -> Bert:
    """A ``Bert`` of weights that nobody reads afterwards: what it has in another precision is given back."""
    bert = Bert(weights, heads)
    if has_bf16():
        give_back(weights.values(), bert.wide)
    return bert
