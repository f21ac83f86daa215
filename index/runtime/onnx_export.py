"""``python -m index.runtime.onnx_export encoder|reader|tagger FOLDER [MODEL]``: a network as an ONNX graph of bytes.

By our own export: optimum, which sentence-transformers would use, pins an older transformers.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from index.answering import reader
from index.answering.network import ReaderNetwork
from index.embedding.onnx_encoder import TOKENIZER, Card, ExportedEncoder
from index.embedding.torch_encoder import find_model
from index.errors import ModelError
from index.quotes import tagger
from index.quotes.network import TaggerNetwork
from index.runtime import onnx_graphs as graphs

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
KEPT_WHOLE = re.compile(r"layer\.[012]/output/dense|^(?!.*layer)")
"""Products of the reader and the tagger that bytes would blur: the lower layers' wide activations and the small
heads. With it the reader's logits correlate 0.992 with its own, without 0.983, and it takes an eighth longer."""
_EXAMPLE = torch.tensor([[101, 2054, 2003, 102], [101, 2054, 102, 0]])


class Pooled(nn.Module):
    """A transformer with mean pooling and vectors of length 1."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Unit vectors (batch, dimension) and the states of the word pieces (batch, tokens, dimension)."""
        hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
        return mean / mean.norm(dim=1, keepdim=True).clamp(min=1e-9), hidden


class Scored(nn.Module):
    """The reader, told each sentence's tokens as weights (batch, sentences, tokens)."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        member: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Sentence scores (batch, sentences) and span logits (batch, tokens, 2)."""
        hidden = self.network.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.network.scores(hidden, member)


class Linked(nn.Module):
    """The tagger with what its link needs."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, surface: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Tag probabilities (batch, tokens, tags), then ``TaggerNetwork.link_states``."""
        hidden, logits = self.network(input_ids, attention_mask, surface)
        return torch.softmax(logits, -1), *self.network.link_states(hidden)


def export_encoder(name: str | None, folder: Path) -> None:
    """A sentence-transformers model, checked against itself. Raises ModelError."""
    model = find_model(name)
    parts: list[Any] = list(model)
    plain = [type(part).__name__ for part in parts] == PARTS
    if not plain or parts[1].pooling_mode != "mean" or not parts[1].include_prompt:
        raise ModelError("only transformers with mean pooling and normalisation can be exported")
    parts[0].auto_model.set_attn_implementation("eager")  # its plain products are what bytes replace
    mask = (_EXAMPLE > 0).long()
    inputs = {"input_ids": _EXAMPLE, "attention_mask": mask}
    _write(Pooled(parts[0].auto_model), inputs, ("vector", "tokens"), folder)
    model.tokenizer.save_pretrained(folder)
    if not (folder / TOKENIZER).is_file():
        raise ModelError("only models with a fast tokenizer can be exported")
    dimension = int(parts[1].get_embedding_dimension())
    prompts = {role: text for role, text in model.prompts.items() if text}
    card = Card(int(model.max_seq_length or 512), dimension, model.tokenizer.pad_token_id or 0, prompts)
    graphs.write_card(folder, asdict(card))
    _check(model, folder)


def export_reader(folder: Path) -> None:
    """The built-in reader."""
    network = reader.load_network()
    network.encoder.set_attn_implementation("eager")
    inputs = {
        "input_ids": _EXAMPLE,
        "attention_mask": (_EXAMPLE > 0).long(),
        "token_type_ids": torch.zeros_like(_EXAMPLE),
        "member": torch.rand(2, 3, 4),
    }
    _write(Scored(network), inputs, ("sentence", "span"), folder, KEPT_WHOLE)
    graphs.write_card(folder, {})


def export_tagger(folder: Path) -> None:
    """The built-in tagger."""
    network = tagger.load_network()
    network.encoder.set_attn_implementation("eager")
    surface = torch.zeros_like(_EXAMPLE)
    inputs = {"input_ids": _EXAMPLE, "attention_mask": (_EXAMPLE > 0).long(), "surface": surface}
    _write(Linked(network), inputs, ("tags", "mean", "head", "source"), folder, KEPT_WHOLE)
    graphs.write_card(folder, {})


def _write(
    network: nn.Module,
    inputs: dict[str, torch.Tensor],
    outputs: Sequence[str],
    folder: Path,
    whole: re.Pattern[str] | None = None,
) -> None:
    """Write the graph; every batch size, number of tokens and of sentences fits it. ``whole``: products that
    stay in single precision."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = folder / "plain.onnx"
    with torch.inference_mode():
        torch.onnx.export(
            network.eval(),
            tuple(inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={
                **{name: {axis: f"{name}{axis}" for axis in range(t.dim())} for name, t in inputs.items()},
                **{name: {0: f"{name}0", 1: f"{name}1"} for name in outputs if name != "vector"},
                **({"vector": {0: "vector0"}} if "vector" in outputs else {}),
            },
            opset_version=OPSET,
            dynamo=False,  # the newer exporter needs onnxscript as well
        )
    products = [n.name for n in onnx.load(plain).graph.node if n.op_type == "MatMul"]
    quantize_dynamic(
        plain,
        folder / graphs.GRAPH,
        weight_type=QuantType.QInt8,
        per_channel=True,  # cosine 0.992; with one scale a matrix it is 0.955
        nodes_to_exclude=[name for name in products if whole and whole.search(name)],
        extra_options={"DefaultTensorType": 1},
    )
    plain.unlink()


def _check(model: SentenceTransformer, folder: Path) -> None:
    own = np.asarray(model.encode_document(list(PROBES), show_progress_bar=False))
    exported = ExportedEncoder(folder).vectors(PROBES, "document")
    cosines = (own * exported).sum(1) / np.linalg.norm(own, axis=1)
    if float(cosines.min()) < ALIKE:
        raise ModelError(
            "its vectors would differ too much (cosine {cosine:.3f})", cosine=float(cosines.min())
        )


def export(part: str, target: Path, model: str | None) -> None:
    """Write a part's graph aside, then put it in place. Raises ModelError."""
    aside = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        if part == "encoder":
            export_encoder(model, aside)
        elif part == "reader":
            export_reader(aside)
        else:
            export_tagger(aside)
        _put(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(aside: Path, target: Path) -> None:
    """One folder in the place of another, unless that one is whole: others made it meanwhile, and may be reading it."""
    try:
        aside.replace(target)
    except OSError:
        if not graphs.is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            aside.replace(target)


def main() -> int:
    """The reason of a failure is the last line on standard error."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    part, target, *model = sys.argv[1:]
    try:
        export(part, Path(target), model[0] if model else None)
    except Exception as error:
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
