"""What every backend finds out of order, and mends."""

from __future__ import annotations

from index.library import Library
from index.model import View
from tests.index.small import numbered

HERE = View(("1",))


def findings(library: Library) -> dict[str, str]:
    return {found.name: found.seen for found in library.check() if not found.ok}


def change(library: Library, statement: str) -> None:
    with library.parts.store.upkeep._database.write() as connection:  # type: ignore[attr-defined]
        connection.execute(statement)


def test_lost_vectors_are_embedded_anew(library: Library) -> None:
    library.add([numbered(1), numbered(2)], "1")
    change(library, "DELETE FROM vectors WHERE key IN (SELECT vector_key FROM passages LIMIT 3)")
    assert set(findings(library)) == {"vectors"}
    library.repair()
    assert findings(library) == {}


def test_a_damaged_text_is_taken_out(library: Library) -> None:
    library.add([numbered(1), numbered(2)], "1")
    change(library, "UPDATE articles SET text_hash = 'x' WHERE name = 'story-1.txt'")
    other = library.parts.store.content
    assert "article texts" in findings(library)
    library.repair()
    assert findings(library) == {}
    assert [q.article for q in other.quotes(HERE)] == ["story-2.txt"] * len(other.quotes(HERE))


def test_paragraphs_are_read_again(library: Library) -> None:
    library.add([numbered(1)], "1")
    change(library, "DELETE FROM paragraphs WHERE number = 1")
    assert set(findings(library)) == {"paragraphs"}
    library.repair()
    assert findings(library) == {}


def test_rows_that_point_outside_are_counted(library: Library) -> None:
    library.add([numbered(1)], "1")
    change(library, 'UPDATE quotes SET "end" = 100000')
    assert "offsets" in findings(library)
