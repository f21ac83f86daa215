"""What every backend does with shelves: isolation, versions, changes all or nothing, ids given once."""

from __future__ import annotations

import threading

import pytest

from index.errors import BusyError, NotFoundError, StoreError
from index.library import Library
from index.model import SHARED_SHELF, ShelfLimits, View
from index.store.values import LostVectorsError, Made
from tests.index.small import article, cited, encoded, names, numbered
from tests.index.store.contract.conftest import Another

ONE, TWO = View(("shared", "1")), View(("shared", "2"))
MADE = Made("words:1", "recipe")
COLOUR = "Which colour was harbour number1 painted in?"
SAID = "We like colour0 in harbour number1"


def test_two_servers_never_see_each_other(library: Library) -> None:
    library.reindex([numbered(0)])
    library.add([numbered(1)], "1")
    library.add([numbered(2)], "2")
    search, content = library.parts.store.search, library.parts.store.content
    (vector,) = library.parts.embedder.encode([COLOUR], "query")
    theirs = {i for i, _ in search.nearest(vector, ("1",), 50)}
    assert theirs
    assert not theirs & {i for i, _ in search.nearest(vector, TWO.shelves, 50)}
    assert not theirs & {i for i, *_ in search.lexical(["harbour", "number1"], TWO.shelves, 50)}
    assert content.passage_articles(sorted(theirs), TWO.shelves) == {}
    assert names(library) == ["story-0.txt"]
    assert names(library, ONE) == ["story-0.txt", "story-1.txt"]
    assert "story-1.txt" in cited(library, COLOUR, SAID, ONE)
    assert cited(library, COLOUR, SAID, TWO) <= {"story-0.txt", "story-2.txt"}
    assert cited(library, COLOUR, SAID, View()) <= {"story-0.txt"}
    (quote, *_) = library.suggest_quotes("harbour number1", ONE)
    assert library.quote(quote.id, ONE) is not None
    assert library.quote(quote.id, TWO) is None
    assert library.suggest_quotes("harbour number1", TWO) == []
    for typed in ("", "nu", "100%", "_", "\\", "'", '"'):
        assert "story-1.txt" not in {q.article for q in library.suggest_quotes(typed, TWO)}
    assert {q.article for q in library.quotes(TWO)} == {"story-0.txt", "story-2.txt"}
    citation = library.ask([COLOUR], ONE)[0].quotes[0]
    assert library.still_there([citation], ONE) == [citation]
    assert library.still_there([citation], TWO) == []
    assert library.context(citation, TWO) is None
    with pytest.raises(NotFoundError):
        library.details("story-1.txt", TWO)
    with pytest.raises(NotFoundError):
        library.remove("story-1.txt", "2")


def test_another_process_sees_a_change_at_once(library: Library, another: Another) -> None:
    other = another()
    library.add([numbered(1)], "1")
    assert "story-1.txt" in cited(other, COLOUR, SAID, ONE)
    before = other.generation(ONE)
    library.records.prefer("1", {"private": True})
    assert other.records.preferences("1") == {"private": True}
    library.remove("story-1.txt", "1")
    assert other.generation(ONE) != before
    assert cited(other, COLOUR, SAID, ONE) == set()


def test_versions_and_ids(library: Library) -> None:
    library.add([numbered(1)], "1")
    (old,) = library.articles(View(("1",)))
    quote = library.quotes(View(("1",)))[-1]
    citation = library.ask([COLOUR], ONE)[0].quotes[0]
    assert library.add([numbered(1)], "1").unchanged == 1
    encoded(library)
    assert library.add([numbered(1, version=2)], "1").changed == 1
    assert "About story-1.txt" not in encoded(library)
    assert library.details("story-1.txt", ONE).versions == 2
    kept = library.read(old.id, ONE)
    assert kept.article == numbered(1)
    assert [version.number for version in kept.versions] == [2, 1]
    assert library.context(citation, ONE) is not None
    assert "colour2" in library.ask([COLOUR], ONE)[0].quotes[0].text
    library.remove("story-1.txt", "1")
    assert library.context(citation, ONE) is None
    library.parts.keeper.purge("1")
    library.add([numbered(3)], "1")
    assert library.quote(quote.id, ONE) is None
    assert library.parts.store.content.article(old.id) is None


def test_old_versions_have_an_end(library: Library) -> None:
    room = ShelfLimits(1, 3 * len(numbered(1).text.encode()) + 20)
    for version in range(6):
        library.add([numbered(1, version)], "1", limits=room)
    assert library.details("story-1.txt", ONE).versions == 4
    assert library.book.usage("1").bytes == library.details("story-1.txt", ONE).size


def test_one_change_of_a_shelf_at_a_time(library: Library, another: Another) -> None:
    changes, others = library.parts.store.changes, another().parts.store.changes
    with changes.changing("1", 0):
        with pytest.raises(BusyError), others.changing("1", 0):
            pass
        with pytest.raises(BusyError), others.changing("1", 0.2):
            pass
        with others.changing("2", 0):
            pass
    with others.changing("1", 0):
        pass


def test_a_change_that_fails_changes_nothing(library: Library) -> None:
    library.add([numbered(1)], "1")
    before, generation = names(library, ONE), library.generation(ONE)
    changes = library.parts.store.changes
    prepared = library.parts.keeper._indexer.prepare([numbered(2)], lambda _: None)
    library.parts.store.upkeep.drop_vectors(list(prepared[0].vector_keys()))
    generation = library.generation(ONE)
    with changes.changing("1", 1), pytest.raises(LostVectorsError):
        changes.apply("1", prepared, [info.id for info in library.articles(View(("1",)))], lambda _: MADE)
    assert (names(library, ONE), library.generation(ONE)) == (before, generation)


def test_processes_that_add_at_once_lose_nothing(library: Library, another: Another) -> None:
    failed: list[BaseException] = []

    def add(number: int) -> None:
        try:
            own = another()
            for n in range(4):
                own.add([numbered(10 * number + n)], str(number % 2))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    held = names(library, View(("0", "1")))
    assert len(held) == len(set(held)) == 16
    assert all(found.ok for found in library.check()), library.check()


def test_shelves_that_share_texts_do_not_lose_their_vectors(library: Library, another: Another) -> None:
    failed: list[BaseException] = []

    def come_and_go(shelf: str) -> None:
        try:
            own = another()
            for _ in range(5):
                own.add([numbered(1)], shelf)
                own.remove("story-1.txt", shelf)
            own.add([numbered(1)], shelf)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=come_and_go, args=(str(n),)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [found for found in library.check() if not found.ok] == []


def test_a_model_that_changed_is_told(library: Library, another: Another) -> None:
    library.add([numbered(1)])
    later = another()
    later.parts.embedder.key = "words:2"  # type: ignore[misc]
    search = later.parts.store.search
    (vector,) = later.parts.embedder.encode([COLOUR], "query")
    with pytest.raises(StoreError, match="another embedding model"):
        search.nearest(vector, (SHARED_SHELF,), 5)
    assert later.stale_shelves() == [SHARED_SHELF]
    later.reindex()
    assert later.stale_shelves() == []
    assert search.nearest(vector, (SHARED_SHELF,), 5)


def test_purging_a_server_leaves_no_row(library: Library) -> None:
    library.add([numbered(1)], "1")
    library.add([numbered(2)], "2")
    library.book.bind("1", "77", "story-1.txt")
    library.records.prefer("1", {"private": True})
    library.keys.add("1", "x")
    library.book.note_left("1")
    assert library.purge_left(30) == []
    assert library.purge_left(0) == ["1"]
    assert names(library, View(("1",))) == []
    assert library.book.binding("1", "77") is None
    assert library.records.preferences("1") == {}
    assert library.keys.all() == []
    assert names(library, TWO) == ["story-2.txt"]
    assert library.purge_left(0) == []
    assert all(found.ok for found in library.check())


def test_text_that_a_database_may_not_like(library: Library) -> None:
    odd = article(
        "odd.txt", "A “bell \x07 and delete \x7f” and % _ ? \\ ' \" marks, said Zoë Ünal.", "🚢 Ships 𝒳 sail."
    )
    library.add([odd], "1")
    (info,) = library.articles(View(("1",)))
    assert library.read(info.id, ONE).article == odd
    assert all(found.ok for found in library.check()), library.check()
    assert "Ships" in library.ask(["Which ships sail?"], View(("1",)))[0].quotes[0].text
