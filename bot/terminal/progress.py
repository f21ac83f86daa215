"""Progress for people, on standard error; nothing at all when that is not a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.terminal.consoles import stderr
from index import model

STAGES = {
    "read": "Reading articles",
    "embed": "Embedding passages",
    "index": "Building the index",
    "copy": "Copying tables",
}


@contextmanager
def progress_bar() -> Iterator[model.ProgressCallback]:
    """A callback for the engine that draws one bar a stage."""
    console = stderr()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading articles", total=None)

        def show(now: model.Progress) -> None:
            stage = STAGES.get(now.stage, now.stage)
            bar.update(task, description=stage, completed=now.done, total=now.total or None)

        yield show


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner while something takes seconds."""
    console = stderr()
    if not console.is_terminal:
        yield
        return
    with console.status(text):
        yield
