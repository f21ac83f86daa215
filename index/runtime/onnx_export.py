"""``python -m index.runtime.onnx_export encoder|reader|tagger|claims FOLDER [MODEL]``: a network as an ONNX graph of bytes.

By our own export: optimum, which sentence-transformers would use, pins an older transformers.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import torch
from torch import nn

from index.runtime import onnx_graphs
from index.runtime.shared_layers import Network

Export = Callable[[Path, str | None], None]
"""Writes a network's graph and card into a folder; the model is a name, None for the built-in one."""
EXPORTERS = {
    "encoder": "index.embedding.onnx_export",
    "reader": "index.answering.onnx_export",
    "tagger": "index.quotes.onnx_export",
    "claims": "index.checking.onnx_export",
}
"""Beside each network stands its ``export(folder, model)``."""
OPSET = 17
KEPT_WHOLE = re.compile(r"layer\.[012]/output/dense|^(?!.*layer)")
"""Products of the reader and the tagger that bytes would blur: the lower layers' wide activations and the small
heads. With it the reader's logits correlate 0.992 with its own, without 0.983, and it takes an eighth longer."""
EXAMPLE = torch.tensor([[101, 2054, 2003, 102], [101, 2054, 102, 0]])


def write_graph(
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
        folder / onnx_graphs.GRAPH,
        weight_type=QuantType.QInt8,
        per_channel=True,  # cosine 0.992; with one scale a matrix it is 0.955
        nodes_to_exclude=[name for name in products if whole and whole.search(name)],
        extra_options={"DefaultTensorType": 1},
    )
    plain.unlink()


def write_own(
    network: Network,
    wrapped: nn.Module,
    more: dict[str, torch.Tensor],
    outputs: Sequence[str],
    folder: Path,
) -> None:
    """Write graph and card of a network of ours; ``wrapped`` takes word pieces, mask and ``more``."""
    network.encoder.set_attn_implementation("eager")
    inputs = {"input_ids": EXAMPLE, "attention_mask": (EXAMPLE > 0).long(), **more}
    write_graph(wrapped, inputs, outputs, folder, KEPT_WHOLE)
    onnx_graphs.write_card(folder, {})


def export(write: Export, target: Path, model: str | None) -> None:
    """Write a graph aside, then put it in place. Raises ModelError."""
    aside = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        write(aside, model)
        _put(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(aside: Path, target: Path) -> None:
    """One folder in the place of another, unless that one is whole: others made it meanwhile, and may be reading it."""
    try:
        aside.replace(target)
    except OSError:
        if not onnx_graphs.is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            aside.replace(target)


def main() -> int:
    """The reason of a failure is the last line on standard error."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    part, target, *model = sys.argv[1:]
    try:
        export(import_module(EXPORTERS[part]).export, Path(target), model[0] if model else None)
    except Exception as error:
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
