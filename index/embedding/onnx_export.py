"""The encoder as an ONNX graph of bytes, checked against itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from index.embedding.onnx_encoder import TOKENIZER, Card, ExportedEncoder
from index.embedding.torch_encoder import find_model
from index.errors import ModelError
from index.runtime import onnx_graphs
from index.runtime.onnx_export import EXAMPLE, write_graph

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PARTS = ["Transformer", "Pooling", "Normalize"]
PROBES = (
    "When will the old harbour bridge close?",
    "“We will not open it again before every one of the cables is replaced,” said the city engineer.",
    "Shopkeepers on the quay fear for their spring, because they lost a third of their customers last time.",
)
ALIKE = 0.97
"""Least cosine of an exported vector to the model's own; the built-in model has 0.98 and more."""


class Pooled(nn.Module):
    """A transformer with mean pooling and vectors of length 1."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Unit vectors (batch, dimension) and the states of the word pieces (batch, tokens, dimension)."""
        hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
        return mean / mean.norm(dim=1, keepdim=True).clamp(min=1e-9), hidden


def export(folder: Path, name: str | None) -> None:
    """A sentence-transformers model, checked against itself. Raises ModelError."""
    model = find_model(name)
    parts: list[Any] = list(model)
    plain = [type(part).__name__ for part in parts] == PARTS
    if not plain or parts[1].pooling_mode != "mean" or not parts[1].include_prompt:
        raise ModelError("only transformers with mean pooling and normalisation can be exported")
    parts[0].auto_model.set_attn_implementation("eager")  # its plain products are what bytes replace
    mask = (EXAMPLE > 0).long()
    inputs = {"input_ids": EXAMPLE, "attention_mask": mask}
    write_graph(Pooled(parts[0].auto_model), inputs, ("vector", "tokens"), folder)
    model.tokenizer.save_pretrained(folder)
    if not (folder / TOKENIZER).is_file():
        raise ModelError("only models with a fast tokenizer can be exported")
    dimension = int(parts[1].get_embedding_dimension())
    prompts = {role: text for role, text in model.prompts.items() if text}
    card = Card(int(model.max_seq_length or 512), dimension, model.tokenizer.pad_token_id or 0, prompts)
    onnx_graphs.write_card(folder, asdict(card))
    _check(model, folder)


def _check(model: SentenceTransformer, folder: Path) -> None:
    own = np.asarray(model.encode_document(list(PROBES), show_progress_bar=False))
    exported = ExportedEncoder(folder).vectors(PROBES, "document")
    cosines = (own * exported).sum(1) / np.linalg.norm(own, axis=1)
    if float(cosines.min()) < ALIKE:
        raise ModelError(
            "its vectors would differ too much (cosine {cosine:.3f})", cosine=float(cosines.min())
        )
