"""Whatever the text: nothing is lost, nothing crashes, nothing takes more than linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.model import Article, QuoteKind
from index.quotes.extract import extract_quotes, quotes_of
from index.quotes.tagger import document_of
from index.reading.text import read_text
from tests.index.quotes.articles import random_tags, work

LETTERS = st.sampled_from(
    [*"“”„«»\"'‘’`.,:—\n\n()", "A", "b ", "He said ", "Mara Lind ", "the minister ", "\u00ad"]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=120).map("".join).filter(lambda t: t.strip("\n "))


def check(article: Article, seed: int) -> None:
    quotes = quotes_of(article, random_tags(document_of(article), seed))
    numbers = {None, *(p.number for p in article.paragraphs)}
    for quote in quotes:
        assert quote.text == article.text[quote.start : quote.end]
        assert quote.text.strip()
        assert "\n" not in quote.text
        assert quote.paragraph in numbers
        assert 0 <= quote.confidence <= 1
        assert quote.speaker_text is None or quote.speaker_text in article.text
        assert quote.speaker_text is None or quote.speaker_text == quote.speaker_text.strip()
        assert quote.cue is None or quote.cue in article.text
        assert quote.speaker != ""
    assert [q.start for q in quotes] == sorted(q.start for q in quotes)
    whole = [q for q in quotes if q.kind is not QuoteKind.DIRECT]
    assert all(a.end <= b.start for a, b in pairwise(whole))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(0, 1000))
@example("“““““““,He said ““““““““““He said ", 401)  # a source of marks alone
def test_any_text(text: str, seed: int) -> None:
    check(read_text(text.encode(), "any.txt"), seed)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(lambda t: t.strip() and "\x00" not in t and t.isprintable()))
def test_any_characters(text: str) -> None:
    article = read_text(text.encode(), "any.txt")
    check(article, 1)
    for quote in extract_quotes(article, None):
        assert quote.text == article.text[quote.start : quote.end]


@pytest.mark.parametrize(
    "unit",
    [
        "“It holds,” Mara Lind said. The minister left. ",
        "“It holds, he said. ",
        "Mara Lind said “it ",
        "Lind ",
        "he said ",
        "It holds,\n",
        "“It holds,” said the head of port {i}. She added it. \n",
        "Minister Ann B{i} said so. He said “so”. \n",
        "Of Mara Lind, he said “it”. She rose, and the airline said no. ",
        "“It holds, and he rose\n",
    ],
)
def test_linear(unit: str) -> None:
    def cost(count: int) -> int:
        text = "Title\n" + "".join(unit.replace("{i}", "abcdefghij"[i % 10] + str(i)) for i in range(count))
        article = read_text(text.encode(), "long.txt")
        tagged = random_tags(document_of(article), 5)
        return work(lambda: quotes_of(article, tagged))

    cost(20)
    assert cost(480) < 5.5 * cost(120)
