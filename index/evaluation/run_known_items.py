"""``python -m index.evaluation.run_known_items FOLDER LIBRARY [COUNT]``: index a folder, time it, measure."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from index.evaluation.known_items import make_items, measure
from index.library import Library
from index.reading.sources import read_sources


def main(folder: Path, library_folder: Path, most: int) -> None:
    """Reindex twice, then once with one article changed, then the known items."""
    articles = read_sources([folder]).articles[:most]
    library = Library(library_folder)
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        done = library.reindex(articles)
        seconds.append(time.perf_counter() - started)
        print(f"{done}\n{seconds[-1]:.3f} s", flush=True)
    print(f"second reindex {seconds[0] / seconds[1]:.0f} times as fast as the first")
    library.close()
    library = Library(library_folder)
    started = time.perf_counter()
    library.warm()
    print(f"warm: {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    library.ask(["Who won the election?"])
    print(f"first answer after that: {time.perf_counter() - started:.2f} s", flush=True)
    for line in measure(library, make_items(articles)).lines():
        print(line)
    library.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
