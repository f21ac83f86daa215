"""What a button carries: what it does, which answer it belongs to, and a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATTERN = r"w:(?P<kind>context|more|nearest|said|helpful|wrong|share|delete|card):(?P<number>[0-9a-f]{16}):(?P<page>\d{1,3})[bn]?"


@dataclass(frozen=True, slots=True)
class ButtonId:
    """Reads and writes a ``custom_id``, far below Discord's 100 characters."""

    kind: str
    number: str
    page: int = 0

    def __str__(self) -> str:
        return f"w:{self.kind}:{self.number}:{self.page}"

    @classmethod
    def of(cls, match: re.Match[str]) -> ButtonId:
        """From a match of ``PATTERN``."""
        return cls(match["kind"], match["number"], int(match["page"]))
