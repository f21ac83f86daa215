"""The last resort for a database file that SQLite cannot read: a new one from whatever can still be read of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.errors import StoreError
from index.store.hashes import is_named
from index.store.sqlite.database import connect, is_damage, lenient, migrate
from index.store.sqlite.schema_pages import graft, names_its_tables
from index.store.sqlite.table_pages import regrow

_ORDER = ("articles", "paragraphs", "vectors", "passages", "sentences", "quotes")
_REBUILT = ("passages_fts", "quotes_fts")
_BESIDE = ("", "-wal", "-shm")
_NAMED = 20
"""So many lost articles are named."""
_MOST_LONGER = 64
"""A header that tells of a longer file is damaged itself."""
_ARTICLE_COLUMNS = range(15, 64)
"""Of a row of articles, those of earlier versions too; no other table has as many."""
_MOST_NUMBERS = 1_000_000
"""Row numbers that are tried when the largest cannot be read."""


def salvage_if_unreadable(path: Path) -> list[str]:
    """Copy what is whole of a damaged file into a new one and put it aside; a sentence for each thing done.

    Nothing happens to a file that SQLite finds in order. Full text is written anew; articles whose text
    does not have its hash any more are left out, and everything that belonged to them. Raises StoreError when
    the file cannot be opened or the new one cannot be written: the damaged one stays where it is then.
    """
    try:
        emptied = was_emptied(path)
        if not path.exists() or (not emptied and _in_order(path)):
            return []
        fresh = path.with_name(f"{path.name}.salvaged")
        _drop(fresh)
        try:
            with _readable(path) as source:
                kept, lost = _copy(source, fresh)
                if lost and (regrown := _regrown(path, source, kept)) is not None:
                    kept, lost = regrown
        except BaseException:
            _drop(fresh)
            raise
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        for suffix in reversed(
            _BESIDE
        ):  # the file itself last: until then it is found with all that is its own
            source = Path(f"{path}{suffix}")
            if source.exists():
                source.replace(f"{aside}{suffix}")
        fresh.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            "{path} could not be salvaged ({error}); it stays as it is.", path=path, error=error
        ) from error
    told = [
        f"The library's file was damaged; it was put aside as {aside.name}, and {kept} articles were saved."
    ]
    if emptied:
        return [
            f"The library's file was empty; it was put aside as {aside.name}. Restore a backup, or add the articles again."
        ]
    if lost:
        named = ", ".join(sorted(name for name in lost if name)[:_NAMED])
        more = f": {named}" if named else ""
        told.append(f"{len(lost)} articles could not be saved{more}; add them again or restore a backup.")
    return told


def was_emptied(path: Path) -> bool:
    """Is the file without a byte although indexes of its articles lie beside it? A new library has none."""
    try:
        if path.stat().st_size or ((wal := Path(f"{path}-wal")).exists() and wal.stat().st_size):
            return False
        return any((path.parent / "vectors").rglob("*.json"))
    except OSError:
        return False


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """The file, or a copy of which SQLite misses only what is missing: of the length that its header tells where it
    was cut short, with the schema of a new library where its own cannot be read."""
    length = _announced(path)
    named = names_its_tables(path, list(_ORDER))
    if length <= path.stat().st_size and named:
        yield path
        return
    copy, plain = (path.with_name(f"{path.name}.{what}") for what in ("padded", "plain"))
    try:
        _drop(copy)
        for suffix in ("", "-wal"):
            if Path(f"{path}{suffix}").exists():
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
        if length > path.stat().st_size:
            os.truncate(copy, length)
        if not names_its_tables(copy, list(_ORDER)):
            _drop(plain)
            with closing(connect(plain)) as new:
                migrate(new)
                new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            graft(copy, plain)
        yield copy
    finally:
        _drop(copy)
        _drop(plain)


def _regrown(path: Path, source: Path, kept: int) -> tuple[int, list[str]] | None:
    """What a copy with a new top of the articles' table gives, when that is more; then it stands in the place of the
    first one."""
    copy, fresh, more = (path.with_name(f"{path.name}.{what}") for what in ("regrown", "salvaged", "more"))
    try:
        _drop(copy)
        _drop(more)
        for suffix in ("", "-wal"):
            if Path(f"{source}{suffix}").exists():
                shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
        with suppress(sqlite3.DatabaseError):
            if regrow(copy, "articles", _ARTICLE_COLUMNS):
                found = _copy(copy, more)
                if found[0] > kept:
                    _drop(fresh)
                    more.replace(fresh)
                    return found
        return None
    finally:
        _drop(copy)
        _drop(more)


def _announced(path: Path) -> int:
    """Bytes that the file has by its own header; 0 when that cannot be believed."""
    with path.open("rb") as stream:
        header = stream.read(100)
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return 0
    size = int.from_bytes(header[16:18], "big")
    length = int.from_bytes(header[28:32], "big") * (65_536 if size == 1 else size)
    return length if length <= _MOST_LONGER * path.stat().st_size else 0


def _drop(file: Path) -> None:
    for suffix in _BESIDE:
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def _in_order(path: Path) -> bool:
    """Raises sqlite3.Error for a file that is locked or may not be opened: that is no damage."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def _copy(source: Path, target: Path) -> tuple[int, list[str]]:
    """(articles saved, names of articles lost, "" where even that is lost). Raises sqlite3.Error when the new file cannot be written."""
    with closing(connect(target)) as new, closing(sqlite3.connect(source)) as old:
        migrate(new)
        old.text_factory = lenient
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN")
        met: set[object] = set()
        for table in (*_ORDER, *_others(new)):
            met |= _copy_table(old, new, table)
        for table in ("paragraphs", "passages", "sentences", "quotes"):
            new.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")
        new.execute("DELETE FROM sentences WHERE passage_id NOT IN (SELECT id FROM passages)")
        new.execute(
            "INSERT OR IGNORE INTO shelves (shelf, generation) SELECT DISTINCT shelf, 0 FROM articles"
        )
        new.execute(
            "UPDATE shelves SET generation = generation + 1000"
        )  # no index file fits: all are made anew
        new.execute("UPDATE articles SET recipe = ''")  # rows that were lost are made again by a reindex
        for table in _REBUILT:
            of = table.removesuffix("_fts")
            new.execute(
                f"INSERT INTO {table} (rowid, body) "
                f'SELECT r.id, fold(substr(a.text, r.start + 1, r."end" - r.start)) '
                f"FROM {of} r JOIN articles a ON a.id = r.article_id AND a.live = 1"
            )
        kept = {number for (number,) in new.execute("SELECT id FROM articles")}
        new.execute("COMMIT")
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # it is renamed: nothing of it may be beside it
        names = _live_names(old)
    return len(kept), [names.get(number, "") for number in (met | names.keys()) - kept]


def _live_names(old: sqlite3.Connection) -> dict[object, str]:
    """id → name of live articles out of an index, which may be whole where the table is not."""
    names: dict[object, str] = {}
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        for number, name in old.execute(
            "SELECT id, name FROM articles INDEXED BY articles_live WHERE live = 1"
        ):
            names[number] = str(name)
    return names


def _others(new: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in new.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        if "_fts" not in name and name not in _ORDER
    ]


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> set[object]:
    """The ids of articles that were met; rows that do not fit are left out."""
    described = new.execute(f"PRAGMA table_info({table})").fetchall()
    columns = [row[1] for row in described]
    with suppress(sqlite3.DatabaseError):  # a file of an earlier version lacks some
        there = {row[1] for row in old.execute(f"PRAGMA table_info({table})")}
        columns = [column for column in columns if column in there] or columns
    key = [row[1] for row in described if row[5]]
    marks = ",".join("?" * len(columns))
    met: set[object] = set()
    for row in _rows(old, table, columns, key):
        values = dict(zip(columns, row, strict=True))
        met.add(values.get("id") if table == "articles" else values.get("article_id"))
        if table == "articles" and not _is_whole(values):
            continue
        with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError):
            new.execute(f"INSERT OR IGNORE INTO {table} ({_names(columns)}) VALUES ({marks})", row)
    return met - {None}


def _is_whole(article: dict[str, object]) -> bool:
    return is_named(str(article["text"]), str(article["text_hash"]))


def _rows(
    old: sqlite3.Connection, table: str, columns: list[str], key: list[str]
) -> Iterator[tuple[object, ...]]:
    """Every row that can be read, some of them twice: from both ends up to the damage, then by number."""
    broken = (sqlite3.DatabaseError, UnicodeDecodeError)
    select = f"SELECT {_names(columns)} FROM {table}"
    for direction in ("ASC", "DESC"):
        with suppress(*broken):
            yield from old.execute(f"{select} ORDER BY {', '.join(f'{name} {direction}' for name in key)}")
            return
    numbered = "article_id" if key[0] == "article_id" else "rowid"
    try:
        old.execute(f"SELECT {numbered} FROM {table} LIMIT 0")
    except sqlite3.OperationalError:  # its rows have no numbers
        return
    except sqlite3.DatabaseError:
        return  # nothing of this file can be read
    last = _MOST_NUMBERS
    with suppress(*broken, ValueError, TypeError):  # a damaged number may be of any size, or none
        last = min(last, int(old.execute(f"SELECT max({numbered}) FROM {table}").fetchone()[0] or 0))
    with suppress(*broken):
        # every row takes a byte at least
        for number in range(1, min(last, _size(old)) + 1):
            with suppress(*broken):
                yield from old.execute(f"{select} WHERE {numbered} = ?", (number,)).fetchall()


def _size(old: sqlite3.Connection) -> int:
    pages, size = (old.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * size)


def _names(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
