"""Sub-headings and boilerplate, and what only looks like them."""

from __future__ import annotations

import pytest

from index.model import ParagraphKind
from index.reading.paragraph_kinds import is_boilerplate, paragraph_kind, paragraph_kinds
from index.reading.text import read_text
from index.text.passages import as_read, split_glued, split_passages

TEXT, HEADING, BOILERPLATE = ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "Dear visitor, the comments section is being rebuilt and will return soon.",
        "Dear reader, please support our journalism by becoming a member.",
        "We use cookies to improve your experience.",
        "Sign up for our morning newsletter.",
        "Subscribe to The Meridian today",
        "Read more: Why the bridge is closed",
        "ALSO READ: Ten soups for a strike",
        "© 2024 Velmere Courier Ltd. All rights reserved.",
        "Copyright 2019 The Quay",
        "Share this article on Facebook",
        "Follow us on Instagram and Facebook for more stories.",
        "Advertisement",
        "Article continues below",
        "(Reporting by A. Stamm; Editing by B. Quist)",
        "57 comments",
        "E-mail this story to a friend",
        "Report an error in this story",
        "Did you enjoy this story? Support the Echo from two crowns a month.",
        "Jory Vance covers clubs and societies. Follow him on Mastodon",
        "***",
    ],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Dear Mother, I have reached the coast and the sea is as you said.",
        "Cookies were served to the children after the vote.",
        "“Subscribe to our newsletter,” the sign said.",
        "Copyright law has been changed by parliament twice since 2001, and lawyers are still unhappy about it; "
        "the committee that was to explain the second change has not met for four years, its chairman has emigrated, and "
        "the secretary answers letters only when they are written by hand, in ink, on paper that she approves of, which "
        "nobody has done so far.",
        "Share prices rose by two per cent on Tuesday.",
        "Sign language will be taught in all schools.",
        "Related companies must report their loans, the court said.",
        "Read the room, he told his deputies.",
        "Opinion polls gave him a lead of four points.",
        "Follow the money, said the auditor.",
        "He has a million readers who follow him on Mastodon and one who does not.",
        "Report errors at once, the manual says, and to nobody else.",
        "They like this town. Who would not?",
        "Comments by the minister caused an uproar.",
    ],
)
def test_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "line", ["A memory without a brain", "‘Neighbours waging proxy war’", "Ferries keep sailing"]
)
def test_heading(line: str) -> None:
    assert paragraph_kind(line) is HEADING


@pytest.mark.parametrize(
    "line",
    [
        "No damage was reported.",
        "He called it ''a joke.''",
        "“We won’t hesitate.”",
        "“I kept the trumpet,” he said",
        "He left. She stayed",
        "- a lamp with a warm light",
        "said the mayor's office",
    ],
)
def test_short_text_is_no_heading(line: str) -> None:
    assert paragraph_kind(line) is TEXT


def test_neighbours_decide() -> None:
    long = "The bridge opened in 1998 with a brass band and a minister."
    assert paragraph_kinds([long, "What comes next", long]) == [TEXT, HEADING, TEXT]
    assert paragraph_kinds([long, "Anna Holt, 52", "Jon Pike, 61", "Mia Rau, 9", long]) == [TEXT] * 5
    assert paragraph_kinds([long, "What comes next"]) == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The hut is a gift of LAPS.She recalls the day.", 2),
        ("He paid it in full.“It was my duty,” he said.", 2),
        ("“It was my duty.”The mayor agreed with him.", 2),
        ("It was re\u00adpor\u00adted.The mayor agreed.", 2),
        ("She took her Ph.D. in the U.S.A. and left.", 1),
        ("Write to www.Example.Com or see news.example about it.", 1),
        ("J.Smith met Dr.No at 3.30pm.", 1),
        ("A plain paragraph. With two sentences.", 1),
    ],
)
def test_glued(text: str, pieces: int) -> None:
    spans = split_glued(text, 0, len(text))
    assert len(spans) == pieces
    assert "".join(text[a:b] for a, b in spans) == text


def test_glue_parts_passages_not_paragraphs() -> None:
    article = read_text(
        b"Title\n\nIt was born in 2018 as LAPS.She recalls the day well.\nCookie settings\n", "a.txt"
    )
    assert [p.number for p in article.paragraphs] == [0, 1]
    assert article.paragraphs[1].kind is BOILERPLATE
    passages = split_passages(article)
    assert [p.paragraph for p in passages] == [None, 0, 0]
    assert article.text[passages[2].start : passages[2].end] == "She recalls the day well."


def test_soft_hyphens_are_not_read() -> None:
    assert as_read("vac\u00adci\u00adna\u00adtion\u00a0drive") == "vaccination drive"
