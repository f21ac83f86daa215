"""Shapes of text that have stopped programs: runs, nests, marks without partners, names without end."""

from __future__ import annotations

import random

from hypothesis import strategies as st

PIECES = (
    ".", "'", "’", "—", '"', "“", "”", "``", "''", "(", "[", "<", "\\", "*", "`", "|", "#", "- ", "1. ", "@everyone ",
    "\u2028", "\u00ad", "\u200b", "\u202e", "a\u0301", "ﬁ", "𝔘", "İ", "a", "A", "Ab ", "the ", "minister ", "he said ",
    "said ", "that ", "who said ", "according to ", "Mr. ", "U.S. ", "… ", ": ", "? ", "http://a.test/ ", "12,345 ",
    "“Yes,” Smith said. ", "Deputy Prime Minister Jane Doe ", "\t", "\u00a0", "not ", "٣", "\ufdfa",
)  # fmt: skip
"""Units that are repeated."""
ENDS = ("", "!", "x", "\0", "”", ".", "?")


def runs(size: int) -> st.SearchStrategy[str]:
    """Texts of about ``size`` characters: units repeated many times, one run after another, cut and ended anyhow."""
    unit = st.one_of(st.sampled_from(PIECES), st.text(max_size=4), st.sampled_from(PIECES).flatmap(_pair))
    return st.builds(
        lambda units, end: _laid(units, size) + end,
        st.lists(unit, min_size=1, max_size=4),
        st.sampled_from(ENDS),
    )


def drawn(dice: random.Random, size: int) -> str:
    """A text of the same kind out of a seed, for a test that is no function of its texts alone."""
    units = [dice.choice(PIECES) + dice.choice(("", *PIECES)) for _ in range(dice.randrange(1, 5))]
    return (_laid(units, size) + dice.choice(ENDS))[:size]


def _laid(units: list[str], size: int) -> str:
    share = size // len(units)
    text = "".join((u * (share // max(1, len(u))))[:share] for u in units)
    return "".join(c for c in text if not "\ud800" <= c <= "\udfff")


def _pair(first: str) -> st.SearchStrategy[str]:
    return st.sampled_from(PIECES).map(lambda second: first + second)


def articles(size: int) -> st.SearchStrategy[str]:
    """Texts of files: runs on lines of their own, some lines many times over."""
    line = runs(size // 8).map(lambda text: " ".join(text.split()) or "x")
    return st.lists(line, min_size=2, max_size=8).map(lambda lines: "\n".join(["Title", *lines]))
