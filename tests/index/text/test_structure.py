"""Headings, questions of a FAQ and lead-ins as what stands above a passage."""

from __future__ import annotations

import pytest

from index.model import ParagraphKind
from index.text.structure import LEVELS, above, frames, is_lead_in

HEADING, TEXT = ParagraphKind.HEADING, ParagraphKind.TEXT


@pytest.mark.parametrize(
    "sentence", ["We sell three kinds:", "9.", "**Mara Quist:**", "— ", "So she said: ”"]
)
def test_what_only_announces_is_a_lead_in(sentence: str) -> None:
    assert is_lead_in(sentence)


@pytest.mark.parametrize(
    "sentence", ["We sell three kinds.", "At 9:30 it opens.", "Note: it is shut on Mondays."]
)
def test_what_says_something_is_none(sentence: str) -> None:
    assert not is_lead_in(sentence)


PIECES = [
    ["The ferry handbook"],
    ["Tickets"],
    ["Season passes"],
    ["Is a pass needed?"],
    ["No.", "Single tickets are sold on board."],
    ["There are three passes:"],
    ["Month: 30 crowns"],
    ["Year: 250 crowns"],
    ["Boats"],
    ["Two boats sail in summer."],
]
PARAGRAPHS = [None, 0, 1, 2, 3, 4, 5, 6, 7, 8]
KINDS = {n: HEADING if n in (0, 1, 7) else TEXT for n in range(9)}


def test_headings_questions_and_lead_ins_are_frame() -> None:
    marked = frames(PARAGRAPHS, PIECES, KINDS)
    assert [all(marks) for marks in marked] == [
        True,
        True,
        True,
        True,
        False,
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_passage_knows_what_heads_it() -> None:
    paths = above(PARAGRAPHS, PIECES, frames(PARAGRAPHS, PIECES, KINDS), KINDS)
    assert paths[4] == (1, 2, 3)  # headings that stand together are one path, the question its end
    assert paths[6] == paths[7] == (1, 2, 3, 5)  # the items of a list have their lead-in
    assert paths[9] == (8,)
    assert paths[0] == ()


def test_questions_one_after_the_other_are_text() -> None:
    pieces = [["Title"], ["Who pays?"], ["Who sails?"]]
    assert frames([None, 0, 1], pieces, {0: TEXT, 1: TEXT}) == [[True], [False], [False]]


def test_a_page_of_nothing_but_headings_has_short_paths() -> None:
    count = 3_000
    pieces = [["Title"], *([f"Heading {n}"] for n in range(count)), ["A line of text."]]
    paragraphs = [None, *range(count + 1)]
    kinds = dict.fromkeys(range(count), HEADING) | {count: TEXT}
    paths = above(paragraphs, pieces, frames(paragraphs, pieces, kinds), kinds)
    assert max(map(len, paths)) == LEVELS
    assert paths[-1] == tuple(range(count + 1 - LEVELS, count + 1))
