"""Which FAISS index a shelf gets: exact while it is small, inverted lists of bytes when it is large."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.arrays import Halves, Ids, Read, unit

if TYPE_CHECKING:
    import faiss


EXACT_UP_TO = 20_000
"""Passages that are compared one by one: under 2 ms on one thread."""
LISTS_A_ROOT = 4
"""Lists for each square root of the number of passages, FAISS's own rule of thumb (4 to 16)."""
TRAINED_A_LIST = 64
"""Passages that a list's centre is learned from."""
PROBED = 128
"""Lists that a question looks into; `python -m tests.benchmarks million` measures what they miss."""
ROUNDS = 8
CHANGED_UP_TO = 0.1
"""Share of passages that may come or go before the lists' centres are learned anew."""
MAPPED_FROM = 64_000_000
"""Bytes."""
BLOCK = 65_536
"""Vectors that are single precision at a time."""


def make(ids: Ids, halves: Halves) -> faiss.Index:
    """An index of inner products over ``halves`` (n, dimension) under ``ids`` (n,), n at least 1."""
    import faiss

    faiss.omp_set_num_threads(max(1, (os.cpu_count() or 1) - 1))  # questions go on meanwhile
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
    made: faiss.Index = index
    return made


def grown(file: Path, ids: Ids, read_vectors: Read) -> faiss.Index | None:
    """The inverted lists of ``file`` brought to ``ids`` (n,), by their centres as they were learned.

    None when it holds no lists, or so much is different that it had better be made anew.
    """
    import faiss

    if len(ids) <= EXACT_UP_TO:
        return None
    index: Any = faiss.read_index(str(file))
    if not isinstance(index, faiss.IndexIVF) or index.nlist != _list_count(len(ids)):
        return None
    lists: Any = index.invlists
    held = np.concatenate(
        [
            faiss.rev_swig_ptr(lists.get_ids(n), size)
            for n in range(index.nlist)
            if (size := lists.list_size(n))
        ]
    )
    gone, fresh = np.setdiff1d(held, ids), np.setdiff1d(ids, held)
    if len(gone) + len(fresh) > CHANGED_UP_TO * len(ids):
        return None
    if len(gone):
        index.remove_ids(faiss.IDSelectorBatch(gone))
    if len(fresh):
        index.add_with_ids(unit(read_vectors(fresh)), fresh)
    made: faiss.Index = index
    return made


def _list_count(count: int) -> int:
    return 1 << round(math.log2(LISTS_A_ROOT * math.sqrt(count)))


def _lists(count: int, dimension: int) -> faiss.IndexIVF:
    """Inverted lists of vectors in one byte a dimension, to be trained."""
    import faiss

    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        _list_count(count),
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
