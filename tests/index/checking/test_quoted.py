"""The quotations of a text that is checked, and whom the text names for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import quotations
from index.checking.quoted import LEAST_WORDS, marked_spans
from index.quotes.tagger import Tagger
from index.reading.text import read_text

RELEASE = """For release on Monday
The mayor, Ines Okafor, said on Sunday: “We are not going to open a bridge that nobody trusts.”
"I have asked for the contract nine times," said Tomas Lind. "Nobody shows me."
[10:04] did you see that? "the ferry must keep running"
They call it “art”.
"""


def test_every_quotation_with_its_place_and_speaker() -> None:
    article = read_text(RELEASE.encode(), "release.txt")
    (found,) = quotations([article], Tagger())
    assert [(q.text, q.paragraph, q.speaker) for q in found] == [
        ("We are not going to open a bridge that nobody trusts.", 0, "Ines Okafor"),
        ("I have asked for the contract nine times,", 1, "Tomas Lind"),
        ("Nobody shows me.", 1, "Tomas Lind"),
        ("the ferry must keep running", 2, None),
    ]
    assert all(q.text == article.text[q.start : q.end] for q in found)


def test_the_first_line_is_as_good_as_any() -> None:
    (found,) = quotations([read_text("“We will win,” said Donald Trump.".encode(), "log.txt")], Tagger())
    assert [(q.text, q.paragraph, q.speaker) for q in found] == [("We will win,", None, "Donald Trump")]


@pytest.mark.parametrize("text", ["no quotes", "“two words”", "“ ”", '"', "“”“”“”"])
def test_nothing_to_check(text: str) -> None:
    assert marked_spans(text, 0, len(text)) == []


@given(st.text(alphabet="ab \n“”\"'‘’«»—.\u00ad", max_size=200))
def test_spans_are_trimmed_and_in_order(text: str) -> None:
    last = 0
    for start, end in marked_spans(text, 0, len(text)):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert len(text[start:end].split()) >= LEAST_WORDS
        last = end
