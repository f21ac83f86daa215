"""The backend for many machines: one PostgreSQL database with pgvector."""

from __future__ import annotations

from collections.abc import Callable

from index.store.interface import Backend
from index.store.postgres.changes import Changes
from index.store.postgres.content import Content
from index.store.postgres.database import Database
from index.store.postgres.indexes import Indexes
from index.store.postgres.leadership import Leadership
from index.store.postgres.memory import Memory
from index.store.postgres.moving import Rows
from index.store.postgres.search import Search
from index.store.postgres.shelf_states import ShelfStates
from index.store.postgres.upkeep import Upkeep
from index.store.sql.keys import Keys
from index.store.sql.pages import Pages
from index.store.sql.shelves import Shelves


def open_backend(url: str, model_key: Callable[[], str]) -> Backend:
    """The store at ``url``, its tables made when missing; ``model_key`` names the model of the vectors.

    Raises StoreError, in one sentence, when the server cannot be reached or lacks pgvector.
    """
    database = Database(url)
    content = Content(database)
    states = ShelfStates(url, database, model_key)
    indexes = Indexes(database, states)
    leadership = Leadership(url)

    def close() -> None:
        states.close()
        leadership.release()
        database.close()

    return Backend(
        content=content,
        search=Search(database, states),
        changes=Changes(database, content, indexes),
        memory=Memory(database),
        shelves=Shelves(database),
        keys=Keys(database),
        pages=Pages(database),
        upkeep=Upkeep(database, content, indexes, leadership),
        rows=Rows(database, content, indexes),
        close=close,
    )
