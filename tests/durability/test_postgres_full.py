"""PostgreSQL on a disk that is full: nothing is half there, questions go on, and with room again so do changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.errors import StoreError
from index.library import Library
from index.model import View
from tests.index.small import article, numbered, words_library
from tests.postgres import Server, postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
__all__ = ["postgres"]
HERE = View(("1",))
COLOUR = "Which colour was harbour number1 painted in?"


@dataclass
class Disk:
    """A small one of its own for a database; ``fill`` takes all the room that is left."""

    folder: Path
    url: str

    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError:
                    pass

    def empty(self) -> None:
        (self.folder / "filler").unlink()


@pytest.fixture
def disk(postgres: Server) -> Iterator[Disk]:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of its own can only be mounted by root")
    folder = Path(tempfile.mkdtemp(prefix="whosaid-full-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", folder], capture_output=True)  # noqa: S603, S607
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.decode().strip()}")
    place = folder / "tables"
    place.mkdir()
    shutil.copystat(postgres.folder, place)
    owner = postgres.folder.stat()
    os.chown(place, owner.st_uid, owner.st_gid)
    name = f"full{os.getpid()}"
    with psycopg.connect(postgres.url, autocommit=True) as admin:
        admin.execute(f"CREATE TABLESPACE {name} LOCATION '{place}'")
        admin.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
        yield Disk(folder, postgres.url.replace("/postgres?", f"/{name}?"))
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.execute(f"DROP TABLESPACE {name}")
    subprocess.run(["umount", folder], check=True)  # noqa: S603, S607
    folder.rmdir()


def opened(url: str) -> Library:
    from index.store.postgres.backend import open_backend

    return words_library(Path(), open_store=lambda _, model_key: open_backend(url, model_key))


def names(library: Library) -> list[str]:
    return [info.name for info in library.articles(HERE)]


def test_a_full_disk_refuses_changes_and_answers_questions(disk: Disk) -> None:
    library = opened(disk.url)
    try:
        library.add([numbered(1)], "1")
        (kept,) = library.ask([COLOUR], HERE)
        number = library.records.keep(kept, "1", "ada")
        big = article(
            "big.txt", *(f"Gate{n} of lock{n * 7} opens for boat{n * 13} at dawn." for n in range(300))
        )
        disk.fill()
        with pytest.raises(StoreError, match=r"nothing was changed") as told:
            library.add([big], "1")
        assert "No space left on device" in str(told.value)
        assert "\n" not in str(told.value)
        assert names(library) == ["story-1.txt"]
        assert library.ask([COLOUR], HERE) == [kept]
        assert library.records.record(number) is not None
        assert all(found.ok for found in library.check()), library.check()
        disk.empty()
        library.add([big], "1")
        assert names(library) == ["big.txt", "story-1.txt"]
        assert all(found.ok for found in library.check()), library.check()
    finally:
        library.close()
