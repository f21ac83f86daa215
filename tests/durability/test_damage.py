"""Full disks, damaged files, doctor and repair, backups, migrations."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from index.database import Database, scripts
from index.errors import StoreError
from index.library import Library
from index.model import Finding
from index.salvage import salvage_if_unreadable
from tests.durability.conftest import assert_whole, filled
from tests.index.small import encoded, numbered, words_library

THREE = {0: 0, 1: 0, 2: 0}


def index_file(folder: Path) -> Path:
    (found,) = (folder / "vectors" / "shared").glob("*/index.faiss")
    return found


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "truncated": lambda file: file.write_bytes(file.read_bytes()[:100]),
    "emptied": lambda file: file.write_bytes(b""),
    "flipped": flip,
    "manifest": lambda file: (file.parent / "manifest.json").write_text("{"),
    "pointer": lambda file: (file.parents[1] / "current").write_text("../../elsewhere"),
    "folder": lambda file: shutil.rmtree(file.parents[1]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_rebuilt_from_stored_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    filled(tmp_path / "library", monkeypatch).close()
    DAMAGES[damage](index_file(tmp_path / "library"))
    library = words_library(tmp_path / "library", monkeypatch)
    assert [f.name for f in library.check() if not f.ok] == ["index files"]
    library.close()
    with caplog.at_level(logging.WARNING):
        assert_whole(tmp_path / "library", monkeypatch, [THREE])
    if damage not in ("pointer", "folder"):
        assert "rebuilt from stored vectors" in caplog.text


@pytest.mark.parametrize("room", range(0, 61, 6))
def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    library = filled(tmp_path / "library", monkeypatch)
    connection = library._store.database.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + room}")
    more = [numbered(n) for n in range(3, 123)]
    with pytest.raises(StoreError, match=r"could not be written .*full.* nothing was changed"):
        library.add(more)
    library.close()
    assert_whole(tmp_path / "library", monkeypatch, [THREE])


def test_a_disk_that_is_full_for_the_index_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(tmp_path / "library", monkeypatch)

    def refuse(*_: object) -> None:
        raise RuntimeError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("faiss.write_index", refuse)
        with pytest.raises(StoreError, match=r"could not be written .*; the old one keeps serving"):
            library.add([numbered(5)])
        library._snapshots._held.clear()
        index_file(tmp_path / "library").unlink()
        assert library.ask(["Which colour was harbour number1 painted in?"])[0].quotes  # from memory
    library.close()
    assert_whole(tmp_path / "library", monkeypatch, [THREE])


def test_a_second_process_sees_what_the_first_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled(tmp_path / "library", monkeypatch)
    second = words_library(tmp_path / "library", monkeypatch)
    question = "Which colour was harbour number7 painted in?"
    assert not any("number7" in q.text for q in second.ask([question])[0].quotes)
    held = second._snapshots.get("shared")
    assert second._snapshots.get("shared") is held
    first.add([numbered(7)])
    assert "number7" in second.ask([question])[0].quotes[0].text
    assert second._snapshots.get("shared").manifest.generation == held.manifest.generation + 1
    second.remove("story-7.txt")
    assert not any("number7" in q.text for q in first.ask([question])[0].quotes)
    assert encoded(second) == []
    first.close()
    second.close()


def test_a_reader_keeps_the_old_index_while_another_process_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled(tmp_path / "library", monkeypatch)
    second = words_library(tmp_path / "library", monkeypatch)
    held = second._snapshots.get("shared")
    with monkeypatch.context() as patch:
        patch.setattr("index.vectors.publish", lambda *_: None)
        first.add([numbered(7)])
    with first._snapshots.changing("shared", 0):
        assert second._snapshots.get("shared") is held
    assert second._snapshots.get("shared").manifest.generation == held.manifest.generation + 1
    first.close()
    second.close()


def change(library: Library, statement: str) -> None:
    library._store.database.connection.execute(statement)


WRONGS = {
    "vectors": "DELETE FROM vectors WHERE key = (SELECT vector_key FROM passages ORDER BY id LIMIT 1)",
    "short vectors": "UPDATE vectors SET vector = x'00' WHERE key = (SELECT vector_key FROM passages LIMIT 1)",
    "full text": "DELETE FROM passages_fts WHERE rowid = 2",
    "wrong full text": "UPDATE passages_fts SET body = 'something else' WHERE rowid = 2",
    "full text of quotes": "DELETE FROM quotes_fts",
    "strangers in full text": "INSERT INTO passages_fts (rowid, body) VALUES (999, 'nothing')",
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_doctor_finds_and_repairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    library = filled(tmp_path / "library", monkeypatch)
    assert all(finding.ok for finding in library.check())
    change(library, WRONGS[wrong])
    broken = [f.name for f in library.check() if not f.ok]
    assert broken[0] == ("vectors" if "vectors" in wrong else "full text")
    assert library.repair()
    assert len(encoded(library)) == (1 if "vectors" in wrong else 0)
    library.close()
    assert_whole(tmp_path / "library", monkeypatch, [THREE])


def test_a_damaged_text_is_never_quoted_and_can_be_added_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(tmp_path / "library", monkeypatch)
    change(
        library, "UPDATE articles SET text = replace(text, 'colour0', 'colour5') WHERE name = 'story-1.txt'"
    )
    with pytest.raises(StoreError, match=r"story-1\.txt was damaged; run `whosaid doctor --repair`"):
        library.ask(["Which colour was harbour number1 painted in?"])
    assert library.repair()[0] == Finding(
        "article texts", False, "taken out because they cannot be restored, add them again: story-1.txt"
    )
    answer = library.ask(["Which colour was harbour number1 painted in?"])[0]
    assert not any("colour5" in quote.text for quote in answer.quotes)
    library.reindex([numbered(n) for n in range(3)])
    library.close()
    assert_whole(tmp_path / "library", monkeypatch, [THREE])


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="cannot be used as a library"):
        Library(tmp_path)


@pytest.mark.parametrize("page", [0, 1, 5, 20])
def test_a_damaged_database_is_salvaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    path = tmp_path / "library" / "library.sqlite"
    filled(path.parent, monkeypatch, 60).close()
    assert salvage_if_unreadable(path) == []
    raw = bytearray(path.read_bytes())
    raw[page * 4096 + 8 : page * 4096 + 600] = b"\xa5" * 592
    path.write_bytes(raw)
    told = salvage_if_unreadable(path)
    library = words_library(path.parent, monkeypatch)
    if page:
        assert "were saved" in told[0]
        assert len(library.articles()) >= 50
    library.repair()
    library.reindex([numbered(n) for n in range(60)])
    library.close()
    assert_whole(path.parent, monkeypatch, [dict.fromkeys(range(60), 0)])


def test_backup_while_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = filled(tmp_path / "library", monkeypatch)
    library.backup(tmp_path / "copy.sqlite")
    library.remove("story-1.txt")
    library.backup(tmp_path / "later.sqlite")
    with pytest.raises(StoreError, match="backup could not be written"):
        library.backup(tmp_path / "no-such-folder" / "copy.sqlite")
    library.close()
    for name, state in (("copy", THREE), ("later", {0: 0, 2: 0})):
        (tmp_path / name).mkdir()
        shutil.move(tmp_path / f"{name}.sqlite", tmp_path / name / "library.sqlite")
        assert_whole(tmp_path / name, monkeypatch, [state])


@pytest.mark.parametrize("version", range(len(scripts())))
def test_migrations_from_every_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "library.sqlite"
    known = scripts()[:version]
    with monkeypatch.context() as patch:
        patch.setattr("index.database.scripts", lambda: known)
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
            "index.database.scripts", lambda: [*good, "CREATE TABLE extra (x);\nSELECT nonsense;\n"]
        )
        with pytest.raises(StoreError, match="cannot be used"):
            Database(tmp_path / "library.sqlite")
    database = Database(tmp_path / "library.sqlite")
    (count,) = database.connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'extra'"
    ).fetchone()
    assert count == 0
    database.close()
