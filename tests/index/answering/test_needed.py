"""How surely words of questions stand in answering texts."""

from __future__ import annotations

from index.answering.needed import need, smoothed
from index.text.words import stem
from index.training.needed_words import LEAST, counted
from index.training.reader_data import Example

TEXT = "The mayor opened the bridge. It rained."


def test_names_are_needed_and_what_asks_for_something_is_not() -> None:
    mayor, happens, unknown = (need(stem(word)) for word in ("mayor", "happens", "qwertzig"))
    assert mayor.around > unknown.around > happens.around
    assert mayor.sentence > unknown.sentence > happens.sentence
    assert need(stem("married")).around > need(stem("long")).around
    assert unknown == smoothed(0, 0, 0)


def test_more_questions_weigh_more_than_the_prior() -> None:
    assert smoothed(1_000, 990, 995).around > smoothed(10, 10, 10).around > smoothed(10, 0, 0).around


def test_only_answered_questions_count_and_rare_words_do_not() -> None:
    spans = ((0, 28), (29, 39))
    answered = Example("Who opened the bridge?", TEXT, spans, (1, 0), None)
    rain = Example("Did the mayor see rain?", TEXT, spans, (0, 1), None)
    left_open = Example("Who opened the tunnel?", TEXT, spans, (0, 0), None)
    found = counted([answered] * LEAST + [rain] + [left_open] * LEAST)
    assert set(found) == {stem("opened"), stem("bridge")}
    assert found[stem("bridge")] == smoothed(LEAST, LEAST, LEAST)
    both = counted([rain] * LEAST)
    assert both[stem("mayor")] == smoothed(LEAST, 0, LEAST)
