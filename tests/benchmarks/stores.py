"""Both backends side by side, without a model: what a question asks of the store, and adding one article.

``python -m tests.benchmarks.stores FOLDER PASSAGES``: made-up passages (Zipf's words, 384 dimensions around
1,000 centres), DATABASE_URL an empty database. Prints a line of JSON for each backend.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embedding.arrays import Vectors, encode_vectors
from index.model import SHARED_SHELF
from index.opening import store_at
from index.reading.text import read_text
from index.store.interface import Backend
from index.store.values import Made, Prepared
from index.text.passages import Passage

DIMENSION, CENTRES, A_PASSAGE, AN_ARTICLE, QUESTIONS = 384, 1_000, 25, 500, 200
MODEL, HERE = "made-up", (SHARED_SHELF,)


def near_centres(generator: np.random.Generator, count: int, centres: Vectors) -> Vectors:
    """Unit vectors (count, DIMENSION)."""
    found = centres[generator.integers(0, len(centres), count)] * 0.8
    found = found + generator.standard_normal((count, DIMENSION)).astype(np.float32) / DIMENSION**0.5
    unit: Vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return unit


def prepared(
    name: str, generator: np.random.Generator, vectors: Vectors
) -> tuple[Prepared, dict[bytes, bytes]]:
    """An article of as many paragraphs as vectors, each one passage."""
    words = generator.zipf(1.3, (len(vectors), A_PASSAGE)) % 50_000
    lines = [" ".join(f"word{w}" for w in row) + "." for row in words]
    article = read_text("\n\n".join([name, *lines]).encode(), name)
    passages = tuple(Passage(p.number, p.start, p.end, ()) for p in article.paragraphs)
    keys = tuple(f"{name} {n}".encode() for n in range(len(passages)))
    item = Prepared(article, passages, (), keys, tuple(() for _ in passages))
    return item, dict(zip(keys, encode_vectors(vectors), strict=False))


def add(store: Backend, items: list[tuple[Prepared, dict[bytes, bytes]]]) -> float:
    """Seconds for one change of the shelf."""
    began = time.perf_counter()
    with store.changes.changing(SHARED_SHELF, 5):
        for _, vectors in items:
            store.changes.put_vectors(vectors)
        store.changes.apply(SHARED_SHELF, [item for item, _ in items], [], lambda _: Made(MODEL, "x"))
    return time.perf_counter() - began


def p50(work: Callable[[int], object]) -> float:
    """Milliseconds."""
    times = []
    for n in range(QUESTIONS):
        began = time.perf_counter()
        work(n)
        times.append(time.perf_counter() - began)
    return round(float(np.median(times)) * 1e3, 2)


def measure(store: Backend, passages: int) -> dict[str, object]:
    """Figures of one backend at one size."""
    generator = np.random.default_rng(1)
    centres = near_centres(generator, CENTRES, np.zeros((1, DIMENSION), np.float32))
    vectors = near_centres(generator, passages, centres)
    items = [
        prepared(f"a{n}.txt", generator, vectors[n : n + AN_ARTICLE]) for n in range(0, passages, AN_ARTICLE)
    ]
    filled = add(store, items)
    asked = near_centres(generator, QUESTIONS, centres)
    words = [[f"word{w}" for w in generator.zipf(1.3, 6) % 50_000 if w > 20] for _ in range(QUESTIONS)]
    rows = [row for number in range(len(items)) for row in store.content.passages(number + 1)]
    stored = np.stack([np.frombuffer(row[4], np.float16) for row in rows]).astype(np.float32)
    stored /= np.linalg.norm(stored, axis=1, keepdims=True)
    ids = np.array([row[0] for row in rows])
    store.search.warm(SHARED_SHELF)
    held = []
    for vector in asked:
        exact = set(ids[np.argpartition(-(stored @ vector), 10)[:10]].tolist())
        found = {number for number, _ in store.search.nearest(vector, HERE, 10)}
        held.append(len(exact & found) / 10)

    def both(n: int) -> object:
        return store.search.nearest(asked[n], HERE, 30), store.search.lexical(words[n], HERE, 30)

    both(0)
    one = prepared("new.txt", generator, near_centres(generator, 30, centres))
    return {
        "passages": passages,
        "filled_s": round(filled, 1),
        "recall@10": round(float(np.mean(held)), 4),
        "nearest_p50_ms": p50(lambda n: store.search.nearest(asked[n], HERE, 30)),
        "lexical_p50_ms": p50(lambda n: store.search.lexical(words[n], HERE, 30)),
        "question_p50_ms": p50(both),
        "add_30_passages_s": round(add(store, [one]), 2),
    }


def main(folder: Path, size: int) -> None:
    """One line a backend; the database is to be empty."""
    for kind in ("sqlite", "postgres"):
        url = os.environ["DATABASE_URL"] if kind == "postgres" else None
        store = store_at(url)(folder / kind, lambda: MODEL)
        try:
            print(json.dumps({"backend": kind, **measure(store, size)}), flush=True)
        finally:
            store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
