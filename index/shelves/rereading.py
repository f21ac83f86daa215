"""Reads a shelf's web pages again: only changed ones are fetched, each host is asked once in a while."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from index.errors import Message, ReadingError, WhosaidError
from index.model import Article, Citation, Progress, ProgressCallback, ReindexReport, ShelfLimits, View
from index.reading import formats
from index.reading.sandbox.extractor import Extractor
from index.reading.web import feeds
from index.reading.web.fetch import Fetched, fetch_blocking
from index.reading.web.policy import FetchPolicy, GoneError, Validators
from index.shelves.changes import Keeper
from index.store.interface import Backend
from index.store.values import WebPage

NEW_A_FEED = 10
"""Most new pages that a feed brings at once."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of it. ``gone``: titles of pages that are no longer there, whose last version stays.

    ``lost``: quotes that people were shown and that the new versions do not have.
    """

    report: ReindexReport
    fetched: int = 0
    gone: tuple[str, ...] = ()
    lost: tuple[Citation, ...] = ()


class Rereader:
    """One run over one shelf."""

    def __init__(
        self, store: Backend, keeper: Keeper, shelf: str, policy: FetchPolicy, progress: ProgressCallback
    ) -> None:
        self._store, self._keeper, self._shelf = store, keeper, shelf
        self._policy, self._progress = policy, progress
        self._asked: dict[str, float] = {}
        self._known = store.pages.of(shelf)
        self._problems: list[Message] = []

    def run(self, limits: ShelfLimits | None) -> Reread:
        """Raises BusyError, ModelError or StoreError; what could not be fetched is among the problems."""
        began = time.monotonic()
        infos = [info for info in self._store.content.articles(View((self._shelf,))) if _is_web(info.name)]
        titles = {info.name: info.title for info in infos}
        fresh = self._from_feeds(titles)
        articles: list[Article] = []
        noted: dict[str, WebPage] = {}
        gone: list[str] = []
        with Extractor() as extractor:
            for number, url in enumerate([*titles, *fresh]):
                self._progress(Progress("reading", number, len(titles) + len(fresh)))
                try:
                    found = self._fetch(url, self._policy)
                    if not found.unchanged:
                        articles.append(_article(found, url, extractor))
                        noted[url] = _page(found.validators)
                except GoneError as error:
                    if url in titles:
                        gone.append(titles[url])
                        self._note(url, replace(self._before(url), checked_at=time.time(), gone=True))
                    else:
                        self._problems.append(error.message)
                except ReadingError as error:
                    self._problems.append(error.message)
                    if url in titles:
                        self._note_tried(url)
                else:
                    if found.unchanged:
                        self._note(url, replace(self._before(url), checked_at=time.time(), gone=False))
        base = self._keeper.reindex(None, self._shelf, (), (), self._progress)
        done = self._add(articles, limits) if articles else ReindexReport()
        for url, page in noted.items():
            self._note(url, page)
        report = replace(
            done,
            unchanged=base.unchanged - done.changed, changed=base.changed + done.changed,
            passages_unchanged=done.passages_unchanged or base.passages_unchanged,
            problems=tuple(self._problems), seconds=time.monotonic() - began,
        )  # fmt: skip
        return Reread(report, len(articles), tuple(gone), self._lost({a.name: a.text for a in articles}))

    def _from_feeds(self, known: dict[str, str]) -> list[str]:
        """New pages of the feeds that the shelf follows."""
        fresh: dict[str, None] = {}
        for url, page in self._known.items():
            if not page.feed:
                continue
            try:
                found = self._fetch(url, replace(self._policy, media=feeds.MEDIA))
                if not found.unchanged:
                    named = [entry for entry in feeds.entries(found.raw, url) if entry not in known]
                    fresh |= dict.fromkeys(named[:NEW_A_FEED])
                    page = _page(found.validators, feed=True) if len(named) <= NEW_A_FEED else page
                self._note(url, replace(page, checked_at=time.time(), gone=False))
            except ReadingError as error:
                self._problems.append(error.message)
                self._note_tried(url)
        return list(fresh)

    def _fetch(self, url: str, policy: FetchPolicy) -> Fetched:
        host = urlsplit(url).hostname or ""
        wait = self._asked.get(host, 0.0) + policy.spacing - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._asked[host] = time.monotonic()
        before = self._before(url)
        return fetch_blocking(url, policy, Validators(before.etag, before.modified))

    def _add(self, articles: Sequence[Article], limits: ShelfLimits | None) -> ReindexReport:
        try:
            return self._keeper.add(articles, self._shelf, limits, (), self._progress)
        except WhosaidError as error:  # no room: the old versions stay
            self._problems.append(error.message)
            return ReindexReport()

    def _lost(self, texts: dict[str, str]) -> tuple[Citation, ...]:
        shown = {(c.article, c.text): c for c in self._store.memory.shown(self._shelf) if c.article in texts}
        return tuple(cited for (name, words), cited in shown.items() if words not in texts[name])

    def _before(self, url: str) -> WebPage:
        return self._known.get(url, WebPage())

    def _note_tried(self, url: str) -> None:
        """What failed is due again like the rest, and not at once."""
        self._note(url, replace(self._before(url), checked_at=time.time()))

    def _note(self, url: str, page: WebPage) -> None:
        self._store.pages.put(self._shelf, url, page)


def _article(found: Fetched, url: str, extractor: Extractor) -> Article:
    return formats.read_bytes(
        found.raw, url, content_type=found.content_type, url=found.final_url, extractor=extractor
    )


def _page(validators: Validators, *, feed: bool = False) -> WebPage:
    return WebPage(feed, validators.etag, validators.modified, time.time())


def _is_web(name: str) -> bool:
    return name.startswith(("http://", "https://"))
