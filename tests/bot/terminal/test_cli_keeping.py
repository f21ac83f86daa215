"""add, remove, articles, backup and doctor --repair, with a real library and an encoder of hashed words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.bot.terminal.cli_fixtures import Whosaid
from tests.index.small import WordEmbedder

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, clean_settings: Path) -> Path:
    """The encoder, no reader, and one article more."""
    monkeypatch.setattr("index.opening.Embedder", WordEmbedder)
    monkeypatch.setenv("RERANKER_MODEL", "off")
    monkeypatch.setenv("ARTICLES_DIR", str(clean_settings / "articles"))
    (clean_settings / "articles").mkdir()
    (clean_settings / "articles" / "b.txt").write_text("Another\n\nThe gate opens at nine.\n", "utf-8")
    return clean_settings


def listed(whosaid: Whosaid) -> list[str]:
    ran = whosaid("articles", "--json")
    assert ran.code == 0
    return [json.loads(line)["article"] for line in ran.out.splitlines()]


def test_add_list_remove(whosaid: Whosaid) -> None:
    assert "no articles yet" in whosaid("articles").out
    ran = whosaid("add", "a.txt", "gone.txt")
    assert ran.code == 1
    assert "gone.txt" in ran.err
    assert listed(whosaid) == ["a.txt"]
    assert whosaid("reindex").code == 0
    assert listed(whosaid) == ["a.txt", "b.txt"]
    assert "A title" in whosaid("articles").out
    assert whosaid("remove", "a.txt").code == 0
    assert listed(whosaid) == ["b.txt"]
    ran = whosaid("remove", "a.txt")
    assert (ran.code, ran.out) == (1, "")
    assert "no article named a.txt" in ran.err


def test_nothing_to_add(whosaid: Whosaid) -> None:
    ran = whosaid("add", "gone.txt")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing was added" in ran.err
    assert whosaid("add").code == 2


def test_the_list_of_hosts_counts_in_the_terminal_too(
    whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FETCH_HOSTS", "news.example")
    for arguments in (["add", "https://other.example/a"], ["quotes", "--article", "https://other.example/a"]):
        ran = whosaid(*arguments)
        assert ran.code == 1
        assert "other.example is not fetched: its host is not on the list of allowed hosts" in ran.err


def test_backup_and_restore(whosaid: Whosaid, small: Path) -> None:
    ran = whosaid("backup", "copy.sqlite")
    assert (ran.code, ran.out) == (1, "")
    whosaid("add", "a.txt")
    assert whosaid("backup", "copy.sqlite").code == 0
    shutil.rmtree(small / "data" / "library")
    (small / "data" / "library").mkdir()
    shutil.copy(small / "copy.sqlite", small / "data" / "library" / "library.sqlite")
    assert listed(whosaid) == ["a.txt"]
    assert "first paragraph" in whosaid("ask", "What is first?").out


def library_line(whosaid: Whosaid, *more: str) -> str:
    return next(line for line in whosaid("doctor", *more).out.splitlines() if " library " in line)


def test_doctor_repairs(whosaid: Whosaid, small: Path) -> None:
    whosaid("add", "a.txt")
    assert "1 article" in library_line(whosaid)
    (index,) = (small / "data" / "library" / "vectors" / "shared").glob("*/index.faiss")
    index.write_bytes(b"")
    assert "index files: damaged or out of date: shared; run `whosaid doctor --repair`" in library_line(
        whosaid
    )
    assert "1 article" in library_line(whosaid, "--repair")
    database = small / "data" / "library" / "library.sqlite"
    database.write_bytes(b"no database at all" * 1000)
    assert "cannot be used as a library" in library_line(whosaid)
    ran = whosaid("doctor", "--repair")
    assert "put aside as library.sqlite.damaged-" in ran.err
    assert "0 articles" in library_line(whosaid)


def test_a_change_of_the_model_is_carried_to_the_servers_shelves(
    whosaid: Whosaid, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.opening import open_library
    from index.reading.text import read_text

    whosaid("reindex")
    library = open_library(small / "data" / "library", reranker="off")
    library.add([read_text(b"Own\nA line of our own.\n", "own.txt")], "42")
    library.close()
    monkeypatch.setenv("EMBEDDING_MODEL", "words:2")
    assert "another model indexed: 42, shared" in library_line(whosaid)
    assert whosaid("reindex").code == 0
    assert "1 article" in library_line(whosaid)
