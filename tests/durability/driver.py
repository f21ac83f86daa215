"""Changes a library in a child process that dies at a chosen moment.

Read from standard input: one JSON job a line. Each job runs in a fork of this process, in which everything is
imported and the tagger has its weights already, so that a kill costs milliseconds. Run it with one thread: a pool
of threads does not live on in a fork. Printed for each job: how the child ended, as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest

from index.embedding.embedder import Embedder
from index.opening import open_library
from index.quotes import extract_quotes
from tests.index.small import WordEmbedder, numbered

for needed in ("faiss", "index.answering.ranking"):  # imported before the forks
    importlib.import_module(needed)
extract_quotes(numbered(0))


class Mortal(sqlite3.Connection):
    """Kills its process right before or right after its n-th COMMIT since ``arm``."""

    commits = 0
    until: tuple[str, int] | None = None

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Counts the commits."""
        if statement != "COMMIT" or not self.in_transaction:
            return super().execute(statement, *values)
        Mortal.commits += 1
        if Mortal.until == ("before", Mortal.commits):
            die()
        found = super().execute(statement, *values)
        if Mortal.until == ("after", Mortal.commits):
            die()
        return found


def die() -> None:
    """As kill -9 does it: nothing is closed, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def work(job: dict[str, Any]) -> None:
    """One change; tells how many commits it took and how long."""
    real = sqlite3.connect
    replaced = pytest.MonkeyPatch()
    replaced.setattr(
        "index.store.sqlite.database.sqlite3.connect", lambda *a, **k: real(*a, factory=Mortal, **k)
    )
    library = open_library(Path(job["folder"]), reranker="off", embedder=cast(Embedder, WordEmbedder()))
    Mortal.commits = 0
    if job.get("at"):
        Mortal.until = (job["at"][0], job["at"][1])
    if job.get("seconds") is not None:
        threading.Timer(job["seconds"], die).start()
    started = time.monotonic()
    match job["change"]:
        case "add":
            library.add([numbered(n, job.get("version", 0)) for n in job["numbers"]])
        case "remove":
            library.remove(f"story-{job['numbers'][0]}.txt")
        case "reindex":
            library.reindex([numbered(n, job.get("version", 0)) for n in job["numbers"]])
    told = {"commits": Mortal.commits, "seconds": time.monotonic() - started}
    Path(job["told"]).write_text(json.dumps(told), encoding="utf-8")


def main() -> None:
    """Serve jobs until the end of input."""
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                work(job)
            except BaseException as error:
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


if __name__ == "__main__":
    main()
