"""Word, OpenDocument, EPUB, mail, saved pages, front matter; and what is refused with the way out."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReadingError
from index.model import Article, ParagraphKind
from index.reading.formats import FORMATS, REFUSED, read_bytes
from index.reading.sandbox.extractor import Extractor

LINES = ["“Nobody missed it,” said Ines Calder.", "The town paid for the lens."]


def texts(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_word(reader: Extractor) -> None:
    import docx

    document = docx.Document()
    document.core_properties.author = "Ada Moor"
    document.add_heading("The lantern is lit", 0)
    document.add_paragraph(LINES[0])
    document.add_heading("Money", 1)
    document.add_paragraph(LINES[1], style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lens", "9 crowns"
    out = io.BytesIO()
    document.save(out)
    article = read_bytes(out.getvalue(), "lamp.docx", extractor=reader)
    assert (article.title, article.author) == ("The lantern is lit", "Ada Moor")
    assert texts(article) == [LINES[0], "Money", LINES[1], "Lens | 9 crowns"]
    kinds = [p.kind for p in article.paragraphs]
    assert kinds[1:3] == [ParagraphKind.HEADING, ParagraphKind.LIST]


def test_open_document(reader: Extractor) -> None:
    space = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = f"<text:h>The lantern is lit</text:h><text:p>“Nobody<text:s/>missed <text:span>it</text:span>,” said Ines Calder.</text:p><text:list><text:list-item><text:p>{LINES[1]}</text:p></text:list-item></text:list>"
    raw = zipped(
        {
            "content.xml": f"<office:document-content {space}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        }
    )
    article = read_bytes(raw, "lamp.odt", extractor=reader)
    assert article.title == "The lantern is lit"
    assert texts(article) == LINES
    assert article.paragraphs[1].kind is ParagraphKind.LIST


def test_book(reader: Extractor) -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>The lantern is lit</dc:title><dc:creator>Ada Moor</dc:creator><dc:date>2024-03-12</dc:date></metadata>"
        '<manifest><item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    raw = zipped(
        {
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": package,
            "OEBPS/text/two.xhtml": f"<html><body><p>{LINES[1]}</p></body></html>",
            "OEBPS/text/one.xhtml": f"<html><head><title>x</title></head><body><h2>One</h2><p>{LINES[0]}</p></body></html>",
        }
    )
    article = read_bytes(raw, "lamp.epub", extractor=reader)
    assert (article.title, article.author, article.published) == (
        "The lantern is lit",
        "Ada Moor",
        "2024-03-12",
    )
    assert texts(article) == ["One", *LINES]


MAIL = """From: "Ada Moor" <ada@mole.example>
Subject: =?utf-8?Q?The_lantern_=E2=80=93_lit?=
Date: Tue, 12 Mar 2024 09:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

“Nobody missed it,” said Ines Calder.
> The town paid for the lens.
SIGNATURE
Ada
--b
Content-Type: text/html; charset=utf-8

<p>other words</p>
--b--
"""
SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://mole.example/lamp
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Transfer-Encoding: 8bit

<html><head><meta charset="utf-8"><title>The lantern is lit</title></head><body><article><h1>The lantern is lit</h1><p>“Nobody missed it,” said Ines Calder.</p><p>The town paid for the lens.</p></article></body></html>
--b--
"""


def test_mail_and_saved_page(reader: Extractor) -> None:
    article = read_bytes(MAIL.replace("SIGNATURE", "-- ").encode(), "lamp.eml", extractor=reader)
    assert (article.title, article.author, article.published) == (
        "The lantern – lit",
        "Ada Moor",
        "2024-03-12",
    )
    assert texts(article) == LINES
    assert article.paragraphs[1].kind is ParagraphKind.QUOTE
    article = read_bytes(SAVED.encode(), "lamp.mhtml", extractor=reader)
    assert (article.title, article.url, texts(article)) == (
        "The lantern is lit",
        "https://mole.example/lamp",
        LINES,
    )


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: >-\n  The lantern\n  is lit\nauthor:\n  - Ada Moor\n  - Tom Reed\ndate: 2024-03-12T09:00:00Z\n---\n",
        '+++\ntitle = "The lantern is lit"\nauthors = ["Ada Moor", "Tom Reed"]\ndate = 2024-03-12\n+++\n',
    ],
)
def test_front_matter(front: str, reader: Extractor) -> None:
    raw = f'{front}\n{LINES[0]}[^1]\n\n{{{{< figure src="a.jpg" >}}}}\n\n> {LINES[1]}\n'
    article = read_bytes(raw.encode(), "lamp.md", extractor=reader)
    assert (article.title, article.author, article.published) == (
        "The lantern is lit",
        "Ada Moor; Tom Reed",
        "2024-03-12",
    )
    assert texts(article) == LINES
    assert article.paragraphs[1].kind is ParagraphKind.QUOTE


@pytest.mark.parametrize(
    "raw", [b"---\na: &a [x]\nb: [*a, *a]\n: :\n---\nText.\n\nMore.", b"+++\n[[[\n+++\nText.\n\nMore."]
)
def test_broken_front_matter_is_dropped(raw: bytes, reader: Extractor) -> None:
    assert read_bytes(raw, "a.md", extractor=reader).title == "Text."


@pytest.mark.parametrize(
    ("raw", "name"),
    [(b"{\\rtf1 Lamp}", "lamp.rtf"), (b"{\\rtf1 Lamp}", "lamp"), (b'{"a": 1}', "lamp.json"), (b"a,b\n1,2", "lamp.csv"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "lamp.doc"), (b"PK\x03\x04", "lamp"), (b"x", "lamp.pages")],
)  # fmt: skip
def test_what_is_not_read_is_told_with_the_way_out(raw: bytes, name: str) -> None:
    with pytest.raises(ReadingError, match=r"which is not read; save its text as \.txt, \.docx or PDF\.$"):
        read_bytes(raw, name)


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub"])
def test_damaged_archives_and_bombs(suffix: str, reader: Extractor) -> None:
    for raw in (
        b"PK\x03\x04rubbish",
        zipped({"a": "b"}),
        zipped({"content.xml": "<a", "META-INF/container.xml": "<a"}),
    ):
        with pytest.raises(ReadingError, match="damaged"):
            read_bytes(raw, f"lamp{suffix}", extractor=reader)
    with pytest.raises(ReadingError, match="unpacks to more"):
        read_bytes(zipped({"content.xml": " " * 101_000_000}), f"lamp{suffix}", extractor=reader)


def test_every_ending_stands_once_in_the_table() -> None:
    endings = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(endings) == len(set(endings))
    assert not set(endings) & REFUSED.keys()
