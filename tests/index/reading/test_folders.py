"""Folders as people have them: odd names, pipes, saved pages, two files of one name."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from index.reading.sources import read_sources

TEXT = "Lamp lit\nNobody missed it, the keeper said.\n"


def names(*sources: Path) -> list[str]:
    return [article.name for article in read_sources(list(sources)).articles]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are not UTF-8")
def test_a_name_that_is_not_utf8_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(TEXT)
    assert names(tmp_path) == ["a.txt", "caf\ufffd.txt"]


def test_a_pipe_that_nobody_writes_to_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(tmp_path) == ["a.txt"]
    assert [str(p) for p in read_sources([tmp_path / "pipe.txt"]).problems] == [
        "pipe.txt is empty; an article needs a title line and paragraphs."
    ]


def test_a_pipe_that_somebody_writes_to_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    writer = os.open(tmp_path / "pipe.txt", os.O_RDWR)
    os.write(writer, TEXT.encode())
    threading.Timer(0.2, os.close, (writer,)).start()
    assert names(tmp_path / "pipe.txt") == ["pipe.txt"]


def test_files_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    found = names(tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.txt")
    assert found == ["a.txt", str(tmp_path / "two" / "a.txt")]


def test_what_a_browser_saves_beside_a_page_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<article><h1>Lamp lit</h1><p>{TEXT * 3}</p><p>{TEXT * 2}</p></article>"
    )
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "frame.html").write_text("<p>advertisement")
    (tmp_path / "b_files").mkdir()
    (tmp_path / "b_files" / "b.markdown").write_text("# B\n\nThe keeper has a key.\n")
    read = read_sources([tmp_path])
    assert [article.name for article in read.articles] == ["a.html", "b_files/b.markdown"]
    assert not read.problems


def test_files_that_are_not_read_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.rtf", "c.rtf", "d.json", ".hidden"):
        (tmp_path / name).write_text(TEXT)
    read = read_sources([tmp_path])
    assert not read.problems
    assert [str(warning) for warning in read.warnings] == [
        f"3 files in {tmp_path} were not read (.rtf 2, .json 1); save texts among them as .txt, .docx or PDF."
    ]


def test_a_title_alone_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Lamp lit\n")
    assert "one line" in str(read_sources([tmp_path]).warnings[0])
