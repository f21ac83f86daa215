"""Keys of programs: told once, kept as a hash, gone with their shelf."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import InputError, NotFoundError
from index.store.sql.keys import Keys
from index.store.sqlite.backend import open_backend
from index.store.sqlite.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "library.sqlite")


def test_a_key_is_found_until_it_is_removed(database: Database) -> None:
    book = Keys(database)
    key = book.add("press", "the newsroom's checker")
    found = book.find(key)
    assert found is not None
    assert (found.shelf, found.name) == ("press", "the newsroom's checker")
    assert book.all() == [found]
    book.remove(found.id)
    assert book.find(key) is None
    assert book.all() == []
    with pytest.raises(NotFoundError, match=found.id):
        book.remove(found.id)


def test_the_file_holds_no_key(database: Database, tmp_path: Path) -> None:
    secret = Keys(database).add("press", "x").split("_", 2)[2]
    database.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_other_keys_open_nothing(database: Database) -> None:
    book = Keys(database)
    key, other = book.add("press", "x"), book.add("press", "y")
    number = key.split("_")[1]
    for wrong in ("", "whosaid_", key[:-1], key + "A", key.replace(number, "00000000"), " " + key):
        assert book.find(wrong) is None
    assert book.find("_".join([*key.split("_")[:2], other.split("_", 2)[2]])) is None


def test_keys_go_with_their_shelf(tmp_path: Path) -> None:
    store = open_backend(tmp_path, lambda: "words:1")
    book = store.keys
    gone, stays = book.add("12", "x"), book.add("34", "y")
    with store.changes.changing("12", 0):
        store.changes.purge("12")
    assert book.find(gone) is None
    assert book.find(stays) is not None
    store.close()


def test_a_shelf_that_cannot_be(database: Database) -> None:
    with pytest.raises(InputError):
        Keys(database).add("../x", "x")
