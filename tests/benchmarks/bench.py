"""What the benchmarks share: the data, a working folder, the plain encoder, libraries that are made once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding.torch_encoder import find_model
from index.library import Library
from index.opening import open_library
from index.runtime.exports import Exports, chosen
from index.runtime.onnx_graphs import installed
from tests.benchmarks.figures import Clock, Curve
from tests.benchmarks.source import Source

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass
class Bench:
    """One run. ``work`` is emptied afterwards; ``curve`` is filled by the row ``growth``."""

    source: Source
    work: Path
    small: bool = False
    clock: Clock = time.perf_counter
    curve: Curve = field(default_factory=Curve)
    first_fill: dict[int, float] = field(default_factory=dict)

    def size(self, full: int, small: int) -> int:
        """As large as this run may be."""
        return small if self.small else full

    @cached_property
    def plain(self) -> SentenceTransformer:
        """sentence-transformers with its defaults: what everything is compared with."""
        model = find_model(None)
        model.encode("warm")
        return model

    def backends(self) -> list[str]:
        """What can encode here."""
        return ["torch", *(["onnx"] if installed() else [])]

    def onnx(self, backend: str) -> Exports | None:
        """For ``Library`` and ``Embedder``."""
        return chosen("onnx", self.work) if backend == "onnx" else None

    @contextmanager
    def library(self, articles: int, reranker: str = "off", backend: str = "torch") -> Iterator[Library]:
        """A library of real articles with their quotes, warm. It is filled once for all rows."""
        folder = self.work / f"library-{articles}-{backend}"
        wanted = None if folder.exists() else self.source.articles(articles)
        library = open_library(folder, reranker=reranker, onnx=self.onnx(backend))
        try:
            if wanted is not None:
                library.warm()
                started = time.perf_counter()
                library.reindex(wanted)
                self.first_fill.setdefault(articles, time.perf_counter() - started)
            library.warm()
            yield library
        finally:
            library.close()
