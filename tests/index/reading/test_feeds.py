"""Feeds and sitemaps name pages; anything else is none."""

from __future__ import annotations

import pytest

from index.errors import ReadingError
from index.reading.web.feeds import MOST, entries

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<entry><title>a</title><link href="https://news.example/a?x=1&amp;y=2"/></entry>
<entry><title>b</title><link href="javascript:alert(1)"/></entry></feed>"""
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def test_atom() -> None:
    assert entries(ATOM.encode(), "feed") == ["https://news.example/a?x=1&y=2"]


def test_a_sitemap_from_its_end_and_not_without_end() -> None:
    urls = [f"https://news.example/{n}" for n in range(200)]
    found = entries(MAP.format("".join(f"<url><loc>{u}</loc></url>" for u in urls)).encode(), "map")
    assert found == urls[: -MOST - 1 : -1]


@pytest.mark.parametrize(
    "raw", [b"", b"<html><p>No feed.</p></html>", b"\xff\xfe\x00", b"<rss><channel/></rss>"]
)
def test_what_is_no_feed(raw: bytes) -> None:
    with pytest.raises(ReadingError, match="is no feed"):
        entries(raw, "x")
