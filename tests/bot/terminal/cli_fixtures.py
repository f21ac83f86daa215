"""Runs the console script in this process, with state in a temporary folder."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.fakes import FakeLibrary

ARTICLE = "A title\nThe first paragraph.\n“We will,” said Ada Moor.\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Whosaid = Callable[..., Ran]


@pytest.fixture
def clean_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings from this machine; data and cache go to a temporary folder, which is the current one."""
    for name in ("DISCORD_TOKEN", "DISCORD_API_URL", "ARTICLES_DIR", "EMBEDDING_MODEL", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("EMBEDDING_BACKEND", "torch")  # each test has a cache of its own: nothing is exported
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def whosaid(
    clean_settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Whosaid:
    """``whosaid("ask", …, given=b"…")``: like the console script, standard input not being a terminal."""

    def run(*arguments: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["whosaid", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def fake_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeLibrary]]:
    """Every command gets a library without a model."""
    FakeLibrary.batches, FakeLibrary.made = [], []
    monkeypatch.setattr("index.opening.open_library", FakeLibrary)
    yield FakeLibrary
    assert all(library.closed for library in FakeLibrary.made)
