"""Files and folders to Articles: an unreadable one costs one sentence, the rest is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError
from index.model import Article
from index.reading.text import MAX_BYTES, read_text

SUFFIXES = frozenset({".txt"})


@dataclass(frozen=True, slots=True)
class Sources:
    """What could be read, and one sentence for each source that could not."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...]


def read_sources(sources: Sequence[str | Path]) -> Sources:
    """Read files and folders (recursive, sorted). Names are relative to the given folder."""
    articles: list[Article] = []
    problems: list[str] = []
    seen: set[str] = set()
    for source in sources:
        for path, name in _files(Path(source), problems):
            if name in seen:
                name = str(path)
            try:
                article = read_file(path, name)
            except ReadingError as error:
                problems.append(str(error))
                continue
            seen.add(name)
            articles.append(article)
    return Sources(tuple(articles), tuple(problems))


def read_file(path: Path, name: str) -> Article:
    """Read one file. Raises ReadingError with one sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB; split it into articles.")
        raw = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{name} cannot be read: {error.strerror or error}.") from error
    return read_text(raw, name)


def _files(source: Path, problems: list[str]) -> Iterator[tuple[Path, str]]:
    if source.is_dir():
        found = sorted(p for p in source.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not found:
            problems.append(f"{source} holds no articles ({', '.join(sorted(SUFFIXES))}).")
        for path in found:
            yield path, path.relative_to(source).as_posix()
    elif source.exists():
        yield source, source.name
    else:
        problems.append(f"{source} is not there; check the path.")
