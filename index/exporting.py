"""``python -m index.exporting FOLDER [MODEL]``: a sentence-transformers model as an ONNX graph of bytes.

By our own export: optimum, which sentence-transformers would use, pins an older transformers.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from index.embedding import find_model
from index.errors import ModelError
from index.exported import GRAPH, TOKENIZER, Card, ExportedEncoder, graph_hash, write_card

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PARTS = ["Transformer", "Pooling", "Normalize"]
PROBES = (
    "When will the old harbour bridge close?",
    "“We will not open it again before every one of the cables is replaced,” said the city engineer.",
    "Shopkeepers on the quay fear for their spring, because they lost a third of their customers last time.",
)
ALIKE = 0.97
"""Least cosine of an exported vector to the model's own; the built-in model has 0.98 and more."""
OPSET = 17


class Pooled(nn.Module):
    """A transformer with mean pooling and vectors of length 1."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Unit vectors (batch, dimension)."""
        hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
        unit: torch.Tensor = mean / mean.norm(dim=1, keepdim=True).clamp(min=1e-9)
        return unit


def export(name: str | None, target: Path) -> None:
    """Write graph, tokenizer and card, checked against the model itself. Raises ModelError."""
    model = find_model(name)
    parts: list[Any] = list(model)
    if [type(part).__name__ for part in parts] != PARTS or parts[1].pooling_mode != "mean":
        raise ModelError("only transformers with mean pooling and normalisation can be exported")
    aside = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        _write_graph(parts[0].auto_model, aside)
        model.tokenizer.save_pretrained(aside)
        if not (aside / TOKENIZER).is_file():
            raise ModelError("only models with a fast tokenizer can be exported")
        dimension = int(parts[1].get_embedding_dimension())
        pad = model.tokenizer.pad_token_id or 0
        prompts = {role: text for role, text in model.prompts.items() if text}
        write_card(aside, Card(int(model.max_seq_length or 512), dimension, pad, prompts, graph_hash(aside)))
        _check(model, aside)
        shutil.rmtree(target, ignore_errors=True)
        aside.replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_graph(transformer: Any, folder: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    transformer.set_attn_implementation("eager")  # its plain products are what bytes replace
    whole = folder / "whole.onnx"
    example = torch.tensor([[101, 2054, 2003, 102], [101, 2054, 102, 0]])
    names = {0: "batch", 1: "tokens"}
    with torch.inference_mode():
        torch.onnx.export(
            Pooled(transformer).eval(),
            (example, (example > 0).long()),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": names, "attention_mask": names, "vector": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,  # the newer exporter needs onnxscript as well
        )
    quantize_dynamic(
        whole,
        folder / GRAPH,
        weight_type=QuantType.QInt8,
        per_channel=True,  # cosine 0.992; with one scale a matrix it is 0.955
        extra_options={"DefaultTensorType": 1},
    )
    whole.unlink()


def _check(model: SentenceTransformer, folder: Path) -> None:
    own = np.asarray(model.encode_document(list(PROBES), show_progress_bar=False))
    cosines = (own * ExportedEncoder(folder)(PROBES, "document")).sum(1) / np.linalg.norm(own, axis=1)
    if float(cosines.min()) < ALIKE:
        raise ModelError(
            "its vectors would differ too much (cosine {cosine:.3f})", cosine=float(cosines.min())
        )


def main() -> int:
    """The reason of a failure is the last line on standard error."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        export(sys.argv[2] if len(sys.argv) > 2 else None, Path(sys.argv[1]))
    except Exception as error:
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
