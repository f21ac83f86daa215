"""Pages whose markup misleads: names of ancestors, notes, attributions, titles, empty shells."""

from __future__ import annotations

import json

import pytest

from index.errors import ReadingError
from index.model import Article, ParagraphKind
from index.reading.formats import read_bytes
from index.reading.sandbox.extractor import Extractor

BODY = [
    "The lantern on the mole was lit again on Friday after two years in the dark, the harbour office said.",
    "“Nobody missed it as much as the gulls,” said Ines Calder, its keeper, who has the only key.",
    "The town paid for the new lens with money that a summer fair had brought in over three weekends.",
    "Tom Reed, who runs the fair, promised another one for the bell that hangs below the lantern room.",
]
TITLE = "The lantern on the mole is lit"
MENU = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav></header>'
FOOT = "<footer><p>Copyright 2024 The Mole Echo. All rights reserved.</p></footer>"


def page(inner: str, head: str = f"<title>{TITLE} - The Mole Echo</title>") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{MENU}{inner}{FOOT}</body></html>".encode()


def paragraphs(lines: list[str] = BODY) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def texts(article: Article) -> list[str]:
    return [
        article.text[p.start : p.end] for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE
    ]


def read(raw: bytes, reader: Extractor) -> Article:
    return read_bytes(raw, "lamp.html", extractor=reader)


@pytest.mark.parametrize(
    "around",
    [
        '<div class="content-sidebar-wrap"><main><article>{}</article></main></div>',
        '<div class="post tag-lamp tag-mole category-town"><div>{}</div></div>',
        '<div class="page has-ads"><div class="story">{}</div></div>',
        '<div class="content paywall"><div class="story"><div><div>{}</div></div></div></div>',
        '<div class="article-with-share social-bar"><div class="text">{}</div></div>',
        '<div class="post author-tom-reed">{}</div>',
        '<div class="story topic-town" id="meta-date">{}</div>',
        '<form action="/page.aspx"><div id="menu-page">{}</div></form>',
    ],
)
def test_the_name_of_what_holds_the_article_says_nothing(around: str, reader: Extractor) -> None:
    article = read(page(around.format(f"<h1>{TITLE}</h1>{paragraphs()}")), reader)
    assert article.title == TITLE
    assert texts(article) == BODY


def test_what_stands_beside_the_article_is_left_out_by_its_name(reader: Extractor) -> None:
    beside = '<div class="newsletter-signup"><p>Our letter comes on Mondays and tells what the week will bring.</p></div>'
    article = read(page(f"<article><h1>{TITLE}</h1>{paragraphs()}{beside}</article>"), reader)
    assert texts(article) == BODY


def test_ids_that_are_headings_words_are_no_names(reader: Extractor) -> None:
    parts = f'<section id="comments-by-the-keeper"><h2>What she says</h2>{paragraphs(BODY[1:2])}</section>'
    parts += f'<section id="date-of-the-fair"><h2>How it was paid</h2>{paragraphs(BODY[2:])}</section>'
    article = read(page(f"<article><h1>{TITLE}</h1>{paragraphs(BODY[:1])}{parts}</article>"), reader)
    assert [line for line in texts(article) if line in BODY] == BODY


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It lights 40 km<sup>2</sup> of sea.", "It lights 40 km² of sea."),
        ("It holds 10<sup>6</sup> litres of oil.", "It holds 10⁶ litres of oil."),
        ("It was lit on the 3<sup>rd</sup> of May.", "It was lit on the 3rd of May."),
        ("It was dark for long.<sup>2</sup> Now it is not.", "It was dark for long. Now it is not."),
        ('It was dark<sup><a href="#n1">1</a></sup> for long.', "It was dark for long."),
        ("She said <q>it is lit</q> and left.", "She said “it is lit” and left."),
        ("<q>Who said <q>dark</q> here?</q> she asked.", "“Who said ‘dark’ here?” she asked."),
    ],
)
def test_marks_inside_words(markup: str, text: str, reader: Extractor) -> None:
    article = read(page(f"<article><h1>{TITLE}</h1><p>{markup}</p>{paragraphs()}</article>"), reader)
    assert texts(article)[0] == text


def test_attributions_and_pull_quotes(reader: Extractor) -> None:
    inner = (
        f"<p>{BODY[0]}</p><blockquote><p>The oil will last.</p><footer>— Ines Calder, keeper</footer></blockquote>"
        f"<p>{BODY[2]}</p><figure class='wp-block-pullquote'><blockquote><p>Gulls do not vote.</p><cite>Tom Reed</cite>"
        f"</blockquote></figure><p>{BODY[3]}</p><aside class='quote'><p>“The bell comes next,” says Tom Reed.</p></aside>"
        f"<aside class='pull-quote'><p>The town paid for the new lens</p></aside><p>It rains.</p>"
    )
    article = read(page(f"<article><h1>{TITLE}</h1>{inner}</article>"), reader)
    kept = texts(article)
    for line in ("The oil will last.", "— Ines Calder, keeper", "Gulls do not vote.", "Tom Reed"):
        assert line in kept
    assert "“The bell comes next,” says Tom Reed." in kept
    assert "The town paid for the new lens" not in kept
    assert article.paragraphs[1].kind is ParagraphKind.QUOTE
    speakers = {article.text[p.start : p.end]: p.speaker for p in article.paragraphs if p.speaker}
    assert speakers == {"The oil will last.": "Ines Calder", "Gulls do not vote.": "Tom Reed"}


def test_lines_that_only_style_or_custom_elements_part(reader: Extractor) -> None:
    for shape in ('<span style="display:block">{}</span>', "<text-block><span>{}</span></text-block>"):
        inner = "".join(shape.format(line) for line in BODY)
        assert texts(read(page(f"<article><h1>{TITLE}</h1><div>{inner}</div></article>"), reader)) == BODY
    marked = BODY[0].replace("Friday", "<x-date>Friday</x-date>")
    assert (
        texts(read(page(f"<article><h1>{TITLE}</h1>{paragraphs([marked, *BODY[1:]])}</article>"), reader))
        == BODY
    )


def test_text_right_after_the_headline_and_questions_on_buttons(reader: Extractor) -> None:
    raw = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>\n{BODY[0]}\n" + "".join(
        f"<p>{b}\n" for b in BODY[1:]
    )
    assert texts(read(raw.encode(), reader)) == BODY
    asked = "".join(
        f"<div><h3><button>{question}</button></h3><div><p>{answer}</p></div></div>"
        for question, answer in (("Who pays?", BODY[2]), ("What comes next?", BODY[3]))
    )
    article = read(page(f"<main><h1>{TITLE}</h1><p>{BODY[0]}</p>{asked}</main>"), reader)
    assert texts(article) == [BODY[0], "Who pays?", BODY[2], "What comes next?", BODY[3]]


def test_a_page_without_a_body_tag(reader: Extractor) -> None:
    raw = f"<html><title>{TITLE}</title><article><h1>{TITLE}</h1>{paragraphs()}</article></html>"
    assert texts(read(raw.encode(), reader)) == BODY


def test_the_text_of_json_ld_when_the_page_is_an_empty_shell(reader: Extractor) -> None:
    said = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": "\n\n".join(BODY),
        "author": {"@id": "#a"},
    }
    graph = {"@graph": [said, {"@type": "Person", "@id": "#a", "name": "Ada Moor"}]}
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    article = read(
        page('<div id="root"></div><noscript>You need to enable JavaScript.</noscript>', head), reader
    )
    assert (article.title, article.author) == (TITLE, "Ada Moor")
    assert texts(article) == BODY


@pytest.mark.parametrize(
    "inner",
    [
        '<form action="/in"><label>Name <input></label><label>Password <input></label><button>Sign in</button></form>',
        '<div id="app"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
        "<main><h1>Sign in</h1><p>Name</p><p>Password</p></main>",
    ],
)
def test_forms_and_shells_are_refused(inner: str, reader: Extractor) -> None:
    with pytest.raises(ReadingError, match="no article text"):
        read(page(inner, "<title>Sign in</title>"), reader)


@pytest.mark.parametrize(
    "inner",
    [
        f'<header><h1 class="logo"><a href="/">The Mole Echo</a></h1></header><article><h2>{TITLE}</h2>{paragraphs()}</article>',
        f"<header><h1>The Mole Echo</h1></header><article><h1>{TITLE}</h1>{paragraphs()}</article>",
        f"<article><h1><style>.x{{color:red}}</style><span>{TITLE}</span></h1>{paragraphs()}</article>",
    ],
)
def test_the_sites_name_and_styles_are_no_title(inner: str, reader: Extractor) -> None:
    head = f'<title>{TITLE} - The Mole Echo</title><meta property="og:title" content="{TITLE}">'
    head += '<meta property="og:site_name" content="The Mole Echo">'
    article = read(page(inner, head), reader)
    assert (article.title, article.publisher) == (TITLE, "The Mole Echo")
    assert texts(article) == BODY


def test_days_and_authors_as_on_the_page(reader: Extractor) -> None:
    head = (
        f'<title>{TITLE}</title><meta property="article:published_time" content="2024-03-12T23:30:00-05:00">'
    )
    head += '<meta name="author" content="Ada Moor"><script type="application/ld+json">'
    head += (
        json.dumps({"@type": "NewsArticle", "datePublished": "2024-03-13", "author": "desk7"}) + "</script>"
    )
    article = read(page(f"<article><h1>{TITLE}</h1><p>By Ada Moor</p>{paragraphs()}</article>", head), reader)
    assert (article.published, article.author) == ("2024-03-12", "Ada Moor")


def test_a_statement_of_one_paragraph(reader: Extractor) -> None:
    assert texts(read(page(f"<article><p>{BODY[1]}</p></article>", "<title></title>"), reader)) == [BODY[1]]
    assert texts(read_bytes(BODY[1].encode(), "note.md", extractor=reader)) == [BODY[1]]


def test_encodings_of_pages(reader: Extractor) -> None:
    twice = page(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>").decode().replace("“", "&amp;#8220;")
    assert texts(read(twice.replace("”", "&amp;#8221;").encode(), reader)) == BODY
    damaged = page(f"<article><h1>{TITLE}</h1>{paragraphs()}<p>It rains\xff today.</p></article>").replace(
        b"\xc3\xbf", b"\xff"
    )
    assert texts(read(damaged, reader))[:4] == BODY


def test_a_page_that_was_mostly_left_out_is_told() -> None:
    import lxml.html

    from index.reading.html.choosing import choose
    from index.reading.html.lines import page_lines

    talk = "".join(
        f"<div><p>I think that number {n} is right, for so the gulls have told me.</p></div>"
        for n in range(40)
    )
    tree = lxml.html.fromstring(
        f"<html><body><article>{paragraphs()}</article><div>{talk}</div></body></html>"
    )
    chosen, left_out = choose(tree, page_lines(tree), "\n".join(BODY), None, TITLE, lambda: "")
    assert [line.text for line in chosen] == BODY
    assert left_out
