"""What tags, classes and ids say of an element: block, left out, hidden, named like no article."""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""An lxml element; lxml brings no types."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
    "form header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_INLINE = frozenset({"a", "span", "b", "i", "em", "strong", "font", "small", "label"})
_HOLD_WORDS = HEADINGS | _INLINE | {"p", "li", "td", "dd", "dt", "q", "u", "mark", "cite", "figcaption"}
"""A custom element inside one of these is part of its line."""
_SKIPPED = frozenset(
    "title meta link base script style noscript template nav input select textarea option label iframe svg math video "
    "audio object embed canvas map figcaption caption amp-ad amp-sidebar amp-consent amp-social-share amp-analytics "
    "amp-embed amp-iframe".split()
)
_UNWANTED = re.compile(
    r"(^|[\s_-])(comments?|disqus|respond|share|sharing|sharedaddy|social|newsletter|signup|subscri\w+|paywall|promo|"
    r"advert\w*|ads?|adsbygoogle|sponsor\w*|related|jp-relatedposts|recirc\w*|most-?(read|popular)|trending|"
    r"recommend\w*|more-from|cookie\w*|consent|gdpr|tags?|topics?|breadcrumbs?|byline|author\w*|dateline|meta|timestamp|"
    r"date|pubdate|caption|credit|footnotes?|endnotes?|sidebar|footer|nav|menu|links-block|topic-list|cta|outbrain|taboola)($|[\s_-])",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"pull-?quote|blockquote|(^|[\s_-])quote($|[\s_-])", re.IGNORECASE)
_EMBED = re.compile(r"social|twitter|tweet|embed", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display:\s*(block|flex|grid|list-item|table)\b", re.IGNORECASE)
_SLUG = 3
"""An id of more words than this is a heading's words, not the name of a part."""
_LEAST_LINKS, _MOST_INSIDE = 3, 40
_SHOWN_LATER = frozenset({"html", "body", "main", "article"})
_ROLES = frozenset({"navigation", "complementary", "contentinfo"})


def is_block(node: Element) -> bool:
    """Does it begin a line? Custom elements do, and what the page's own style says is one."""
    tag = node.tag
    if not isinstance(tag, str):
        return False
    if tag in _BLOCKS:
        return True
    if "-" in tag:
        parent = node.getparent()
        return parent is None or parent.tag not in _HOLD_WORDS
    return tag in _INLINE and bool(_AS_BLOCK.search(node.get("style", "")))


def is_left_out(node: Element) -> bool:
    """Tags without words of an article; a button counts when it is the heading of a fold-out part."""
    if node.tag == "button":
        parent = node.getparent()
        return parent is None or not (parent.tag in HEADINGS or parent.tag in ("dt", "summary"))
    return node.tag in _SKIPPED


def is_pop_up(node: Element) -> bool:
    """A span right after a link that is nothing but links, one beside the other: a menu that opens over the word."""
    before = node.getprevious() if node.tag == "span" and len(node) else None
    if before is None or before.tag != "a" or (before.tail or "").strip():
        return False
    links = 0
    for number, inner in enumerate(node.iter()):
        if number > _MOST_INSIDE:
            return False
        if inner.tag == "a":
            links += 1
        elif (inner.text or "").strip():
            return False
        if inner is not node and (inner.tail or "").strip():
            return False
    return links >= _LEAST_LINKS


def is_hidden(node: Element) -> bool:
    """Hidden from readers, or from those who listen; what scripts hide until they have run is not."""
    return node.tag not in _SHOWN_LATER and (
        node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(node.get("style", "")))
    )


def is_quote(node: Element) -> bool:
    """A pull quote or what holds one."""
    return bool(_QUOTE.search(node.get("class", "")))


def is_unwanted(node: Element) -> bool:
    """Named like something that is no article. The name of what holds most of the text says nothing: see ``body``."""
    tag = node.tag
    if tag in ("body", "article", "main"):
        return False
    if is_quote(node) or _is_embedded(node) or (tag in ("footer", "cite") and _in_quote(node)):
        return False
    if tag in ("aside", "footer", "address", "form") or node.get("role") in _ROLES:
        return True
    if tag in HEADINGS:
        return bool(_UNWANTED.search(node.get("class", "")))
    name = node.get("id", "")
    if name.count("-") + name.count("_") >= _SLUG or name[:1].isdigit():
        name = ""
    return any(
        _UNWANTED.search(value) for value in (node.get("class", ""), name, node.get("data-component", ""))
    )


def _is_embedded(node: Element) -> bool:
    """A post of a network that the article quotes."""
    return bool(_EMBED.search(node.get("class", ""))) and node.find(".//blockquote") is not None


def _in_quote(node: Element) -> bool:
    parent = node.getparent()
    for _ in range(3):
        if parent is None:
            return False
        if parent.tag == "blockquote" or is_quote(parent):
            return True
        parent = parent.getparent()
    return False
