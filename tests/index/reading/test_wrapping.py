"""Hard-wrapped text, line ends of every kind, encodings of text files."""

from __future__ import annotations

import textwrap

import pytest

from index.model import Article
from index.quotes.extract import extract_quotes
from index.reading.text import decode, read_text
from index.text.passages import split_passages

TITLE = "The lantern on the mole is lit"
BODY = [
    "The lantern on the mole was lit again on Friday after two years in the dark, the harbour office said in a note.",
    "“Nobody missed it as much as the gulls, which used to sleep on the warm roof of the tower,” said Ines Calder.",
    "The town paid for the new lens with money that a summer fair had brought in over three weekends. It was enough.",
]


def texts(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


@pytest.mark.parametrize("width", [55, 72, 88])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blocks_of_wrapped_lines_are_paragraphs(width: int, end: str) -> None:
    raw = "\n\n".join([TITLE, *(textwrap.fill(line, width) for line in BODY)]).replace("\n", end)
    article = read_text(raw.encode(), "a.txt")
    assert article.title == TITLE
    assert [" ".join(text.split()) for text in texts(article)] == BODY
    assert all(article.text[p.start : p.end] in raw for p in article.paragraphs)
    quote = next(q for q in extract_quotes(article, None) if "gulls" in q.text)
    assert " ".join(quote.text.split()) == BODY[1][1 : BODY[1].index(",”")]
    assert len(next(p for p in split_passages(article) if p.paragraph == 2).sentences) == 2


def test_a_name_over_the_end_of_a_line_is_one_name() -> None:
    said = "“Nobody missed it as much as the gulls in the tower did,” said Ines\nCalder, who has the only key to the lantern room of the\nold mole.\n"
    raw = f"{TITLE}\n\n{said}\n{textwrap.fill(BODY[0], 60)}\n\n{textwrap.fill(BODY[2], 60)}\n"
    quote = next(q for q in extract_quotes(read_text(raw.encode(), "a.txt")) if "gulls" in q.text)
    assert quote.speaker == "Ines Calder"


def test_lists_and_turns_in_wrapped_text_keep_their_lines() -> None:
    wrapped = textwrap.fill(BODY[0], 60)
    raw = f"{TITLE}\n\n{wrapped}\n\n{wrapped}\n\n- oil and wick\n- a key\n"
    assert texts(read_text(raw.encode(), "a.txt"))[-2:] == ["- oil and wick", "- a key"]


@pytest.mark.parametrize(
    "raw", ["\n".join([TITLE, *BODY]), "\n\n".join([TITLE, *BODY]), "A\n\nb\nc\n\nd\ne\n"]
)
def test_a_line_is_a_paragraph_elsewhere(raw: str) -> None:
    article = read_text(raw.encode(), "a.txt")
    assert texts(article) == [line for line in raw.split("\n") if line][1:]


def test_every_kind_of_line_end() -> None:
    article = read_text("A title\u2028One is here.\x0cTwo is here.\x0bThree.\x85Four.".encode(), "a.txt")
    assert texts(article) == ["One is here.", "Two is here.", "Three.", "Four."]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Café\n“It is lit.”".encode("cp1252"), "Café\n“It is lit.”"),
        ("Lamp\n“It is lit.”".encode("utf-16-le"), "Lamp\n“It is lit.”"),
        ("Lamp\n“It is lit.”".encode("utf-16-be"), "Lamp\n“It is lit.”"),
        ("Lamp\n“It is lit.”".encode("utf-16"), "Lamp\n“It is lit.”"),
        ("Café: “It is lit.” – “Yes.”".encode() + b"\xe9", "Café: “It is lit.” – “Yes.”\ufffd"),
    ],
)
def test_encodings(raw: bytes, text: str) -> None:
    assert decode(raw, "a.txt") == text
