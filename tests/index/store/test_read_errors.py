"""What SQLite says of a damaged page leaves the store as a typed error with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import StoreError
from tests.index.inside import database_of
from tests.index.small import numbered, words_library

PAGE = 4096
TABLES = ("sentences", "paragraphs", "vectors", "passages", "quotes", "articles")


@pytest.mark.parametrize("table", TABLES)
def test_a_damaged_page_met_while_asking(tmp_path: Path, table: str) -> None:
    library = words_library(tmp_path / "library")
    library.reindex([numbered(n) for n in range(60)])
    connection = database_of(library).connection
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = [
        row[0] for row in connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY 1", (table,))
    ]
    library.close()
    path = tmp_path / "library" / "library.sqlite"
    raw = bytearray(path.read_bytes())
    for page in pages[1:] or pages:
        raw[(page - 1) * PAGE : (page - 1) * PAGE + 2000] = b"\xa5" * 2000
    path.write_bytes(raw)
    library = words_library(tmp_path / "library")
    met = 0
    for call in (
        lambda: library.ask(["Which colour was harbour number7 painted in?"]),
        lambda: library.who_said(["We like colour0 in harbour number7"]),
        lambda: library.quotes(),
        lambda: library.articles(),
        lambda: library.suggest_quotes("We like"),
    ):
        try:
            call()
        except StoreError as error:
            met += 1
            assert "doctor --repair" in str(error)  # noqa: PT017 - not every call meets the page
    assert met
    library.close()
