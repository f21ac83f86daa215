"""Folders of exported graphs: what is damaged or missing is noticed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import ModelError
from index.runtime import onnx_graphs as graphs


def test_a_damaged_folder_is_not_whole(tmp_path: Path) -> None:
    (tmp_path / graphs.GRAPH).write_bytes(b"graph")
    (tmp_path / "tokenizer.json").write_text("{}")
    assert not graphs.is_whole(tmp_path)
    graphs.write_card(tmp_path, {"dimension": 384})
    assert graphs.is_whole(tmp_path)
    assert graphs.read_card(tmp_path)["dimension"] == 384
    (tmp_path / graphs.GRAPH).write_bytes(b"grapf")
    assert not graphs.is_whole(tmp_path)
    (tmp_path / graphs.GRAPH).write_bytes(b"graph")
    (tmp_path / "tokenizer.json").unlink()
    assert not graphs.is_whole(tmp_path)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"files": 1}', '{"files": {}}'])
def test_an_odd_card(tmp_path: Path, card: str) -> None:
    (tmp_path / graphs.GRAPH).write_bytes(b"graph")
    (tmp_path / graphs.CARD).write_text(card)
    assert not graphs.is_whole(tmp_path)


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Another program in the exporter's place: it is called with ``-m index.runtime.onnx_export PART TARGET``."""

    def put(script: str) -> None:
        program = tmp_path / "exporter"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return put


@pytest.mark.skipif(sys.platform == "win32", reason="the exporter here is a shell script")
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo half; echo 'No space left' >&2; exit 1", "No space left"),
        ("exit 137", "no reason given"),
        ("sleep 5", "more than 0.2 seconds"),
        ("printf 'caf\\351' >&2; exit 1", "caf"),
    ],
)
def test_an_export_that_fails_says_why_and_what_to_do(
    exporter: Callable[[str], None], tmp_path: Path, script: str, told: str
) -> None:
    exporter(script)
    seconds = 0.2 if "sleep" in script else 30.0
    with pytest.raises(ModelError, match=rf"{told}.*EMBEDDING_BACKEND=torch does without\.$"):
        graphs.ready(tmp_path / "exported", "reader", "key", seconds=seconds)


def test_a_cache_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(ModelError, match=r"cache/exported: .*EMBEDDING_BACKEND=torch does without\.$"):
        graphs.ready(tmp_path / "cache" / "exported", "reader", "key")


@pytest.mark.skipif(sys.platform == "win32", reason="the exporter here is a shell script")
def test_what_another_process_made_meanwhile_is_taken(
    exporter: Callable[[str], None], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / graphs.GRAPH).write_bytes(b"graph")
    graphs.write_card(made, {})
    exporter(f'cp -r {made} "$5"; exit 1')
    assert graphs.is_whole(graphs.ready(tmp_path / "exported", "reader", "key"))
