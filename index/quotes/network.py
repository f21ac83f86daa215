"""The tagger's network: which words are content, source and cue, and which source belongs to which content."""

from __future__ import annotations

import torch
from torch import nn
from transformers import BertConfig, BertModel

TAGS = ("O", "B-content", "I-content", "B-source", "I-source", "B-cue", "I-cue")
SURFACE = 16
"""Surface classes of a word piece: letter case × place among the quotation marks, see ``tagging.py``."""
SHARED_PREFIXES = ("encoder.embeddings.",)
"""The embedder's own; only the rest is trained and shipped."""


class TaggerNetwork(nn.Module):
    """MiniLM layers over word pieces plus a surface class (the word pieces are lower-cased).

    ``tags`` gives BIO logits; ``link`` scores, for a content's pooled state, each token as the beginning of
    its source (token 0: none), a bilinear form as in Dozat & Manning 2017.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.surface = nn.Embedding(SURFACE, width)
        self.tags = nn.Linear(width, len(TAGS))
        self.content = nn.Linear(2 * width, 128)
        self.source = nn.Linear(width, 128)
        nn.init.normal_(self.surface.weight, std=0.02)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, surface: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Hidden states (batch, tokens, width) and tag logits (batch, tokens, len(TAGS))."""
        words = self.encoder.embeddings.word_embeddings(input_ids) + self.surface(surface)
        hidden = self.encoder(inputs_embeds=words, attention_mask=attention_mask).last_hidden_state
        return hidden, self.tags(hidden)

    def link_states(self, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """``mean`` and ``head`` of contents and keys of sources, each (batch, tokens, 128); see ``LinkStates``."""
        mean, head = self.content.weight.chunk(2, 1)
        return hidden @ mean.T, hidden @ head.T + self.content.bias, self.source(hidden)

    def link(self, hidden: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
        """Source logits (contents, tokens) of one window.

        ``hidden`` (tokens, width); ``spans`` (contents, tokens) is 1 on each content's tokens.
        """
        weights = spans.to(hidden.dtype)
        mean = weights @ hidden / weights.sum(1, keepdim=True).clamp(min=1)
        first = hidden[spans.float().argmax(1)]
        query = self.content(torch.cat([mean, first], -1))
        scores: torch.Tensor = query @ self.source(hidden).T / query.shape[-1] ** 0.5
        return scores
