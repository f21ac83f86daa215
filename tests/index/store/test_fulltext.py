"""Full text: words that few passages hold decide which are ranked, and other shelves are not in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.model import SHARED_SHELF
from tests.index.inside import content_of
from tests.index.small import article, words_library

OTHER = "other"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    held = words_library(tmp_path / "library")
    held.add([article(f"{n}.txt", f"The harbour is open, says report{n}.") for n in range(12)])
    held.add(
        [article("bridge.txt", "The harbour bridge is shut.", "A walnut bridge."), article("x.txt", "Rain.")]
    )
    held.add([article("far.txt", *["A harbour, a harbour and a harbour."] * 9)], OTHER)
    yield held
    held.close()


def bodies(library: Library, *words: str, shelf: str = SHARED_SHELF, limit: int = 3) -> list[str]:
    found = library.parts.store.search.lexical(words, (shelf,), limit)
    assert [score for *_, score in found] == sorted((score for *_, score in found), reverse=True)
    texts = []
    for passage, article_id, _ in found:
        (start, end), stored = (
            content_of(library).passage_spans([passage])[passage][1:],
            content_of(library).article(article_id),
        )
        assert stored is not None
        texts.append(stored.article.text[start:end])
    return texts


def test_all_words_rank_the_rows_that_hold_a_rare_one(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bodies(library, "harbour", "bridge")
    monkeypatch.setattr("index.store.sqlite.fulltext.RANKED", 7)
    assert bodies(library, "harbour", "bridge") == whole
    assert "The harbour bridge is shut." in whole
    assert all("bridge" in text.lower() for text in bodies(library, "harbour", "bridge", limit=20))
    assert len(bodies(library, "harbour", limit=3)) == 3  # a common word alone still finds


def test_another_shelf_is_not_in_the_way(library: Library) -> None:
    assert bodies(library, "harbour", limit=1) == ["The harbour bridge is shut."]
    assert bodies(library, "harbour", shelf=OTHER, limit=20) == ["A harbour, a harbour and a harbour."] * 9


def test_nothing_is_found_for_nothing(library: Library) -> None:
    assert bodies(library) == bodies(library, "unheard") == []
