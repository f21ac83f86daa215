"""A whole library moves from each backend into each other one, and goes on where it was cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreError
from index.library import Library
from index.model import View
from index.store.moving import move
from index.store.postgres.backend import open_backend as open_postgres
from index.store.sqlite.backend import open_backend as open_sqlite
from index.store.tables import TABLES
from tests.index.small import numbered, words_library
from tests.postgres import Server

HERE = View(("shared", "1"))
COLOUR = "Which colour was harbour number1 painted in?"
OpenOther = Callable[[], Library]


@pytest.fixture(params=["sqlite", "postgres"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenOther]:
    opened: list[Library] = []
    server: Server | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    url = server.fresh() if server else ""

    def again() -> Library:
        if server is None:
            opened.append(words_library(tmp_path / "other"))
        else:
            opened.append(words_library(tmp_path, open_store=lambda _, key: open_postgres(url, key)))
        return opened[-1]

    yield again
    for library in opened:
        library.close()


def fill(library: Library) -> str:
    library.reindex([numbered(n) for n in range(3)])
    library.add([numbered(1)], "1")
    library.add([numbered(1, version=2)], "1")
    library.remove("story-2.txt")
    library.records.prefer("1", {"private": True})
    library.book.bind("1", "77", "story-1.txt")
    number = library.records.keep(library.ask([COLOUR], HERE)[0], "1", "ada")
    library.records.replied(5, 7, 6, "ada", number)
    library.records.vote(number, "ada", "1", True)
    library.records.count("1", answered=True, seconds=0.5)
    return number


def quiet(_: object) -> None:
    """Nobody wants to know."""


def test_everything_arrives(library: Library, other: OpenOther) -> None:
    number = fill(library)
    key = library.keys.add("1", "x")
    target = other()
    counts = move(library.parts.store, target.parts.store, "here", quiet)
    assert counts["articles"] == 5
    assert counts["votes"] == counts["preferences"] == counts["tallies"] == 1
    later = other()
    assert later.articles(HERE) == library.articles(HERE)
    assert later.quotes(HERE) == library.quotes(HERE)
    assert later.ask([COLOUR], HERE)[0].quotes == library.ask([COLOUR], HERE)[0].quotes
    assert later.records.record(number) == library.records.record(number)
    assert later.keys.find(key) == library.keys.find(key)
    assert later.book.binding("1", "77") == "story-1.txt"
    assert later.generation(HERE) == library.generation(HERE)
    assert all(found.ok for found in later.check()), later.check()
    later.add([numbered(4)], "1")  # ids go on behind those that came
    assert all(found.ok for found in later.check()), later.check()
    later.records.count("1", answered=True, seconds=0.5)
    assert later.records.statistics("1").questions == 2


class Cut(Exception):
    """The power went."""


@pytest.mark.parametrize("after", [1, 4, 7])
def test_it_goes_on_where_it_was_cut_off(library: Library, other: OpenOther, after: int) -> None:
    fill(library)
    target = other()
    rows, calls = target.parts.store.rows, 0
    put = rows.put

    def mortal(*args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise Cut
        put(*args)

    rows.put = mortal  # type: ignore[method-assign, assignment]
    with pytest.raises(Cut):
        move(library.parts.store, target.parts.store, "here", quiet)
    again = other()
    with pytest.raises(StoreError, match="holds something already"):
        move(library.parts.store, again.parts.store, "another library", quiet)
    assert move(library.parts.store, again.parts.store, "here", quiet)["articles"] == 5
    assert again.ask([COLOUR], HERE)[0].quotes == library.ask([COLOUR], HERE)[0].quotes
    assert all(found.ok for found in again.check()), again.check()


def test_another_library_is_not_written_over(library: Library, other: OpenOther) -> None:
    fill(library)
    target = other()
    target.add([numbered(9)])
    with pytest.raises(StoreError, match="holds something already"):
        move(library.parts.store, target.parts.store, "here", quiet)
    assert [info.name for info in target.articles()] == ["story-9.txt"]


def test_a_backup_is_a_library(library: Library, tmp_path: Path) -> None:
    fill(library)
    kept = tmp_path / "kept" / "library.sqlite"
    kept.parent.mkdir()
    library.backup(kept)
    assert [entry.name for entry in kept.parent.iterdir()] == [kept.name]
    restored = words_library(kept.parent)
    assert restored.quotes(HERE) == library.quotes(HERE)
    assert restored.ask([COLOUR], HERE)[0].quotes == library.ask([COLOUR], HERE)[0].quotes
    assert restored.records.preferences("1") == {"private": True}
    assert all(found.ok for found in restored.check())
    restored.close()


def test_one_process_leads(library: Library, other: OpenOther) -> None:
    one, two = other(), other()
    assert one.leads()
    assert one.leads()
    assert not two.leads()
    one.close()
    assert two.leads()


def test_every_table_is_copied(tmp_path: Path, postgres: Server) -> None:
    import psycopg

    store = open_sqlite(tmp_path, lambda: "")
    connection = store.content._database.connection  # type: ignore[attr-defined]
    made = {
        (table, column)
        for table, column in connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
            "AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '%_fts%'"
        )
    }
    store.close()
    copied = {(table.name, column) for table in TABLES for column in (*table.key, *table.columns)}
    assert copied == made
    url = postgres.fresh()
    open_postgres(url, lambda: "").close()
    with psycopg.connect(url) as server:
        there = set(
            server.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            )
        )
    assert {table for table, _ in there - copied} == {"near", "words", "sayings", "whosaid"}
    assert copied <= there
