"""Which name a phrase is about."""

from __future__ import annotations

import pytest

from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

MET = ("Nora Berg met Jonas Reed of the Harbour Board at the quay.",)


def speaker(line: str, source: str) -> str | None:
    a = article("Ferry to sail", *MET, line)
    rows = quotes_of(a, tagged_as(a, content=["The ferry is safe"], source=[source], cue=["said"]))
    return next(q.speaker for q in rows if q.text.startswith("The ferry is safe"))


@pytest.mark.parametrize(
    ("line", "source", "right"),
    [
        (
            "“The ferry is safe,” the Lindow Union of Dyers (LUD) spokeswoman Martha Hale said.",
            "the Lindow Union of Dyers (LUD) spokeswoman Martha Hale",
            "Martha Hale",
        ),
        ("“The ferry is safe,” another friend, Martha Hale said.", "another friend,", "Martha Hale"),
        ("Nora Berg, who plans a visit, said: “The ferry is safe.”", "who plans a visit", "Nora Berg"),
    ],
)
def test_the_person_is_named(line: str, source: str, right: str) -> None:
    assert speaker(line, source) == right


def test_whose_lawyer_says_it_does_not() -> None:
    line = "Nora Berg, whose lawyer said “The ferry is safe” on Monday, left."
    assert speaker(line, "whose lawyer") != "Nora Berg"


def test_a_friend_is_not_the_subject_of_what_they_said() -> None:
    said = "Martha Hale said the ferry was unsafe"
    a = article("Ferry to sail", *MET, f"According to a friend, {said}.")
    rows = quotes_of(a, tagged_as(a, content=[said], source=["a friend"], cue=["According to"]))
    assert [q.speaker for q in rows] == ["a friend"]


def test_those_of_whom_it_is_told_are_nobody() -> None:
    line = "Dyers - many of whom sail - said “The ferry is safe” to Nora Berg."
    assert speaker(line, "many of whom sail") is None


def test_a_first_name_before_the_full_name() -> None:
    """ "Freddy … Freddy Moor": the same one, when nobody else is called so."""
    a = article(
        "Ferry to sail",
        "Hugo was the elder. His sister Ada Moor stayed.",
        "Hugo Moor left for Lindow in May.",
        "“The ferry is safe,” young Hugo said.",
    )
    rows = quotes_of(a, tagged_as(a, content=["The ferry is safe"], source=["young Hugo"], cue=["said"]))
    assert {q.speaker for q in rows} == {"Hugo Moor"}
