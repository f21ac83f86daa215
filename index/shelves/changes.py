"""Changing what shelves hold: add, remove, reindex, purge. One change of a shelf at a time, all of it or nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from index.errors import LimitError, Message, NotFoundError
from index.inputs import require_shelf
from index.model import Article, Progress, ProgressCallback, ReindexReport, ShelfLimits
from index.shelves.budget import Budget
from index.shelves.preparing import Difference, Indexer, count_passages
from index.store.interface import Backend
from index.store.values import Live, LostVectorsError, Made

PATIENCE_SECONDS = 20.0
"""How long adding and removing wait for another change of the same shelf."""
ATTEMPTS = 20
"""How often a change is prepared again because others, with the same texts, removed them meanwhile; each time only what
was lost is embedded."""
FOLDER, ADDED = "folder", "added"


class Keeper:
    """The writing half of the library."""

    def __init__(self, store: Backend, indexer: Indexer) -> None:
        self._content = store.content
        self._changes = store.changes
        self._indexer = indexer

    def reindex(
        self,
        articles: Iterable[Article] | None,
        shelf: str,
        problems: Sequence[Message],
        unread: Sequence[str],
        report: ProgressCallback,
    ) -> ReindexReport:
        """See ``Library.reindex``."""
        started = time.monotonic()
        with self._changes.changing(require_shelf(shelf), 0):
            live = self._changes.live(shelf)
            if articles is None:
                kept = {name: self._content.article(old.id) for name, old in live.items()}
                wanted = {name: stored.article for name, stored in kept.items() if stored is not None}
                gone: list[str] = []
            else:
                wanted = {article.name: article for article in articles}
                gone = [
                    name
                    for name, old in live.items()
                    if old.made.origin == FOLDER and not _named(name, unread)
                ]
            difference = self._indexer.compare(live, wanted, gone)
            origins = {name: old.made.origin for name, old in live.items()} if articles is None else {}
            done = self._change(shelf, difference, report, origins, FOLDER)
        return replace(done, seconds=time.monotonic() - started, problems=tuple(problems))

    def add(
        self,
        articles: Iterable[Article],
        shelf: str,
        limits: ShelfLimits | None,
        problems: Sequence[Message],
        report: ProgressCallback,
    ) -> ReindexReport:
        """See ``Library.add``."""
        started = time.monotonic()
        with self._changes.changing(require_shelf(shelf), PATIENCE_SECONDS):
            live = self._changes.live(shelf)
            wanted = {article.name: article for article in articles}
            difference = self._indexer.compare(live, wanted, ())
            if limits is not None:
                _require_room(live, difference, limits)
                report = Budget(limits.seconds, report)
            done = self._change(shelf, difference, report, {}, ADDED)
            if (
                limits is not None and difference.retired
            ):  # else one article, changed again and again, fills the disk
                self._changes.forget_versions(shelf, limits.bytes)
        return replace(done, seconds=time.monotonic() - started, problems=tuple(problems))

    def remove(self, name: str, shelf: str) -> None:
        """See ``Library.remove``."""
        with self._changes.changing(require_shelf(shelf), PATIENCE_SECONDS):
            live = self._changes.live(shelf)
            if name not in live:
                raise NotFoundError("There is no article named {name} here.", name=name)
            difference = self._indexer.compare(live, {}, [name])
            self._change(shelf, difference, lambda _: None, {}, ADDED)

    def purge(self, shelf: str) -> None:
        """Delete everything about a shelf, files too."""
        with self._changes.changing(require_shelf(shelf), PATIENCE_SECONDS):
            self._changes.purge(shelf)

    def _change(
        self,
        shelf: str,
        difference: Difference,
        report: ProgressCallback,
        origins: dict[str, str],
        origin: str,
    ) -> ReindexReport:
        """The new generation is built and checked before it is committed; until then the old one answers."""
        if difference.empty:
            report(Progress("index", 0, 1))
            self._changes.settle(shelf)
            report(Progress("index", 1, 1))
            total = self._content.count_passages(shelf)
            return replace(difference.report, passages_unchanged=total)
        before = self._content.vector_keys(difference.retired)
        made = self._indexer.made(origin)
        for attempt in range(ATTEMPTS):
            prepared = self._indexer.prepare(difference.fresh, report)
            report(Progress("index", 0, 1))
            with suppress(*(() if attempt == ATTEMPTS - 1 else (LostVectorsError,))):
                self._changes.apply(
                    shelf,
                    prepared,
                    difference.retired,
                    lambda name: Made(made.model, made.recipe, origins.get(name, made.origin)),
                )
                break
        report(Progress("index", 1, 1))
        after = [key for item in prepared for key in item.passage_keys]
        total = self._content.count_passages(shelf)
        return count_passages(difference.report, before, after, total)


def _named(name: str, unread: Sequence[str]) -> bool:
    return any(name == other or (other.endswith("/") and name.startswith(other)) for other in unread)


def _require_room(live: dict[str, Live], difference: Difference, limits: ShelfLimits) -> None:
    kept = {name: old.size for name, old in live.items()}
    kept |= {a.name: len(a.text.encode("utf-8", "surrogatepass")) for a in difference.fresh}
    if len(kept) > limits.articles:
        raise LimitError(
            "There is room for {most:,} articles here, and {held:,} are in; remove some first.",
            most=limits.articles,
            held=len(live),
        )
    if sum(kept.values()) > limits.bytes:
        raise LimitError(
            "There is room for {most:.3g} MB of text here, and this would make it {size:.3g} MB; remove some articles first.",
            most=limits.bytes / 1e6,
            size=sum(kept.values()) / 1e6,
        )
