"""Answers that an earlier version kept are still read."""

from __future__ import annotations

from pathlib import Path

from index.model import Answer, Citation
from tests.index.inside import database_of
from tests.index.small import words_library


def test_fields_that_are_no_more_are_left_out(tmp_path: Path) -> None:
    library = words_library(tmp_path / "library")
    cited = Citation("We like it", 1, "a.txt", "A", 0, 2, 12, "Ada Moor", None, 0.5)
    number = library.records.keep(Answer("what?", True, 0.9, (cited,)), "1", "ada")
    with database_of(library).write() as connection:
        connection.execute(
            """UPDATE records SET body = replace(body, '"text":', '"also_in": ["B"], "text":')"""
        )
    record = library.records.record(number)
    assert record is not None
    assert record.answer.quotes == (cited,)
    (body,) = database_of(library).connection.execute("SELECT body FROM records").fetchone()
    assert "also_in" in body
    library.close()
