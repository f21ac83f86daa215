"""An article with headings, a FAQ and a list: what is quoted of it, and what is told about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.answering import weights
from index.answering.followup import Exchange
from index.library import Library
from index.model import View
from index.opening import open_library
from index.reading.formats import read_bytes
from index.reading.text import read_text
from index.text.language import NOTICE
from tests.index.tiny_models import tiny_encoder

HANDBOOK = """\
# The ferry handbook

By Ilse Marrow, harbour office, 4 March 2031

The city ferry crosses the Osk every twenty minutes and has carried a million people since it was built. It is run by \
the harbour office with two boats and a crew of nine.

## Do I have to pay for the ferry?

Children travel without a ticket. Everybody else pays four crowns, in cash or by card.

## What may I bring along?

These things are allowed on board:

- bicycles, but not before nine in the morning
- dogs on a lead
- a kayak of up to three metres

## When the river is high

The harbour master decides at six in the morning. He hangs out a red lantern when the boats stay where they are.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("library"), reranker="off")
    dated = replace(read_text(b"The bell of Osk\nThe bell rang at noon and nobody knew why.", "bell.txt"))
    written = replace(dated, author="Piet Hallam", published="2030-05-01", publisher="The Osk Courier")
    opened.reindex([read_bytes(HANDBOOK.encode(), "handbook.md"), written])
    yield opened
    opened.close()


BOOK = View(article="handbook.md")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("do i have to pay for the ferry", "pays four crowns"),
        ("when the river is high", "harbour master"),
    ],
)
def test_what_stands_below_a_heading_is_quoted_and_never_the_heading(
    library: Library, question: str, wanted: str
) -> None:
    assert wanted in quoted_of_the_book(library, question)[0]


def test_what_stands_in_a_list_is_quoted_item_by_item(library: Library) -> None:
    assert quoted_of_the_book(library, "what may i bring along")[0] in {
        "bicycles, but not before nine in the morning",
        "dogs on a lead",
        "a kayak of up to three metres",
    }


def quoted_of_the_book(library: Library, question: str) -> list[str]:
    """Never a heading, nor the line above a list."""
    (answer,) = library.ask([question], BOOK)
    texts = [cited.text for cited in answer.quotes]
    headings = {"Do I have to pay for the ferry?", "What may I bring along?", "When the river is high"}
    assert not headings & set(texts)
    assert not any(text.endswith(":") for text in texts)
    return texts


def test_a_quote_does_not_open_with_he_where_the_sentence_before_names_him(library: Library) -> None:
    (answer,) = library.ask(["what colour is the lantern that he hangs out"], BOOK)
    assert answer.quotes[0].text.startswith("The harbour master decides")


def test_author_and_date_come_from_the_store_or_from_the_line_that_gives_them(library: Library) -> None:
    bell = View(article="bell.txt")
    author, date, source = library.ask(
        ["who wrote this", "when was this published", "who published this"], bell
    )
    assert str(author.remark) == "“The bell of Osk” was written by Piet Hallam."
    assert str(date.remark) == "“The bell of Osk” was published on 2030-05-01."
    assert str(source.remark) == "“The bell of Osk” was published by The Osk Courier."
    assert all(told.answered for told in (author, date, source))
    (byline,) = library.ask(["whos the author"], BOOK)
    assert byline.answered
    assert "Ilse Marrow" in byline.quotes[0].text
    (when,) = library.ask(["when was this published"], BOOK)
    assert "4 March 2031" in when.quotes[0].text


def test_headline_and_length(library: Library) -> None:
    title, length = library.ask(["whats the headline", "how long is this"], BOOK)
    assert title.quotes[0].text == "The ferry handbook"
    assert "words in" in str(length.remark)


def test_the_gist_is_the_lead_and_sentences_of_the_article(library: Library) -> None:
    found = library.gist(BOOK)
    text = next(article.text for article, _ in library.quoted_articles(BOOK))
    assert found.answered
    assert found.quotes[0].text.startswith("The city ferry crosses")
    assert 2 <= len(found.quotes) <= 4
    assert all(text[c.start : c.end] == c.text for c in found.quotes)
    assert [c.start for c in found.quotes] == sorted(c.start for c in found.quotes)
    (asked,) = library.ask(["tldr"], BOOK)
    assert len(asked.quotes) <= 3
    assert asked.quotes[0] == found.quotes[0]


def test_with_several_articles_one_has_to_be_named(library: Library) -> None:
    unnamed, named = library.ask(["tldr", "what is the bell article about"])
    assert not unnamed.answered
    assert str(unnamed.remark) == "There are 2 articles here; name the one you mean."
    assert named.answered
    assert named.quotes[0].article == "bell.txt"


def test_small_talk_is_told_so_in_one_line(library: Library) -> None:
    (answer,) = library.ask(["good bot"])
    assert not answer.answered
    assert answer.quotes == ()
    assert str(answer.remark).startswith("Ask me what you want to know")


def test_a_follow_up_looks_on_from_what_was_cited(library: Library) -> None:
    (first,) = library.ask(["who decides when the river is high"], BOOK)
    (then,) = library.ask(["and how does he show it"], BOOK, previous=[Exchange.of(first)])
    assert any("red lantern" in cited.text for cited in then.quotes[:2])


def test_an_article_in_another_language_is_told_whatever_the_question_looks_like(tmp_path: Path) -> None:
    text = (
        "Die Fähre nach Osk\n\nDie Fähre kostet im Sommer neun Kronen, und Kinder zahlen nichts.\n\n"
        "Der Kapitän sagte, dass sie bei Sturm nicht fährt."
    )
    with closing(open_library(tmp_path / "library")) as opened:
        opened.reindex([read_bytes(text.encode(), "osk.txt")])
        (answer,) = opened.ask(["Kosten Osk Kronen"])
        assert answer.notice == NOTICE
        assert answer.quotes[0].text.startswith("Die Fähre kostet")
        assert answer.confidence <= weights.load().other_languages["latin"]


def test_a_model_of_many_languages_gets_no_notice(tmp_path: Path) -> None:
    model = tiny_encoder(tmp_path / "many-languages")
    with closing(open_library(tmp_path / "library", embedding_model=str(model), reranker="off")) as opened:
        opened.reindex([read_bytes(HANDBOOK.encode(), "handbook.md")])
        (answer,) = opened.ask(["Was kostet die Fähre und wer muss nicht bezahlen?"])
        assert answer.notice is None
        assert answer.quotes
