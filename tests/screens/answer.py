"""Draws README's picture: a real answer of the real engine. Run ``python -m tests.screens.answer``."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.settings import SAMPLE_DIR
from bot.terminal import pretty
from index.opening import open_library
from index.reading.sources import read_sources

QUESTION = "How much will the repair cost?"
PICTURE = Path(__file__).with_name("answer.svg")


def draw(question: str = QUESTION) -> str:
    """The terminal after ``whosaid ask``, as SVG."""
    console = Console(record=True, width=92, file=io.StringIO(), force_terminal=True, highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        try:
            library.reindex(read_sources([SAMPLE_DIR]).articles)
            found = library.ask([question])[0]
        finally:
            library.close()
    console.print(Text.assemble(("$ ", "dim"), f'whosaid ask "{question}"'))
    console.print()
    console.print(pretty.answer(found))
    return console.export_svg(title="whosaid", unique_id="whosaid")


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
