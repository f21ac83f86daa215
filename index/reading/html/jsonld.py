"""What a page says of itself in JSON-LD (schema.org Article and its kinds)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.reading.html.lines import Element

_ARTICLE = re.compile(r"(Article|Posting|Report|Review)$")
_MOST = 1_000_000
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Described:
    """Names and the day (YYYY-MM-DD), each None when the page does not say."""

    author: str | None = None
    published: str | None = None
    publisher: str | None = None


def described(tree: Element) -> Described:
    """The first article that the page's JSON-LD describes. Broken JSON counts as none."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        text = script.text or ""
        if len(text) > _MOST:
            continue
        try:
            values = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(values, _DEPTH):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                day = item.get("datePublished")
                return Described(
                    "; ".join(_names(item.get("author"))) or None,
                    day[:10] if isinstance(day, str) and re.match(r"\d{4}-\d{2}-\d{2}", day) else None,
                    next(iter(_names(item.get("publisher"))), None),
                )
    return Described()


def _items(values: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(values, dict):
        yield values
        yield from _items(values.get("@graph"), depth - 1)
    elif isinstance(values, list):
        for value in values[:100]:
            yield from _items(value, depth - 1)


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for part in value[:10] for name in _names(part)]
    if isinstance(value, dict):
        value = value.get("name")
    return [value.strip()] if isinstance(value, str) and value.strip() and "://" not in value else []
