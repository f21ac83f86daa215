"""What a training writes: a network's own weights."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn


def save(network: nn.Module, out: Path, shared: tuple[str, ...]) -> None:
    """The weights in half precision, but for those under the prefixes ``shared``, which the embedder has."""
    state = {
        name: tensor.to(torch.float16).contiguous()
        for name, tensor in network.state_dict().items()
        if not name.startswith(shared)
    }
    save_file(state, out)
