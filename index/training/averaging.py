"""The running average of a network's weights: steadier than the last step's (Polyak & Juditsky 1992)."""

from __future__ import annotations

from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

DECAY = 0.996
"""Of each step: the average looks back over some 250 steps."""


def averaged(network: nn.Module, decay: float = DECAY) -> AveragedModel:
    """A copy that ``update_parameters`` moves towards the network after every step."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay))  # type: ignore[no-untyped-call]
