"""The files of a folder: which are read, and what is told of the others."""

from __future__ import annotations

import os
import selectors
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import Message, ReadingError
from index.reading.formats import REFUSED, SUFFIXES
from index.reading.text import MAX_BYTES

SILENT_SECONDS = 10.0
"""How long a pipe may say nothing."""
_PIECE = 1 << 16
_SAVED = ("_files", "_Dateien", "_fichiers", "_archivos")
"""A browser that saves NAME.html keeps the page's pictures and scripts in such a folder beside it."""
_NAMED_KINDS = 6


@dataclass(slots=True)
class Listing:
    """What a walk through a folder met: files to read with their names, sentences on the rest."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def list_folder(source: Path) -> Listing:
    """Every file below a folder that can be read, sorted by name; hidden ones and saved pages' parts are passed over."""
    found = Listing()
    skipped: Counter[str] = Counter()

    def closed(error: OSError) -> None:
        folder = Path(error.filename)
        found.problems.append(
            Message("{name} cannot be read: {error}.", name=shown(folder), error=error.strerror or error)
        )
        found.unread.append(f"{shown(folder.relative_to(source))}/".removeprefix("./"))

    paths: list[Path] = []
    inside = source.resolve()
    for folder, below, names in os.walk(source, onerror=closed):
        below[:] = [name for name in below if not _is_saved(name, names)]
        for name in names:
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES:
                if path.is_symlink() and not path.resolve().is_relative_to(inside):
                    found.problems.append(
                        Message(
                            "{name} is a link out of its folder and is not read.",
                            name=shown(path.relative_to(source)),
                        )
                    )
                elif path.is_file():
                    paths.append(path)
            elif not name.startswith("."):
                skipped[path.suffix.lower() or "no ending"] += 1
    found.files = [(path, shown(path.relative_to(source))) for path in sorted(paths)]
    if not paths:
        endings = ", ".join(sorted(SUFFIXES))
        found.problems.append(
            Message("{source} holds no articles ({endings}).", source=shown(source), endings=endings)
        )
    if skipped:
        found.warnings.append(_told(source, skipped))
    return found


def _told(source: Path, skipped: Counter[str]) -> Message:
    kinds = ", ".join(f"{ending} {count}" for ending, count in skipped.most_common(_NAMED_KINDS))
    if any(ending in REFUSED for ending in skipped):
        return Message(
            "{count} files in {source} were not read ({kinds}); save texts among them as .txt, .docx or PDF.",
            count=skipped.total(),
            source=shown(source),
            kinds=kinds,
        )
    return Message(
        "{count} files in {source} were not read ({kinds}).",
        count=skipped.total(),
        source=shown(source),
        kinds=kinds,
    )


def shown(path: Path) -> str:
    """A path as text: names that are not UTF-8 have U+FFFD in them."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def read_raw(path: Path, name: str) -> bytes:
    """The bytes of a file, or of a pipe that somebody writes to. Raises ReadingError."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode):
            raw = b"".join(_piped(path, name))
        elif not stat.S_ISREG(mode):
            raise ReadingError("{name} is no file that can be read.", name=name)
        else:
            with path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadingError(
            "{name} cannot be read: {error}.", name=name, error=error.strerror or error
        ) from error
    if len(raw) > MAX_BYTES:
        raise ReadingError(
            "{name} is larger than {most} MB; split it into articles.", name=name, most=MAX_BYTES // 1_000_000
        )
    return raw


def _piped(path: Path, name: str) -> Iterator[bytes]:
    """Until the writer closes; one that nobody writes to is empty at once."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        total = 0
        with selectors.DefaultSelector() as waiting:  # select() itself refuses the 1,025th file
            waiting.register(handle, selectors.EVENT_READ)
            while total <= MAX_BYTES:
                try:
                    piece = os.read(handle, _PIECE)
                except BlockingIOError:  # a writer is there and has said nothing yet
                    if not waiting.select(SILENT_SECONDS):
                        raise ReadingError("{name} is a pipe that nothing comes out of.", name=name) from None
                    continue
                if not piece:
                    return
                total += len(piece)
                yield piece
    finally:
        os.close(handle)


def _is_saved(folder: str, files: list[str]) -> bool:
    stem = next((folder.removesuffix(end) for end in _SAVED if folder.endswith(end)), None)
    return stem is not None and any(
        Path(name).stem == stem and SUFFIXES.get(Path(name).suffix.lower()) for name in files
    )
