"""The built-in tagger as an ONNX graph of bytes."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from index.quotes import tagger
from index.quotes.network import TaggerNetwork
from index.runtime.onnx_export import EXAMPLE, write_own


class Linked(nn.Module):
    """The tagger with what its link needs."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, surface: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Tag probabilities (batch, tokens, tags), then ``TaggerNetwork.link_states``."""
        hidden, logits = self.network(input_ids, attention_mask, surface)
        return torch.softmax(logits, -1), *self.network.link_states(hidden)


def export(folder: Path, _: str | None) -> None:
    """Write the graph of the shipped weights."""
    network = tagger.load_network()
    outputs = ("tags", "mean", "head", "source")
    write_own(network, Linked(network), {"surface": torch.zeros_like(EXAMPLE)}, outputs, folder)
