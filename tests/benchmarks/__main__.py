"""``python -m tests.benchmarks [ROW…] [--small] [--cpu] [--data DIR] [--out DIR]``."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from tests.benchmarks import (
    building,
    burst,
    fulltext,
    growth,
    indexing,
    large,
    members,
    million,
    postgres,
    processes,
    question,
    report,
)
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Skipped
from tests.benchmarks.source import SkipError, Source

ROWS: dict[str, Callable[[Bench], list[Figure]]] = {
    "indexing": indexing.run,
    "quotes": indexing.run_quotes,
    "question": question.run,
    "article": question.run_article,
    "burst": burst.run,
    "memory": processes.run_memory,
    "cold": processes.run_cold,
    "members": members.run,
    "growth": growth.run,
    "building": building.run,
    "fulltext": fulltext.run,
    "million": million.run,
    "needle": large.run_needle,
    "reindex": large.run_reindex,
    "postgres": postgres.run,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all goals reached; 1: some missed. Rows that cannot run here are named with the reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; default: all")
    parser.add_argument(
        "--small", action="store_true", help="little data: does it run? the ratios mean nothing"
    )
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("WHOSAID_DATA"), help="the evaluation data"
    )
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="indexing, quotes and burst by CPU time; for a busy machine, on one core",
    )
    parser.add_argument("--out", type=Path, help="folder for JSON and PNG")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    console = Console()
    results: list[report.Result] = []
    with tempfile.TemporaryDirectory(prefix="whosaid-benchmarks-", ignore_cleanup_errors=True) as work:
        source = Source(Path(chosen.data) if chosen.data else None)
        clock = time.process_time if chosen.cpu else time.perf_counter
        bench = Bench(source, Path(work), chosen.small, clock)
        for row in chosen.rows or ROWS:
            with console.status(row):
                try:
                    results += ROWS[row](bench)
                except SkipError as reason:
                    results.append(Skipped(row, str(reason)))
    console.print(report.table(results))
    if chosen.out is not None:
        for file in report.write(results, bench.curve, chosen.out):
            console.print(f"written: {file}")
    return int(any(isinstance(r, Figure) and r.met is False for r in results))


if __name__ == "__main__":
    raise SystemExit(main())
