"""Whom a role means that no words tie to anybody."""

from __future__ import annotations

import pytest

from index.quotes.antecedents import Antecedents
from index.quotes.described import MOST_ALIKE, Described
from index.quotes.people import Cast
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("Tova Lind, who sold tickets on the ferry until May, was late.", "the ticket seller"),
        ("Tova Lind, who plays the bassoon in the harbour band, was late.", "the bassoonist"),
        ("Tova Lind drove the last bus to the quay.", "the bus driver"),
    ],
)
def test_a_role_is_whose_doing_the_text_tells(told: str, role: str) -> None:
    a = article(TITLE, told, "Oskar Berg was late as well. His bag was wet.", f"“It rusts,” said {role}.")
    assert names(a, role) == ["Tova Lind"]


def test_but_not_before_it_is_told() -> None:
    a = article(TITLE, "It rained. “It rusts,” said the bassoonist.", "Tova Lind plays the bassoon.")
    assert names(a, "the bassoonist") == ["the bassoonist"]


@pytest.mark.parametrize(
    "told",
    ["Among them was Tova Lind, 67.", "Tova Lind did not.", "Their case was put by Tova Lind."],
)
def test_a_role_is_the_only_one_introduced_in_the_paragraph(told: str) -> None:
    a = article(TITLE, "Oskar Berg went home.", f"{told} “It rusts,” the campaigner said.")
    assert names(a, "the campaigner") == ["Tova Lind"]


@pytest.mark.parametrize(
    "told",
    ["There was a song for Tova Lind.", "Asked by Tova Lind about it, the reader said it was no song."],
)
def test_but_not_whom_a_preposition_governs(told: str) -> None:
    a = article(TITLE, "Oskar Berg went home.", f"{told} “It rusts,” the reader said.")
    assert names(a, "the reader said")[0] != "Tova Lind"


def test_the_manager_of_another_place_is_another_manager() -> None:
    a = article(
        TITLE,
        "Sund manager Oskar Berg smiled.",
        "His opposite number Jonas Ek was kind. “Bad luck,” the Lindow manager said.",
    )
    assert names(a, "the Lindow manager") == ["Jonas Ek"]


def test_who_asks_is_nobody_of_those() -> None:
    a = article(TITLE, "Oskar Berg was late. The interviewer asked about the ferry.")
    assert names(a, "The interviewer") == ["The interviewer"]


def test_many_who_do_the_same_are_kept_up_to_a_bound() -> None:
    letters = "abcdefghijklmnopqrst"
    told = [f"Tova Li{a}{b} sold tickets, Mrs Li{a}{b} said." for a in letters for b in letters[:5]]
    a = article(TITLE, *told, "“No,” said the ticket seller.")
    blocks = [(a.title_start, a.title_end), *((p.start, p.end) for p in a.paragraphs)]
    cast = Cast(a.text, blocks, [], [])
    described = Described(cast, Antecedents(cast))
    assert len(described._who_does("the ticket seller", len(a.text))) == MOST_ALIKE


def test_no_word_behind_the_role_tells_it() -> None:
    a = article(TITLE, "Oskar Berg went home.", "Asked by Tova Lind about it, the netmaker said it was torn.")
    assert names(a, "the netmaker") == ["the netmaker"]


def test_where_somebody_is_from_is_a_role() -> None:
    a = article(TITLE, "Guido Fano knows it. “She picks up,” the Italian said.", "The Guardian wrote so.")
    assert names(a, "the Italian", "The Guardian")[0] == "Guido Fano"
