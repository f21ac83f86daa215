"""Who is asked about, and whether it is the one who spoke."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import same_speaker, split_speaker
from index.checking.speakers import described
from index.model import Quote, QuoteKind


@pytest.mark.parametrize(
    ("query", "speaker", "text"),
    [
        ("Trump said we will win", "Trump", "we will win"),
        ("trump said we will win", "trump", "we will win"),
        ("Trump said that we will win", "Trump", "we will win"),
        (
            "Defence Minister Khawaja Asif said: “We won’t hesitate”",
            "Defence Minister Khawaja Asif",
            "“We won’t hesitate”",
        ),
        ("According to Ishaq Dar, the nation was united", "Ishaq Dar", "the nation was united"),
        ("The nation was united, according to Ishaq Dar", "Ishaq Dar", "The nation was united"),
        ('"We will win," said Donald Trump.', "Donald Trump", '"We will win'),
        ("“We will win,” the president said", "the president", "“We will win"),
        ("Asif: we won't hesitate", "Asif", "we won't hesitate"),
        ("“We will win” — Donald Trump", "Donald Trump", "“We will win”"),
        ("Did Asif say that we won't hesitate?", "Asif", "we won't hesitate?"),
        ("Who said we won't hesitate?", None, "we won't hesitate?"),
    ],
)
def test_attributions_are_split_off(query: str, speaker: str | None, text: str) -> None:
    asked = split_speaker(query)
    assert (asked.speaker, asked.text) == (speaker, text)
    assert query.strip()[asked.start :].startswith(asked.text)


@pytest.mark.parametrize(
    ("query", "sure"),
    [
        ("the paradox largely explains the conflict in the Middle East", False),
        ("the ministry explains that we will win", False),
        ("the ministry said that we will win", True),
        ("Asif explains that we will win", True),
    ],
)
def test_an_ordinary_verb_makes_no_sure_attribution(query: str, sure: bool) -> None:
    assert split_speaker(query).sure is sure


@pytest.mark.parametrize(
    "query",
    [
        "We will win",
        "I said we will win",
        "What he said was true",
        "Nobody said it would be easy",
        "this is what matters: we will win",
        "It is as simple as that.",
    ],
)
def test_other_texts_stay_whole(query: str) -> None:
    assert split_speaker(query).speaker is None
    assert split_speaker(query).text == query


def said_by(speaker: str | None, title: str | None = None, words: str | None = None) -> Quote:
    return Quote(QuoteKind.DIRECT, "x", 0, 1, 0, 1, speaker, title, words)


@pytest.mark.parametrize(
    ("asked", "quote", "same"),
    [
        ("Asif", said_by("Khawaja Asif"), True),
        ("Khawaja Asif", said_by("Khawaja Asif"), True),
        ("Defence Minister Khawaja Asif", said_by("Khawaja Asif", "Defence Minister"), True),
        ("Defence Minister Khawaja Asif", said_by("Asif"), True),
        ("the defence minister", said_by("Khawaja Asif", "Defence Minister"), True),
        ("ASIF’s", said_by("Khawaja Asif"), True),
        ("Asif Ali Zardari", said_by("Khawaja Asif"), False),
        ("Trump", said_by("Khawaja Asif"), False),
        ("Melania Trump", said_by("Donald Trump"), False),
        ("the foreign minister", said_by("Khawaja Asif", "Defence Minister"), False),
        ("ISPR", said_by("Inter-Services Public Relations"), True),
        ("IMF", said_by("International Monetary Fund (IMF)"), True),
        ("Trump", said_by(None), False),
    ],
)
def test_a_speaker_is_known_by_parts_of_the_name(asked: str, quote: Quote, same: bool) -> None:
    assert same_speaker(asked, quote) is same


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    asked = split_speaker(text)
    assert asked.text in text
    same_speaker(text, said_by(text or "x"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Treasurer Finch", True),
        ("the treasurer", True),
        ("Mayor Finch", False),
        ("Treasurer Brandt", False),
        ("Otto Finch", False),
        ("the mayor", False),
    ],
)
def test_an_office_beside_a_name_is_the_one_that_the_article_gives(asked: str, expected: bool) -> None:
    text = "The choir's treasurer, Alda Finch, counted it twice. Mayor Otto Brandt listened. “I counted it,” Finch said."
    quote = Quote(QuoteKind.DIRECT, "I counted it", 85, 97, 0, 0, "Alda Finch")
    assert described(asked, quote, text) is expected
