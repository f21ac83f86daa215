"""The headline of a page: h1, og:title, JSON-LD and ``<title>`` decide together; the site's name is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.reading.extracted import one_line
from index.reading.html.signs import HEADINGS, Element
from index.reading.html.words import key

_SEPARATOR = re.compile(r"(?<!\s)\s++[|–—·»•:-]++\s++|(?<!\s)\s*+\|\s*+")
_LOGO = re.compile(r"logo|brand|site-?(title|name)|masthead", re.IGNORECASE)
_SILENT = frozenset({"style", "script", "noscript", "template", "svg"})
_SHARED = 0.6
"""Share of the shorter title's words that two titles of one page have in common (tuned as in ``body.py``)."""
_STEPS = 3
"""Elements above a heading that are asked whether they are a logo."""


def page_title(tree: Element, headline: str | None, guess: str | None, sites: Sequence[str]) -> str:
    """``guess`` is an extractor's, ``sites`` are names of the site. Empty when the page has no title."""
    og = one_line(next(iter(map(str, tree.xpath('//meta[@property="og:title"]/@content'))), ""))
    own = one_line("".join(tree.xpath("string(//title)")))
    names = {key(site) for site in sites if site}
    claims = [claim for claim in (_bare(t, names) for t in (og, headline or "", own)) if claim]
    heads = [(h1, text) for h1 in tree.iter("h1") if (text := visible(h1))]
    heads = [(h1, text) for h1, text in heads if key(text) not in names and not _is_logo(h1)] or (
        [] if claims else heads
    )
    for _, text in heads:
        if any(_agree(text, claim) for claim in claims):
            return text
    others = {key(text): text for text in _headings(tree)}
    for claim in claims:
        if key(claim) in others:
            return others[key(claim)]
    texts = list(dict.fromkeys(text for _, text in heads))
    if len(texts) == 1:
        return texts[0]
    return claims[0] if claims else texts[0] if texts else _bare(one_line(guess or ""), names)


def visible(node: Element) -> str:
    """The words of a heading, without what styles and scripts hold."""
    pieces: list[str] = []
    for event in _texts(node):
        pieces.append(event)
    return one_line("".join(pieces))


def _texts(node: Element) -> Iterator[str]:
    """An explicit stack: (element or its tail)."""
    stack: list[Element | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if isinstance(item.tag, str) and item.tag not in _SILENT:
            if item.tag == "br":
                yield " "
            inner: list[Element | str] = []
            for child in item:
                inner += [child, child.tail or ""]
            stack.extend(reversed(inner))
            yield item.text or ""


def _headings(tree: Element) -> Iterator[str]:
    for tag in sorted(HEADINGS - {"h1"}):
        for number, node in enumerate(tree.iter(tag)):
            if number >= 20:
                break
            yield visible(node)


def _bare(title: str, names: set[str]) -> str:
    """Without the site's name at either end; unknown names stay when nothing tells them apart."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) > 1:
        for at in (-1, 0):
            if key(parts[at]) in names:
                cut = title.rfind(parts[-1]) if at else title.find(parts[1], len(parts[0]))
                title = title[:cut] if at else title[cut:]
                title = title.strip(" |–—·»•:-")
    return title if key(title) not in names else ""


def _agree(a: str, b: str) -> bool:
    """One holds the other, or most of the shorter one's words stand in the other."""
    first, second = key(a), key(b)
    if first and second and (first in second or second in first):
        return True
    left, right = ({key(word) for word in text.split()} - {""} for text in (a, b))
    return bool(left and right) and len(left & right) >= _SHARED * min(len(left), len(right))


def _is_logo(h1: Element) -> bool:
    """A heading that leads home, or is called a logo."""
    links = [str(href) for href in h1.xpath(".//a/@href")]
    if links and all(re.fullmatch(r"(https?://[^/]+)?/?", href) for href in links):
        return True
    node = h1
    for _ in range(_STEPS):
        if node is None or node.tag in ("body", "article", "main"):
            return False
        if _LOGO.search(f"{node.get('class', '')} {node.get('id', '')}"):
            return True
        node = node.getparent()
    return False
