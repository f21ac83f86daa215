"""Sentences with named places: English as they stand, whole through pipes, pickles and copies."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest

from index.errors import LimitError, Message, ReadingError, WhosaidError

FULL = Message("{name} has {held:,} of {most:.1f}.", name="a{b}.txt", held=1200, most=3.0)


def test_a_message_reads_as_english() -> None:
    assert str(FULL) == "a{b}.txt has 1,200 of 3.0."
    assert str(Message("{name!r} is not there.", name=Path("x"))) == "'x' is not there."
    assert str(Message("Why: {why}", why=FULL)) == "Why: a{b}.txt has 1,200 of 3.0."


def test_a_sentence_without_places_is_taken_as_it_is() -> None:
    assert str(Message("braces {in} it, }{")) == "braces {in} it, }{"
    assert str(WhosaidError("100 % {of} it")) == "100 % {of} it"


def test_equal_messages_are_equal_and_can_be_kept_in_a_set() -> None:
    assert Message("{n} here.", n=1) == Message("{n} here.", n=1)
    assert Message("{n} here.", n=1) != Message("{n} here.", n=2)
    assert len({FULL, copy.deepcopy(FULL)}) == 1


def test_a_message_goes_through_a_pipe() -> None:
    outer = Message("It failed: {why}", why=FULL)
    assert Message.from_json(json.loads(json.dumps(outer.to_json()))) == outer


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])  # noqa: S301
def test_an_error_keeps_its_message(copied: object) -> None:
    assert callable(copied)
    error = copied(ReadingError("{name} is empty.", name="a.txt"))
    assert type(error) is ReadingError
    assert str(error) == "a.txt is empty."
    assert error.message == Message("{name} is empty.", name="a.txt")


def test_a_message_can_be_handed_on_from_error_to_error() -> None:
    inner = ReadingError("{name} is empty.", name="a.txt")
    outer = LimitError(inner.message)
    assert str(outer) == "a.txt is empty."
    assert outer.message == inner.message
