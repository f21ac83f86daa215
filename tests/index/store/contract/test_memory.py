"""What every backend keeps for the faces: answers, replies, votes, counts, preferences, keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import NotFoundError
from index.library import Library
from index.model import Answer, View
from index.store.values import WebPage
from tests.index.small import numbered


def test_answers_replies_and_votes(library: Library) -> None:
    library.add([numbered(1)], "1")
    answer = library.ask(["Which colour was harbour number1 painted in?"], View(("1",)))[0]
    memory = library.records
    number = memory.keep(answer, "1", "ada")
    record = memory.record(number)
    assert record is not None
    assert (record.guild, record.person) == ("1", "ada")
    assert record.answer.quotes == answer.quotes
    big = 2**62
    memory.replied(big, 7, big + 1, "ada", number)
    memory.replied(big - 1, 7, 3, "ada")
    memory.replied(big, 7, big + 2, "ada", number)
    reply = memory.reply_to(big)
    assert reply is not None
    assert reply.message == big + 2
    assert memory.knows_message(big + 2)
    assert not memory.knows_message(big + 1)
    behind, last = memory.behind(big), memory.last_in(7, big + 9)
    assert behind is not None
    assert last is not None
    assert behind.id == last.id == number
    assert memory.last_in(7, big) is None
    memory.vote(number, "ada", "1", True)
    memory.vote(number, "ada", "1", False)
    memory.count("1", answered=True, seconds=0.5)
    memory.count("1", answered=False, seconds=1.5)
    told = memory.statistics("1")
    assert (told.questions, told.abstentions, told.helpful, told.wrong) == (2, 1, 0, 1)
    assert memory.statistics("2").questions == 0
    assert memory.forget("ada") == 2
    assert memory.record(number) is None
    assert memory.reply_to(big) is not None
    memory.unreply(big)
    assert memory.reply_to(big) is None
    assert memory.purge(30) == 0
    assert memory.purge(-1) == 3


def test_a_question_may_hold_anything(library: Library) -> None:
    odd = Answer("what \x00 % ? ' \\ 🚢", False, 0.0)
    record = library.records.record(library.records.keep(odd, "", "x"))
    assert record is not None
    assert record.answer.question.endswith("% ? ' \\ 🚢")


def test_preferences_and_keys(library: Library) -> None:
    assert library.records.preferences("1") == {}
    library.records.prefer("1", {"private": True, "n": [1, 2]})
    library.records.prefer("1", {"private": False})
    assert library.records.preferences("1") == {"private": False}
    key = library.keys.add("press", "the newsroom's checker")
    found = library.keys.find(key)
    assert found is not None
    assert (found.shelf, library.keys.all()) == ("press", [found])
    library.keys.remove(found.id)
    with pytest.raises(NotFoundError):
        library.keys.remove(found.id)
    assert library.keys.find(key) is None


def test_pages_of_a_shelf(library: Library) -> None:
    pages = library.parts.store.pages
    page = WebPage(False, '"x"', "", 12.5, False)
    pages.put("1", "https://example.org/a", page)
    assert pages.of("2") == {}
    pages.put("1", "https://example.org/a", replace(page, gone=True))
    assert pages.of("1") == {"https://example.org/a": replace(page, gone=True)}
    assert pages.drop("1", "https://example.org/a")
    assert not pages.drop("1", "https://example.org/a")
