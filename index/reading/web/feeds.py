"""The addresses that a feed names: RSS and Atom by feedparser, sitemaps by their ``<loc>`` elements."""

from __future__ import annotations

import html
import io
import re

from index.errors import ReadingError

MEDIA = frozenset(
    "application/rss+xml application/atom+xml application/xml text/xml application/rdf+xml application/feed+json "
    "text/plain text/html".split()
)
"""Content types that servers give feeds; what is none is told by its content."""
MOST = 50
"""Newest entries that are looked at."""
_LOC = re.compile(r"<loc>\s{0,20}([^<\s]{1,2000})\s{0,20}</loc>", re.IGNORECASE)


def entries(raw: bytes, name: str) -> list[str]:
    """Addresses of pages, newest first as the feed has them. Raises ReadingError for what names none."""
    text = raw.decode("utf-8", "replace")
    if "<urlset" in text[:2000]:
        found = [html.unescape(match[1]) for match in _LOC.finditer(text)][-MOST:][::-1]
    else:
        import feedparser

        parsed = feedparser.parse(
            io.BytesIO(raw)
        )  # bytes: with an address it would fetch by itself, unguarded
        found = [str(entry.get("link", "")) for entry in parsed.entries[:MOST]]
    kept = [url for url in dict.fromkeys(found) if url.startswith(("http://", "https://"))]
    if not kept:
        raise ReadingError("{name} is no feed: it names no pages.", name=name)
    return kept
