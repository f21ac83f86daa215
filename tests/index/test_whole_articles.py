"""Reading an article whole: for those who may see it, in every version that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import NotFoundError
from index.model import View
from index.opening import open_library
from index.reading.text import read_text

FIRST = "A pier\nThe pier is long.\n“It is too long,” said Ada Moor.\n"
SECOND = "A pier\nThe pier is short.\n“It is too short,” said Ada Moor.\n"


def test_versions_and_views(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    try:
        for text in (FIRST, SECOND):
            library.add([read_text(text.encode(), "pier.txt")], "12")
        number = library.details("pier.txt", View(("12",))).info.id
        now = library.read(number, View(("12",)))
        assert now.article.text == SECOND
        assert [q.text for q in now.quotes if q.speaker] == ["It is too short"]
        assert [(v.number, v.live) for v in now.versions] == [(2, True), (1, False)]
        before = library.read(now.versions[1].id, View(("12",), "pier.txt"))
        assert before.article.text == FIRST
        assert [q.text for q in before.quotes if q.speaker] == ["It is too long"]
        for view in (View(), View(("34",)), View(("12",), "other.txt")):
            with pytest.raises(NotFoundError):
                library.read(number, view)
        library.remove("pier.txt", "12")
        for version in now.versions:
            with pytest.raises(NotFoundError):
                library.read(version.id, View(("12",)))
    finally:
        library.close()
