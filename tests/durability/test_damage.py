"""Full disks, damaged files, doctor and repair."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import StoreError
from index.library import Library
from index.model import Finding, View
from index.opening import open_library
from index.store.sqlite.database import connect
from index.store.sqlite.salvage import salvage_if_unreadable
from tests.durability.conftest import Driver, assert_whole, filled
from tests.index.inside import content_of, database_of, snapshots_of
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
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    filled(tmp_path / "library").close()
    DAMAGES[damage](index_file(tmp_path / "library"))
    library = words_library(tmp_path / "library")
    assert [f.name for f in library.check() if not f.ok] == ["index files"]
    library.close()
    with caplog.at_level(logging.WARNING):
        assert_whole(tmp_path / "library", [THREE])
    if damage not in ("pointer", "folder"):
        assert "rebuilt from stored vectors" in caplog.text


@pytest.mark.parametrize("room", range(0, 61, 6))
def test_a_full_disk_changes_nothing(tmp_path: Path, room: int) -> None:
    library = filled(tmp_path / "library")
    connection = database_of(library).connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + room}")
    more = [numbered(n) for n in range(3, 123)]
    with pytest.raises(StoreError, match=r"could not be written .*full.* nothing was changed"):
        library.add(more)
    library.close()
    assert_whole(tmp_path / "library", [THREE])


@pytest.mark.parametrize("change", ["remove", "reindex"])
def test_a_full_disk_loses_nothing_of_what_is_there(tmp_path: Path, change: str) -> None:
    library = filled(tmp_path / "library", 40)
    connection = database_of(library).connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    if change == "remove":
        library.remove("story-39.txt")  # a removal needs no room
    else:
        with pytest.raises(StoreError, match=r"could not be written .*full.* nothing was changed"):
            library.reindex([numbered(n, 7) for n in range(40)])
    library.close()
    whole = dict.fromkeys(range(40), 0)
    assert_whole(tmp_path / "library", [whole if change == "reindex" else dict.fromkeys(range(39), 0)])


def test_a_disk_that_is_full_for_the_index_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(tmp_path / "library")

    def refuse(*_: object) -> None:
        raise RuntimeError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("faiss.write_index", refuse)
        with pytest.raises(StoreError, match=r"could not be written .*; the old one keeps serving"):
            library.add([numbered(5)])
        snapshots_of(library)._held.clear()
        index_file(tmp_path / "library").unlink()
        assert library.ask(["Which colour was harbour number1 painted in?"])[0].quotes  # from memory
    library.close()
    assert_whole(tmp_path / "library", [THREE])


def test_a_second_process_sees_what_the_first_changed(tmp_path: Path) -> None:
    first = filled(tmp_path / "library")
    second = words_library(tmp_path / "library")
    question = "Which colour was harbour number7 painted in?"
    assert not any("number7" in q.text for q in second.ask([question])[0].quotes)
    held = snapshots_of(second).get("shared")
    assert snapshots_of(second).get("shared") is held
    first.add([numbered(7)])
    assert "number7" in second.ask([question])[0].quotes[0].text
    assert snapshots_of(second).get("shared").manifest.generation == held.manifest.generation + 1
    second.remove("story-7.txt")
    assert not any("number7" in q.text for q in first.ask([question])[0].quotes)
    assert encoded(second) == []
    first.close()
    second.close()


def test_two_processes_change_and_ask_at_once(tmp_path: Path, driver: Driver) -> None:
    folder = tmp_path / "library"
    library = filled(folder)
    ended: list[int] = []

    def others() -> None:
        ended.append(driver(folder, "add", [3, 4, 5]))
        ended.append(driver(folder, "remove", [2]))

    work = threading.Thread(target=others)
    work.start()
    asked = 0
    while work.is_alive() or not asked:
        for number in (0, 1):  # they are there all the time
            answer = library.ask([f"Which colour was harbour number{number} painted in?"])[0]
            assert f"number{number} was painted in colour0" in answer.quotes[0].text
            asked += 1
        library.add([numbered(6, version=asked)], "7")
    work.join()
    library.close()
    assert ended == [0, 0]
    assert_whole(folder, [{0: 0, 1: 0, 3: 0, 4: 0, 5: 0}])


def test_a_reader_keeps_the_old_index_while_another_process_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled(tmp_path / "library")
    second = words_library(tmp_path / "library")
    held = snapshots_of(second).get("shared")
    with monkeypatch.context() as patch:
        patch.setattr("index.vectors.files.publish", lambda *_: None)
        first.add([numbered(7)])
    with first.parts.store.changes.changing("shared", 0):
        assert snapshots_of(second).get("shared") is held
    assert snapshots_of(second).get("shared").manifest.generation == held.manifest.generation + 1
    first.close()
    second.close()


def change(library: Library, statement: str) -> None:
    database_of(library).connection.execute(statement)


WRONGS = {
    "vectors": "DELETE FROM vectors WHERE key = (SELECT vector_key FROM passages ORDER BY id LIMIT 1)",
    "short vectors": "UPDATE vectors SET vector = x'00' WHERE key = (SELECT vector_key FROM passages LIMIT 1)",
    "full text": "DELETE FROM passages_fts WHERE rowid = 2",
    "wrong full text": "UPDATE passages_fts SET body = 'something else' WHERE rowid = 2",
    "full text of quotes": "DELETE FROM quotes_fts",
    "strangers in full text": "INSERT INTO passages_fts (rowid, body) VALUES (999, 'nothing')",
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_doctor_finds_and_repairs(tmp_path: Path, wrong: str) -> None:
    library = filled(tmp_path / "library")
    assert all(finding.ok for finding in library.check())
    change(library, WRONGS[wrong])
    broken = [f.name for f in library.check() if not f.ok]
    assert broken[0] == ("vectors" if "vectors" in wrong else "full text")
    assert library.repair()
    assert len(encoded(library)) == (1 if "vectors" in wrong else 0)
    library.close()
    assert_whole(tmp_path / "library", [THREE])


def test_a_damaged_text_is_never_quoted_and_can_be_added_again(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
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
    assert_whole(tmp_path / "library", [THREE])


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="cannot be used as a library"):
        open_library(tmp_path)


def test_paragraphs_that_were_lost_are_read_again_from_the_text(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    before = content_of(library).article(2)
    change(library, "DELETE FROM paragraphs WHERE article_id = 2 AND number > 0")
    assert [f for f in library.check() if not f.ok] == [
        Finding("paragraphs", False, "not as they were read: story-1.txt")
    ]
    assert library.repair() == [Finding("paragraphs", True, "read again from the stored text: story-1.txt")]
    assert content_of(library).article(2) == before
    library.reindex()
    assert encoded(library) == []
    library.close()
    assert_whole(tmp_path / "library", [THREE])


def test_a_file_that_is_only_locked_is_not_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library" / "library.sqlite"
    filled(path.parent).close()
    real = sqlite3.connect
    other = real(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with monkeypatch.context() as patch:
        patch.setattr("index.store.sqlite.salvage.sqlite3.connect", lambda file: real(file, timeout=0.1))
        with pytest.raises(StoreError, match=r"could not be salvaged .*locked.*; it stays as it is"):
            salvage_if_unreadable(path)
    other.close()
    assert_whole(path.parent, [THREE])


def test_a_disk_too_full_to_salvage_leaves_the_damaged_file_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library" / "library.sqlite"
    filled(path.parent, 60).close()
    raw = bytearray(path.read_bytes())
    raw[5 * 4096 + 8 : 5 * 4096 + 600] = b"\xa5" * 592
    path.write_bytes(raw)
    before = sorted(path.parent.iterdir())

    def small(file: Path) -> sqlite3.Connection:
        connection = connect(file)
        connection.execute("PRAGMA max_page_count = 60")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("index.store.sqlite.salvage.connect", small)
        with pytest.raises(StoreError, match=r"could not be salvaged .*full.*; it stays as it is"):
            salvage_if_unreadable(path)
    assert path.read_bytes() == raw
    assert sorted(path.parent.iterdir()) == before
    assert "were saved" in salvage_if_unreadable(path)[0]


@pytest.mark.parametrize("table", ["paragraphs", "vectors", "articles", "shelves"])
def test_a_damaged_page_of_each_table_costs_no_whole_article(tmp_path: Path, table: str) -> None:
    path = tmp_path / "library" / "library.sqlite"
    library = filled(path.parent, 60)
    library.add([numbered(n) for n in range(60)], "7")
    try:
        pages = (
            database_of(library)
            .connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno", (table,))
            .fetchall()
        )
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not tell which pages belong to a table")
    finally:
        library.close()
    page = pages[len(pages) // 2][0] - 1
    raw = bytearray(path.read_bytes())
    raw[page * 4096 : page * 4096 + 2_000] = b"\xa5" * 2_000
    path.write_bytes(raw)
    assert salvage_if_unreadable(path)
    library = words_library(path.parent)
    library.repair()
    for shelf in library.book.shelves():
        library.reindex(shelf=shelf)
    kept = len(library.articles(View(("shared", "7"))))
    assert kept >= 100 if table == "articles" else kept == 120
    assert [finding for finding in library.check() if not finding.ok] == []
    for info in library.articles(View(("7",))):
        assert info.paragraphs == 3
    library.close()


@pytest.mark.parametrize("page", [0, 1, 5, 20])
def test_a_damaged_database_is_salvaged(tmp_path: Path, page: int) -> None:
    path = tmp_path / "library" / "library.sqlite"
    filled(path.parent, 60).close()
    assert salvage_if_unreadable(path) == []
    raw = bytearray(path.read_bytes())
    raw[page * 4096 + 8 : page * 4096 + 600] = b"\xa5" * 592
    path.write_bytes(raw)
    told = salvage_if_unreadable(path)
    library = words_library(path.parent)
    if page:
        assert "were saved" in told[0]
        assert len(library.articles()) >= 50
    library.repair()
    library.reindex([numbered(n) for n in range(60)])
    library.close()
    assert_whole(path.parent, [dict.fromkeys(range(60), 0)])


def test_a_header_of_an_unknown_format_is_salvaged(tmp_path: Path) -> None:
    path = tmp_path / "library" / "library.sqlite"
    filled(path.parent, 6).close()
    raw = bytearray(path.read_bytes())
    raw[44:48] = b"\xff" * 4
    path.write_bytes(raw)
    assert "6 articles were saved" in salvage_if_unreadable(path)[0]
    assert salvage_if_unreadable(path) == []
    assert_whole(path.parent, [dict.fromkeys(range(6), 0)])
