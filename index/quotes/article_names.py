"""Every name of one article, those left out that are but capitals: of headlines, of words that open a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.model import Span
from index.quotes.gender import is_first_name
from index.quotes.names import WORD_OF_NAME, Name, find_names
from index.quotes.vocabulary import BODIES, NOT_NAMES, is_role

TITLE_CASE = 0.7
"""A line with this share of capitalised words is a headline in title case: its capitals say nothing."""
_FULL_NAME = re.compile(r"\b([A-Z][a-z]{1,20}) (?=([A-Z][a-z]{1,20})\b)")
_THE = re.compile(r"\b[Tt]he ([A-Z][a-z]{1,20})\b")


def names_of(text: str, blocks: Sequence[Span]) -> list[Name]:
    """The names in the title and the paragraphs, which are ``blocks``, in order."""
    read = text[blocks[0][0] : blocks[-1][1]] if blocks else ""
    common, surnames = _common_words(read), _occupational_surnames(read)
    names = [
        name
        for start, end in blocks
        if not _is_title_case(text[start:end], headline=start == blocks[0][0])
        for name in find_names(text, start, end, common, surnames)
    ]
    names = _without_bodies_of(text, names)
    body = blocks[0][1] if blocks else 0
    return [n for n in names if n.start >= body or not _only_opens(n, names)]


def _only_opens(name: Name, names: Sequence[Name]) -> bool:
    """Is it but the first word of the headline, that no other name has?"""
    if not name.opens or len(name.words) > 1 or name.title or name.honorific:
        return False
    return not any(name.words[0] in other.words for other in names if other is not name)


def _without_bodies_of(text: str, names: Sequence[Name]) -> list[Name]:
    """ "Moor of the Harbour Board" is Moor, where the article names an Ada Moor."""
    surnames = {n.words[-1] for n in names if len(n.words) > 1 and is_first_name(n.words[0])}
    kept = []
    for name in names:
        first = name.words[0]
        body = first.lower() in BODIES or text[max(0, name.start - 4) : name.start].lower() == "the "
        if name.words[1:3] == ("of", "the") and first in surnames and not body:
            name = replace(
                name, end=name.start + len(first), words=(first,), body=False, acronym=None, written=first
            )
        kept.append(name)
    return kept


def _common_words(text: str) -> frozenset[str]:
    """Words that stand in lower case somewhere: at the start of a sentence they are no names."""
    return frozenset(w for m in WORD_OF_NAME.finditer(text) if (w := m.group())[0].islower())


def _occupational_surnames(text: str) -> frozenset[str]:
    """The "Baker" of "Nadia Baker"."""
    surnames = Counter(
        last
        for first, last in _FULL_NAME.findall(text)
        if is_role(last.lower())
        and is_first_name(first)
        and not is_role(first.lower())
        and first not in NOT_NAMES
    )
    called = Counter(_THE.findall(text))  # "the President" again and again is no Mr President
    return frozenset(word for word, often in surnames.items() if called[word] <= often)


def _is_title_case(text: str, *, headline: bool = False) -> bool:
    """Does nearly every word begin with a capital, and, unless it is the headline, no full stop end it?"""
    words = WORD_OF_NAME.findall(text)
    if not headline and text.rstrip("”\"’' ").endswith("."):
        return False
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= TITLE_CASE * len(words)
