"""Two texts with the words that a verdict tells apart set apart, for reading at a glance. Pure; compares nothing.

A changed word is bold and underlined in both texts; a gap shows where the other text has words that this one
lacks. Colour or strike-through alone would be lost on screen readers and on phones.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.showing import clean
from index.model import Change, Citation

MOST_CHARACTERS = 900
GAP = "**⟨…⟩**"
_AROUND = 8


def marked(cited: Citation, asked: str, changes: Sequence[Change]) -> tuple[str, str] | None:
    """The cited slice and the query as Markdown, or None when they are too long or nothing in the slice differs."""
    inside = [c for c in changes if cited.start <= c.said_start and c.said_end <= cited.end]
    if not inside or max(len(cited.text), len(asked)) > MOST_CHARACTERS:
        return None
    said = [(c.said_start - cited.start, c.said_end - cited.start) for c in inside]
    return _drawn(cited.text, said), _drawn(asked, [(c.asked_start, c.asked_end) for c in changes])


def _drawn(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        while start == end < len(text) and not (text[end].isalnum() or text[end].isspace()):
            start = end = end + 1  # a gap stands behind the punctuation of the word before it
        parts.append(_same(text[at:start], first=at == 0))
        parts.append(f"__**{clean.line(text[start:end])}**__" if end > start else f" {GAP} ")
        at = end
    parts.append(_same(text[at:], last=True))
    return " ".join("".join(parts).split())


def _same(text: str, *, first: bool = False, last: bool = False) -> str:
    """Words that both have; the far end of a long run at the edge says nothing about the difference."""
    words = text.split()
    if len(words) > _AROUND and (first or last):
        words = words[-_AROUND:] if first else words[:_AROUND]
        text = (
            f"… {' '.join(words)}{_blank(text[-1:])}" if first else f"{_blank(text[:1])}{' '.join(words)} …"
        )
    return f"{_blank(text[:1])}{clean.line(text)}{_blank(text[-1:])}"


def _blank(char: str) -> str:
    return " " if char.isspace() else ""
