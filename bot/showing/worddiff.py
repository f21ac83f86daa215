"""Two texts with the words that differ set apart, for reading at a glance. Pure; judges nothing.

A changed word is bold and underlined in both texts; a gap shows where the other text has words that this one
lacks. Colour or strike-through alone would be lost on screen readers and on phones.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from bot.showing import clean
from index.text.folding import fold

MOST_WORDS = 120
GAP = "**⟨…⟩**"
_AROUND = 8


def marked(said: str, asked: str) -> tuple[str, str] | None:
    """Both texts as Markdown, or None when they are too long or do not differ in words."""
    left, right = clean.visible(said).split(), clean.visible(asked).split()
    if max(len(left), len(right)) > MOST_WORDS or not left or not right:
        return None
    matcher = SequenceMatcher(None, _keys(left), _keys(right), autojunk=False)
    steps = matcher.get_opcodes()
    if all(op == "equal" for op, *_ in steps):
        return None
    shown: tuple[list[str], list[str]] = ([], [])
    for number, (op, a, b, c, d) in enumerate(steps):
        for out, words in ((shown[0], left[a:b]), (shown[1], right[c:d])):
            if op == "equal":
                out.append(_same(words, first=number == 0, last=number == len(steps) - 1))
            else:
                out.append(f"__**{_joined(words)}**__" if words else GAP)
    return " ".join(shown[0]), " ".join(shown[1])


def _keys(words: list[str]) -> list[str]:
    return ["".join(char for char in fold(word).text if char.isalnum()) or word for word in words]


def _same(words: list[str], *, first: bool, last: bool) -> str:
    """Words that both have; the far end of a long run at the edge says nothing about the difference."""
    if first and len(words) > _AROUND:
        return "… " + _joined(words[-_AROUND:])
    if last and len(words) > _AROUND:
        return _joined(words[:_AROUND]) + " …"
    return _joined(words)


def _joined(words: list[str]) -> str:
    return clean.line(" ".join(words))
