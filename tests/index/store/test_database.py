"""Connections of many threads to one file."""

from __future__ import annotations

import gc
import sqlite3
import threading
from pathlib import Path

import pytest

from index.store.sqlite.database import Database

LONG = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
    "SELECT i, fold('X') FROM n"
)


def test_closing_in_the_midst_of_other_threads_queries_harms_nobody(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    begun, found = threading.Barrier(4), []

    def read() -> None:
        rows = database.connection.execute(LONG)
        begun.wait()
        found.append(sum(1 for _ in rows))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait()
    database.close()
    database.close()
    for thread in threads:
        thread.join()
    assert found == [200_000] * 3
    del threads, thread
    gc.collect()
    assert not list(tmp_path.glob("*-wal"))  # the last one closed in order


def test_the_connections_of_threads_that_ended_are_closed(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    thread = threading.Thread(target=lambda: database.connection.execute("SELECT 1").fetchone())
    thread.start()
    thread.join()
    database.close()
    assert not list(tmp_path.glob("*-wal"))


def test_threads_that_come_and_go_do_not_use_up_the_open_files(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    opened = []
    for _ in range(10):
        thread = threading.Thread(target=lambda: opened.append(database.connection))
        thread.start()
        thread.join()
    database.connection.execute("SELECT 1")
    for connection in opened[:-1]:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    database.close()
