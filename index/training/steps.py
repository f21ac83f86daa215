"""What the trainings of networks share: two rates, a warm start with a cosine behind it, clipped steps."""

from __future__ import annotations

import copy
import math
from typing import TypeVar

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from index.runtime.bfloat16 import has_bf16

N = TypeVar("N", bound=nn.Module)

WARM = 20
"""One step of so many is for warming up; the last ones still have a hundredth of the rate."""


def two_rates(network: nn.Module, body: float, heads: float) -> torch.optim.AdamW:
    """One rate for what is trained of ``network.encoder``, another for our own layers on it."""
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": [p for n, p in trained if n.startswith("encoder")], "lr": body},
            {"params": [p for n, p in trained if not n.startswith("encoder")], "lr": heads},
        ],
        weight_decay=0.01,
    )


def warm_cosine(optimizer: torch.optim.Optimizer, total: int) -> LambdaLR:
    """Up along a line, then down along a cosine, over ``total`` steps."""
    warm = max(1, total // WARM)
    return LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, 0.5 * (1 + math.cos(math.pi * s / total)) + 0.01)
    )


def take_step(network: nn.Module, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """Backwards, with gradients of length 1 at most."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def working_copy(network: N) -> N:
    """What computes in place of the network: its copy in bfloat16 where the CPU has that, three times as fast."""
    return copy.deepcopy(network).to(torch.bfloat16 if has_bf16() else torch.float32).train()


def take_step_of(
    working: nn.Module, network: nn.Module, optimizer: torch.optim.Optimizer, loss: torch.Tensor
) -> None:
    """The network's step by the gradients of its working copy, which follows it."""
    loss.backward()  # type: ignore[no-untyped-call]
    for kept, moved in zip(network.parameters(), working.parameters(), strict=True):
        if moved.grad is not None:
            kept.grad, moved.grad = moved.grad.float(), None
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    with torch.no_grad():
        for kept, moved in zip(network.parameters(), working.parameters(), strict=True):
            if moved.requires_grad:
                moved.copy_(kept)
