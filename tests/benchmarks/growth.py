"""How a question, memory and a change grow with the number of passages."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.opening import open_library
from index.reading.text import read_text
from tests.benchmarks import archive
from tests.benchmarks.bench import Bench
from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, at_most, in_turn, seconds
from tests.benchmarks.source import QUESTIONS, embedded

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SMALL_SIZES = (100, 300)
SENTENCES = 6_000
NEWS = "Ferry runs again\nThe ferry over the Lind runs again from Monday, the harbour office said."
OPENED = """
import json, sys
from pathlib import Path
from index.opening import open_library
from tests.benchmarks.children import resident
library = open_library(Path(sys.argv[1]), reranker="off")
library.warm()
library.ask(sys.argv[2:])
print(json.dumps({"resident": resident()}))
library.close()
"""


def run(bench: Bench) -> list[Figure]:
    """Questions without reranking; the change is one short article added."""
    medians: dict[int, float] = {}
    for size in SMALL_SIZES if bench.small else SIZES:
        folder = archive_store(bench, size).parent
        library = open_library(folder, reranker="off")
        library.parts.embedder.encode(["warm"], "query")
        first = seconds(library.warm)  # no index file yet: it is built from the stored vectors
        for question in QUESTIONS:
            library.ask([question])
        ((medians[size], _),) = in_turn(QUESTIONS, lambda q: library.ask([q]), rounds=bench.size(5, 1))  # noqa: B023
        added = seconds(lambda: library.add([read_text(NEWS.encode(), "ferry.txt")]))  # noqa: B023
        library.close()
        memory = child(OPENED, str(folder), *QUESTIONS)["resident"]
        bench.curve.add(
            size, **{"p50 of a question, ms": medians[size], "memory, MB": memory},
            **{"building the index, s": first, "adding an article, s": added},
        )  # fmt: skip
    low, *middle = medians
    high = middle[-1] if bench.small else 100_000
    return [
        Figure(
            "growth",
            f"p50 at {high:,} passages against {low:,}",
            medians[high],
            "ms",
            medians[low],
            at_most(3),
        ),
        *(Figure("growth", f"p50 at {size:,} passages", value, "ms") for size, value in medians.items()),
    ]


def archive_store(bench: Bench, passages: int) -> Path:
    """The database of a library with so many passages, made once."""
    folder = bench.work / f"archive-{passages}"
    path = folder / "library.sqlite"
    if not path.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        sentences = bench.source.sentences(bench.size(SENTENCES, 60))
        library = open_library(folder, reranker="off")
        made = list(archive.articles(sentences, passages))
        vectors = archive.repeated(embedded(tuple(sentences)), passages + len(made))
        archive.fill(library.parts.store.changes, made, vectors, library.parts.embedder.key)
        library.close()
    return path
