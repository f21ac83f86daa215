"""The judge over a library: catalogs follow the library, views hold, every slice is the article's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.inputs import MAX_NEEDLE
from index.library import Library
from index.model import SHARED_SHELF, Verdict, VerdictKind, View
from index.opening import open_library
from index.reading.text import read_text
from tests.index.checking.conftest import ARTICLE, LINES

OTHER = read_text(b"Council votes\nThe council voted for the new tram line on Monday, 9 to 4.", "tram.txt")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("library"))
    opened.reindex([ARTICLE, OTHER])
    yield opened
    opened.close()


def one(library: Library, text: str, view: View = View()) -> Verdict:
    (verdict,) = library.who_said([text], view)
    return verdict


def test_marked_words_are_found_where_they_stand(library: Library) -> None:
    verdict = one(library, "we are not going to open a bridge")
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.quote is not None
    assert verdict.quote.text == ARTICLE.text[verdict.quote.start : verdict.quote.end]
    assert (verdict.quote.article, verdict.quote.paragraph) == ("bridge.txt", 1)


def test_a_near_opposite_is_no_support(library: Library) -> None:
    verdict = one(library, "We are going to open a bridge that our own engineers don't trust")
    assert verdict.verdict is VerdictKind.ALTERED
    assert [c.said for c in verdict.changes] == ["not"]


def test_a_view_of_one_article_sees_no_other(library: Library) -> None:
    text = "The council voted for the new tram line"
    assert one(library, text, View(article="tram.txt")).verdict is VerdictKind.EXACT
    assert one(library, text, View(article="bridge.txt")).verdict is not VerdictKind.EXACT
    assert one(library, text, View(shelves=("elsewhere",))).verdict is VerdictKind.NOT_FOUND


def test_bad_input_has_an_error_and_keeps_its_place(library: Library) -> None:
    empty, good, long = library.who_said(["  ", LINES[3], "a" * (MAX_NEEDLE + 1)])
    assert empty.error
    assert long.error
    assert (good.verdict, good.error) == (VerdictKind.EXACT, None)


def test_the_catalog_follows_the_library(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    try:
        library.reindex([ARTICLE])
        text = "The council voted for the new tram line"
        assert one(library, text).verdict is not VerdictKind.EXACT
        library.reindex([ARTICLE, OTHER])
        assert one(library, text).verdict is VerdictKind.EXACT
        library.reindex([ARTICLE])
        assert one(library, text).verdict is not VerdictKind.EXACT
    finally:
        library.close()


def test_a_dozen_servers_keep_their_catalogs_and_those_without_articles_share_one(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    try:
        library.reindex([OTHER])
        servers = [View((SHARED_SHELF, str(number))) for number in range(20, 32)]
        for view in servers:
            library.add(
                [read_text(f"Note\nThe quay of town {view.shelves[1]} closes.".encode(), "note.txt")],
                view.shelves[1],
            )
        checker = library.parts.checker
        first = [checker.catalog(view) for view in servers]
        assert all(checker.catalog(view) is built for view, built in zip(servers, first, strict=True))
        assert len({id(built) for built in first}) == len(servers)
        bare, other = View((SHARED_SHELF, "90")), View((SHARED_SHELF, "91"))
        assert checker.catalog(bare) is checker.catalog(other) is checker.catalog(View())
        library.add([ARTICLE], "90")
        assert len(checker.catalog(bare).sources) == 2
        assert len(checker.catalog(other).sources) == 1
    finally:
        library.close()
