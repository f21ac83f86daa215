"""Files, folders and web addresses to Articles: an unreadable one costs one sentence, the rest is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Message, ReadingError
from index.model import Article
from index.reading import formats as documents
from index.reading.folders import list_folder, read_raw, shown
from index.reading.sandbox.extractor import Extractor

if TYPE_CHECKING:
    from index.reading.web.policy import FetchPolicy


@dataclass(frozen=True, slots=True)
class Sources:
    """What could be read, and one sentence for each source that could not.

    ``unread`` names what is there all the same: articles, and folders with a slash at the end. ``warnings`` are on
    what was read with doubts, and on files that are of no kind that is read.
    """

    articles: tuple[Article, ...]
    problems: tuple[Message, ...]
    unread: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()


def read_sources(sources: Sequence[str | Path], *, policy: FetchPolicy | None = None) -> Sources:
    """Read files, folders (recursive, sorted) and http(s) addresses, each once.

    Names are relative to the given folder; an address is its own name. ``policy`` limits what is fetched.
    """
    with Extractor() as extractor:
        reading = _Reading(extractor, policy)
        for source in sources:
            if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
                reading.address(source)
            else:
                reading.path(Path(source))
    doubts = [doubt for article in reading.articles for doubt in article.doubts]
    return Sources(
        tuple(reading.articles),
        tuple(reading.problems),
        tuple(reading.unread),
        (*reading.warnings, *doubts),
    )


class _Reading:
    """What was read so far."""

    def __init__(self, extractor: Extractor, policy: FetchPolicy | None) -> None:
        self._extractor = extractor
        self._policy = policy
        self._seen: set[Path | str] = set()
        self._names: set[str] = set()
        self.articles: list[Article] = []
        self.problems: list[Message] = []
        self.warnings: list[Message] = []
        self.unread: list[str] = []

    def address(self, url: str) -> None:
        """One page of the web."""
        if url not in self._seen:
            self._keep(url, url, lambda name: read_url(name, policy=self._policy, extractor=self._extractor))

    def path(self, source: Path) -> None:
        """A file, or all that can be read in a folder."""
        if source.is_dir():
            listing = list_folder(source)
            self.problems += listing.problems
            self.warnings += listing.warnings
            self.unread += listing.unread
            files = listing.files
        elif source.exists():
            files = [(source, shown(Path(source.name)))]
        else:
            self.problems.append(Message("{source} is not there; check the path.", source=shown(source)))
            return
        for path, name in files:
            self._file(path, name)

    def _file(self, path: Path, name: str) -> None:
        here = path.absolute()
        if here not in self._seen:
            self._keep(
                here,
                self._free(name, path),
                lambda free: read_file(path, free, extractor=self._extractor),
            )

    def _keep(self, seen: Path | str, name: str, read: Callable[[str], Article]) -> None:
        try:
            article = read(name)
        except ReadingError as error:
            self.problems.append(error.message)
            self.unread.append(name)
            return
        self._seen.add(seen)
        self._names.add(name)
        self.articles.append(article)

    def _free(self, name: str, path: Path) -> str:
        """Its name, or its path when another folder has a file of that name, or a number behind it."""
        number = 2
        free = name
        while free in self._names:
            free = shown(path) if number == 2 and shown(path) not in self._names else f"{name} ({number})"
            number += 1
        return free


def read_url(url: str, *, policy: FetchPolicy | None = None, extractor: Extractor | None = None) -> Article:
    """Fetch one address and read it. Raises ReadingError with one sentence."""
    from index.reading.web.fetch import fetch_blocking
    from index.reading.web.policy import FetchPolicy

    fetched = fetch_blocking(url, policy or FetchPolicy())
    return documents.read_bytes(
        fetched.raw, url, content_type=fetched.content_type, url=fetched.final_url, extractor=extractor
    )


def read_file(path: Path, name: str, *, extractor: Extractor | None = None) -> Article:
    """Read one file. Raises ReadingError with one sentence."""
    return documents.read_bytes(read_raw(path, name), name, extractor=extractor)
