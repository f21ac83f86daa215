"""The encoder as an exported graph: a question in 2 ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.arrays import Vectors
from index.embedding.encoder import Role, Tokens, unit_tokens
from index.errors import ModelError
from index.runtime import onnx_graphs as graphs
from index.runtime.batching import TOKENS, batches

if TYPE_CHECKING:
    from tokenizers import Encoding

TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Card:
    """What the encoder has to know beside its graph."""

    max_tokens: int
    dimension: int
    pad_id: int
    prompts: dict[str, str]


class ExportedEncoder:
    """Encodes with ONNX Runtime. An ``Encoder``."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError when the folder's card is damaged."""
        from tokenizers import Tokenizer

        card = graphs.read_card(folder)
        del card["files"]
        try:
            self._card = Card(**card)
        except TypeError as error:
            raise ModelError(
                "The exported model in {folder} is damaged; delete that folder.", folder=folder
            ) from error
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._card.max_tokens)
        self._session = graphs.session(folder)

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

    def _run(self, output: str, encoded: Sequence[Encoding]) -> Any:
        width = max(len(one.ids) for one in encoded)
        ids = np.full((len(encoded), width), self._card.pad_id, np.int64)
        mask = np.zeros_like(ids)
        for at, one in enumerate(encoded):
            ids[at, : len(one.ids)], mask[at, : len(one.ids)] = one.ids, 1
        (found,) = self._session.run([output], {"input_ids": ids, "attention_mask": mask})
        return found
