"""Whose a quotation is that stands alone: who begins the sentence before it."""

from __future__ import annotations

import pytest

from index.quotes.attribution import attributions
from index.quotes.extract import resolved
from index.quotes.names import find_names
from index.quotes.subjects import role_subject
from index.quotes.tagger import document_of
from tests.index.quotes.articles import article, tagged_as
from tests.index.quotes.test_people import TITLE, names

WORDS = "The tide was at the door before we had our boots on"
PEOPLE = "Captain Jonas Reed met the winner Ada Moor on the quay. Oskar Berg mended nets."


def speaker_after(sentence: str) -> str | None:
    a = article("Harbour under water", PEOPLE, f"{sentence} “{WORDS}.”")
    document = document_of(a)
    attributed, speakers, _ = resolved(document, *attributions(document, tagged_as(a, content=[WORDS])))
    (said,) = (x for x in attributed if a.text[x.piece.start :].startswith(("“" + WORDS, WORDS)))
    told = speakers.get(said.source) if said.source else None
    return told.name if told is not None else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Berg put down his net.", "Oskar Berg"),
        ("Told of the damage, Berg put down his net.", "Oskar Berg"),
        ("The captain shook his head.", "Jonas Reed"),
        ("Pressed on the cost, the captain shook his head.", "Jonas Reed"),
        ("Then the captain laughed.", "Jonas Reed"),
        ("The winner looked puzzled.", "Ada Moor"),
    ],
)
def test_the_subject_of_the_sentence_before_speaks(sentence: str, name: str) -> None:
    assert speaker_after(sentence) == name


@pytest.mark.parametrize(
    "sentence", ["And Berg?", "The harbour stood empty.", "Prices were up with the cost of fish."]
)
def test_but_a_question_or_a_thing_does_not(sentence: str) -> None:
    assert speaker_after(sentence) is None


def test_words_that_only_open_a_sentence_are_no_names() -> None:
    text = "Pressed on it, Ada Moor left. Prices were high. Told of this, she sat. Amadou told of it."
    found = find_names(text, 0, len(text), frozenset())
    assert [n.written for n in found] == ["Ada Moor", "Amadou"]


def test_the_dutchwoman_is_whom_the_paragraph_names() -> None:
    a = article(TITLE, "Ada Moor took it well. “I asked,” said the Dutchwoman, who had won before.")
    assert names(a, "the Dutchwoman, who had won before") == ["Ada Moor"]


def test_a_role_that_begins_a_sentence() -> None:
    text = "Lindow's energy minister has resigned."
    assert role_subject(text, 0, len(text)) == (0, 24, "Lindow's energy minister")
    assert role_subject("Nobody has resigned.", 0, 20) is None
