"""Files, folders and web addresses to Articles: an unreadable one costs one sentence, the rest is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Message, ReadingError
from index.model import Article
from index.reading import formats as documents
from index.reading.sandbox.extractor import Extractor
from index.reading.text import MAX_BYTES

if TYPE_CHECKING:
    from index.reading.web.fetch import FetchPolicy

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".pdf"})
"""Endings of the files that are looked for in folders."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What could be read, and one sentence for each source that could not.

    ``unread`` names what is there all the same: articles, and folders with a slash at the end.
    """

    articles: tuple[Article, ...]
    problems: tuple[Message, ...]
    unread: tuple[str, ...] = ()


def read_sources(sources: Sequence[str | Path], *, policy: FetchPolicy | None = None) -> Sources:
    """Read files, folders (recursive, sorted) and http(s) addresses.

    Names are relative to the given folder; an address is its own name. ``policy`` limits what is fetched.
    """
    articles: list[Article] = []
    problems: list[Message] = []
    unread: list[str] = []
    seen: set[str] = set()
    with Extractor() as extractor:
        for source in sources:
            if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
                if source not in seen:
                    try:
                        articles.append(read_url(source, policy=policy, extractor=extractor))
                        seen.add(source)
                    except ReadingError as error:
                        problems.append(error.message)
                        unread.append(source)
                continue
            for path, name in _files(Path(source), problems, unread):
                if name in seen:
                    name = str(path)
                try:
                    article = read_file(path, name, extractor=extractor)
                except ReadingError as error:
                    problems.append(error.message)
                    unread.append(name)
                    continue
                seen.add(name)
                articles.append(article)
    return Sources(tuple(articles), tuple(problems), tuple(unread))


def read_url(url: str, *, policy: FetchPolicy | None = None, extractor: Extractor | None = None) -> Article:
    """Fetch one address and read it. Raises ReadingError with one sentence."""
    from index.reading.web.fetch import FetchPolicy, fetch_blocking

    fetched = fetch_blocking(url, policy or FetchPolicy())
    return documents.read_bytes(
        fetched.raw, url, content_type=fetched.content_type, url=fetched.final_url, extractor=extractor
    )


def read_file(path: Path, name: str, *, extractor: Extractor | None = None) -> Article:
    """Read one file. Raises ReadingError with one sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(
                "{name} is larger than {most} MB; split it into articles.",
                name=name,
                most=MAX_BYTES // 1_000_000,
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ReadingError(
            "{name} cannot be read: {error}.", name=name, error=error.strerror or error
        ) from error
    return documents.read_bytes(raw, name, extractor=extractor)


def _files(source: Path, problems: list[Message], unread: list[str]) -> Iterator[tuple[Path, str]]:
    if source.is_dir():

        def closed(error: OSError) -> None:
            folder = Path(error.filename)
            problems.append(
                Message("{name} cannot be read: {error}.", name=folder, error=error.strerror or error)
            )
            unread.append(f"{folder.relative_to(source).as_posix()}/".removeprefix("./"))

        found = sorted(
            path
            for folder, _, names in os.walk(source, onerror=closed)
            for path in (Path(folder, name) for name in names)
            if path.suffix.lower() in SUFFIXES and path.is_file()
        )
        if not found:
            endings = ", ".join(sorted(SUFFIXES))
            problems.append(
                Message("{source} holds no articles ({endings}).", source=source, endings=endings)
            )
        for path in found:
            yield path, path.relative_to(source).as_posix()
    elif source.exists():
        yield source, source.name
    else:
        problems.append(Message("{source} is not there; check the path.", source=source))
