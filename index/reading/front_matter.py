"""What a Markdown file says of itself above its text: YAML between ``---``, TOML between ``+++``."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

_YAML = re.compile(r"---[ \t]*\r?\n(.{0,50000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(.{0,50000}?)\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MOST = 10
_DEEPEST = 2
"""Lists in lists that are followed: YAML lets a few short lines stand for billions of names."""


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """(fields in lower case, the text below). What cannot be parsed is dropped all the same: it is no prose."""
    for pattern, parse in ((_YAML, _yaml), (_TOML, _toml)):
        if match := pattern.match(text):
            values = parse(match[1])
            if values is not None:
                return {key.lower(): said for key, value in values.items() if (said := _said(value))}, text[
                    match.end() :
                ]
    return {}, text


def _yaml(source: str) -> Mapping[str, Any] | None:
    import yaml

    try:
        values = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    # a rule of dashes around a paragraph is no front matter
    return {str(k): v for k, v in values.items()} if isinstance(values, dict) else None


def _toml(source: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _said(value: Any, depth: int = 0) -> str:
    """A value as text: names in a list by "; ", days as YYYY-MM-DD."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if depth > _DEEPEST:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, (_said(item, depth + 1) for item in value[:_MOST])))
    if isinstance(value, dict):
        return _said(value.get("name"), depth + 1)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
