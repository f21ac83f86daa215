"""Consoles on the streams of the moment, and foreign text made harmless for a terminal."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.showing import clean
from index.errors import Message


def stdout(file: TextIO | None = None) -> Console:
    """For results. Markup stays off: article text may hold brackets."""
    return Console(file=file, markup=False, emoji=False, highlight=False)


def stderr() -> Console:
    """For progress, warnings and errors."""
    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def harmless(text: str) -> str:
    """One line without control, bidi and zero-width characters: it cannot steer the terminal."""
    return " ".join(clean.visible(text).split())


def complain(sentence: Message | str, where: str = "") -> None:
    """One sentence on standard error, on one line however long it is."""
    lead = f"{where}: " if where else ""
    stderr().print(Text.assemble((lead, "bold"), harmless(str(sentence))), soft_wrap=True)
