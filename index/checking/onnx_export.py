"""The claim network as an ONNX graph of bytes."""

from __future__ import annotations

from pathlib import Path

import torch

from index.checking import claims
from index.runtime import onnx_graphs
from index.runtime.onnx_export import EXAMPLE, KEPT_WHOLE, write_graph


def export(folder: Path, _: str | None) -> None:
    """Write the graph of the shipped weights."""
    network = claims.load_network()
    network.encoder.set_attn_implementation("eager")
    inputs = {
        "input_ids": EXAMPLE,
        "attention_mask": (EXAMPLE > 0).long(),
        "token_type_ids": torch.zeros_like(EXAMPLE),
    }
    write_graph(network, inputs, ("relation",), folder, KEPT_WHOLE)
    onnx_graphs.write_card(folder, {})
