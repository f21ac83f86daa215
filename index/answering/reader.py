"""The cross-encoder of our own: reads question and text together, scores each sentence of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.runtime import onnx_graphs as graphs
from index.runtime import shared_layers as pretrained
from index.runtime.batching import TOKENS, batches
from index.runtime.exports import Exports, Wanted
from index.runtime.fingerprint import weights_key
from index.runtime.loading import LazyNetwork
from index.runtime.pairs import WIDTH_STEP, Ints, TokenPair, encode, padded
from index.runtime.together import Together

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

    pair: TokenPair
    sentence_of: list[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits of each sentence of a window: that it answers, and of the best answer span inside it; ``null`` that none
    does."""

    sentence: Scores
    span: Scores
    null: float = 0.0


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

    @property
    def member(self) -> Scores:
        """The share of each token in its sentence's mean, shape (rows, sentences, tokens)."""
        member: Scores = (self.sentence_of[:, None, :] == np.arange(self.sentences)[:, None]).astype(
            np.float32
        )
        member /= np.maximum(member.sum(-1, keepdims=True), 1.0)
        return member


Forward = Callable[[Batch], tuple[Scores, Scores, Scores]]
"""Sentence scores (rows, sentences), span logits (rows, tokens, 2) and null scores (rows,) of a batch."""
Asked = tuple[str, Sequence[Window]]
MOST_ASKED = 32
"""Questions whose windows are read together; the first of them waits for the last."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network that is loaded. ``alone``: its readings of a row change with what stands in the batch beside it."""

    forward: Forward
    alone: bool


class Reader:
    """Loads at the first call; the lower layers are those of all-MiniLM-L6-v2, the upper ones ours.

    What several threads ask at once is read in common batches.
    """

    def __init__(
        self,
        weights: Path | None = None,
        onnx: Exports | None = None,
        network: Callable[[], Network] | None = None,
    ) -> None:
        """``onnx``: exported graphs, for the shipped weights alone; None: torch. ``network``: another one in its place."""
        in_torch = network or (lambda: _in_torch(load_network(weights)))
        self._lazy = LazyNetwork(exported, in_torch, _in_onnx, onnx)
        self._together: Together[Asked, list[Reading]] = Together(self._read, MOST_ASKED)

    @property
    def waiting(self) -> list[Asked]:
        """What nobody reads yet."""
        return self._together.waiting

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no question waits for it. Raises ModelError."""
        self._lazy.prepare()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """One Reading a window; sentences cut off by the token limit get the lowest score seen."""
        return self._together.do((question, windows))

    def _read(self, asked: list[Asked]) -> list[list[Reading]]:
        """Never by two threads at once."""
        network, tokenizer = self._lazy.load()
        pairs = [(question, window) for question, windows in asked for window in windows]
        rows = [encode_pair(tokenizer, question, window) for question, window in pairs]
        found: dict[int, Reading] = {}
        lengths = [len(row.pair.ids) for row in rows]
        step = 1 if network.alone else WIDTH_STEP
        for chosen in [[i] for i in range(len(rows))] if network.alone else batches(lengths, TOKENS):
            scores, spans, nulls = network.forward(batch_of([rows[i] for i in chosen], step))
            for at, i in enumerate(chosen):
                found[i] = _reading(pairs[i][1], rows[i], scores[at], spans[at], float(nulls[at]))
        each = iter(found[i] for i in range(len(rows)))
        return [[next(each) for _ in windows] for _, windows in asked]


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


def _in_torch(network: ReaderNetwork) -> Network:
    import torch

    from index.runtime.bfloat16 import inference, narrow

    narrow(network.encoder)

    def run(batch: Batch) -> tuple[Scores, Scores, Scores]:
        ids, mask, types, member = map(torch.from_numpy, (batch.ids, batch.mask, batch.types, batch.member))
        with torch.inference_mode(), inference():
            states = network.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
            found = network.scores(states.last_hidden_state, member)
        scores, spans, nulls = (tensor.float().numpy() for tensor in found)
        return scores, spans, nulls

    return Network(run, alone=False)


def _in_onnx(graph: Path) -> Network:
    session = graphs.session(graph)

    def run(batch: Batch) -> tuple[Scores, Scores, Scores]:
        scores, spans, nulls = session.run(
            ["sentence", "span", "null"],
            {
                "input_ids": batch.ids,
                "attention_mask": batch.mask,
                "token_type_ids": batch.types,
                "member": batch.member,
            },
        )
        return scores, spans, nulls

    return Network(run, alone=True)  # activations become bytes by the largest of the whole batch


def _reading(window: Window, row: PairTokens, scores: Scores, spans: Scores, null: float) -> Reading:
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
    return Reading(sentence, span, null)


def load_network(weights: Path | None = None) -> ReaderNetwork:
    """The embedder's lower layers with our upper ones. Raises ValueError when the weights do not fit."""
    from index.answering.network import SHARED_PREFIXES, ReaderNetwork

    with as_file(files("index.answering") / WEIGHTS) as shipped:
        return pretrained.load_network(ReaderNetwork, SHARED_PREFIXES, weights or shipped)
