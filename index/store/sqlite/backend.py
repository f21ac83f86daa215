"""The embedded backend: one SQLite file, FAISS generations beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import StoreError
from index.store.interface import Backend
from index.store.sql.keys import Keys
from index.store.sql.pages import Pages
from index.store.sql.shelves import Shelves
from index.store.sqlite.changes import Changes
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database
from index.store.sqlite.locks import Leadership, ShelfLocks
from index.store.sqlite.memory import Memory
from index.store.sqlite.moving import Rows
from index.store.sqlite.salvage import was_emptied
from index.store.sqlite.search import Search
from index.store.sqlite.upkeep import Upkeep
from index.vectors.snapshots import Snapshots

FILE = "library.sqlite"


def open_backend(folder: Path, model_key: Callable[[], str]) -> Backend:
    """The store in ``folder``, made when missing; ``model_key`` names the model of the vectors, once it is known.

    Raises StoreError when the file cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if was_emptied(folder / FILE):
        raise StoreError(
            "{path} is empty, but the library held articles: put the newest backup there, or run "
            "`whosaid doctor --repair` to begin anew.",
            path=folder / FILE,
        )
    database = Database(folder / FILE)
    content = Content(database)
    locks = ShelfLocks(folder / "vectors")
    snapshots = Snapshots(folder / "vectors", content, model_key, locks.changing)
    leadership = Leadership(folder)
    upkeep = Upkeep(database, content, snapshots, leadership)

    def close() -> None:
        leadership.release()
        database.close()

    return Backend(
        content=content,
        search=Search(database, snapshots),
        changes=Changes(database, content, snapshots, locks),
        memory=Memory(database),
        shelves=Shelves(database),
        keys=Keys(database),
        pages=Pages(database),
        upkeep=upkeep,
        rows=Rows(database, upkeep),
        close=close,
    )
