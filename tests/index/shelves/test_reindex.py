"""Reindex: only what changed is embedded, the report counts it, and the old generation answers until the end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.errors import BusyError, StoreError
from index.library import Library
from index.model import Article, Progress, ReindexReport, View
from index.reading.sources import read_sources
from tests.index.small import article, encoded, names, numbered, words_library


def first(library: Library, question: str, view: View = View()) -> str:
    return library.ask([question], view)[0].quotes[0].text


def test_second_time_embeds_nothing(library: Library) -> None:
    stories = [numbered(n) for n in range(5)]
    done = library.reindex(stories)
    assert (done.added, done.passages_added) == (5, 20)
    assert encoded(library)
    done = library.reindex(stories)
    assert (done.added, done.changed, done.removed, done.unchanged) == (0, 0, 0, 5)
    assert (done.passages_added, done.passages_unchanged) == (0, 20)
    assert encoded(library) == []


def test_only_the_changed_passages_are_embedded(library: Library) -> None:
    library.reindex([numbered(n) for n in range(5)])
    encoded(library)
    before = numbered(3)
    changed = article(
        before.name, *[before.text[p.start : p.end] for p in before.paragraphs[:2]], "A new last line came."
    )
    done = library.reindex([*(numbered(n) for n in range(5) if n != 3), changed])
    assert (done.added, done.changed, done.removed, done.unchanged) == (0, 1, 0, 4)
    assert (done.passages_added, done.passages_changed, done.passages_removed) == (0, 1, 0)
    assert done.passages_unchanged == 19
    assert set(encoded(library)) == {"A new last line came."}


def test_added_changed_removed(library: Library) -> None:
    library.reindex([numbered(0), numbered(1), numbered(2)])
    done = library.reindex([numbered(0), numbered(1, version=5), numbered(3)])
    assert (done.added, done.changed, done.removed, done.unchanged) == (1, 1, 1, 1)
    assert names(library) == ["story-0.txt", "story-1.txt", "story-3.txt"]
    assert "colour5" in first(library, "Which colour was harbour number1 painted in?")


def test_what_cannot_be_read_now_stays(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (folder / name).write_text(f"Title of {name}\n\nA line that stands in {name} alone.\n", "utf-8")

    def reindex() -> ReindexReport:
        read = read_sources([folder])
        return library.reindex(read.articles, problems=read.problems, unread=read.unread)

    assert reindex().added == 3
    (folder / "a.txt").write_bytes(b"Title\n\xff\xfe\x00")
    done = reindex()
    assert (done.removed, done.changed, done.unchanged) == (0, 0, 3)
    assert [str(problem) for problem in done.problems] == ["a.txt is a binary file, not text."]
    assert "stands in a.txt" in first(library, "What stands in a.txt?")
    (folder / "a.txt").unlink()
    assert reindex().removed == 1
    assert names(library) == ["b.txt", "deep/c.txt"]


def test_a_folder_that_cannot_be_opened_keeps_its_articles(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text("Title\n\nA line.\n", "utf-8")
    (tmp_path / "deep" / "c.txt").write_text("Title\n\nA line in the deep.\n", "utf-8")
    library.reindex(read_sources([tmp_path]).articles)
    real = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    with monkeypatch.context() as patch:  # file modes mean nothing to root
        patch.setattr("os.scandir", closed)
        read = read_sources([tmp_path])
    assert read.unread == ("deep/",)
    assert "Permission denied" in str(read.problems[0])
    assert library.reindex(read.articles, unread=read.unread).removed == 0
    assert names(library) == ["a.txt", "deep/c.txt"]


def test_new_metadata_or_paragraph_kinds_count_as_changed(library: Library) -> None:
    library.reindex([article("a.txt", "One line.")])
    encoded(library)
    done = library.reindex([article("a.txt", "One line.", url="https://example.org/a")])
    assert done.changed == 1
    assert encoded(library) == []
    assert library.articles()[0].url == "https://example.org/a"


def test_rows_made_by_other_code_are_made_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.reindex([numbered(0)])
    encoded(library)
    monkeypatch.setattr("index.shelves.preparing.RECIPE", "newer")
    done = library.reindex([numbered(0)])
    assert (done.unchanged, done.changed, done.passages_unchanged) == (1, 0, 4)
    assert encoded(library) == []


def test_another_model_is_refused_until_reindexed(tmp_path: Path) -> None:
    words_library(tmp_path).reindex([numbered(0)])
    library = words_library(tmp_path, "words:2")
    with pytest.raises(StoreError, match="another embedding model; run `whosaid reindex`"):
        library.ask(["Which colour?"])
    assert library.stale_shelves() == ["shared"]
    done = library.reindex([numbered(0)])
    assert (done.unchanged, done.passages_added) == (1, 0)
    assert encoded(library)
    assert "harbour" in first(library, "Which harbour was painted?")
    library.close()


def test_nothing_changed_loads_neither_torch_nor_faiss(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nThe gate is open.\n", encoding="utf-8")
    probe = (
        "import sys; from pathlib import Path; from index.opening import open_library;"
        "from index.reading.text import read_text; raw = Path(sys.argv[1], 'a.txt').read_bytes();"
        "library = open_library(Path(sys.argv[1], 'library')); done = library.reindex([read_text(raw, 'a.txt')]);"
        "print(done.unchanged, sorted({'torch', 'faiss', 'transformers'} & set(sys.modules)))"
    )

    def run() -> str:
        return subprocess.run(  # noqa: S603  (our own interpreter)
            [sys.executable, "-c", probe, str(tmp_path)], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert run().startswith("0 ")
    assert run() == "1 []"


class Paused:
    """Stops a reindex at a stage until ``go_on`` is set."""

    def __init__(self, stage: str) -> None:
        self.stage, self.reached, self.go_on = stage, threading.Event(), threading.Event()

    def __call__(self, now: Progress) -> None:
        if now.stage == self.stage and not self.reached.is_set():
            self.reached.set()
            assert self.go_on.wait(10)


@pytest.mark.parametrize("stage", ["read", "embed", "index"])
def test_the_old_generation_answers_until_the_new_one_is_complete(library: Library, stage: str) -> None:
    library.reindex([numbered(1)])
    paused = Paused(stage)
    work = threading.Thread(
        target=library.reindex, args=([numbered(1, version=7)],), kwargs={"progress": paused}
    )
    work.start()
    assert paused.reached.wait(10)
    answer = library.ask(["Which colour was harbour number1 painted in?"])[0]
    assert any("colour0" in quote.text for quote in answer.quotes)
    assert library.who_said(["We like colour0 in harbour number1"])[0].verdict.value == "exact"
    with pytest.raises(BusyError):
        library.reindex([numbered(2)])
    paused.go_on.set()
    work.join(10)
    assert "colour7" in first(library, "Which colour was harbour number1 painted in?")


def test_an_index_that_fails_its_check_changes_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.reindex([numbered(1)])
    with monkeypatch.context() as patch:
        patch.setattr("index.vectors.files._read", lambda _: None)
        with pytest.raises(StoreError, match="did not pass its check"):
            library.reindex([numbered(1, version=7)])
    assert names(library) == ["story-1.txt"]
    assert "colour0" in first(library, "Which colour was harbour number1 painted in?")
    assert all(found.ok for found in library.check())


def test_a_reindex_that_is_stopped_half_way_changes_nothing(library: Library) -> None:
    library.reindex([numbered(1)])

    def stop(now: Progress) -> None:
        if now.stage == "index":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reindex([numbered(1, version=7)], progress=stop)
    assert "colour0" in first(library, "Which colour was harbour number1 painted in?")
    encoded(library)
    library.reindex([numbered(1, version=7)])
    assert encoded(library) == []  # what was embedded before the stop was kept


def test_one_shelf_does_not_wait_for_another(library: Library) -> None:
    paused = Paused("embed")
    work = threading.Thread(target=library.reindex, args=([numbered(1)],), kwargs={"progress": paused})
    work.start()
    assert paused.reached.wait(10)
    assert library.add([numbered(2)], "42").added == 1
    paused.go_on.set()
    work.join(10)
    assert names(library, View(("shared", "42"))) == ["story-1.txt", "story-2.txt"]


def test_vectors_that_another_shelf_drops_meanwhile_are_made_again(library: Library) -> None:
    same: Article = numbered(1)
    library.add([same], "1")

    def drop(now: Progress) -> None:
        if now.stage == "index" and names(library, View(("1",))):
            library.remove(same.name, "1")

    assert library.reindex([same], progress=drop).added == 1
    assert all(found.ok for found in library.check())
    assert "harbour" in first(library, "Which colour was harbour number1 painted in?")


def test_soft_hyphens_are_embedded_as_a_person_reads_them(tmp_path: Path) -> None:
    library = words_library(tmp_path)
    library.reindex([article("soft.txt", "The har\u00adbour wall\u00a0stands.")])
    assert "The harbour wall stands." in encoded(library)
    library.close()
