"""``whosaid serve``, ``try``, ``mcp`` and ``key``: beyond Discord."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table
from rich.text import Text

from bot.settings import SAMPLE_DIR, Settings
from bot.terminal.commands import library_for
from bot.terminal.consoles import harmless, stderr, stdout
from bot.terminal.keeping import kept_library


def serve(settings: Settings) -> int:
    """The pages, the API and the assistants' tools of the configured library."""
    from bot.serving.server import serve as serve_library

    with library_for(settings, ()) as found:
        return serve_library(found.library, settings, _tell)


def try_it(settings: Settings) -> int:
    """The sample article in the browser, in a library of its own that is gone afterwards."""
    from bot.serving import server

    with library_for(settings, [str(SAMPLE_DIR)]) as found, TemporaryDirectory(prefix="whosaid-") as folder:
        sample = settings.model_copy(
            update={
                "serve_shared": True,
                "serve_host": "127.0.0.1",
                "serve_port": server.free("127.0.0.1", settings.serve_port),
                "public_url": None,
                "data_dir": Path(folder),
            }
        )
        (article,) = found.library.articles()

        def started(address: str) -> None:
            page = f"{address}a/{article.id}"
            _tell(page)
            server.browse(page)

        return server.serve(found.library, sample, started)


def mcp(settings: Settings, shelf: str) -> int:
    """The tools on standard input and output; nothing else may be written there."""
    from bot.serving.server import assist

    with library_for(settings, ()) as found:
        found.library.warm()
        return assist(found.library, settings, shelf)


def add_key(settings: Settings, shelf: str, name: str) -> int:
    """Make a key and tell it, this once."""
    with kept_library(settings) as library:
        key = library.keys.add(shelf, name)
    sys.stdout.write(f"{key}\n")
    stderr().print("This is shown once; the library keeps only what recognises it.")
    return 0


def list_keys(settings: Settings) -> int:
    """Every key by its id, without its secret."""
    with kept_library(settings) as library:
        found = library.keys.all()
    table = Table("id", "shelf", "name", "made")
    for key in found:
        table.add_row(*(Text(harmless(cell)) for cell in (key.id, key.shelf, key.name, key.made_at)))
    stdout().print(table if found else Text("There are no keys; make one with `whosaid key add`.", "yellow"))
    return 0


def remove_key(settings: Settings, number: str) -> int:
    """From now on it opens nothing."""
    with kept_library(settings) as library:
        library.keys.remove(number)
    stdout().print(f"The key {number} opens nothing any more.")
    return 0


def _tell(address: str) -> None:
    stdout().print(f"whosaid is at {address} — stop it with Ctrl+C.", soft_wrap=True)
