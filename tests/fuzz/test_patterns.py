"""No pattern of the source takes more than linear time, whatever it is given."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.checking.speakers import split_speaker
from tests.fuzz.cpu import cpu_seconds
from tests.fuzz.patterns import ROOT, Found, hostile, patterns_in, source_files

SIZES = (24, 500, 3_000, 18_000)
NOTICED = 0.02
"""CPU seconds below which growth is noise."""
MOST_GROWTH = 14
"""Cost at six times the size: linear is 6, quadratic 36. The first size is for the exponential ones."""
QUERY = 2_000
MOST_QUERY = 0.05
"""CPU seconds for what one message can hold."""
NOT_READ = {
    "bot/asking/addressed.py: re.sub(marks, ' ', message.content)": "ids, one after the other",
    "index/training/reader_data.py: re.sub(pattern, replacement, text)": "literals of its own table",
}
"""Calls whose pattern is put together when they run, and why that is harmless."""


def test_every_pattern_can_be_read_from_the_source() -> None:
    unknown = {call for file in source_files() for call in patterns_in(file)[1]}
    assert unknown == NOT_READ.keys()


@pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_patterns_take_linear_time(file: Path) -> None:
    for found in patterns_in(file)[0]:
        assert (slow := superlinear(found)) is None, f"{found.where}: {found.pattern.pattern!r} at {slow}"


@pytest.mark.parametrize(
    "slow",
    [
        r"^(.+?)\s+by (\w+)$",
        r"(a+)+$",
        r"\s+$",
        r"[.!?]*['”]\s*x",
        r"^(\s*)#",
        r"(?:x|[a-z])*\d",
        r"^.*?,.*?,.*?;$",
    ],
)
def test_a_slow_pattern_would_be_found(slow: str) -> None:
    assert superlinear(Found("", re.compile(slow, re.MULTILINE), anchored=False)) is not None


def test_attributions_are_looked_for_in_time() -> None:
    texts = {
        text
        for found in patterns_in(ROOT / "index/checking/speakers.py")[0]
        for text in hostile(found.pattern, QUERY - 60)
    }
    texts |= {mark * 660 + "'" + "—" * 1_330 + "!" for mark in ".,!? "}
    assert [text for text in texts if cpu_seconds(partial(split_speaker, text)) > MOST_QUERY] == []


def superlinear(found: Found) -> str | None:
    """A text for which the cost grows faster than the text, shortened; None when there is none."""
    ladders = zip(*(hostile(found.pattern, size) for size in SIZES), strict=True)
    for texts in ladders:
        before = 0.0
        for size, text in zip(SIZES, texts, strict=True):
            seconds = cpu_seconds(partial(_try, found, text))
            if seconds > NOTICED and (before == 0 or seconds > MOST_GROWTH * max(before, NOTICED / 20)):
                return f"{size} characters, {seconds:.3f} s: {text[:40]!r} … {text[-20:]!r}"
            before = seconds
    return None


def _try(found: Found, text: Any) -> None:
    if found.anchored:
        found.pattern.match(text)
        found.pattern.fullmatch(text)
    else:
        for _ in found.pattern.finditer(text):
            pass
