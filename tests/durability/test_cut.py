"""Files that were cut short or emptied, and rows that lost their text: repair ends in a whole library."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import StoreError
from index.model import View
from index.store.sqlite.salvage import salvage_if_unreadable
from index.store.sqlite.table_pages import regrow
from tests.index.inside import database_of
from tests.index.small import numbered, words_library

COUNT = 40


def filled(folder: Path) -> Path:
    library = words_library(folder)
    library.add([numbered(n) for n in range(COUNT)])
    library.close()
    return folder / "library.sqlite"


def mended(path: Path) -> tuple[list[str], int]:
    """What salvage told, and how many articles there are in a library that is whole again."""
    told = salvage_if_unreadable(path)
    library = words_library(path.parent)
    library.repair()
    for shelf in library.book.shelves() if told else ():
        library.reindex(shelf=shelf)
    assert [finding for finding in library.check() if not finding.ok] == []
    count = len(library.articles(View()))
    library.close()
    return told, count


def test_a_lost_last_page_costs_what_stood_on_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "library")
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) - 4096])
    told, count = mended(path)
    assert told
    assert count >= COUNT - 4
    lost = {f"story-{n}.txt" for n in range(COUNT)}
    if count < COUNT:
        assert sum(name in told[-1] for name in lost) >= COUNT - count


@pytest.mark.parametrize("seed", range(4))
def test_cut_anywhere(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "library")
    raw = path.read_bytes()
    keep = random.Random(seed).randrange(len(raw) // 2, len(raw))
    path.write_bytes(raw[:keep])
    _, count = mended(path)
    assert count <= COUNT


def test_an_emptied_file_is_no_new_library(tmp_path: Path) -> None:
    path = filled(tmp_path / "library")
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="is empty, but the library held articles"):
        words_library(path.parent)
    told, count = mended(path)
    assert "was empty" in told[0]
    assert count == 0


def test_a_kill_before_the_first_byte_is_a_new_library(tmp_path: Path) -> None:
    path = tmp_path / "library" / "library.sqlite"
    path.parent.mkdir()
    path.touch()
    words_library(path.parent).close()


def test_where_a_title_stands_is_found_again(tmp_path: Path) -> None:
    library = words_library(tmp_path)
    library.add([numbered(7)])
    with database_of(library).write() as connection:  # as a cut inside an article's row leaves it
        connection.execute("UPDATE articles SET title_start = 0, title_end = 0")
    assert [finding.name for finding in library.check() if not finding.ok] == ["paragraphs"]
    library.repair()
    library.reindex()
    assert [finding.name for finding in library.check() if not finding.ok] == []
    assert [info.title for info in library.articles(View())] == ["About story-7.txt"]
    library.close()


@pytest.mark.parametrize("table", ["passages", "sentences"])
def test_a_row_whose_key_names_nothing_finds_its_text_again(tmp_path: Path, table: str) -> None:
    path = filled(tmp_path / "library")
    library = words_library(path.parent)
    with database_of(library).write() as connection:
        connection.execute(
            f"UPDATE {table} SET vector_key = zeroblob(16) WHERE id = (SELECT max(id) FROM {table})"
        )
    assert not all(finding.ok for finding in library.check())
    library.close()
    assert mended(path) == ([], COUNT)


def test_a_row_out_of_its_place_is_made_anew(tmp_path: Path) -> None:
    path = filled(tmp_path / "library")
    library = words_library(path.parent)
    with database_of(library).write() as connection:
        connection.execute('UPDATE sentences SET "end" = 1000000 WHERE id = (SELECT max(id) FROM sentences)')
    library.close()
    assert mended(path) == ([], COUNT)


@pytest.mark.parametrize("column", ["text", "text_hash", "title_start", "name", "url", "raw_hash"])
@pytest.mark.parametrize("bit", [1, 64, 128])
def test_a_bit_that_flips_in_a_row_costs_that_text_at_most(tmp_path: Path, column: str, bit: int) -> None:
    path = filled(tmp_path / "library")
    library = words_library(path.parent)
    with database_of(library).write() as connection:
        (value,) = connection.execute(
            f"SELECT CAST(coalesce({column}, 'https://here.test/') AS BLOB) FROM articles WHERE id = 3"
        ).fetchone()
        flipped = value[:1] + bytes([value[1] ^ bit]) + value[2:] if len(value) > 1 else bytes([value[0] ^ 1])
        connection.execute(f"UPDATE articles SET {column} = CAST(? AS TEXT) WHERE id = 3", (flipped,))
    library.close()
    told, count = mended(path)
    assert told == []
    assert count == COUNT - (column == "text")


def pages_of_schema(path: Path) -> list[int]:
    """Page numbers from 1; a page of the schema holds what made the tables."""
    raw = path.read_bytes()
    pages = [raw[at : at + 4096] for at in range(0, len(raw), 4096)]
    return [number for number, page in enumerate(pages, 1) if number == 1 or b"CREATE TABLE" in page]


@pytest.mark.parametrize("how", [b"\0", b"\xa5", b"\xff"])
def test_a_file_that_does_not_say_where_its_tables_begin_is_salvaged(tmp_path: Path, how: bytes) -> None:
    path = filled(tmp_path / "library")
    for number in pages_of_schema(path):
        raw = bytearray(path.read_bytes())
        raw[(number - 1) * 4096 : number * 4096] = how * 4096
        folder = tmp_path / f"page-{number}"
        folder.mkdir()
        (folder / path.name).write_bytes(raw)
        told, count = mended(folder / path.name)
        assert told
        assert count == COUNT


def test_a_schema_with_a_flipped_bit_costs_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "library")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"CREATE TABLE articles") + 13] ^= 1
    path.write_bytes(raw)
    told, count = mended(path)
    assert told
    assert count == COUNT


@pytest.mark.parametrize(
    "damage", [bytes(4096), b"\xff" * 4096, b"\x05" + bytes(4095), b"\x05\0\0\0\x03" + b"\x0f" * 4091]
)
def test_the_top_of_the_articles_costs_nothing(tmp_path: Path, damage: bytes) -> None:
    path = filled(tmp_path / "library")
    with sqlite3.connect(path) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    assert raw[(root - 1) * 4096] == 5  # an interior page: the rows stand elsewhere
    raw[(root - 1) * 4096 : root * 4096] = damage
    path.write_bytes(raw)
    told, count = mended(path)
    assert told
    assert count == COUNT


def test_many_pages_of_rows_have_pages_between(tmp_path: Path) -> None:
    path = tmp_path / "many.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, a, b)")
        connection.executemany(
            "INSERT INTO rows VALUES (?, ?, 'b')", ((n, "a" * 900) for n in range(1, 2001))
        )
        connection.commit()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rows'").fetchone()
    raw = bytearray(path.read_bytes())
    raw[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(raw)
    assert regrow(path, "rows", range(3, 4))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*), sum(id) FROM rows").fetchone() == (2000, 2001000)
        assert connection.execute("SELECT length(a) FROM rows WHERE id = 1234").fetchone() == (900,)
