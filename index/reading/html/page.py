"""A page's bytes to Extracted. Runs in the worker: a hostile page may hang or crash it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from index.errors import ReadingError
from index.reading.charset import decode_page, is_binary
from index.reading.extracted import Extracted, one_line
from index.reading.html.body import article_lines
from index.reading.html.jsonld import described
from index.reading.html.lines import Element, page_lines

MAX_URL = 2_000
"""Longest canonical address that is believed, in characters."""
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
_PROSE = 80
_SEPARATOR = re.compile(r"(?<!\s)\s++[|–—·»-]\s++")


def read_page(raw: bytes, name: str, content_type: str | None = None, url: str | None = None) -> Extracted:
    """Extract the article of an HTML page. Raises ReadingError when there is none."""
    import lxml.html
    import trafilatura

    if is_binary(raw):
        raise ReadingError("{name} is called a page but is a binary file.", name=name)
    text = decode_page(raw, content_type)
    if not text.strip():
        raise ReadingError("{name} is empty.", name=name)
    try:
        tree = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("{name} is not an HTML page that can be read.", name=name) from error
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
    if document is None:
        raise ReadingError("{name} holds no article text that could be found.", name=name)
    title = _title(tree, document.title)
    said = described(tree)
    return Extracted(
        title=title,
        lines=tuple(article_lines(lines, document.text or "", title)),
        url=_canonical(tree, url),
        author=_short(said.author or document.author),
        published=_short(said.published or document.date),
        publisher=_short(said.publisher or document.sitename),
    )


def _tame(tree: Element) -> None:
    """Spans of tables that would be multiplied out, and wrappers around the part that one pays for."""
    for wrapper in tree.xpath("//div[contains(@class, 'paywall') or contains(@class, 'premium')]"):
        if sum(len("".join(p.itertext())) > _PROSE for p in wrapper.findall("p")) >= 2:
            wrapper.drop_tag()  # readers of the page have it before them; the call to subscribe is one line
    for cell in tree.xpath("//*[@colspan or @rowspan]"):
        for key in ("colspan", "rowspan"):
            cell.attrib.pop(key, None)


def _title(tree: Element, guess: str | None) -> str:
    """The only h1 of a page, or what trafilatura makes of its metadata, without the site's name."""
    heads = [text for h1 in tree.iter("h1") if (text := one_line("".join(h1.itertext())))]
    if len(set(heads)) == 1:
        return heads[0]
    title = one_line(guess or "")
    for head in heads:
        if head and (head in title or title in head):
            return head
    first = _SEPARATOR.split(title)[0] if title else ""
    body = one_line("".join(tree.xpath("string(//h2)")))
    return first if first and body == first else title


def _canonical(tree: Element, url: str | None) -> str | None:
    """The address that the page gives for itself: http or https only, and of the host it came from."""
    for path in ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content'):
        for value in tree.xpath(path):
            address = str(value).strip()
            try:
                parts = urlsplit(address)
                good = (
                    parts.scheme in ("http", "https")
                    and parts.hostname
                    and not parts.username
                    and not parts.password
                )
            except ValueError:
                continue
            good = good and len(address) <= MAX_URL and address.isprintable() and " " not in address
            if good and (url is None or _kin(parts.hostname or "", urlsplit(url).hostname or "")):
                return address
    return None


def _kin(a: str, b: str) -> bool:
    """The same host, or one under the other (www., amp., m.)."""
    a, b = (host.lower().removeprefix("www.").removeprefix("amp.").removeprefix("m.") for host in (a, b))
    return a == b or a.endswith("." + b) or b.endswith("." + a)


def _short(text: str | None) -> str | None:
    return one_line(text)[:200] or None if text else None
