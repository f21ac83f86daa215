"""Markdown, PDF, files and folders, and what is told from what."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.formats import kind_of, read_bytes
from index.reading.markdown import read_markdown
from index.reading.sandbox.extractor import Extractor
from index.reading.sources import read_sources
from tests.index.reading.make_pdf import make_pdf

MARKDOWN = b"""---
author: Ines Halloran
url: javascript:alert(1)
---
# The *last* ferryman

He pulls a [rope](https://example.org) across
a `river`.

## A list

- eggs
- a trumpet

| Party | Seats |
|-------|-------|
| Green | 13    |
"""


def test_markdown() -> None:
    article = read_bytes(MARKDOWN, "ferry.md")
    lines = [article.text[p.start : p.end] for p in article.paragraphs]
    assert article.title == "The last ferryman"
    assert lines == [
        "He pulls a rope across a river.",
        "A list",
        "eggs",
        "a trumpet",
        "Party | Seats",
        "Green | 13",
    ]
    assert article.paragraphs[1].kind is ParagraphKind.HEADING
    assert article.author == "Ines Halloran"
    assert article.url is None
    assert article.raw_hash == hashlib.sha256(MARKDOWN).hexdigest()


def test_deep_markdown_is_no_trouble() -> None:
    assert read_markdown("# T\n\n" + "> " * 5_000 + "x")


def test_kinds() -> None:
    assert kind_of(b"%PDF-1.7", "x.html", "text/html") == "pdf"
    assert kind_of(b"hello", "x.bin") == "text"
    assert kind_of(b"\xef\xbb\xbf <!DOCTYPE HTML>", "x") == "html"
    assert (
        kind_of(b"# x", "https://a.example/x.md", "text/plain; charset=utf-8", "https://a.example/x.md")
        == "markdown"
    )
    with pytest.raises(ReadingError, match="is not one"):
        kind_of(b"hello", "x.pdf")


def test_pdf(reader: Extractor) -> None:
    head = "The Velmere Courier"
    raw = make_pdf(
        [
            [head, "Harbour tunnel to reopen", "", "The harbour tunnel will reopen to traf-", "fic in April. It was shut",
             "for five months after a flood.", "", "A second paragraph begins here and", "1"],
            [head, "goes on over the page.", "", "The end of it.", "2"],
        ]
    )  # fmt: skip
    article = read_bytes(raw, "tunnel.pdf", extractor=reader)
    lines = [article.text[p.start : p.end] for p in article.paragraphs]
    assert article.title == "Harbour tunnel to reopen"
    assert (
        lines[0]
        == "The harbour tunnel will reopen to traffic in April. It was shut for five months after a flood."
    )
    assert "A second paragraph begins here and goes on over the page." in lines
    assert not any("Courier" in line or line in "12" for line in lines)


def test_pdf_errors(reader: Extractor) -> None:
    with pytest.raises(ReadingError, match=r"damaged|no text"):
        read_bytes(b"%PDF-1.4\nnothing of the kind", "bad.pdf", extractor=reader)
    with pytest.raises(ReadingError, match="no text"):
        read_bytes(make_pdf([[]]), "scan.pdf", extractor=reader)


def test_missing_pdf_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from index.reading.pdf import read_pdf

    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ReadingError, match=r"whosaid\[pdf\]"):
        read_pdf(b"%PDF-1.4", "x.pdf")


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.md").write_text("# Two\n\nText of the second.")
    (tmp_path / "one.txt").write_text("One\n\nText of the first.")
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    (tmp_path / "page.htm").write_text("<html><body></body></html>")
    (tmp_path / "skipped.jpg").write_bytes(b"x")
    sources = read_sources([tmp_path, tmp_path / "none"])
    assert [article.name for article in sources.articles] == ["b/two.md", "one.txt"]
    assert len(sources.problems) == 3
    assert all(problem.endswith(".") and "\n" not in problem for problem in map(str, sources.problems))
