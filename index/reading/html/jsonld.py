"""What a page says of itself in JSON-LD (schema.org Article and its kinds)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.reading.html.signs import Element

_ARTICLE = re.compile(r"(Article|Posting|Report|Review|Interview|Transcript)$")
_MOST = 1_000_000
_DEPTH = 6
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})\b[^<>]{0,500}>")
_BREAKING = frozenset("p br div li h1 h2 h3 h4 h5 h6 tr blockquote".split())


@dataclass(frozen=True, slots=True)
class Described:
    """Names, the day (YYYY-MM-DD), headline and text, each None when the page does not say."""

    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    headline: str | None = None
    body: str | None = None


def described(tree: Element) -> Described:
    """The first article that the page's JSON-LD describes. Broken JSON counts as none."""
    items = [item for values in _scripts(tree) for item in _items(values, _DEPTH)]
    named = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and item.get("name")}
    for item in items:
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
            day = item.get("datePublished")
            return Described(
                "; ".join(_names(item.get("author"), named)) or None,
                day[:10] if isinstance(day, str) and re.match(r"\d{4}-\d{2}-\d{2}", day) else None,
                next(iter(_names(item.get("publisher"), named)), None),
                _text(item.get("headline")),
                _text(item.get("articleBody")),
            )
    return Described()


def _scripts(tree: Element) -> Iterator[Any]:
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        text = script.text or ""
        if len(text) <= _MOST:
            try:
                yield json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue


def _items(values: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(values, dict):
        yield values
        for name in ("@graph", "mainEntity", "author", "publisher"):
            yield from _items(values.get(name), depth - 1)
    elif isinstance(values, list):
        for value in values[:100]:
            yield from _items(value, depth - 1)


def _names(value: Any, named: Mapping[str, dict[str, Any]]) -> list[str]:
    if isinstance(value, list):
        return [name for part in value[:10] for name in _names(part, named)]
    if isinstance(value, dict):
        value = value.get("name") or named.get(str(value.get("@id")), {}).get("name")
        if isinstance(value, list):
            value = value[0] if value else None
    if not isinstance(value, str) or "://" in value:
        return []
    value = html.unescape(value).strip()
    return [value] if value else []


def _text(value: Any) -> str | None:
    """Plain text; marks of HTML that some sites leave in it become line ends."""
    if not isinstance(value, str):
        return None
    plain = _TAG.sub(lambda m: "\n" if m[2].lower() in _BREAKING else "", html.unescape(value))
    return plain.strip() or None
