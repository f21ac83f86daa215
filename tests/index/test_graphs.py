"""Folders of exported graphs: what is damaged or missing is noticed; which backend."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import graphs
from index.errors import ModelError


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


def test_which_backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert graphs.chosen("torch", tmp_path) is None
    monkeypatch.setattr(graphs, "find_spec", lambda name: object())
    assert graphs.chosen("onnx", tmp_path) == tmp_path / "exported"
    monkeypatch.setattr(graphs, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"extra \[onnx\]"):
        graphs.chosen("onnx", tmp_path)
