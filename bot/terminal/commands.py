"""What each command does: open a library, work, print. Each returns its exit code."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TextIO

from rich.text import Text

from bot.errors import StartError
from bot.settings import Settings
from bot.terminal import chat as chatting
from bot.terminal import doctor as checkup
from bot.terminal import json_lines, pretty
from bot.terminal.consoles import complain, harmless, stdout
from bot.terminal.inputs import Line, follow_up
from bot.terminal.opening import Opened, configured_library, open_library
from bot.terminal.progress import progress_bar, waiting
from bot.terminal.working import ASK, WHO_SAID, R, Task, work_through
from index.errors import InputError, Message

NO_TOKEN = Message("Set DISCORD_TOKEN to the bot's token to run on Discord, or try `whosaid chat` here.")


def ask(settings: Settings, sources: Sequence[str], texts: Iterable[Sequence[Line]], *, as_json: bool) -> int:
    """One answer a text; with JSON a line may be an object with the exchange before."""
    if as_json:
        texts = ([follow_up(line) for line in batch] for batch in texts)
    return _answer_texts(ASK, settings, sources, texts, as_json)


def who_said(
    settings: Settings, sources: Sequence[str], texts: Iterable[Sequence[Line]], *, as_json: bool
) -> int:
    """One verdict a text."""
    return _answer_texts(WHO_SAID, settings, sources, texts, as_json)


def _answer_texts(
    task: Task[R], settings: Settings, sources: Sequence[str], texts: Iterable[Sequence[Line]], as_json: bool
) -> int:
    with results() as out, library_for(settings, sources) as opened:
        code = int(bool(opened.problems))
        if code and opened.empty:
            return code  # nothing to answer from: the reasons have been told
        people = stdout(out)
        for line, result in work_through(_with_model(opened, texts), opened.library, task):
            if as_json:
                json_lines.write(task.row(result, line.text), out)
            elif result.error is None:
                people.print(task.show(result, line.number > 0))
            if result.error is not None:
                complain(result.error, f"line {line.number}" if line.number else "")
                code = 1
        return code


def quotes(settings: Settings, sources: Sequence[str], *, as_json: bool, html: Path | None = None) -> int:
    """Every quotation; ``html`` takes the articles with them. Raises InputError when it cannot be written."""
    with results() as out, library_for(settings, sources) as opened:
        code = int(bool(opened.problems))
        if code and opened.empty:
            return code
        if html is not None:
            _write_page(html, opened)
            return code
        found = opened.library.quotes()
        if as_json:
            for stored in found:
                json_lines.write(json_lines.quotation(stored), out)
        else:
            stdout(out).print(pretty.quotations(found))
        return code


def _write_page(html: Path, opened: Opened) -> None:
    from bot.terminal.quotes_html import write_quotes_html

    try:
        write_quotes_html(html, opened.library.quoted_articles())
    except OSError as error:
        raise InputError(
            "{file} cannot be written: {error}.", file=html, error=error.strerror or error
        ) from error


def chat(settings: Settings, sources: Sequence[str]) -> int:
    """Questions and answers at a prompt."""
    with library_for(settings, sources) as opened:
        code = int(bool(opened.problems))
        if code and opened.empty:
            return code
        with waiting("Loading the model"):
            opened.library.warm()
        chatting.chat(opened.library, stdout())
        return code


def reindex(settings: Settings) -> int:
    """Bring the configured library in line with ARTICLES_DIR; when nothing can be read it stays as it is."""
    from index.reading.sources import read_sources

    read = read_sources([settings.articles_dir], policy=settings.fetch_policy())
    for sentence in (*read.problems, *read.warnings):
        complain(sentence)
    if not read.articles:
        raise StartError("The library stays as it is, because no article could be read; check ARTICLES_DIR.")
    library = configured_library(settings)
    try:
        with progress_bar() as progress:
            done = library.reindex(
                read.articles, problems=read.problems, unread=read.unread, progress=progress
            )
            for shelf in library.stale_shelves():  # servers' articles, after a change of EMBEDDING_MODEL
                library.reindex(shelf=shelf, progress=progress)
    finally:
        library.close()
    stdout().print(pretty.report(done))
    return int(bool(read.problems))


def run(settings: Settings) -> int:
    """Run on Discord until told to stop."""
    if settings.discord_token is None:
        raise StartError(NO_TOKEN)
    from bot.running.app import run_bot

    with library_for(settings, ()) as opened:
        return asyncio.run(run_bot(settings, opened.library))


def sync(settings: Settings) -> int:
    """Register the application commands, changed or not."""
    if settings.discord_token is None:
        raise StartError(NO_TOKEN)
    from bot.running.app import sync_commands

    library = configured_library(settings)
    try:
        count = asyncio.run(sync_commands(settings, library))
    finally:
        library.close()
    stdout().print(f"{count} commands are registered.")
    return 0


def doctor(load_settings: Callable[[], Settings]) -> int:
    """A line for every check."""
    out, code = stdout(), 0
    for check in checkup.examine(load_settings):
        mark = ("ok      ", "green") if check.ok else ("problem ", "bold red")
        out.print(Text.assemble(mark, (f"{check.name:<16} ", "bold"), harmless(check.seen)), soft_wrap=True)
        code = code if check.ok else 1
    return code


@contextmanager
def results() -> Iterator[TextIO]:
    """Standard output for results alone: whatever a library prints meanwhile goes to standard error."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        yield out


@contextmanager
def library_for(settings: Settings, sources: Sequence[str]) -> Iterator[Opened]:
    """``open_library``, telling what could not be read."""
    with open_library(settings, sources) as opened:
        for sentence in (*opened.problems, *opened.warnings):
            complain(sentence)
        yield opened


def _with_model(opened: Opened, texts: Iterable[Sequence[Line]]) -> Iterator[Sequence[Line]]:
    """The batches; the model is loaded when the first one is there, so that waiting has a name."""
    for number, batch in enumerate(texts):
        if number == 0:
            with waiting("Loading the model"):
                opened.library.warm()
        yield batch
