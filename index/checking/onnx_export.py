"""The claim network as an ONNX graph of bytes."""

from __future__ import annotations

from pathlib import Path

import torch

from index.checking import claims
from index.runtime.onnx_export import EXAMPLE, write_own


def export(folder: Path, _: str | None) -> None:
    """Write the graph of the shipped weights."""
    network = claims.load_network()
    write_own(network, network, {"token_type_ids": torch.zeros_like(EXAMPLE)}, ("relation",), folder)
