"""The claim network: a claim and a statement together through a small encoder, four ways in which they can relate."""

from __future__ import annotations

import torch
from torch import nn
from transformers import BertConfig, BertModel

from index.checking.claims import RELATIONS

SHARED_LAYERS = 2
"""Lower layers that are the embedder's own; only the rest is trained and shipped."""
SHARED_PREFIXES = (
    "encoder.embeddings.",
    *(f"encoder.encoder.layer.{i}." for i in range(SHARED_LAYERS)),
)


class ClaimNetwork(nn.Module):
    """MiniLM layers with one head over [CLS] and the mean of the statement's tokens."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.mix = nn.Linear(2 * width, width)
        self.relation = nn.Linear(width, len(RELATIONS))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Logits of RELATIONS, shape (pairs, 4), for word pieces of shape (pairs, tokens)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        own = (token_type_ids * attention_mask).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * own).sum(1) / own.sum(1).clamp(min=1)
        mixed = torch.tanh(self.mix(torch.cat([mean, hidden[:, 0]], -1)))
        return self.relation(mixed)  # type: ignore[no-any-return]
