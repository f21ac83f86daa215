"""The reader's network: question and text together through a small encoder, a score for each sentence."""

from __future__ import annotations

import torch
from torch import nn
from transformers import BertConfig, BertModel

SHARED_LAYERS = 2
"""Lower layers that are the embedder's own; only the rest is trained and shipped."""
SHARED_PREFIXES = (
    "encoder.embeddings.",
    *(f"encoder.encoder.layer.{i}." for i in range(SHARED_LAYERS)),
)


class ReaderNetwork(nn.Module):
    """MiniLM layers with four heads.

    ``sentence`` scores the mean of a sentence's tokens next to the [CLS] token; ``span`` gives start and
    end logits for each token (Devlin et al. 2019); ``null`` says from [CLS] that no sentence answers, on the scale of
    their scores (Rajpurkar et al. 2018).
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.mix = nn.Linear(2 * width, width)
        self.sentence = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        self.null = nn.Linear(width, 1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        sentence_of: torch.Tensor,
        sentences: int,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Sentence scores (batch, sentences), span logits (batch, tokens, 2) and null scores (batch,).

        ``sentence_of`` (batch, tokens) holds each token's sentence, -1 outside; scores of sentences that
        a row does not have are meaningless.
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        member = nn.functional.one_hot(sentence_of + 1, sentences + 1)[..., 1:].to(hidden.dtype).mT
        return self.scores(hidden, member / member.sum(-1, keepdim=True).clamp(min=1))

    def scores(
        self, hidden: torch.Tensor, member: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The heads alone: ``hidden`` (batch, tokens, width), ``member`` (batch, sentences, tokens) weights."""
        mean = member @ hidden
        whole = hidden[:, :1].expand_as(mean)
        mixed = torch.tanh(self.mix(torch.cat([mean, whole], -1)))
        return self.sentence(mixed).squeeze(-1), self.span(hidden), self.null(hidden[:, 0]).squeeze(-1)
