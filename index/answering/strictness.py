"""How sure an answer has to be before it is given: every level, in one place."""

from __future__ import annotations

from enum import StrEnum


class Strictness(StrEnum):
    """A level."""

    STRICT = "strict"
    NORMAL = "normal"
    GENEROUS = "generous"

    @property
    def precision(self) -> float:
        """Of the first quotes shown, this share is to be right: the thresholds are set by it."""
        return _PRECISIONS[self]


_PRECISIONS = {Strictness.STRICT: 0.9, Strictness.NORMAL: 0.8, Strictness.GENEROUS: 0.65}
DEFAULT = Strictness.NORMAL
NAMED = ", ".join(f"`{level}`" for level in list(Strictness)[:-1]) + f" or `{list(Strictness)[-1]}`"
"""All of them in words, for help texts."""
