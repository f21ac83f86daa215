"""Whole questions of one library in both stores, in turn; the second is a copy in the database of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.library import Library
from index.opening import open_library, store_at
from index.reading.text import read_text
from index.store.moving import move
from tests.benchmarks.bench import Bench
from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, at_most, in_turn, seconds
from tests.benchmarks.growth import NEWS, archive_store
from tests.benchmarks.source import QUESTIONS, SkipError
from tests.postgres import Server

SIZES = (10_000, 100_000)
SMALL_SIZES = (100,)
NEW = 60
"""Questions that are asked once: most of the articles they lead to are not in memory."""
OPENED = """
import json, sys
from pathlib import Path
from index.opening import open_library, store_at
from tests.benchmarks.children import resident
library = open_library(Path(sys.argv[1]), reranker="off", open_store=store_at(sys.argv[2] or None))
library.warm()
library.ask(sys.argv[3:])
print(json.dumps({"resident": resident()}))
library.close()
"""


def run(bench: Bench) -> list[Figure]:
    """Without reranking, which costs the same with each store. Raises SkipError without a server."""
    if not (server := os.environ.get("DATABASE_URL")):
        raise SkipError(
            "needs a PostgreSQL with pgvector: name it with DATABASE_URL; it gets schemas of its own"
        )
    figures = []
    for size in SMALL_SIZES if bench.small else SIZES:
        url = Server(server, bench.work).fresh()
        figures += _of_size(bench, size, url)
    return figures


def _of_size(bench: Bench, size: int, url: str) -> list[Figure]:
    folder = bench.work / f"postgres-{size}"
    shutil.copytree(archive_store(bench, size).parent, folder)
    embedded = open_library(folder, reranker="off")
    shared = open_library(folder, reranker="off", open_store=store_at(url))
    what, stores = f"{size:,} passages", (embedded, shared)
    try:
        move(embedded.parts.store, shared.parts.store, str(folder), lambda _: None)
        for library in stores:
            library.warm()
        (new, ours_new) = _asked(bench.source.sentences(bench.size(NEW, 3)), stores)
        (known, ours_known) = _asked(QUESTIONS * bench.size(6, 1), stores)
        news = [read_text(NEWS.encode(), "ferry.txt")]
        added = [seconds(lambda: library.add(news)) for library in stores]  # noqa: B023
    finally:
        for library in stores:
            library.close()
    memory = [_memory(folder, "", QUESTIONS), _memory(folder, url, QUESTIONS)]
    return [
        Figure("postgres", f"p50 of a question, {what}", ours_known, "ms", known, at_most(2)),
        Figure("postgres", f"p50 of one asked for the first time, {what}", ours_new, "ms", new, at_most(2)),
        Figure("postgres", f"adding an article, {what}", added[1], "s", added[0]),
        Figure("postgres", f"memory of a process that asked, {what}", memory[1], "MB", memory[0]),
    ]


def _asked(questions: list[str] | tuple[str, ...], stores: tuple[Library, Library]) -> tuple[float, float]:
    """Median milliseconds of each store."""
    first, second = stores
    (embedded, _), (shared, _) = in_turn(questions, lambda q: first.ask([q]), lambda q: second.ask([q]))
    return embedded, shared


def _memory(folder: Path, url: str, questions: tuple[str, ...]) -> float:
    return child(OPENED, str(folder), url, *questions)["resident"]
