"""What adding an article holds at once grows with its rows, not with copies of its text."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.embedding.encoder import Role
from index.errors import LimitError
from index.library import Library
from index.model import Progress, View
from index.opening import open_library
from index.reading.text import read_text
from index.shelves import preparing

SIZE = 200_000
HELD = 4.5
"""Bytes held for each character of a text while it is split and embedded: places and keys of its sentences take 3.1, and a
second copy of its passages and sentences would make it about 7."""


class EvenEmbedder:
    """Gives every text the same small vector, and holds nothing."""

    key = "even:1"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), 4)."""
        return np.full((len(texts), 4), 0.5, np.float32)

    def close(self) -> None:
        """Nothing to close."""


def library_at(folder: Path) -> Library:
    embedder = cast("Embedder", EvenEmbedder())
    return open_library(folder, embedder=embedder, find_quotes=lambda *_: ())


def peak_of_adding(folder: Path, size: int) -> int:
    """Bytes at most until the rows are written."""
    sentence = "The wardens of gate {} counted every boat that passed the wall in year {}.".format
    lines = (" ".join(sentence(n, i) for i in range(8)) for n in range(size // 600))
    article = read_text(("Title\n" + "\n".join(lines)).encode(), "long.txt")
    library = library_at(folder)
    peaks: list[int] = []

    def look(now: Progress) -> None:
        peaks.append(tracemalloc.get_traced_memory()[1])

    tracemalloc.start()
    try:
        library.add([article], progress=look)
    finally:
        tracemalloc.stop()
        library.close()
    return max(peaks)


def test_no_copy_of_the_text_is_held(tmp_path: Path) -> None:
    peak_of_adding(tmp_path / "warm", SIZE // 10)  # what is loaded once does not count
    small, large = (peak_of_adding(tmp_path / str(n), n * SIZE) for n in (2, 4))
    assert large - small < HELD * 2 * SIZE


def test_too_many_sentences_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when they are all the same: each is a row."""
    monkeypatch.setattr(preparing, "MAX_TEXTS", 100)
    article = read_text(("Title\n" + "The boat came back.\n" * 99).encode(), "same.txt")
    library = library_at(tmp_path)
    with pytest.raises(LimitError, match="more than 100 sentences"):
        library.add([article])
    assert library.articles(View()) == []
    library.close()
