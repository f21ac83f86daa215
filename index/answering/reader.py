"""The cross-encoder of our own: reads question and text together, scores each sentence of the text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from index.runtime.loading import LazyNetwork
from index.runtime.pairs import WIDTH_STEP, Ints, Pair, encode, padded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.answering.network import ReaderNetwork

MAX_TOKENS = 288
"""Word pieces of question and text together."""
MAX_QUESTION_TOKENS = 48
WEIGHTS = "reader.safetensors"

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text with the spans of its sentences, relative to ``text``."""

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Question and text as word pieces; ``sentence_of`` is -1 outside the text."""

    pair: Pair
    sentence_of: list[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits of each sentence of a window: that it answers, and of the best answer span inside it."""

    sentence: Scores
    span: Scores


def encode_pair(tokenizer: Tokenizer, question: str, window: Window) -> PairTokens:
    """Question and text, cut at MAX_TOKENS."""
    pair = encode(tokenizer, question, window.text, MAX_QUESTION_TOKENS, MAX_TOKENS)
    sentence_of = [-1] * len(pair.ids)
    current = 0
    for i, (a, _) in enumerate(pair.offsets, pair.second):
        while current < len(window.sentences) - 1 and a >= window.sentences[current][1]:
            current += 1
        low, high = window.sentences[current]
        if low <= a < high:
            sentence_of[i] = current
    return PairTokens(pair, sentence_of)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of word pieces for a network, each array (rows, tokens); ``sentence_of`` is -1 outside the text."""

    ids: Ints
    types: Ints
    mask: Ints
    sentence_of: Ints

    @property
    def sentences(self) -> int:
        """Most sentences of a row."""
        return int(self.sentence_of.max(initial=0)) + 1


Forward = Callable[[Batch], tuple[Scores, Scores]]
"""Sentence scores (rows, sentences) and span logits (rows, tokens, 2) of a batch."""


class Reader:
    """Loads at the first call; the lower layers are those of all-MiniLM-L6-v2, the upper ones ours."""

    def __init__(self, weights: Path | None = None, onnx: Exports | None = None) -> None:
        """``onnx``: exported graphs, for the shipped weights alone; None: torch."""
        self._lock = threading.Lock()
        self._lazy = LazyNetwork(exported, lambda: _in_torch(load_network(weights)), _in_onnx, onnx)

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no question waits for it. Raises ModelError."""
        self._lazy.prepare()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """One Reading a window; sentences cut off by the token limit get the lowest score seen."""
        with self._lock:
            network, tokenizer = self._lazy.load()
            rows = [encode_pair(tokenizer, question, w) for w in windows]
            scores, spans = network(batch_of(rows))
        return [
            _reading(window, row, scores[i], spans[i])
            for i, (window, row) in enumerate(zip(windows, rows, strict=True))
        ]


def exported() -> Wanted:
    """The shipped reader as a graph."""
    return Wanted("reader", weights_key("answering", WEIGHTS))


def batch_of(rows: Sequence[PairTokens], step: int = WIDTH_STEP) -> Batch:
    """Rows padded to one width, a multiple of ``step``."""
    ids, mask, types = padded([row.pair for row in rows], step)
    sentence_of = np.full(ids.shape, -1, np.int64)
    for i, row in enumerate(rows):
        sentence_of[i, : len(row.sentence_of)] = row.sentence_of
    return Batch(ids, types, mask, sentence_of)


def _in_torch(network: ReaderNetwork) -> Forward:
    import torch

    narrow(network.encoder)

    def run(batch: Batch) -> tuple[Scores, Scores]:
        tensors = (torch.from_numpy(a) for a in (batch.ids, batch.mask, batch.types, batch.sentence_of))
        with torch.inference_mode(), inference():
            scores, spans = network(*tensors, batch.sentences)
        return scores.float().numpy(), spans.float().numpy()

    return run


def _in_onnx(graph: Path) -> Forward:
    session = graphs.session(graph)

    def run(batch: Batch) -> tuple[Scores, Scores]:
        member = (batch.sentence_of[:, None, :] == np.arange(batch.sentences)[:, None]).astype(np.float32)
        member /= np.maximum(member.sum(-1, keepdims=True), 1.0)
        scores, spans = session.run(
            ["sentence", "span"],
            {
                "input_ids": batch.ids,
                "attention_mask": batch.mask,
                "token_type_ids": batch.types,
                "member": member,
            },
        )
        return scores, spans

    return run


def _reading(window: Window, row: PairTokens, scores: Scores, spans: Scores) -> Reading:
    count = len(window.sentences)
    present = sorted(set(row.sentence_of) - {-1})
    sentence = np.full(count, scores[present].min() if present else 0.0, np.float32)
    sentence[present] = scores[present]
    owner = np.array(row.sentence_of)
    span = np.full(count, -20.0, np.float32)
    for s in present:
        members = np.flatnonzero(owner == s)
        start, end = spans[members, 0], spans[members, 1]
        # best start ≤ end: the running maximum of starts plus each end
        span[s] = float((np.maximum.accumulate(start) + end).max())
    return Reading(sentence, span)


def load_network(weights: Path | None = None) -> ReaderNetwork:
    """The embedder's lower layers with our upper ones. Raises ValueError when the weights do not fit."""
    from index.answering.network import SHARED_PREFIXES, ReaderNetwork

    with as_file(files("index.answering") / WEIGHTS) as shipped:
        return pretrained.load_network(ReaderNetwork, SHARED_PREFIXES, weights or shipped)
