"""Shelves: add, remove, limits, versions, bindings, servers that were left."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import InputError, LimitError, NotFoundError
from index.library import Library
from index.model import ShelfLimits, View
from tests.index.inside import content_of, database_of, snapshots_of
from tests.index.small import article, cited, names, numbered, words_library

ONE, TWO = View(("shared", "1")), View(("shared", "2"))
COLOUR = "Which colour was harbour number1 painted in?"
SAID = "We like colour0 in harbour number1"


def test_a_shelf_is_seen_from_its_own_view_alone(library: Library) -> None:
    library.reindex([numbered(0)])
    library.add([numbered(1)], "1")
    library.add([numbered(2)], "2")
    assert names(library) == ["story-0.txt"]
    assert names(library, ONE) == ["story-0.txt", "story-1.txt"]
    assert names(library, TWO) == ["story-0.txt", "story-2.txt"]
    assert "story-1.txt" in cited(library, COLOUR, SAID, ONE)
    assert cited(library, COLOUR, SAID, TWO) <= {"story-0.txt", "story-2.txt"}
    assert cited(library, COLOUR, SAID, View()) <= {"story-0.txt"}
    quote = library.suggest_quotes("harbour number1", ONE)[0]
    assert library.quote(quote.id, ONE) is not None
    assert library.quote(quote.id, TWO) is None
    assert library.suggest_quotes("harbour number1", TWO) == []
    assert "story-1.txt" not in {q.article for q in library.suggest_quotes("nu", TWO)}
    assert library.details("story-1.txt", ONE).versions == 1
    with pytest.raises(NotFoundError):
        library.details("story-1.txt", TWO)
    assert {q.article for q in library.quotes(TWO)} == {"story-0.txt", "story-2.txt"}


def test_ids_are_never_given_twice(library: Library) -> None:
    library.add([numbered(1)], "1")
    held = snapshots_of(library).get("1")
    quote = library.quotes(View(("1",)))[-1]
    library.remove("story-1.txt", "1")
    library.parts.store.changes.purge("1")
    library.add([numbered(2)], "2")
    assert library.quote(quote.id, View(("1", "2"))) is None
    _, ids = held.search(library.parts.embedder.encode([COLOUR], "query"), 10)
    assert content_of(library).passage_articles(ids[0].tolist()) == {}


def test_the_same_name_on_two_shelves(library: Library) -> None:
    library.reindex([article("a.txt", "The shared gate opens at nine.")])
    library.add([article("a.txt", "Our own gate opens at ten o'clock sharp.")], "1")
    found = library.details("a.txt", ONE)
    assert found.info.shelf == "1"
    library.remove("a.txt", "1")
    assert library.details("a.txt", ONE).info.shelf == "shared"


def test_a_new_version_keeps_the_old_text(library: Library) -> None:
    library.add([numbered(1)], "1")
    (old,) = library.articles(View(("1",)))
    assert library.add([numbered(1)], "1").unchanged == 1
    assert library.add([numbered(1, version=2)], "1").changed == 1
    assert library.details("story-1.txt", ONE).versions == 2
    kept = content_of(library).article(old.id)
    assert kept is not None
    assert "colour0" in kept.article.text


def test_an_old_citation_keeps_its_version(library: Library) -> None:
    library.add([numbered(1)], "1")
    cited = library.ask([COLOUR], ONE)[0].quotes[0]
    assert "colour0" in cited.text
    library.add([numbered(1, version=2)], "1")
    assert "colour2" in library.ask([COLOUR], ONE)[0].quotes[0].text
    assert library.still_there([cited], ONE) == [cited]
    around = library.context(cited, ONE)
    assert around is not None
    assert cited.text in around.paragraph
    assert library.context(cited, TWO) is None
    library.remove("story-1.txt", "1")
    assert library.context(cited, ONE) is None


def test_versions_do_not_fill_the_disk(library: Library) -> None:
    size = len(numbered(1).text.encode())
    room = ShelfLimits(articles=1, bytes=3 * size + 20)
    for version in range(8):
        library.add([numbered(1, version)], "1", limits=room)
    assert library.details("story-1.txt", ONE).versions == 4
    (live,) = library.articles(View(("1",)))
    assert [content_of(library).article(live.id - n) is not None for n in range(5)] == [True] * 4 + [False]
    library.add([numbered(2)])
    assert "colour7" in library.ask([COLOUR], ONE)[0].quotes[0].text
    assert all(found.ok for found in library.check())


def test_reindex_keeps_what_was_added(library: Library) -> None:
    library.reindex([numbered(0), numbered(1)])
    library.add([numbered(2)])
    done = library.reindex([numbered(0)])
    assert (done.removed, done.unchanged) == (1, 2)
    assert names(library) == ["story-0.txt", "story-2.txt"]
    library.remove("story-2.txt")
    assert library.reindex([numbered(0)]).unchanged == 1
    assert names(library) == ["story-0.txt"]


def test_limits(library: Library) -> None:
    two = ShelfLimits(articles=2, bytes=10_000)
    library.add([numbered(1), numbered(2)], "1", limits=two)
    with pytest.raises(LimitError, match="room for 2 articles here, and 2 are in"):
        library.add([numbered(3)], "1", limits=two)
    assert library.add([numbered(2, version=3)], "1", limits=two).changed == 1
    size = library.book.usage("1").bytes
    assert size == sum(library.details(f"story-{n}.txt", ONE).size for n in (1, 2))
    with pytest.raises(LimitError, match="MB of text"):
        library.add([numbered(3)], "1", limits=ShelfLimits(articles=9, bytes=size + 10))
    assert library.book.usage("1").articles == 2
    library.add([numbered(3)], "2", limits=two)


def test_removing_what_is_not_there(library: Library) -> None:
    library.add([numbered(1)], "1")
    with pytest.raises(NotFoundError):
        library.remove("story-1.txt", "2")
    with pytest.raises(NotFoundError):
        library.remove("story-1.txt")


@pytest.mark.parametrize("shelf", ["", "../1", "a/b", "A", "..", "x" * 65, "1\n"])
def test_shelf_names_are_folder_names(library: Library, shelf: str) -> None:
    with pytest.raises(InputError, match="shelf's name"):
        library.add([numbered(1)], shelf)


def test_a_channel_is_bound_to_an_article_while_it_is_there(library: Library) -> None:
    library.reindex([numbered(0)])
    library.add([numbered(1)], "1")
    library.book.bind("1", "77", "story-1.txt")
    assert library.book.binding("1", "77") == "story-1.txt"
    assert library.book.binding("2", "77") is None
    library.book.bind("1", "77", "story-0.txt")
    assert library.book.binding("1", "77") == "story-0.txt"
    assert library.book.bound_channels("1", "story-0.txt") == ["77"]
    library.reindex([])
    assert library.book.binding("1", "77") is None
    assert library.book.unbind("1", "77")
    assert not library.book.unbind("1", "77")


def unseen_for_days(library: Library) -> None:
    """What three days do in which no process says that it is in a server."""
    database_of(library).connection.execute(
        "UPDATE shelves SET seen_at = strftime('%Y-%m-%dT%H:%M:%SZ', seen_at, '-3 days')"
    )


def test_two_processes_do_not_mark_each_others_servers_as_left(library: Library, tmp_path: Path) -> None:
    other = words_library(tmp_path / "library")
    library.add([numbered(1)], "1")
    other.add([numbered(2)], "2")
    for _ in range(2):
        library.book.note_present({"1"})
        other.book.note_present({"2"})
        assert library.purge_left(0) == other.purge_left(0) == []
        unseen_for_days(library)
    library.book.note_present({"1"})  # the other process stopped, days ago
    assert library.purge_left(30) == []
    assert library.purge_left(0) == ["2"]
    other.close()


def test_direct_messages_are_no_server_that_was_left(library: Library) -> None:
    library.add([numbered(1)], "1")
    library.records.count("", answered=True, seconds=0.1)
    library.book.note_present({"2"})
    unseen_for_days(library)
    assert library.purge_left(0) == ["1"]
    assert library.records.statistics("").questions == 1


def test_a_library_from_before_that_knew_it_is_purged_all_the_same(library: Library) -> None:
    library.add([numbered(1)], "1")
    library.book.note_left("")
    library.book.note_left("1")
    assert library.purge_left(0) == ["1"]


def test_a_server_that_was_left_is_deleted_after_its_time(library: Library, tmp_path: Path) -> None:
    library.reindex([numbered(0)])
    library.add([numbered(1)], "1")
    library.add([numbered(1), numbered(2)], "2")
    library.book.bind("1", "77", "story-1.txt")
    library.records.prefer("1", {"private": True})
    library.book.note_left("1")
    assert library.purge_left(30) == []
    assert "story-1.txt" in names(library, ONE)
    library.book.note_joined("1")
    assert library.purge_left(0) == []
    library.book.note_present({"2"})
    assert library.purge_left(0) == []
    unseen_for_days(library)
    library.book.note_present({"2"})
    assert library.purge_left(0) == ["1"]
    assert names(library, ONE) == ["story-0.txt"]
    assert names(library, TWO) == ["story-0.txt", "story-1.txt", "story-2.txt"]
    assert library.book.binding("1", "77") is None
    assert library.records.preferences("1") == {}
    connection = database_of(library).connection
    assert connection.execute("SELECT count(*) FROM articles WHERE shelf = '1'").fetchone() == (0,)
    assert not (tmp_path / "library" / "vectors" / "1").exists()
    assert library.purge_left(0) == []
    assert all(found.ok for found in library.check())
    library.add([numbered(3)], "1")
    assert "story-3.txt" in names(library, ONE)
    assert library.book.overdue(0) == []
