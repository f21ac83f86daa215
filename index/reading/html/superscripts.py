"""Raised digits: the mark of a footnote goes, an exponent stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.html.signs import Element

_NOTE = re.compile(r"\[?(?:[\d*†‡§]{1,3}|[a-z]|note \d{1,2})\]?")
_EXPONENT = re.compile(r"[-−–+]?\d{1,3}")
_MEASURED = re.compile(
    r"(?:\d|(?<![^\W\d_])(?:[^\W\d_]{1,2}|miles?|feet|foot|yards?|inch(?:es)?|(?:kilo|centi|milli)?met(?:er|re)s?))$",
    re.IGNORECASE,
)
"""What an exponent stands on: a number, a letter or two (km², x², CO²), or the name of a length."""
_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_TAIL = 40


def is_note(node: Element, before: Sequence[str]) -> bool:
    """Is it the mark of a footnote? ``before`` is the text of the line up to it, in pieces."""
    if node.tag != "sup":
        return False
    text = "".join(node.itertext()).strip()
    if not _NOTE.fullmatch(text):
        return False
    parent = node.getparent()
    linked = next(node.iter("a"), None) is not None or (parent is not None and parent.tag == "a")
    if linked or not _EXPONENT.fullmatch(text):
        return linked or not text.isalpha()
    return not _MEASURED.search(_last(before))


def raised(node: Element, before: Sequence[str]) -> str:
    """The text of a ``<sup>``; an exponent in raised digits, so that 10⁶ does not read as 106."""
    text = "".join(node.itertext())
    stripped = text.strip()
    if _EXPONENT.fullmatch(stripped) and _MEASURED.search(_last(before)):
        return stripped.translate(_RAISED)
    return " ".join(text.split())


def _last(before: Sequence[str]) -> str:
    return "".join(before[-3:])[-_TAIL:].rstrip()
