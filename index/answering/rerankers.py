"""Which reader looks at the best candidates: ours, a sentence-transformers CrossEncoder, or none."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.answering.reader import Reader, Reading, Window
from index.errors import ModelError
from index.runtime.exports import Exports
from index.slices import cut

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BUILT_IN = "built-in"
OFF = "off"


class Reranker(Protocol):
    """Scores the sentences of windows for one question."""

    def prepare(self) -> None:
        """What takes long and can be done before the first question. Raises ModelError."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """One Reading a window."""


def make_reranker(name: str, onnx: Exports | None = None) -> Reranker | None:
    """``built-in``, ``off``, or a CrossEncoder's folder or hub name; nothing is loaded yet. ``onnx``: see Reader."""
    if name == OFF:
        return None
    return Reader(onnx=onnx) if name == BUILT_IN else CrossReader(name)


class CrossReader:
    """Any sentence-transformers CrossEncoder, asked about each sentence alone."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def prepare(self) -> None:
        """Nothing."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Logits of each sentence; there is no span score, so it is 0. Raises ModelError."""
        pairs = [(question, cut(w.text, a, b)) for w in windows for a, b in w.sentences]
        with self._lock:  # its tokenizer must not be shared between threads
            if self._model is None:
                self._model = _load(self._name)
            scores = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)
        if scores.ndim != 1:
            raise ModelError(
                "RERANKER_MODEL {name!r} gives {scores} scores a pair; one is needed.",
                name=self._name,
                scores=scores.shape[1],
            )
        readings, start = [], 0
        for window in windows:
            count = len(window.sentences)
            readings.append(Reading(scores[start : start + count], np.zeros(count, np.float32)))
            start += count
        return readings


def _load(name: str) -> CrossEncoder:
    from sentence_transformers import CrossEncoder
    from torch import nn

    local = Path(name).expanduser()
    try:
        # raw logits, whatever the model's own activation: the weights expect log-odds
        model: CrossEncoder = CrossEncoder(
            str(local) if local.is_dir() else name,
            device="cpu",
            activation_fn=nn.Identity(),
            local_files_only=local.is_dir(),
        )
    except Exception as error:
        raise ModelError(
            "RERANKER_MODEL {name!r} could not be loaded; set it to a CrossEncoder's folder, `built-in` or `off`.",
            name=name,
        ) from error
    return model
