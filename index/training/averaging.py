"""The running average of a network's weights: steadier than the last step's (Polyak & Juditsky 1992); and its mean with
those that it began with: what was learned before is not forgotten (Wortsman et al. 2022)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TypeVar

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

N = TypeVar("N", bound=nn.Module)
DECAY = 0.996
"""Of each step: the average looks back over some 250 steps."""


def averaged(network: nn.Module, decay: float = DECAY) -> AveragedModel:
    """A copy that ``update_parameters`` moves towards the network after every step."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay))  # type: ignore[no-untyped-call]


def blended(network: N, first: Mapping[str, torch.Tensor], share: float) -> N:
    """A copy whose weights are so much the network's and the rest ``first``'s, where that has them."""
    found = copy.deepcopy(network)
    with torch.no_grad():
        for name, kept in found.named_parameters():
            if name in first:
                kept.mul_(share).add_(first[name], alpha=1 - share)
    return found
