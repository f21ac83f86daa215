"""Backups while the library is used, and migrations."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreError
from index.store.sqlite.database import Database, scripts
from tests.durability.conftest import assert_whole, filled

THREE = {0: 0, 1: 0, 2: 0}


def test_backup_while_it_is_used(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    library.backup(tmp_path / "copy.sqlite")
    library.remove("story-1.txt")
    library.backup(tmp_path / "later.sqlite")
    with pytest.raises(StoreError, match="backup could not be written"):
        library.backup(tmp_path / "no-such-folder" / "copy.sqlite")
    library.close()
    for name, state in (("copy", THREE), ("later", {0: 0, 2: 0})):
        (tmp_path / name).mkdir()
        shutil.move(tmp_path / f"{name}.sqlite", tmp_path / name / "library.sqlite")
        assert_whole(tmp_path / name, [state])


def test_a_backup_ends_while_others_write_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(tmp_path / "library")
    target = tmp_path / "copy" / "library.sqlite"
    target.parent.mkdir()
    real = sqlite3.Connection.backup
    other = sqlite3.connect(tmp_path / "library" / "library.sqlite", isolation_level=None)
    steps = []

    class Busy(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **_: Any) -> None:
            def written(*_: int) -> None:
                steps.append(other.execute("UPDATE shelves SET generation = generation + 0").rowcount)
                assert len(steps) < 10_000, "the copy begins again after every change"

            real(self, target, pages=5, progress=written)

    connect = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(
            "index.store.sqlite.database.sqlite3.connect", lambda *a, **k: connect(*a, factory=Busy, **k)
        )
        busy = Database(tmp_path / "library" / "library.sqlite")
        busy.backup(target)
        busy.close()
    assert len(steps) > 5
    other.close()
    library.close()
    assert_whole(target.parent, [THREE])


@pytest.mark.parametrize(
    "name", ["library.sqlite", "library.sqlite-wal", "library.sqlite-shm", "../library/library.sqlite"]
)
def test_a_backup_never_overwrites_the_library(tmp_path: Path, name: str) -> None:
    library = filled(tmp_path / "library")
    with pytest.raises(StoreError, match="is the library itself; give the backup another name"):
        library.backup(tmp_path / "library" / name)
    library.close()
    assert_whole(tmp_path / "library", [THREE])


@pytest.mark.parametrize("version", range(len(scripts())))
def test_migrations_from_every_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "library.sqlite"
    known = scripts()[:version]
    with monkeypatch.context() as patch:
        patch.setattr("index.store.sqlite.database.scripts", lambda: known)
        database = Database(path)
        if version:
            fill_first_version(database.connection)
        database.close()
    database = Database(path)
    connection = database.connection
    assert connection.execute("PRAGMA user_version").fetchone() == (len(scripts()),)
    fresh = Database(tmp_path / "fresh.sqlite")
    schema = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name"
    assert connection.execute(schema).fetchall() == fresh.connection.execute(schema).fetchall()
    if version:
        held = connection.execute("SELECT name, text, live, origin FROM articles").fetchall()
        assert held == [("old.txt", "Title\n“Café,” she said.", 1, "folder")]
        assert connection.execute("SELECT rowid FROM passages_fts('cafe')").fetchall() == [(1,)]
        if version == 1:
            assert connection.execute("SELECT rowid FROM quotes_fts('cafe')").fetchall() == [(1,)]
    database.close()
    fresh.close()


def fill_first_version(connection: sqlite3.Connection) -> None:
    for statement in (
        "INSERT INTO shelves (shelf, generation) VALUES ('shared', 1)",
        "INSERT INTO articles (id, shelf, name, version, live, text, text_hash, raw_hash, title_start, title_end) "
        "VALUES (1, 'shared', 'old.txt', 1, 1, 'Title\n“Café,” she said.', '', '', 0, 5)",
        "INSERT INTO passages (id, article_id, paragraph, start, \"end\", vector_key) VALUES (1, 1, 0, 6, 23, x'00')",
        "INSERT INTO passages_fts (rowid, body) VALUES (1, '\"cafe,\" she said.')",
        'INSERT INTO quotes (id, article_id, kind, start, "end", paragraph, utterance, confidence) '
        "VALUES (1, 1, 'direct', 7, 11, 0, 1, 0.9)",
    ):
        connection.execute(statement)


def test_a_newer_librarys_version_is_refused(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    database.connection.execute("PRAGMA user_version = 999")
    database.close()
    with pytest.raises(StoreError, match=r"newer whosaid .*update whosaid"):
        Database(tmp_path / "library.sqlite")


def test_a_migration_that_fails_leaves_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = scripts()
    with monkeypatch.context() as patch:
        patch.setattr(
            "index.store.sqlite.database.scripts",
            lambda: [*good, "CREATE TABLE extra (x);\nSELECT nonsense;\n"],
        )
        with pytest.raises(StoreError, match="cannot be used"):
            Database(tmp_path / "library.sqlite")
    database = Database(tmp_path / "library.sqlite")
    (count,) = database.connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'extra'"
    ).fetchone()
    assert count == 0
    database.close()
