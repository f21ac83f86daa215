"""The last resort for a database file that SQLite cannot read: a new one from whatever can still be read of it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.database import connect, migrate
from index.rows import text_hash

_ORDER = ("articles", "paragraphs", "vectors", "passages", "sentences", "quotes")
_REBUILT = ("passages_fts", "quotes_fts")


def salvage_if_unreadable(path: Path) -> list[str]:
    """Put a damaged file aside and copy what is whole into a new one; a sentence for each thing done.

    Nothing happens to a file that SQLite finds in order. Full text is written anew; articles whose text
    does not have its hash any more are left out, and everything that belonged to them.
    """
    if not path.exists() or _in_order(path):
        return []
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for suffix in ("", "-wal", "-shm"):
        source = Path(f"{path}{suffix}")
        if source.exists():
            source.replace(f"{aside}{suffix}")
    kept, lost = _copy(aside, path)
    told = [
        f"The library's file was damaged; it was put aside as {aside.name}, and {kept} articles were saved."
    ]
    if lost:
        told.append(f"{lost} articles could not be saved; add them again or restore a backup.")
    return told


def _in_order(path: Path) -> bool:
    try:
        connection = sqlite3.connect(path)
        try:
            return [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def _copy(source: Path, target: Path) -> tuple[int, int]:
    new = connect(target)
    migrate(new)
    old = sqlite3.connect(source)
    old.text_factory = lambda raw: raw.decode("utf-8", "surrogatepass")
    new.execute("PRAGMA foreign_keys = OFF")
    new.execute("BEGIN")
    seen = 0
    with suppress(sqlite3.DatabaseError):
        others = [
            name
            for (name,) in new.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            if "_fts" not in name and name not in _ORDER
        ]
        for table in (*_ORDER, *others):
            columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
            marks = ",".join("?" * len(columns))
            for row in _rows(old, table, columns):
                with suppress(sqlite3.Error):
                    if table == "articles":
                        seen += 1
                        if text_hash(str(row[columns.index("text")])) != row[columns.index("text_hash")]:
                            continue
                    new.execute(f"INSERT OR IGNORE INTO {table} ({_names(columns)}) VALUES ({marks})", row)
    for table in ("paragraphs", "passages", "sentences", "quotes"):
        new.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")
    new.execute("DELETE FROM sentences WHERE passage_id NOT IN (SELECT id FROM passages)")
    new.execute("INSERT OR IGNORE INTO shelves (shelf, generation) SELECT DISTINCT shelf, 0 FROM articles")
    new.execute("UPDATE shelves SET generation = generation + 1000")  # no index file fits: all are made anew
    new.execute("UPDATE articles SET recipe = ''")  # rows that were lost are made again by a reindex
    for table in _REBUILT:
        of = table.removesuffix("_fts")
        new.execute(
            f'INSERT INTO {table} (rowid, body) SELECT r.id, fold(substr(a.text, r.start + 1, r."end" - r.start)) '
            f"FROM {of} r JOIN articles a ON a.id = r.article_id AND a.live = 1"
        )
    (kept,) = new.execute("SELECT count(*) FROM articles").fetchone()
    new.execute("COMMIT")
    old.close()
    new.close()
    return kept, max(seen - kept, 0)


def _rows(old: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    """Every row that can be read: in one go, else one by one around the damaged pages."""
    names = _names(columns)
    try:
        yield from old.execute(f"SELECT {names} FROM {table}").fetchall()
        return
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        pass
    last = 0
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
            last = max(
                last,
                *(r for (r,) in old.execute(f"SELECT rowid FROM {table} ORDER BY rowid {order} LIMIT 1")),
            )
    for number in range(1, last + 1):
        with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
            yield from old.execute(f"SELECT {names} FROM {table} WHERE rowid = ?", (number,)).fetchall()


def _names(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
