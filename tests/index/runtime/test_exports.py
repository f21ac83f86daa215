"""What runs in ONNX Runtime: taken when it is there, exported aside when not, in PyTorch when it cannot be."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import ModelError
from index.runtime import exporting, exports
from index.runtime import onnx_graphs as graphs
from index.runtime.exports import FAILED, Exports, Wanted, chosen

READER = Wanted("reader", "key")
TAGGER = Wanted("tagger", "key")
unix = pytest.mark.skipif(sys.platform == "win32", reason="the exporter here is a shell script")


def made(target: Path) -> None:
    target.mkdir(parents=True)
    (target / graphs.GRAPH).write_bytes(b"graph")
    graphs.write_card(target, {})


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Another program in our interpreter's place; each start is a line of the file that is returned."""

    def put(script: str) -> Path:
        started = tmp_path / "started"
        started.touch()
        file = tmp_path / "program"
        file.write_text(f'#!/bin/sh\necho "$@" >> {started}\n{script}\n')
        file.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(file))
        return started

    return put


def test_which_engine(tmp_path: Path) -> None:
    assert chosen("torch", tmp_path, lambda: True) is None
    found = chosen("onnx", tmp_path, lambda: True)
    assert found is not None
    assert found.folder == tmp_path / "exported"
    assert chosen("auto", tmp_path, lambda: True) is not None
    assert chosen("auto", tmp_path, lambda: False) is None
    with pytest.raises(ModelError, match="install onnxruntime and onnx"):
        chosen("onnx", tmp_path, lambda: False)


@unix
def test_what_is_missing_is_exported_aside_once(program: Callable[[str], Path], tmp_path: Path) -> None:
    started = program("")
    aside = Exports(tmp_path / "exported", aside=True)
    made(graphs.target(aside.folder, "reader", "key"))
    assert aside.find(READER) == graphs.target(aside.folder, "reader", "key")
    assert aside.find(TAGGER) is None
    assert started.read_text() == ""  # an answer comes first
    aside.make_missing()
    aside.make_missing()
    until = time.monotonic() + 20
    while not started.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    assert started.read_text().splitlines() == [
        f'-P -m index.runtime.exporting {aside.folder} [["tagger", "key", null]]'
    ]


@unix
def test_what_cannot_be_exported_is_tried_again_a_week_later(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    started = program("echo 'its vectors would differ too much' >&2; exit 1")
    folder = tmp_path / "exported"
    folder.mkdir()
    exporting.export_missing(folder, [READER])
    exporting.export_missing(folder, [READER])
    assert len(started.read_text().splitlines()) == 1
    target = graphs.target(folder, "reader", "key")
    assert "would differ too much" in (exports.failure(target) or "")
    aside = Exports(folder, aside=True)
    assert aside.find(READER) is None
    aside.make_missing()  # nothing is asked for
    old = time.time() - exports.AGAIN_SECONDS - 1
    os.utime(target.with_name(target.name + FAILED), (old, old))
    assert exports.failure(target) is None
    exporting.export_missing(folder, [READER])
    assert len(started.read_text().splitlines()) == 2


@unix
def test_an_export_that_succeeds_takes_its_note_away(program: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    target = graphs.target(folder, "reader", "key")
    made(tmp_path / "made")
    note = target.with_name(target.name + FAILED)
    folder.mkdir()
    note.write_text("no space")
    os.utime(note, (1, 1))
    program(f'cp -r {tmp_path / "made"} "$5"')
    exporting.export_missing(folder, [READER])
    assert graphs.is_whole(target)
    assert not note.exists()


def test_a_cache_that_is_no_folder_leaves_torch(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    aside = Exports(tmp_path / "cache" / "exported", aside=True)
    assert aside.find(READER) is None
    aside.make_missing()
    assert aside.find(READER) is None
