"""A change that costs too much, or that is called off, ends and leaves everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import LimitError
from index.model import Progress, ShelfLimits, View
from index.reading.text import read_text
from tests.index.small import words_library


def test_a_change_without_work_left_changes_nothing(tmp_path: Path) -> None:
    library = words_library(tmp_path / "library")
    article = read_text(b"Bridge opens\nThe bridge opens in May, the mayor said.\n", "bridge.txt")
    with pytest.raises(LimitError, match="seconds of work"):
        library.add([article], "1", limits=ShelfLimits(10, 10_000, seconds=0.0))
    assert library.articles(View(("1",))) == []
    library.add([article], "1", limits=ShelfLimits(10, 10_000))
    assert len(library.articles(View(("1",)))) == 1
    library.close()


def test_a_change_is_called_off_by_its_progress(tmp_path: Path) -> None:
    library = words_library(tmp_path / "library")
    article = read_text(b"Bridge opens\nThe bridge opens in May, the mayor said.\n", "bridge.txt")

    def stop(now: Progress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        library.add([article], "1", limits=ShelfLimits(10, 10_000), progress=stop)
    assert library.articles(View(("1",))) == []
    library.close()
