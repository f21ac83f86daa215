"""Pages of our own with the text that a reader would copy out of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evaluation.extraction import Score, measure_extraction
from index.model import ParagraphKind
from index.reading.sandbox.extractor import Extractor
from index.reading.sources import read_file

PAGES = Path(__file__).parent / "pages"
HELD_OUT = (
    "wire_short opinion_column press_release cms_widgets explainer_faq photo_essay minute_list court_report "
    "hashed_classes table_layout"
).split()
"""Written with the first ones, not looked at while the extraction was made."""


@pytest.fixture(scope="module")
def score() -> Score:
    return measure_extraction(PAGES)


def test_enough_pages(score: Score) -> None:
    assert len(score.pages) >= 20
    assert all(page.title for page in score.pages)


def test_floor(score: Score) -> None:
    assert score.precision >= 0.97
    assert score.recall >= 0.97


def test_held_out_floor(score: Score) -> None:
    held = Score(tuple(page for page in score.pages if page.name in HELD_OUT))
    assert len(held.pages) == len(HELD_OUT)
    assert held.f1 >= 0.95


@pytest.mark.parametrize(
    ("name", "author", "published", "publisher", "url"),
    [
        (
            "classic_metadata",
            "Ines Halloran",
            "2024-02-11",
            "The Velmere Courier",
            "https://www.velmerecourier.example/news/harbour-tunnel-reopens",
        ),
        (
            "amp",
            "Ruth Zanetti; Karl Obermoser",
            "2024-05-19",
            "Alpine Post",
            "https://alpinepost.example/2024/05/glacier-hut",
        ),
        ("court_report", "Saoirse Lind", "2022-12-09", "Harrow Vale Times", None),
        ("pull_quotes", None, None, None, None),
    ],
)
def test_metadata(
    name: str,
    author: str | None,
    published: str | None,
    publisher: str | None,
    url: str | None,
    reader: Extractor,
) -> None:
    article = read_file(PAGES / f"{name}.html", name + ".html", extractor=reader)
    assert (article.author, article.published, article.publisher, article.url) == (
        author,
        published,
        publisher,
        url,
    )


def test_offsets_are_into_the_stored_text(reader: Extractor) -> None:
    article = read_file(PAGES / "live_blog.html", "live_blog.html", extractor=reader)
    lines = article.text.splitlines()
    assert article.title == lines[0]
    assert [article.text[p.start : p.end] for p in article.paragraphs] == lines[1:]
    assert [p.number for p in article.paragraphs] == list(range(len(lines) - 1))
    heads = [article.text[p.start : p.end] for p in article.paragraphs if p.kind is ParagraphKind.HEADING]
    assert heads == ["Railway shut until Saturday", "Power lost in four villages", "Schools close early"]


def test_boilerplate_keeps_its_number(reader: Extractor) -> None:
    article = read_file(PAGES / "soft_hyphens.html", "soft_hyphens.html", extractor=reader)
    assert article.paragraphs[-1].kind is ParagraphKind.BOILERPLATE
    assert article.paragraphs[-1].number == len(article.paragraphs) - 1
    assert "\u00ad" in article.text
