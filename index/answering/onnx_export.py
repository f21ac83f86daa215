"""The built-in reader as an ONNX graph of bytes."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from index.answering import reader
from index.answering.network import ReaderNetwork
from index.runtime.onnx_export import EXAMPLE, write_own


class Scored(nn.Module):
    """The reader, told each sentence's tokens as weights (batch, sentences, tokens)."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        member: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Sentence scores (batch, sentences), span logits (batch, tokens, 2) and null scores (batch,)."""
        hidden = self.network.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.network.scores(hidden, member)


def export(folder: Path, _: str | None) -> None:
    """Write the graph of the shipped weights."""
    network = reader.load_network()
    more = {"token_type_ids": torch.zeros_like(EXAMPLE), "member": torch.rand(2, 3, 4)}
    write_own(network, Scored(network), more, ("sentence", "span", "null"), folder)
