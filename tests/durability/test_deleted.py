"""Deleted is gone: no file of the data folder holds what was forgotten, removed or purged."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.model import View
from index.reading.text import read_text
from tests.index.small import words_library

TEXT = (
    b"Zanzibarkeep vault opened\n"
    b"The xylomarimba vault was opened with a copper key on Thursday, the keepers told the assembly.\n"
    b"\xe2\x80\x9cThe quobblefish key was hidden below the altar,\xe2\x80\x9d said Quirin Zellerbach, the keeper.\n"
)
WORDS = (b"zanzibarkeep", b"xylomarimba", b"quobblefish", b"zellerbach")


def left(folder: Path, words: tuple[bytes, ...] = WORDS) -> set[tuple[str, bytes]]:
    """(file, word) wherever one is found, cut by two letters too: full text stores what follows a shared start."""
    return {
        (file.name, word)
        for file in folder.rglob("*")
        if file.is_file() and (body := file.read_bytes().lower())
        for word in words
        if word in body or word[2:] in body
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_a_purged_server_leaves_nothing(folder: Path) -> None:
    library = words_library(folder)
    library.add([read_text(b"Plain\nThe bridge opens in May, he said.\n", "plain.txt")])
    library.add([read_text(TEXT, "vault.txt")], "42")
    library.add([read_text(TEXT.replace(b"copper", b"golden"), "vault.txt")], "42")
    assert left(folder)
    library.book.note_left("42")
    assert library.purge_left(0) == ["42"]
    assert left(folder) == set()
    library.close()
    assert left(folder) == set()


def test_a_removed_article_is_gone_after_its_days(folder: Path) -> None:
    library = words_library(folder)
    library.add([read_text(TEXT, "vault.txt")], "42")
    library.remove("vault.txt", "42")
    assert library.forget_retired(30) == 0
    assert left(folder)
    time.sleep(1.1)
    assert library.forget_retired(0) == 1
    assert left(folder) == set()
    library.close()


def test_a_forgotten_question_is_gone(folder: Path) -> None:
    library = words_library(folder)
    library.add([read_text(TEXT, "vault.txt")], "42")
    answer = library.ask(["Where does Ottokar Blimsworth keep it?"], View(("shared", "42")))[0]
    for _ in range(3):
        library.records.keep(answer, "42", "777")
    words = (b"blimsworth", b"ottokar")
    assert left(folder, words)
    assert library.records.forget("777") == 3
    assert left(folder, words) == set()
    library.close()


def test_only_the_owner_may_read(folder: Path, tmp_path: Path) -> None:
    library = words_library(folder)
    library.add([read_text(TEXT, "vault.txt")])
    target = tmp_path / "backup.sqlite"
    half = tmp_path / ".older.sqlite.part"
    half.write_bytes(b"SQLite format 3\0 and half a library")
    os.utime(half, (1, 1))
    library.backup(target)
    modes = {file.name: file.stat().st_mode & 0o777 for file in [*folder.glob("library.sqlite*"), target]}
    assert set(modes.values()) == {0o600}
    assert not half.exists()
    library.close()
