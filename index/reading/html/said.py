"""Who wrote a page and when, as the page itself has it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.extracted import one_line
from index.reading.html.lines import PageLine
from index.reading.html.signs import Element
from index.reading.html.words import key
from index.reading.links import kin, web_address

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].{0,30})?")
_DATES = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    "//time[@pubdate]/@datetime",
)
_AUTHORS = (
    '//meta[@name="author"]/@content',
    '//meta[@property="article:author"]/@content',
    '//*[@itemprop="author"]//*[@itemprop="name"]/text()',
    '//a[@rel="author"]/text()',
)


def author(tree: Element, lines: Sequence[PageLine], described: str | None, guess: str | None) -> str | None:
    """Names by "; ". Those that a reader of the page sees come before those that only machines are told."""
    found = [described, *(one_line(str(v)) for path in _AUTHORS for v in tree.xpath(path)[:3]), guess]
    names = [short(name) for name in found if name and "://" not in name]
    seen = key(" ".join(line.text for line in lines))
    for name in names:
        if name and all(key(part) in seen for part in re.split(r"; ?|, ", name)):
            return name
    return next((name for name in names if name), None)


def published(tree: Element, described: str | None, guess: str | None) -> str | None:
    """The day (YYYY-MM-DD) that the page gives for its first publication."""
    for path in _DATES:
        for value in tree.xpath(path)[:3]:
            if match := _DAY.fullmatch(str(value).strip()):
                return match[1]
    return short(described or guess)


def site_name(tree: Element) -> str | None:
    """What the site calls itself."""
    paths = ('//meta[@property="og:site_name"]/@content', '//meta[@name="application-name"]/@content')
    return next((name for path in paths for v in tree.xpath(path) if (name := short(str(v)))), None)


def canonical(tree: Element, url: str | None) -> str | None:
    """The address that the page gives for itself: http or https only, and of the host it came from."""
    for path in ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content'):
        for value in tree.xpath(path):
            address = web_address(str(value))
            if address and (url is None or kin(address, url)):
                return address
    return None


def short(text: str | None) -> str | None:
    """One line of at most 200 characters; None when nothing is left."""
    return one_line(text)[:200] or None if text else None
