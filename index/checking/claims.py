"""Claim and statement read together: does the statement say the claim, something altered, its opposite, or nothing of it?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.checking.meaning import Odds
from index.runtime import onnx_graphs as graphs
from index.runtime import shared_layers as pretrained
from index.runtime.bfloat16 import inference, narrow
from index.runtime.exports import Exports, Wanted
from index.runtime.fingerprint import weights_key
from index.runtime.loading import LazyNetwork
from index.runtime.pairs import Ints, TokenPair, encode, padded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.checking.network import ClaimNetwork

RELATIONS = ("same", "altered", "contradicts", "unrelated")
"""What the claim is beside the statement, in the order of the network's logits."""
MAX_CLAIM_TOKENS = 112
MAX_TOKENS = 240
"""Word pieces of claim and statement together."""
WEIGHTS = "claims.safetensors"

Scores = npt.NDArray[np.float32]
Forward = Callable[[Ints, Ints, Ints], Scores]
"""Word pieces, mask and types, each (pairs, tokens), to logits of RELATIONS (pairs, 4)."""


class ClaimReader:
    """Loads at the first call; the lower layers are those of all-MiniLM-L6-v2, the upper ones ours. Thread-safe."""

    def __init__(self, onnx: Exports | None = None) -> None:
        """``onnx``: exported graphs; None: torch."""
        self._lock = threading.Lock()
        self._lazy = LazyNetwork(exported, lambda: _in_torch(load_network()), _in_onnx, onnx)

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no text waits for it. Raises ModelError."""
        self._lazy.prepare()

    def odds(self, claim: str, statements: Sequence[str]) -> list[Odds]:
        """For each statement whether it says the claim, in whatever words. Raises ModelError."""
        if not statements:
            return []
        with self._lock:
            network, tokenizer = self._lazy.load()
            pairs = [encode_claim(tokenizer, claim, statement) for statement in statements]
            logits = network(*padded(pairs)).astype(np.float64)
        return [
            Odds(float(row[0] - np.logaddexp.reduce(row[1:])), *(float(row[0] - other) for other in row[1:]))
            for row in logits
        ]


def exported() -> Wanted:
    """The shipped network as a graph."""
    return Wanted("claims", weights_key("checking", WEIGHTS))


def encode_claim(tokenizer: Tokenizer, claim: str, statement: str) -> TokenPair:
    """Claim and statement, cut at MAX_TOKENS."""
    return encode(tokenizer, claim, statement, MAX_CLAIM_TOKENS, MAX_TOKENS)


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
