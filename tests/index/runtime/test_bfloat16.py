"""Narrowed models: what stays wide stays whole."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from index.runtime.bfloat16 import narrow


class Tied(nn.Module):
    """A linear layer with weights of its own; others share an embedding's, whole and in part."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(1024, 256)
        self.own = nn.Linear(256, 512)
        self.head = nn.Linear(256, 512)
        self.head.weight = nn.Parameter(self.words.weight.data[256:768])
        self.turned = nn.Linear(1024, 256)
        self.turned.weight = nn.Parameter(self.words.weight.data.T)


@pytest.mark.parametrize("bf16", [True, False])
def test_weights_keep_their_values(bf16: bool) -> None:
    model = Tied()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    narrow(model, bf16)
    assert model.own.weight.dtype == (torch.bfloat16 if bf16 else torch.float32)
    for name, tensor in model.state_dict().items():
        torch.testing.assert_close(tensor.float(), before[name], rtol=0.01, atol=1e-6)
