"""``whosaid add``, ``remove``, ``articles``, ``backup`` and ``doctor --repair``: the operator's shared shelf."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.errors import StartError
from bot.settings import Settings
from bot.terminal import json_lines, pretty
from bot.terminal.consoles import complain, harmless, stderr, stdout
from bot.terminal.opening import configured_library
from bot.terminal.progress import progress_bar

if TYPE_CHECKING:
    from index.library import Library


def add(settings: Settings, sources: Sequence[str]) -> int:
    """Read files, folders and addresses into the shared shelf."""
    from index.reading.sources import read_sources

    read = read_sources(sources, policy=settings.fetch_policy())
    for sentence in (*read.problems, *read.warnings):
        complain(sentence)
    if not read.articles:
        raise StartError("Nothing was added, because nothing could be read.")
    with kept_library(settings) as library, progress_bar() as progress:
        done = library.add(read.articles, problems=read.problems, progress=progress)
    stdout().print(pretty.report(done))
    return int(bool(read.problems))


def remove(settings: Settings, name: str) -> int:
    """Take an article out of the shared shelf."""
    with kept_library(settings) as library:
        library.remove(name)
    stdout().print(Text(f"{harmless(name)} is removed."))
    return 0


def articles(settings: Settings, *, as_json: bool) -> int:
    """The shared shelf's articles, by name."""
    with kept_library(settings) as library:
        found = library.articles()
    if as_json:
        for info in found:
            json_lines.write(json_lines.listed(info), sys.stdout)
        return 0
    table = Table("article", "title", "published")
    for column in ("paragraphs", "quotes"):
        table.add_column(column, justify="right")
    for info in found:
        cells = (info.name, info.title, info.published or "")
        table.add_row(*(Text(harmless(cell)) for cell in cells), str(info.paragraphs), str(info.quotes))
    stdout().print(
        table if found else Text("There are no articles yet; add some with `whosaid add`.", "yellow")
    )
    return 0


def backup(settings: Settings, target: Path) -> int:
    """Copy the library to one file; a running bot does not notice."""
    if settings.database_url is None and not settings.library_dir.is_dir():
        raise StartError("There is no library in DATA_DIR yet, so there is nothing to back up.")
    with kept_library(settings) as library:
        library.backup(target)
    stdout().print(Text(f"{target} holds the library; {_restored(settings)}"))
    return 0


def _restored(settings: Settings) -> str:
    if settings.database_url is None:
        return f"to restore it, put it at {settings.library_dir}/library.sqlite"
    return (
        "to restore it, put it at library/library.sqlite in an empty folder, and run whosaid migrate from there "
        "(DATA_DIR that folder, DATABASE_URL empty) to an empty database"
    )


def repair(load_settings: Callable[[], Settings]) -> int:
    """Mend the library's data; the checks that follow tell how it is now."""
    settings = load_settings()
    embedded = settings.database_url is None
    if embedded and not settings.library_dir.is_dir():
        return 0
    from index.store.sqlite.salvage import salvage_if_unreadable

    code, people = 0, stderr()
    salvaged = salvage_if_unreadable(settings.library_dir / "library.sqlite") if embedded else []
    for sentence in salvaged:
        people.print(Text(harmless(sentence)), soft_wrap=True)
    with kept_library(settings) as library, progress_bar() as progress:
        for done in library.repair(progress):
            people.print(Text(f"{done.name}: {harmless(done.seen)}"), soft_wrap=True)
            code = code if done.ok else 1
        for shelf in library.book.shelves() if salvaged else ():  # rows that were lost are made again
            library.reindex(shelf=shelf, progress=progress)
    return code


@contextmanager
def kept_library(settings: Settings) -> Iterator[Library]:
    """The configured library as it is, closed afterwards."""
    library = configured_library(settings)
    try:
        yield library
    finally:
        library.close()
