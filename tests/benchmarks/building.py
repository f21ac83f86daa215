"""Questions of one shelf while another shelf's index of 100,000 passages is built in the same process."""

from __future__ import annotations

import shutil
import threading

from index.model import SHARED_SHELF, View
from index.opening import open_library
from index.reading.text import read_text
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_most, in_turn
from tests.benchmarks.growth import NEWS, archive_store
from tests.benchmarks.source import QUESTIONS
from tests.index.inside import snapshots_of

SIZE = 100_000
OWN = View(("own",))


def run(bench: Bench) -> list[Figure]:
    """Without reranking. The index is built again and again until the questions are answered."""
    size = bench.size(SIZE, 300)
    folder = bench.work / "building"
    shutil.copytree(archive_store(bench, size).parent, folder)
    library = open_library(folder, reranker="off")
    library.add([read_text(NEWS.encode(), "ferry.txt")], "own")
    library.ask(QUESTIONS, OWN)
    rounds = bench.size(5, 1)
    ((alone, _),) = in_turn(QUESTIONS, lambda q: library.ask([q], OWN), rounds=rounds)
    done = threading.Event()
    built = 0

    def build() -> None:
        nonlocal built
        with library.parts.store.changes.changing(SHARED_SHELF, 0):
            while not done.is_set():
                snapshots_of(library).renew(SHARED_SHELF)
                built += 1

    work = threading.Thread(target=build)
    work.start()
    ((meanwhile, _),) = in_turn(QUESTIONS, lambda q: library.ask([q], OWN), rounds=rounds)
    done.set()
    work.join()
    library.close()
    return [
        Figure(
            "building", f"p50 of a question while an index of {size:,} is built", meanwhile, "ms", alone,
            at_most(1.5), f"built {built} times",
        )
    ]  # fmt: skip
