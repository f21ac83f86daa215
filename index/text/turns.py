"""Labels of turns in transcripts: who speaks, and where the words begin. Offsets are into the given text."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LABEL = 100
"""Longest label, in characters."""

_TIME = r"[(\[]?(?:\d{1,4}[./-]\w{1,4}[./-]\d{1,4},? )?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?: ?[AaPp]\.?[Mm]\.?)?[)\]]?"
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}+\.?|\d{1,2}|of|de|del|der|van|von|da|bin|al|and|the|für|la|le)"
_NAME = rf"[A-ZÀ-ÖØ-Þ][\w’'-]{{0,30}}+\.?(?: {_WORD}){{0,6}}"
_ASIDE = r"(?: ?[(\[][^()\[\]:]{1,40}[)\]])?"
_LABEL = re.compile(
    rf"(?:>> ?|[-–—] )?(?:{_TIME}\s{{1,3}}(?:[-–—] )?)?"
    rf"(?P<name>{_NAME}){_ASIDE}(?:\s{{1,3}}{_TIME})?\s?(?:[:：]\s{{0,3}}| \| )(?=\S)"
)
_TIMED = re.compile(  # a handle of any shape, between a time and a colon
    rf"{_TIME}\s{{1,3}}<?(?P<name>[^\s:<>][^:<>\n]{{0,40}}?)>?\s?[:：]\s{{1,3}}(?=\S)"
)
_CHAT = re.compile(rf"(?:{_TIME}\s{{1,3}})?<(?P<name>[^<>\n]{{1,40}})>\s{{1,3}}(?=\S)")
_ASKED = re.compile(r"(?P<name>[QA])(?:[.:]\s{1,6}|\s{2,6})(?=\S)")
_ABOVE = re.compile(
    rf"(?P<name>[^\s:\[(][^:\[(\n|]{{0,50}}?){_ASIDE}(?:\s{{1,6}}|\s?[—–|-]\s?)"
    rf"(?:(?:Today|Yesterday) at |\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}},? (?:at )?)?{_TIME}:?$"
)
_EXPORTED = re.compile(
    rf"\[(?:\d{{1,4}}[./-][\w]{{1,4}}[./-]\d{{1,4}},? )?{_TIME}\]?\s{{1,3}}(?P<name>[^\s:][^:\n]{{0,40}}?):?$"
)
_ALONE = re.compile(rf"(?:{_TIME}\s{{1,3}})?(?P<name>{_NAME}){_ASIDE}:$")


@dataclass(frozen=True, slots=True)
class Label:
    """Who is named, and how many characters of the line come before the words. ``timed``: with a time of day or tape."""

    name: str
    length: int
    timed: bool


def label_of(line: str) -> Label | None:
    """The label that a line of words begins with ("NAME: …", "(12:15) Name: …", "Q. …", "Name | …")."""
    head = line[: 2 * MAX_LABEL]
    for pattern in (_ASKED, _LABEL, _CHAT, _TIMED):
        match = pattern.match(head)
        if match is not None and match.end() <= MAX_LABEL:
            return Label(match["name"].strip(), match.end(), bool(re.search(_TIME, match.group())))
    return None


def label_above(line: str) -> Label | None:
    """A line that is nothing but a label: the words stand below it ("Name  0:03", "[12:15] Name", "NAME:")."""
    if len(line) > MAX_LABEL:
        return None
    for pattern in (_ABOVE, _EXPORTED, _ALONE):
        if match := pattern.fullmatch(line):
            return Label(match["name"].strip(), len(line), pattern is not _ALONE)
    return None


def words_from(text: str, start: int, end: int, speaker: str) -> int:
    """Where the words of ``speaker``'s turn ``text[start:end]`` begin; ``start`` when it has no label.

    A colon after other words than the speaker's name belongs to what is said.
    """
    label = label_of(text[start : min(end, start + 2 * MAX_LABEL)])
    if label is None:
        return start
    named = label.name.casefold().split()[-1].strip(".")
    known = label.timed or label.name in ("Q", "A") or named in speaker.casefold()
    return start + label.length if known else start
