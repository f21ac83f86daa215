"""A role first, the name behind it: who the mayor of the first sentence turns out to be."""

from __future__ import annotations

from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names

LEAD = "The mayor of Lindow has denied that the town wasted the money of its ferry and will not resign."


def test_the_role_of_the_first_sentence_is_whom_the_next_paragraph_names() -> None:
    a = article(
        TITLE, "By Henrik Lund", LEAD, "“I sold nothing,” Oskar Berg said.", "“Nothing,” said the mayor."
    )
    assert names(a, "The mayor", "Oskar Berg", "the mayor") == ["Oskar Berg"] * 3


def test_but_not_when_the_name_has_another_office() -> None:
    a = article(TITLE, LEAD, "“They sold it,” councillor Oskar Berg said.", "“Nothing,” said the mayor.")
    assert names(a, "Oskar Berg", "the mayor")[1] != "Oskar Berg"


def test_nor_when_somebody_else_has_the_role() -> None:
    a = article(TITLE, LEAD, "“They sold it,” Oskar Berg said.", "“Nothing,” said the mayor, Henrik Lund.")
    assert names(a, "Oskar Berg", "the mayor, Henrik Lund") == ["Oskar Berg", "Henrik Lund"]


def test_nor_a_role_of_the_other_sex() -> None:
    a = article(
        TITLE, LEAD.replace("mayor", "chairwoman"), "“They did,” Oskar Berg said. The chairwoman left."
    )
    assert names(a, "Oskar Berg", "The chairwoman")[1] != "Oskar Berg"


def test_whom_the_quotation_behind_the_role_names() -> None:
    a = article(
        TITLE,
        "Henrik Lund left.",
        "The coach was hoarse. “That boy swept floors in May,” said Oskar Berg. “Put that in.”",
        "“It was a foul,” the coach said.",
    )
    assert names(a, "Oskar Berg", "the coach") == ["Oskar Berg", "Oskar Berg"]


def test_a_headline_tells_a_role_that_the_text_explains() -> None:
    a = article("Ferry mayor: “I sold nothing”", "The mayor of Lindow, Oskar Berg, denied it.")
    assert names(a, "Ferry mayor") == ["Ferry mayor"]
    b = article("Mayor: “I sold nothing”", "The mayor of Lindow, Oskar Berg, denied it.")
    assert names(b, "Mayor") == ["Oskar Berg"]
