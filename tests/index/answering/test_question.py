"""What a question asks for."""

from __future__ import annotations

import pytest

from index.answering.question import fits, parse


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ferries are there?", "number"),
        ("when does the gate open", "date"),
        ("In which year was the wall built?", "date"),
        ("who designed the barrier", "person"),
        ("Where will it stand?", "place"),
        ("Why was it delayed?", "reason"),
        ("what does the mayor want", None),
    ],
)
def test_the_type_of_the_answer_is_read_from_the_question(question: str, kind: str | None) -> None:
    assert parse(question).answer_type == kind


def test_a_sentence_fits_when_it_could_hold_such_an_answer() -> None:
    assert fits("number", "It cost three million crowns.")
    assert not fits("number", "It was costly.")
    assert fits("date", "Work begins in March.")
    assert fits("place", "The gate stands near Valdarr.")
    assert fits(None, "Anything.")


@pytest.mark.parametrize(
    ("question", "kind"),
    [("whos the mayor", "person"), ("whens it open", "date"), ("how come its late", "reason")],
)
def test_contractions_without_a_mark_ask_the_same(question: str, kind: str) -> None:
    assert parse(question).answer_type == kind


def test_what_people_put_around_a_question_is_not_looked_for() -> None:
    assert parse("hey wait so whens the gate gonna open lol").stems == ("gate", "open")
