"""Names of months and verbs of saying stand in one file each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.text.calendar import MONTH, MONTHS, WEEKDAYS
from index.text.saying import PAST, STATING

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("word", [*MONTHS, *(m[:3] for m in MONTHS), "sept"])
def test_the_pattern_finds_every_month(word: str) -> None:
    assert re.fullmatch(MONTH, word)


def test_no_other_file_lists_months_or_weekdays() -> None:
    lists = re.compile(r"january\W+february|monday\W+tuesday", re.I)
    homes = {
        str(p.relative_to(ROOT))
        for room in ("index", "bot")
        for p in (ROOT / room).rglob("*.py")
        if lists.search(p.read_text("utf-8"))
    }
    assert homes == {"index/text/calendar.py"}


def test_no_other_pattern_lists_verbs_of_saying() -> None:
    verbs = "|".join({*STATING, *PAST})
    listed = re.compile(rf"\b(?:{verbs})\|(?:{verbs})\|(?:{verbs})\|(?:{verbs})\b")
    homes = {
        str(p.relative_to(ROOT))
        for room in ("index", "bot")
        for p in (ROOT / room).rglob("*.py")
        if listed.search(p.read_text("utf-8"))
    }
    assert homes == set()


def test_forms() -> None:
    assert {"said", "says", "promised"} <= set(STATING)
    assert "promises" not in STATING  # rather a noun
    assert "told" in PAST
    assert len(WEEKDAYS) == 7
