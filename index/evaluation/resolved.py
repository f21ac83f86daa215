"""Are speakers named right? Quotes with their person known, by what stands at the place: a name, a role, a pronoun.

Texts with marks of their own: ⟨the quote⟩{Full Name|other name, n}, the letter telling what names the speaker
at this place (``TYPES``); the name ``null`` is nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.model import Article, Quote
from index.quotes.vocabulary import DEFINITE, HONORIFICS, INDEFINITE, POSSESSIVE, PRONOUNS
from index.reading.text import read_text

TYPES = {"n": "name", "r": "role", "p": "pronoun"}
UNTOLD = "none"
"""The type of a quote beside which nothing names the speaker."""
TEXTS_WORDS = "the text's words"
OUTCOMES = ("right", "somebody else", TEXTS_WORDS, "nobody")
CURVE = (0.6, 0.7, 0.8, 0.9)
"""Confidences of the person for which the figures are given, were it the threshold."""
NOBODY = "null"
OVERLAP = 0.5
"""A row is the wanted quote when their spans have this Dice coefficient, or it holds most of it in marks."""
_MARKED = re.compile(r"⟨([^⟨⟩]*)⟩\{([^{},]*),\s*([nrp])\}")
_LEADING = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_DETERMINERS = DEFINITE | INDEFINITE | POSSESSIVE


@dataclass(frozen=True, slots=True)
class Known:
    """A quote at ``text[start:end]`` whose speaker has one of these names (``NOBODY`` among them: or none)."""

    start: int
    end: int
    names: tuple[str, ...]
    type: str


def read_marked(text: str, name: str) -> tuple[Article, list[Known]]:
    """A text with its marks taken out, and what they said."""
    plain, known, at = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()]
        words, names, letter = match.groups()
        known.append(Known(len(plain), len(plain) + len(words), tuple(names.split("|")), TYPES[letter]))
        plain += words
        at = match.end()
    return read_text((plain + text[at:]).encode(), name), known


def type_of(mention: str) -> str:
    """What a mention is: a name, a role, a pronoun."""
    words = _WORD.findall(mention)
    if not words or (len(words) <= 2 and words[0].lower() in PRONOUNS):
        return "pronoun"
    return "name" if any(w[0].isupper() for w in words[1:] or words) else "role"


def same_name(ours: str, wanted: Iterable[str]) -> bool:
    """Is it one of the names, articles ("the", "a"), honorifics and case aside?"""
    mine = _plain(ours)
    return any(mine == _plain(name) for name in wanted)


def shares_name(ours: str, wanted: Iterable[str]) -> bool:
    """The same, for sets that give any of a person's names: all words of the shorter are in the longer."""
    mine = set(_WORD.findall(_plain(ours)))
    for name in wanted:
        other = set(_WORD.findall(_plain(name)))
        if mine and other and (mine <= other or other <= mine):
            return True
    return False


@dataclass(slots=True)
class Tally:
    """Counts by type of mention: wanted, found, ``OUTCOMES``; and how sure each name was."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: list[tuple[float, bool]] = field(default_factory=list)

    def rows(self) -> dict[str, float]:
        """Percentages of the quotes found, for each type and together; ``n``: how many were found, ``missed``: how many
        were not. "The text's words": a role as it stands there, of somebody whose name is known."""
        figures: dict[str, float] = {}
        for kind in ("all", *TYPES.values(), UNTOLD):
            found = self.counts[kind, "found"]
            if not self.counts[kind, "wanted"]:
                continue
            figures[f"{kind}: n"] = found
            figures[f"{kind}: missed"] = self.counts[kind, "wanted"] - found
            for outcome in OUTCOMES:
                figures[f"{kind}: {outcome}"] = 100 * self.counts[kind, outcome] / found if found else 0.0
        found = self.counts["all", "found"]
        for threshold in CURVE if found else ():
            sure = [right for confidence, right in self.named if confidence >= threshold]
            figures[f"from {threshold}: right"] = 100 * sum(sure) / found
            figures[f"from {threshold}: somebody else"] = 100 * (len(sure) - sum(sure)) / found
        return figures


def tally(quotes: Sequence[Quote], known: Sequence[Known], tallied: Tally, *, loosely: bool = False) -> None:
    """Add one article. ``loosely``: the set gives any of a person's names."""
    alike = shares_name if loosely else same_name
    for gold in known:
        best = max(quotes, key=lambda q: _overlap(q, gold), default=None)
        outcomes = ["wanted"]
        if best is not None and _overlap(best, gold) >= OVERLAP and _is_best(gold, best, known):
            right = alike(best.speaker, gold.names) if best.speaker else NOBODY in gold.names
            outcome = "right" if right else _wrong(best)
            if NOBODY in gold.names and best.speaker and not _is_name(best.speaker):
                outcome = "right"  # nobody is named, and nobody is to be named
            if best.speaker:
                tallied.named.append((best.speaker_confidence, outcome == "right"))
            outcomes += ["found", outcome]
        for kind in ("all", gold.type):
            for outcome in outcomes:
                tallied.counts[kind, outcome] += 1


def _wrong(quote: Quote) -> str:
    """Which of ``OUTCOMES`` a speaker is that is not right."""
    if quote.speaker is None:
        return "nobody"
    there = _plain(quote.speaker) in _plain(quote.speaker_text or "")
    return TEXTS_WORDS if there and not _is_name(quote.speaker) else "somebody else"


def _is_name(speaker: str) -> bool:
    """Not a role's words, which a determiner begins or which have no capitals: "A Norwegian sailor", "aides"."""
    return type_of(speaker) == "name" and speaker.partition(" ")[0].lower() not in _DETERMINERS


def _is_best(gold: Known, quote: Quote, known: Sequence[Known]) -> bool:
    """A row is one wanted quote, not every one that overlaps it."""
    return _overlap(quote, gold) >= max(_overlap(quote, other) for other in known)


def _overlap(quote: Quote, gold: Known) -> float:
    shared = max(0, min(quote.end, gold.end) - max(quote.start, gold.start))
    return 2 * shared / max(1, quote.end - quote.start + gold.end - gold.start)


def _plain(name: str) -> str:
    bare = _LEADING.sub("", " ".join(name.replace("\u00ad", "").replace("’", "'").split())).casefold()
    kept = [w for w in bare.split() if w.strip(".") not in HONORIFICS]
    return " ".join(kept).rstrip(".") or bare
