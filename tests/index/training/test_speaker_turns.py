"""Short articles in which several speak in one paragraph."""

from __future__ import annotations

from index.training.speaker_turns import turns


def test_each_quotation_stands_in_its_marks_and_its_speaker_in_the_text() -> None:
    examples = list(turns(60))
    assert len(examples) == 60
    for example in examples:
        text = example.article.text
        for known in example.known:
            (name,) = known.names
            assert (text[known.start - 1], text[known.end : known.end + 2]) == ("“", ",”")
            assert name in text
    assert {known.type for example in examples for known in example.known} == {"name", "pronoun"}


def test_they_are_the_same_each_time() -> None:
    assert [e.article.text for e in turns(20)] == [e.article.text for e in turns(20)]


def test_two_speak_in_turn_and_some_share_a_surname() -> None:
    examples = list(turns(60))
    assert all(len({k.names for k in e.known[:2]}) == 2 for e in examples)
    couples = [e for e in examples if len({k.names[0].split(" ", 1)[1] for k in e.known}) == 1]
    assert 5 < len(couples) < 40
