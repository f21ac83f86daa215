"""Interviews without labels: what answers a question to "you" is a quotation, by nobody in particular."""

from __future__ import annotations

import pytest

from index.quotes.extract import extract_quotes
from tests.index.quotes.articles import article

ANSWERS = ["I was twelve and my hands shook.", "Mostly the shoes. My mother had bought them too small."]


def rows(*lines: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in extract_quotes(article("A life with strings", *lines), None)]


def test_the_answers_are_rows() -> None:
    found = rows(
        "Violinist Martha Lund on her new record.",
        "When did you first play?",
        ANSWERS[0],
        "What do you remember?",
        ANSWERS[1],
        "The record is out in May.",
    )
    assert found == [(text, None) for text in ANSWERS]


def test_a_short_text_may_have_one_question() -> None:
    assert rows("Martha Lund looks back.", "Will you miss it?", "I would sell it tomorrow.") == [
        ("I would sell it tomorrow.", None)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Do you ship abroad?", "We ship to every country.", "Can you wrap it?", "We do that for free."),
        ("Martha Lund has a shop.", "Have you ever been cold?", "She has, every winter."),
        ("Martha Lund has a shop.", "Do you know her?", "I do.", "It opens at nine.", "On Sundays at ten.", "Come."),
        ("Martha Lund has a shop.", "Have you ever been cold?", "“I was,” she said.", "My feet were wet."),
        ("Martha Lund plays.", "Is it late?", "I think so.", "Is it early?", "I do not know."),
    ],
)  # fmt: skip
def test_what_is_no_interview(lines: tuple[str, ...]) -> None:
    assert not [row for row in rows(*lines) if not row[0].startswith("I was")]
