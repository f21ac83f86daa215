"""While a shelf's index is built, everybody else reads and writes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.model import Answer, View
from index.vectors import files
from tests.index.small import numbered, words_library


class Held:
    """In the place of ``files.build``: waits, with the index not yet built, until ``go_on`` is set."""

    def __init__(self) -> None:
        self.reached, self.go_on, self._build = threading.Event(), threading.Event(), files.build

    def __call__(self, *args: Any, **kwargs: Any) -> files.VectorIndex:
        self.reached.set()
        assert self.go_on.wait(20)
        return self._build(*args, **kwargs)


def test_answers_are_kept_and_other_shelves_change_while_an_index_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, process = words_library(tmp_path / "library"), words_library(tmp_path / "library")
    library.reindex([numbered(0), numbered(1)])
    held = Held()
    with monkeypatch.context() as patch:
        patch.setattr(files, "build", held)
        work = threading.Thread(target=library.add, args=([numbered(2)], "42"))
        work.start()
        assert held.reached.wait(20)
    for some in (library, process):
        answer = some.ask(["Which colour was harbour number1 painted in?"])[0]
        assert answer.quotes
        number = some.records.keep(Answer("q", True, 1.0), "1", "2")
        assert process.records.record(number) is not None
        assert some.is_empty(View(("42",)))
    process.add([numbered(3)], "43")
    assert [info.name for info in library.articles(View(("43",)))] == ["story-3.txt"]
    held.go_on.set()
    work.join()
    assert [info.name for info in process.articles(View(("42",)))] == ["story-2.txt"]
    assert found(process, "42") == "story-2.txt"
    assert all(finding.ok for finding in library.check())
    library.close()
    process.close()


def test_a_change_whose_vectors_another_one_dropped_prepares_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, process = words_library(tmp_path / "library"), words_library(tmp_path / "library")
    library.add([numbered(1)], "1")
    held = Held()
    with monkeypatch.context() as patch:
        patch.setattr(files, "build", held)
        work = threading.Thread(target=library.add, args=([numbered(1)], "2"))  # the same texts
        work.start()
        assert held.reached.wait(20)
    process.remove("story-1.txt", "1")
    held.go_on.set()
    work.join()
    assert found(library, "2") == "story-1.txt"
    assert all(finding.ok for finding in process.check())
    library.close()
    process.close()


def found(library: Library, shelf: str) -> str:
    return library.ask(["Which colour was the harbour painted in?"], View((shelf,)))[0].quotes[0].article
