"""What PostgreSQL alone brings: its own indexes for big shelves, lost connections, servers that cannot be used."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import StoreError
from index.library import Library
from index.model import SHARED_SHELF, View
from index.store.values import Made
from tests.index.small import article, numbered, words_library
from tests.postgres import Server, postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
from psycopg.conninfo import make_conninfo  # noqa: E402

__all__ = ["postgres"]


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.fresh()


def opened(url: str) -> Library:
    from index.store.postgres.backend import open_backend

    return words_library(Path(), open_store=lambda _, model_key: open_backend(url, model_key))


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    held = opened(url)
    yield held
    held.close()


def indexes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE '%WHERE (shelf%'"
        )
        return sorted(row[0] for row in rows)


def test_a_big_shelf_has_indexes_of_its_own(
    url: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Gate{n % 50} of lock{n} opens for boat{n % 7}." for n in range(300)]
    library.add([article("small.txt", *lines[:20])], "1")
    library.add([article("big.txt", *lines)])
    search, ask = library.parts.store.search, library.parts.embedder.encode
    (vector,) = ask(["Gate7 of lock57"], "query")
    exact = search.nearest(vector, (SHARED_SHELF,), 10)
    words = search.lexical(["lock57", "gate7"], (SHARED_SHELF,), 5)
    assert indexes(url) == []
    monkeypatch.setattr("index.store.postgres.indexes.READ_WHOLE", 100)
    assert [f.name for f in library.check() if not f.ok] == ["index files"]
    library.repair()
    near, gin = sorted(indexes(url), reverse=True, key=lambda made: "hnsw" in made)
    assert "hnsw" in near
    assert "gin" in gin
    assert all(found.ok for found in library.check())
    by_graph = search.nearest(vector, (SHARED_SHELF,), 10)
    assert len(set(by_graph) & set(exact)) >= 9
    assert np.allclose([s for _, s in by_graph][:3], [s for _, s in exact][:3], atol=1e-3)
    assert [p for p, *_ in search.lexical(["lock57", "gate7"], (SHARED_SHELF,), 5)] == [p for p, *_ in words]
    library.add([article("new.txt", "A walrus swam through gate7.")])
    (walrus,) = ask(["walrus swam"], "query")
    assert search.nearest(walrus, (SHARED_SHELF,), 1)[0][1] > 0.5
    library.remove("big.txt")
    assert indexes(url) == []
    assert len(search.nearest(vector, ("1",), 50)) == 21


def test_lost_connections_are_replaced(postgres: Server, url: str, library: Library) -> None:
    library.add([numbered(1)], "1")
    for _ in range(2):
        cut(postgres)
        assert [info.name for info in library.articles(View(("1",)))] == ["story-1.txt"]
        cut(postgres)
        library.records.prefer("1", {"n": 1})


def test_what_faces_keep_outlives_a_connection_that_is_lost_while_it_is_written(
    url: str, library: Library
) -> None:
    (answer,) = library.ask(["Which colour was harbour number1 painted in?"], View(("1",)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SEQUENCE cuts")
        connection.execute(
            "CREATE FUNCTION cut_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('cuts') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER cut BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION cut_first()"
        )
        number = library.records.keep(answer, "1", "ada")
        assert connection.execute("SELECT last_value FROM cuts").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (1,)
    assert library.records.record(number) is not None


def test_a_change_whose_lock_was_lost_is_not_made(postgres: Server, library: Library) -> None:
    library.add([numbered(1)], "1")
    ids = [info.id for info in library.articles(View(("1",)))]
    changes = library.parts.store.changes
    with changes.changing("1", 1):
        cut(postgres)
        with pytest.raises(StoreError, match=r"nothing was changed|cannot be reached"):
            changes.apply("1", [], ids, lambda _: Made("", ""))
    assert [info.name for info in library.articles(View(("1",)))] == ["story-1.txt"]
    library.remove("story-1.txt", "1")


def cut(postgres: Server) -> None:
    """Ends every other connection, as a failing network or an administrator does."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE pid != pg_backend_pid() AND backend_type = 'client backend'"
        )


def test_a_server_without_pgvector_is_told_in_one_sentence(postgres: Server) -> None:
    """Its list of extensions lacks it, as on a server where the package was not installed."""
    shadow = postgres.fresh()
    with psycopg.connect(shadow, autocommit=True) as connection:
        connection.execute("CREATE TABLE pg_available_extensions (name text, default_version text)")
    hidden = shadow.replace("%2Cpublic", "%2Cpg_catalog")
    with pytest.raises(
        StoreError, match=r"has no pgvector; install it there .*postgresql-\d+-pgvector"
    ) as told:
        opened(hidden)
    assert "\n" not in str(told.value)


def test_a_database_that_knows_no_letters_is_refused(postgres: Server) -> None:
    """What initdb makes in the locale C."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE plain ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    try:
        with pytest.raises(StoreError, match=r"keeps text as SQL_ASCII; .*ENCODING 'UTF8'"):
            opened(make_conninfo(postgres.url, dbname="plain"))
    finally:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("DROP DATABASE plain")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"cannot be reached .*check DATABASE_URL") as told:
        opened(f"postgresql://ada:sesame@/x?host={tmp_path}")
    assert "sesame" not in str(told.value)
    assert "\n" not in str(told.value)
    assert time.monotonic() - began < 15


def test_a_library_of_a_newer_whosaid_is_refused(url: str, library: Library) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE whosaid SET version = 999")
    with pytest.raises(StoreError, match="newer whosaid"):
        opened(url)
