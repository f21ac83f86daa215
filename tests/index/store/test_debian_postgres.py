"""A PostgreSQL as distributions bring it: without pgvector, with pg_trgm. Skips where none is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import StoreError
from index.store.postgres import trigrams
from index.store.postgres.searched import holding
from index.store.postgres.statements import Statements
from tests.index.store.test_postgres import opened

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if not PROGRAMS:
        pytest.skip("no PostgreSQL of the distribution is installed")
    programs = PROGRAMS[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="whosaid-debian-"))
    who = "postgres" if os.geteuid() == 0 else None  # the server refuses root
    if who:
        shutil.chown(folder, who)

    def command(*arguments: str) -> None:
        subprocess.run(arguments, check=True, capture_output=True, user=who, cwd=folder, timeout=120)  # noqa: S603

    try:
        command(
            str(programs / "initdb"), "-D", "data", "-U", "ada", "-E", "UTF8", "--auth=trust", "--no-sync"
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        command(str(programs / "pg_ctl"), "-D", "data", "-w", "-l", "log", "-o", options, "start")
    except (subprocess.CalledProcessError, LookupError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"that PostgreSQL does not start here: {error}")
    yield f"postgresql://ada@/postgres?host={folder}"
    command(str(programs / "pg_ctl"), "-D", "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_without_pgvector_one_sentence_says_what_to_install(url: str) -> None:
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
            pytest.skip("this server has pgvector")
        major = connection.info.server_version // 10_000
    with pytest.raises(
        StoreError, match=rf"no pgvector; install it there .*postgresql-{major}-pgvector"
    ) as told:
        opened(url)
    assert "\n" not in str(told.value)


def test_trigrams_are_used_where_the_server_has_them(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").fetchone():
            pytest.skip("this server has no pg_trgm")
        connection.execute('CREATE TABLE sayings (quote_id BIGINT, shelf TEXT COLLATE "C", body TEXT)')
        connection.execute("CREATE TABLE quotes (id BIGINT PRIMARY KEY)")
        connection.execute(
            "INSERT INTO sayings SELECT n, 's', 'we like colour ' || n * 7919 FROM generate_series(1, 5000) n"
        )
        assert trigrams.use(connection)
        assert trigrams.use(connection)
        connection.execute("ANALYZE")
        tables, condition, values = holding("colour 7919", ["s"])
        statements = Statements(lambda statement, given: connection.execute(statement, given))
        plan = str(statements.execute(f"EXPLAIN SELECT 1 FROM {tables} WHERE {condition}", values).fetchall())
        assert trigrams.INDEX in plan
