"""Which FAISS index a shelf gets: exact while it is small, inverted lists of bytes when it is large."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.halves import Halves, unit

if TYPE_CHECKING:
    import faiss

    from index.vectors import Ids

EXACT_UP_TO = 20_000
"""Passages that are compared one by one: under 2 ms on one thread."""
LISTS_A_ROOT = 4
"""Lists for each square root of the number of passages, FAISS's own rule of thumb (4 to 16)."""
TRAINED_A_LIST = 64
"""Passages that a list's centre is learned from."""
PROBED = 128
"""Lists that a question looks into; `python -m tests.benchmarks million` measures what they miss."""
ROUNDS = 8
MAPPED_FROM = 64_000_000
"""Bytes."""
BLOCK = 65_536
"""Vectors that are single precision at a time."""


def make(ids: Ids, halves: Halves) -> faiss.Index:
    """An index of inner products over ``halves`` (n, dimension) under ``ids`` (n,), n at least 1."""
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    count, dimension = halves.shape
    index: Any
    if count <= EXACT_UP_TO:
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    else:
        index = _lists(count, dimension)
        stride = max(1, count // (TRAINED_A_LIST * index.nlist))
        index.train(unit(halves[::stride]))
    for start in range(0, count, BLOCK):
        index.add_with_ids(unit(halves[start : start + BLOCK]), ids[start : start + BLOCK])
    return index


def _lists(count: int, dimension: int) -> faiss.IndexIVF:
    """Inverted lists of vectors in one byte a dimension, to be trained."""
    import faiss

    lists = 2 ** round(math.log2(LISTS_A_ROOT * math.sqrt(count)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # by_residual: whole vectors, whose inner product needs no table for each list
    )
    index.cp.niter, index.cp.max_points_per_centroid = ROUNDS, TRAINED_A_LIST
    index.cp.spherical = True
    index.nprobe = PROBED
    return index


def read(file: Path) -> faiss.Index:
    """The index of a file. Never add to it: a mapped one ends the process then. Raises RuntimeError."""
    import faiss

    return faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC if is_mapped(file) else 0)


def is_mapped(file: Path) -> bool:
    """A large file is mapped: it is there at once, takes only the memory it uses, and processes share it.

    A small one is read into memory, where nothing that happens to the file reaches it. Raises OSError.
    """
    return file.stat().st_size >= MAPPED_FROM
