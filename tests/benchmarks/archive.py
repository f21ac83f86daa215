"""Archives of any size, made of real sentences and their vectors; the same at every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from index.embedding.arrays import Halves, Vectors
from index.model import SHARED_SHELF, Article
from index.reading.text import read_text
from index.store.interface import Changes
from index.store.values import Made, Prepared
from index.text.passages import split_passages

LIKENESS = 0.8
"""Cosine of a repeated vector to the real one that it is made of."""
PASSAGES = 25
"""Passages of an article, about what the news articles have."""
SENTENCES = (1, 5)
"""Sentences of a passage, from and below."""
BLOCK = 50_000


def repeated(real: Vectors, count: int, seed: int = 0) -> Iterator[Halves]:
    """``count`` vectors in blocks: each real one again and again, turned by noise to cosine LIKENESS.

    ``real`` holds unit vectors (n, dimension).
    """
    random = np.random.default_rng(seed)
    for start in range(0, count, BLOCK):
        rows = np.arange(start, min(start + BLOCK, count)) % len(real)
        noise = random.standard_normal((len(rows), real.shape[1]), np.float32)
        noise -= (noise * real[rows]).sum(1, keepdims=True) * real[rows]
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        yield (LIKENESS * real[rows] + np.sqrt(1 - LIKENESS**2) * noise).astype(np.float16)


def articles(sentences: Sequence[str], passages: int, seed: int = 0) -> Iterator[Article]:
    """Articles with ``passages`` passages in all, put together from sentences drawn at random."""
    random = np.random.default_rng(seed)
    for number in range(-(-passages // PASSAGES)):
        size = min(PASSAGES, passages - number * PASSAGES) - 1  # the title is a passage, too
        picks = [
            " ".join(sentences[i] for i in random.integers(len(sentences), size=random.integers(*SENTENCES)))
            for _ in range(size)
        ]
        title = f"Report {number}: {sentences[int(random.integers(len(sentences)))][:80]}"
        yield read_text("\n".join([title, *picks]).encode(), f"{number:06d}.txt")


def fill(changes: Changes, made: Sequence[Article], vectors: Iterator[Halves], model_key: str) -> None:
    """Put articles on the shared shelf without a model: passages get ``vectors``, sentences their first one.

    What is measured afterwards (search, full text, ranking) depends on size and shape, not on meaning.
    """
    rows = (row for block in vectors for row in block)
    for start in range(0, len(made), 400):
        prepared, fresh = [], {}
        for article in made[start : start + 400]:
            passages = tuple(split_passages(article))
            keys = []
            for passage in passages:
                named = f"{article.name}\0{passage.start}"
                keys.append(hashlib.sha256(named.encode()).digest()[:16])
                fresh[keys[-1]] = next(rows).tobytes()
            sentence_keys = tuple(
                (key,) * len(passage.sentences) for key, passage in zip(keys, passages, strict=True)
            )
            prepared.append(Prepared(article, passages, (), tuple(keys), sentence_keys))
        changes.put_vectors(fresh)
        changes.apply(SHARED_SHELF, prepared, [], lambda _: Made(model_key, "benchmark", "added"))
