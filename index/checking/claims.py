"""Claim and statement read together: does the statement say the claim, something altered, its opposite, or nothing of it?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.runtime import onnx_graphs as graphs
from index.runtime import shared_layers as pretrained
from index.runtime.bfloat16 import inference, narrow
from index.runtime.exports import Exports, Wanted
from index.runtime.fingerprint import weights_key

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.checking.network import ClaimNetwork

RELATIONS = ("same", "altered", "contradicts", "unrelated")
"""What the claim is beside the statement, in the order of the network's logits."""
CLS, SEP = 101, 102
MAX_CLAIM_TOKENS = 112
MAX_TOKENS = 240
"""Word pieces of claim and statement together."""
WIDTH_STEP = 32
"""Batches are as wide as a multiple of it: kernels are kept in memory for every shape there was."""
WEIGHTS = "claims.safetensors"

Ints = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Forward = Callable[[Ints, Ints, Ints], Scores]
"""Word pieces, mask and types, each (pairs, tokens), to logits of RELATIONS (pairs, 4)."""


class ClaimReader:
    """Loads at the first call; the lower layers are those of all-MiniLM-L6-v2, the upper ones ours. Thread-safe."""

    def __init__(self, onnx: Exports | None = None) -> None:
        """``onnx``: exported graphs; None: torch."""
        self._onnx = onnx
        self._lock = threading.Lock()
        self._network: Forward | None = None
        self._tokenizer: Tokenizer | None = None

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no text waits for it. Raises ModelError."""
        self._graph()

    def support(self, claim: str, statements: Sequence[str]) -> list[float]:
        """For each statement the log-odds that it says the claim, in whatever words. Raises ModelError."""
        if not statements:
            return []
        with self._lock:
            if self._network is None or self._tokenizer is None:
                graph = self._graph()
                self._network = _in_torch(load_network()) if graph is None else _in_onnx(graph)
                self._tokenizer = pretrained.load_tokenizer()
            rows = [encode_claim(self._tokenizer, claim, statement) for statement in statements]
            logits = self._network(*batch_of(rows)).astype(np.float64)
        return [float(row[0] - np.logaddexp.reduce(row[1:])) for row in logits]

    def _graph(self) -> Path | None:
        return self._onnx.find(exported()) if self._onnx else None


def exported() -> Wanted:
    """The shipped network as a graph."""
    return Wanted("claims", weights_key("checking", WEIGHTS))


def encode_claim(tokenizer: Tokenizer, claim: str, statement: str) -> tuple[list[int], int]:
    """[CLS] claim [SEP] statement [SEP], cut at MAX_TOKENS, and where the statement begins."""
    head = [CLS, *tokenizer.encode(claim, add_special_tokens=False).ids[:MAX_CLAIM_TOKENS], SEP]
    text = tokenizer.encode(statement, add_special_tokens=False).ids[: MAX_TOKENS - len(head) - 1]
    return [*head, *text, SEP], len(head)


def batch_of(rows: Sequence[tuple[list[int], int]]) -> tuple[Ints, Ints, Ints]:
    """Word pieces, mask and types of pairs, padded to one width."""
    longest = max(len(ids) for ids, _ in rows)
    ids, mask, types = np.zeros((3, len(rows), -(-longest // WIDTH_STEP) * WIDTH_STEP), np.int64)
    for i, (row, second) in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)], types[i, second : len(row)] = row, 1, 1
    return ids, mask, types


def load_network() -> ClaimNetwork:
    """The embedder's lower layers with our upper ones. Raises ValueError when the weights do not fit."""
    from index.checking.network import SHARED_PREFIXES, ClaimNetwork

    with as_file(files("index.checking") / WEIGHTS) as shipped:
        return pretrained.load_network(ClaimNetwork, SHARED_PREFIXES, shipped)


def _in_torch(network: ClaimNetwork) -> Forward:
    import torch

    narrow(network.encoder)

    def run(ids: Ints, mask: Ints, types: Ints) -> Scores:
        with torch.inference_mode(), inference():
            logits: Scores = network(*(torch.from_numpy(a) for a in (ids, mask, types))).float().numpy()
        return logits

    return run


def _in_onnx(graph: Path) -> Forward:
    session = graphs.session(graph)

    def run(ids: Ints, mask: Ints, types: Ints) -> Scores:
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        logits: Scores = session.run(["relation"], fed)[0]
        return logits

    return run
