"""A disk that takes no writing: the library still answers, and a change says why it cannot be."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import StoreError
from tests.index.small import numbered, words_library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rights of files are Linux's here")
NOBODY = 65_534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A library with three stories in a folder that everybody may reach."""
    above = Path(tempfile.mkdtemp(prefix="whosaid-"))
    above.chmod(0o755)
    library = words_library(above / "library")
    library.add([numbered(n) for n in range(3)])
    library.close()
    yield above / "library"
    for path in above.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(above)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write below the folder; root, whom rights do not bind, reads as somebody else on this thread."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    setfsuid = ctypes.CDLL(None).setfsuid
    setfsuid(NOBODY if os.geteuid() == 0 else os.geteuid())
    try:
        yield
    finally:
        setfsuid(os.geteuid())


def test_questions_are_answered(folder: Path) -> None:
    with read_only(folder):
        library = words_library(folder)
        answer = library.ask(["Which colour was harbour number1 painted in?"])[0]
        assert "number1 was painted in colour0" in answer.quotes[0].text
        verdict = library.who_said(["We like colour0 in harbour number2"])[0]
        assert verdict.speaker == "Ada Moor2"
        assert len(library.articles()) == 3
        with pytest.raises(StoreError, match=r"cannot be written \(Permission denied\)"):
            library.add([numbered(7)])
        library.close()


def test_an_index_that_is_lost_is_made_in_memory(folder: Path) -> None:
    shutil.rmtree(folder / "vectors")
    with read_only(folder):
        library = words_library(folder)
        assert "number1" in library.ask(["Which colour was harbour number1 painted in?"])[0].quotes[0].text
        library.close()
