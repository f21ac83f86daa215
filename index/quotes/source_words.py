"""What the words tell that name who says a quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Span
from index.quotes.descriptions import tells_person
from index.quotes.entities import head_phrase, is_plural
from index.quotes.people import Cast
from index.quotes.vocabulary import DEFINITE, PRONOUNS

_HERS = frozenset("mrs ms miss lady".split())
_HONORIFIC = re.compile(r"\b(mr|mrs|ms|miss|lady|sir|lord)\b")
_NOUN = re.compile(r"[a-z\-]+")
_NAME_WORD = re.compile(r"[^\W\d_][\w’'\-.]*")


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name who says a quotation, if any do: ``words`` in lower case, ``phrase`` as they stand."""

    span: Span | None
    phrase: str
    words: tuple[str, ...]
    pronoun: str
    """A pronoun, or empty."""
    last: str | None
    """The last word of the name in them,"""
    owners: frozenset[int]
    """and who is named there."""
    female: bool | None
    """What an honorific there tells."""

    @property
    def is_role(self) -> bool:
        """Neither a name nor a pronoun?"""
        return self.span is not None and not self.pronoun and self.last is None

    @property
    def is_person(self) -> bool:
        """Is it "the" with a noun for one person: "the head of state", not "the crowd"?"""
        noun = _NOUN.search(head_phrase(self.phrase).split()[-1].lower()) if self.words else None
        definite = self.is_role and self.words[0] in DEFINITE
        return definite and noun is not None and tells_person(noun.group()) and not is_plural(noun.group())


def source_of(cast: Cast, span: Span | None) -> Source:
    """What a source's words tell."""
    phrase = " ".join(cast.text[slice(*span)].split()) if span else ""
    words = tuple(phrase.lower().split())
    pronoun = words[0] if words and len(words) <= 3 and words[0] in PRONOUNS else ""
    names = cast.names_in(*span) if span else []
    capitals = [
        w.group()
        for a, b, _ in names[:1]
        for w in _NAME_WORD.finditer(cast.text, a, b)
        if w.group()[0].isupper()
    ]
    honorific = _HONORIFIC.search(phrase.lower())
    return Source(
        span,
        phrase,
        words,
        pronoun,
        capitals[-1] if capitals else ("" if names else None),
        frozenset(e for _, _, e in names),
        honorific.group(1) in _HERS if honorific else None,
    )
