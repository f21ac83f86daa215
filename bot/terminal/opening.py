"""Which library a command works on: the configured one, or one of its own for ``--article``."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StartError
from bot.settings import Settings
from bot.terminal.progress import progress_bar
from index.errors import BusyError, Message

if TYPE_CHECKING:
    from index.library import Library
    from index.reading.sources import Sources

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 120.0
"""How long to wait for another process that is filling the library for the first time."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A library that is ready to be asked, and one sentence for each source that could not be read.

    ``warnings`` are on what was read with doubts.
    """

    library: Library
    problems: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()

    @property
    def empty(self) -> bool:
        """No article could be read at all."""
        return self.library.is_empty()


@contextmanager
def open_library(settings: Settings, articles: Sequence[str] = ()) -> Iterator[Opened]:
    """The library of just these articles, in a temporary folder; without any, the configured one, filled."""
    with ExitStack() as stack:
        if articles:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="whosaid-", ignore_cleanup_errors=True)
            )
            library = make_library(settings, Path(folder), cache=_cache(settings))
            stack.callback(library.close)
            read = _fill(library, articles, settings)
            yield Opened(library, read.problems, read.warnings)
        else:
            library = configured_library(settings)
            stack.callback(library.close)
            first = _first_fill(library, settings) if library.is_empty() else None
            yield Opened(library, first.problems, first.warnings) if first else Opened(library)


def configured_library(settings: Settings) -> Library:
    """The library at DATABASE_URL, else in DATA_DIR, as it is; the caller closes it.

    Raises StartError when the folder is unusable, or StoreError.
    """
    if settings.database_url is not None:
        return make_library(settings, settings.library_dir, url=settings.database_url.get_secret_value())
    try:
        settings.library_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(
            "DATA_DIR ({folder}) cannot be used: {error}.",
            folder=settings.data_dir,
            error=error.strerror or error,
        ) from error
    return make_library(settings, settings.library_dir)


def make_library(
    settings: Settings, folder: Path, cache: Path | None = None, url: str | None = None
) -> Library:
    """A library of these settings, in a folder or in the PostgreSQL database at ``url``."""
    from index.opening import open_library as opened  # numpy comes with it
    from index.opening import store_at
    from index.runtime.exports import chosen

    return opened(
        folder,
        embedding_model=settings.embedding_model,
        cache=cache,
        reranker=settings.reranker_model,
        strictness=settings.answer_threshold,
        weights=weights_of(settings),
        onnx=chosen(settings.embedding_backend, settings.cache_dir),
        open_store=store_at(url),
    )


def _cache(settings: Settings) -> Path | None:
    try:
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.warning("CACHE_DIR cannot be used (%s): embeddings are not kept", error.strerror or error)
        return None
    return settings.cache_dir


def _fill(library: Library, sources: Sequence[str | Path], settings: Settings) -> Sources:
    from index.reading.sources import read_sources

    read = read_sources(sources, policy=settings.fetch_policy())
    if read.articles:
        with progress_bar() as progress:
            library.reindex(read.articles, problems=read.problems, progress=progress)
    return read


def _first_fill(library: Library, settings: Settings) -> Sources | None:
    try:
        return _fill(library, [settings.articles_dir], settings)
    except BusyError:
        until = time.monotonic() + PATIENCE_SECONDS
        while library.is_empty():
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        return None


def weights_of(settings: Settings) -> Path | None:
    """What ``whosaid calibrate`` wrote for the configured models; None: the shipped weights."""
    file = settings.calibration_file
    return file if file.is_file() else None
