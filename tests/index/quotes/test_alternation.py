"""Who answers whom, where no words name the one who speaks."""

from __future__ import annotations

import pytest

from index.quotes.attribution import attributions
from index.quotes.extract import quotes_of, resolved
from index.quotes.tagger import document_of
from tests.index.quotes.articles import article, tagged_as, work

ANSWER = "Ten metres and a hand"


def answerer(
    *lines: str, content: tuple[str, ...], source: tuple[str, ...], cue: tuple[str, ...]
) -> str | None:
    a = article("Harbour to be dug", *lines, f"“{ANSWER}.”", "The ferry left at noon.")
    rows = quotes_of(a, tagged_as(a, content=[*content, ANSWER], source=source, cue=cue))
    return next(q.speaker for q in rows if q.text.startswith(ANSWER))


QUESTION = "How deep is it at the quay"
SAID = "We have waited long enough"


def test_behind_a_question_the_other_one_speaks() -> None:
    lines = f"“{SAID},” said Ada Moor.", f"“{QUESTION}?” asked Oskar Berg."
    told = {"content": (SAID, QUESTION), "source": ("Ada Moor", "Oskar Berg"), "cue": ("said", "asked")}
    assert answerer(*lines, **told) == "Ada Moor"


def test_or_nobody_when_it_is_not_told_who_that_is() -> None:
    told = {"content": (QUESTION,), "source": ("Oskar Berg",), "cue": ("asked",)}
    assert answerer("It rained.", f"“{QUESTION}?” asked Oskar Berg.", **told) is None


def test_two_who_spoke_in_turn_do_so_again() -> None:
    lines = f"“{SAID},” said Ada Moor.", f"“{QUESTION},” said Oskar Berg."
    told = {"content": (SAID, QUESTION), "source": ("Ada Moor", "Oskar Berg"), "cue": ("said",)}
    assert answerer(*lines, **told) == "Ada Moor"


@pytest.mark.parametrize("asked", ["And how deep is it?", "I asked how deep it was."])
def test_behind_a_question_of_the_text_who_spoke_before_it(asked: str) -> None:
    told = {"content": (SAID,), "source": ("Ada Moor",), "cue": ("said",)}
    assert answerer(f"“{SAID},” said Ada Moor.", asked, **told) == "Ada Moor"


def test_but_other_words_of_the_text_lead_to_nobody() -> None:
    lines = f"“{SAID},” said Ada Moor.", "The sun was low over the sea.", f"“{ANSWER}.”"
    a = article("Harbour to be dug", *lines, "The ferry left at noon.")
    document = document_of(a)
    tagged = tagged_as(a, content=[SAID, ANSWER], source=["Ada Moor"], cue=["said"])
    attributed, _, _ = resolved(document, *attributions(document, tagged))
    assert [(x.source is None, x.turn) for x in attributed] == [(False, False), (True, False)]


def test_and_turns_go_on() -> None:
    turns = (SAID, QUESTION, "No deeper than before", "And at low tide", ANSWER)
    a = article(
        "Harbour to be dug",
        f"“{SAID},” said Ada Moor.",
        f"“{QUESTION}?” asked Oskar Berg.",
        *(f"“{turn}.”" for turn in turns[2:]),
    )
    rows = quotes_of(a, tagged_as(a, content=turns, source=["Ada Moor", "Oskar Berg"], cue=["said", "asked"]))
    assert [q.speaker for q in rows] == ["Ada Moor", "Oskar Berg", "Ada Moor", "Oskar Berg", "Ada Moor"]


def test_the_work_grows_with_the_turns() -> None:
    def named(size: int) -> int:
        turns = [f"Question {i} of the day" for i in range(size)]
        a = article("Harbour", "“Yes,” said Ada Moor.", *(f"“{turn}?”" for turn in turns))
        tags = tagged_as(a, content=["Yes", *turns], source=["Ada Moor"], cue=["said"])
        return work(lambda: quotes_of(a, tags))

    assert named(80) < 2.6 * named(40)
