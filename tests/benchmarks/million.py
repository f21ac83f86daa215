"""A million passages: what the shelf's index finds, how fast, in how much memory, and how soon it is ready."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from index.embedding.arrays import Halves, Ids, Vectors, unit
from index.vectors import files as vectors
from tests.benchmarks import archive
from tests.benchmarks.bench import Bench
from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, at_least, at_most, seconds
from tests.benchmarks.source import embedded

SENTENCES = 6_000
QUERIES = 200
TOP = 10
SHELF_KEY = "benchmark"
READY = """
import json, sys, time
import faiss, numpy as np
from pathlib import Path
from index.vectors import files as vectors
from tests.benchmarks.children import resident
before, started = resident(), time.perf_counter()
index = vectors.load(Path(sys.argv[1]), model_key="benchmark", generation=1)
took = time.perf_counter() - started
for query in np.load(sys.argv[2]):
    index.search(query[None, :], 10)
print(json.dumps({"ready": took, "memory": resident() - before}))
"""


def run(bench: Bench) -> list[Figure]:
    """FAISS Flat over the same vectors is the truth and the baseline."""
    count = bench.size(1_000_000, 2_000)
    real = embedded(tuple(bench.source.sentences(bench.size(SENTENCES, 60))))
    held_out = max(len(real) // 30, 4)
    real, queries = real[held_out:], real[:held_out][:QUERIES]
    folder = bench.work / "million"
    built_in, best, flat = _built(folder, real, queries, count)
    index = vectors.load(folder, model_key=SHELF_KEY, generation=1)
    assert index is not None
    times, found = [], 0
    for query, truth in zip(queries, best, strict=True):
        started = time.perf_counter()
        _, rows = index.search(query[None, :], TOP)
        times.append(time.perf_counter() - started)
        found += len(set(rows[0].tolist()) & set(truth.tolist()))
    np.save(bench.work / "queries.npy", queries)
    alone = child(READY, str(folder), str(bench.work / "queries.npy"))
    what, tiny = f"{count:,} passages", bench.small
    return [
        Figure("million", f"recall@{TOP}, {what}", found / (TOP * len(queries)), "", None, at_least(0.97)),
        Figure(
            "million",
            f"p50, {what}",
            float(np.median(times)) * 1000,
            "ms",
            flat * 1000,
            None if tiny else at_most(0.05),
            "one thread each",
        ),
        Figure("million", f"memory of the index alone, {what}", alone["memory"], "MB", None, at_most(600)),
        Figure("million", f"time to ready, {what}", alone["ready"], "s", None, at_most(2)),
        Figure("million", f"time to build, {what}", built_in, "s"),
    ]


def _built(folder: Path, real: Vectors, queries: Vectors, count: int) -> tuple[float, Ids, float]:
    """Seconds to build the shelf's index, and what ``_exact`` says of the same vectors."""
    halves = np.empty((count, real.shape[1]), np.float16)
    at = 0
    for block in archive.repeated(real, count):
        halves[at : at + len(block)] = block
        at += len(block)
    ids = np.arange(count, dtype=np.int64)
    took = seconds(lambda: _build(folder, ids, halves))
    return took, *_exact(halves, queries)


def _build(folder: Path, ids: Ids, halves: Halves) -> None:
    vectors.publish(folder, vectors.build(folder, ids, lambda _: halves, model_key=SHELF_KEY, generation=1))


def _exact(halves: Halves, queries: Vectors) -> tuple[Ids, float]:
    """The true TOP rows of each query, and the median seconds of one exact search on one thread."""
    import faiss

    flat = faiss.IndexFlatIP(halves.shape[1])
    for start in range(0, len(halves), archive.BLOCK):
        flat.add(unit(halves[start : start + archive.BLOCK]))
    faiss.omp_set_num_threads(1)
    times, best = [], []
    for query in queries:
        started = time.perf_counter()
        best.append(flat.search(query[None, :], TOP)[1][0])
        times.append(time.perf_counter() - started)
    return np.array(best), float(np.median(times))
