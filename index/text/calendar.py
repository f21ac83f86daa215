"""English names of months and weekdays, and patterns that find them."""

from __future__ import annotations

MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
CALENDAR = frozenset(MONTHS + WEEKDAYS)
NAMED = frozenset(name.title() for name in CALENDAR)
"""As they are written inside a sentence."""
_SHORT = {"september": "sept?(?:ember)?", "may": "may", "june": "june?", "july": "july?"}
MONTH = "(?:" + "|".join(_SHORT.get(name, f"{name[:3]}(?:{name[3:]})?") for name in MONTHS) + ")"
"""A pattern for the name of a month in lower case, whole or short."""
