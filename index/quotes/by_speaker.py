"""Who speaks in a set of stored quotes, and what they said on a topic. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.model import StoredQuote
from index.text.folding import fold
from index.text.words import content_stems


def speakers(quotes: Iterable[StoredQuote]) -> list[tuple[str, int]]:
    """Every named speaker with the number of what they said, most first."""
    counts = Counter(stored.quote.speaker for stored in quotes if stored.quote.speaker and stored.quote.said)
    return sorted(
        ((name, count) for name, count in counts.items() if name), key=lambda pair: (-pair[1], pair[0])
    )


def matching(names: Iterable[str], typed: str) -> list[str]:
    """The speakers meant by what was typed: the same name, else names that hold every typed word."""
    wanted = _folded(typed)
    known = [(name, _folded(name)) for name in names]
    same = [name for name, folded in known if folded == wanted]
    if same or not wanted:
        return same
    parts = wanted.split()
    whole = [name for name, folded in known if set(parts) <= set(folded.split())]
    return whole or [name for name, folded in known if all(part in folded for part in parts)]


def said_by(quotes: Iterable[StoredQuote], names: Iterable[str], topic: str = "") -> list[StoredQuote]:
    """What these speakers said; with a topic, what shares most of its words first, else in reading order."""
    wanted = set(names)
    found = [stored for stored in quotes if stored.quote.speaker in wanted and stored.quote.said]
    stems = set(content_stems(topic))
    if not stems:
        return found
    scored = [(len(stems & set(content_stems(stored.quote.text))), stored) for stored in found]
    return [stored for score, stored in sorted(scored, key=lambda pair: -pair[0]) if score]


def _folded(name: str) -> str:
    return " ".join(fold(name).casefold().split())
