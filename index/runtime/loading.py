"""A network of ours and its tokenizer, loaded at the first use: from an exported graph, else in torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from index.runtime.exports import Exports, Wanted
from index.runtime.shared_layers import load_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

F = TypeVar("F")


class LazyNetwork(Generic[F]):
    """``F`` is how it is called. For one thread at a time: its owner has the lock."""

    def __init__(
        self,
        wanted: Callable[[], Wanted],
        in_torch: Callable[[], F],
        in_onnx: Callable[[Path], F],
        onnx: Exports | None,
    ) -> None:
        """``wanted``: its graph; ``in_torch`` and ``in_onnx`` load it; ``onnx``: exported graphs, None: torch."""
        self._wanted = wanted
        self._in_torch = in_torch
        self._in_onnx = in_onnx
        self._onnx = onnx
        self._loaded: tuple[F, Tokenizer] | None = None

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that nobody waits for it. Raises ModelError."""
        self._graph()

    def load(self) -> tuple[F, Tokenizer]:
        """Raises ValueError when the weights do not fit the network, or ModelError."""
        if self._loaded is None:
            graph = self._graph()
            network = self._in_torch() if graph is None else self._in_onnx(graph)
            self._loaded = network, load_tokenizer()
        return self._loaded

    def _graph(self) -> Path | None:
        return self._onnx.find(self._wanted()) if self._onnx else None
