"""A page's bytes to Extracted. Runs in the worker: a hostile page may hang or crash it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from index.errors import Message, ReadingError
from index.reading.charset import decode_page, is_binary
from index.reading.extracted import Extracted
from index.reading.html import said
from index.reading.html.choosing import choose
from index.reading.html.jsonld import described
from index.reading.html.lines import page_lines
from index.reading.html.signs import Element
from index.reading.html.titles import page_title

_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
_PROSE = 80
_TWICE = re.compile(
    r"&amp;(#\d{2,6}|#x[0-9a-fA-F]{2,5}|[lr][sd]quo|[lr]aquo|quot|apos|nbsp|[mn]dash|hellip);"
)
"""Entities of typography that were escaped once more."""


def read_page(raw: bytes, name: str, content_type: str | None = None, url: str | None = None) -> Extracted:
    """Extract the article of an HTML page. Raises ReadingError when there is none."""
    import trafilatura

    if is_binary(raw):
        raise ReadingError("{name} is called a page but is a binary file.", name=name)
    text = decode_page(raw, content_type)
    if not text.strip():
        raise ReadingError("{name} is empty.", name=name)
    if len(_TWICE.findall(text, 0, 1_000_000)) > 1:
        text = _TWICE.sub(r"&\1;", text).replace("&amp;amp;", "&amp;")
    tree = _parsed(text, name)
    _tame(tree)
    lines = page_lines(tree)
    document: Any = trafilatura.bare_extraction(
        deepcopy(tree),
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    guess_title, guess_author, guess_day, guess_site, found = (
        (document.title, document.author, document.date, document.sitename, document.text or "")
        if document is not None
        else (None, None, None, None, "")
    )
    about = described(tree)
    site = said.site_name(tree)
    title = page_title(tree, about.headline, guess_title, [site or "", about.publisher or ""])
    chosen, left_out = choose(tree, lines, found, about.body, title, lambda: _second_reading(tree))
    if not chosen:
        raise ReadingError("{name} holds no article text that could be found.", name=name)
    return Extracted(
        title=title,
        lines=tuple(chosen),
        url=said.canonical(tree, url),
        author=said.author(tree, lines, about.author, guess_author),
        published=said.published(tree, about.published, guess_day),
        publisher=said.short(about.publisher or site or guess_site),
        doubts=(_left_out(name),) if left_out else (),
    )


def _left_out(name: str) -> Message:
    return Message(
        "Most of the text of {name} was taken for menus, comments and the like; `whosaid read` shows what was read.",
        name=name,
    )


def _parsed(text: str, name: str) -> Element:
    import lxml.html

    try:
        return lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("{name} is not an HTML page that can be read.", name=name) from error


def _second_reading(tree: Element) -> str:
    """readability-lxml's view of the page, one block a line; empty when it finds nothing."""
    import lxml.html
    from readability import Document
    from readability.readability import Unparseable

    try:
        summary = Document(lxml.html.tostring(tree, encoding="unicode")).summary(html_partial=True)
        if not summary.strip():
            return ""
        return "\n".join(line.text for line in page_lines(lxml.html.fromstring(summary)))
    except (Unparseable, lxml.etree.LxmlError, ValueError, TypeError):
        return ""


def _tame(tree: Element) -> None:
    """Spans of tables that would be multiplied out, and wrappers around the part that one pays for."""
    for wrapper in tree.xpath("//div[contains(@class, 'paywall') or contains(@class, 'premium')]"):
        if sum(len("".join(p.itertext())) > _PROSE for p in wrapper.findall("p")) >= 2:
            wrapper.drop_tag()  # readers of the page have it before them; the call to subscribe is one line
    for cell in tree.xpath("//*[@colspan or @rowspan]"):
        for key in ("colspan", "rowspan"):
            cell.attrib.pop(key, None)
