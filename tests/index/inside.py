"""What tests look at inside an embedded library: its rows, its database, its FAISS snapshots."""

from __future__ import annotations

from index.library import Library
from index.store.sqlite.content import Content
from index.store.sqlite.database import Database
from index.store.sqlite.search import Search
from index.vectors.snapshots import Snapshots


def content_of(library: Library) -> Content:
    """The reading part of its store."""
    content = library.parts.store.content
    assert isinstance(content, Content)
    return content


def database_of(library: Library) -> Database:
    """Its SQLite file, open."""
    database = content_of(library)._database
    assert isinstance(database, Database)
    return database


def snapshots_of(library: Library) -> Snapshots:
    """Its FAISS indexes."""
    search = library.parts.store.search
    assert isinstance(search, Search)
    return search._snapshots
