"""The library behind threads: the faces' coroutines ask here and never block the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cachetools import LRUCache, TTLCache

from bot.asking import quotations
from bot.asking.fair_queue import FairQueue
from bot.asking.quotations import Claim
from bot.asking.single_flight import SingleFlight
from bot.errors import ClosingError
from bot.failures import Failures
from bot.texts import say, tell
from index.answering.followup import Exchange
from index.answering.strictness import Strictness
from index.errors import BusyError, NotFoundError, ReadingError, StoreError, WhosaidError
from index.library import Library
from index.model import (
    SHARED_SHELF,
    Answer,
    ArticleInfo,
    Citation,
    Context,
    Progress,
    ShelfLimits,
    StoredQuote,
    Verdict,
    View,
)
from index.reading.sources import Sources

if TYPE_CHECKING:
    from index.reading.web.policy import FetchPolicy
    from index.shelves.rereading import Reread

T = TypeVar("T")
ReadArticles = Callable[[], Sources]
_Asked = tuple[View, tuple[int, ...], str, Exchange | None]
_Listed = tuple[View, tuple[int, ...]]

Linked = Callable[[Sequence[Citation], View], list[Citation]]
"""Gives quotes addresses."""
REMEMBERED_SECONDS = 60.0


def view_of(guild_id: int | None) -> View:
    """What can be seen from a place: the shared shelf, and a server's own one inside it."""
    return View() if guild_id is None else View(shelves=(SHARED_SHELF, str(guild_id)))


def place(channel: object) -> int | None:
    """The channel that bindings go by: a thread belongs to its channel."""
    parent = getattr(channel, "parent_id", None)
    return parent if isinstance(parent, int) else getattr(channel, "id", None)


def around(channel: object) -> frozenset[int]:
    """A channel and what it is in: a thread's or post's channel, a channel's category."""
    parent = getattr(channel, "parent", None)
    found = (
        getattr(channel, "id", None), getattr(channel, "parent_id", None), getattr(channel, "category_id", None),
        getattr(parent, "category_id", None),
    )  # fmt: skip
    return frozenset(number for number in found if isinstance(number, int))


class Desk:
    """Runs library calls in threads: slow ones, quick ones (autocomplete) and the reindex never wait for each other."""

    def __init__(
        self,
        library: Library,
        read_articles: ReadArticles,
        failures: Failures,
        *,
        threads: int = 4,
        most_waiting: int = 200,
        linked: Linked | None = None,
    ) -> None:
        self._library = library
        self._failures = failures
        self._read_articles = read_articles
        self._linked = linked
        self._slow = ThreadPoolExecutor(threads, thread_name_prefix="whosaid-ask")
        self._quick = ThreadPoolExecutor(2, thread_name_prefix="whosaid-look")
        self._long = ThreadPoolExecutor(2, thread_name_prefix="whosaid-reindex")
        self._answers: TTLCache[_Asked, Answer] = TTLCache(512, REMEMBERED_SECONDS)
        self._asking: SingleFlight[_Asked, Answer] = SingleFlight()
        self._quotes: LRUCache[_Listed, list[StoredQuote]] = LRUCache(8)
        self._listing: SingleFlight[_Listed, list[StoredQuote]] = SingleFlight()
        self.posted: LRUCache[int, bool] = LRUCache(2_000)
        """Private reports that were shown to everybody."""
        self._reindexing: set[str] = set()
        self._working = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.queue = FairQueue(self._ask, most_waiting=most_waiting)
        self.checks = FairQueue(self._check, most_waiting=most_waiting, batch=4)
        self.records = library.records
        self.warmed = False
        self.closing = False

    @property
    def waiting(self) -> int:
        """How many questions and quotes wait."""
        return self.queue.waiting + self.checks.waiting

    async def warm(self) -> None:
        """Load the model and the index before the first question."""
        await self._in(self._slow, self._library.warm)
        self.warmed = True

    async def ask(
        self, question: str, view: View, lane: str = "", previous: Exchange | None = None
    ) -> Answer:
        """One question, one answer; an ``error`` of the answer is for the face to show.

        The same question within a minute is answered from memory while the articles stay as they are; asked twice
        at once, it is worked on once. ``lane`` is whose line the question waits in.
        """
        generation = await self.quickly(self._library.generation, view)
        asked = (view, generation, " ".join(question.split()), previous)
        if (known := self._answers.get(asked)) is not None:
            return known
        return await self._asking.join(asked, partial(self._answered, asked, question, lane))

    async def _answered(self, asked: _Asked, question: str, lane: str) -> Answer:
        view, _, _, previous = asked
        self._answers[asked] = answer = await self.queue.ask((question, previous), view, lane)
        return answer

    async def _ask(self, asked: list[tuple[str, Exchange | None]], view: View) -> list[Answer]:
        questions, previous = [question for question, _ in asked], [before for _, before in asked]
        work = partial(self._library.ask, questions, view, previous=previous)
        return await self._in(self._slow, work)

    async def gist(self, view: View) -> Answer:
        """What the view's article is about."""
        return await self._in(self._slow, self._library.gist, view)

    def judged(self, answer: Answer, strictness: Strictness) -> Answer:
        """The answer as a place wants it: strict, normal or generous."""
        return self._library.judged(answer, strictness)

    async def who_said(self, text: str, view: View, lane: str = "") -> Verdict:
        """One text, one verdict."""
        return (await self.check([(text, None)], view, lane))[0]

    async def quotations(self, message: str) -> list[Claim]:
        """What a message quotes, and whom it names for it."""
        return await self._in(self._slow, quotations.find, message, self._library.quotations)

    async def check(self, claims: list[Claim], view: View, lane: str = "") -> list[Verdict]:
        """One verdict a claim; each waits in the line ``lane``."""
        return await asyncio.gather(*(self.checks.ask(claim, view, lane) for claim in claims))

    async def _check(self, claims: list[Claim], view: View) -> list[Verdict]:
        texts, speakers = [words for words, _ in claims], [speaker for _, speaker in claims]
        return await self._in(self._slow, self._library.who_said, texts, view, speakers)

    async def quote(self, quote_id: str, view: View) -> StoredQuote | None:
        """A stored quote by its id, if the view may see it."""
        return await self.quickly(self._library.quote, quote_id, view)

    async def quotes(self, view: View) -> list[StoredQuote]:
        """Every quote of the view, kept in memory until an article changes."""
        at = (view, await self.quickly(self._library.generation, view))
        if (known := self._quotes.get(at)) is not None:
            return known
        return await self._listing.join(at, partial(self._listed, at))

    async def _listed(self, at: _Listed) -> list[StoredQuote]:
        self._quotes[at] = quotes = await self.quickly(self._library.quotes, at[0])
        return quotes

    async def suggest(self, typed: str, view: View, limit: int) -> list[StoredQuote]:
        """Quotes that hold what was typed."""
        return await self.quickly(self._library.suggest_quotes, typed, view, limit)

    async def articles(self, view: View) -> list[ArticleInfo]:
        """The articles of the view."""
        return await self.quickly(self._library.articles, view)

    async def require_articles(self, view: View) -> None:
        """Raises NotFoundError that says how to add one when nobody put any article here."""
        if not await self.articles(View(view.shelves)):
            raise NotFoundError(say("error.no_articles"))

    async def context(self, cited: Citation, view: View) -> Context | None:
        """The paragraphs around a citation."""
        return await self.quickly(self._library.context, cited, view)

    async def still_there(self, citations: Sequence[Citation], view: View) -> list[Citation]:
        """Those citations that still stand in an article of the view."""
        return await self.quickly(self._library.still_there, citations, view)

    async def linked(self, quotes: Sequence[Citation], view: View) -> list[Citation]:
        """Quotes of articles without an address of their own with that of their page, where pages are served."""
        return list(quotes) if self._linked is None else await self.quickly(self._linked, quotes, view)

    async def quickly(self, call: Callable[..., T], *args: object) -> T:
        """Something quick in the store."""
        return await self._in(self._quick, call, *args)

    async def kept(self, what: str, call: Callable[..., T], *args: object) -> T | None:
        """Write something down beside an answer. None when that fails, on a full disk: the answer goes out anyway.

        The failure is logged under an id and counted; ``what`` names it there.
        """
        try:
            return await self.quickly(call, *args)
        except Exception as error:
            self._failures.record(error, f"keeping {what}")
            return None

    async def binding(self, guild_id: int | None, channel_id: int | None) -> str | None:
        """The article that a channel's questions are asked of, if it is bound to one."""
        if guild_id is None or channel_id is None:
            return None
        return await self.quickly(self._library.book.binding, str(guild_id), str(channel_id))

    async def on_library(self, call: Callable[[Library], T]) -> T:
        """Something quick in the library: it waits for nobody's reindex."""
        return await self._in(self._quick, call, self._library)

    async def change(self, call: Callable[[Library], T]) -> T:
        """Something that may take long and changes the library."""
        return await self._in(self._long, call, self._library)

    def unless_closing(self, _: Progress) -> None:
        """A progress callback that ends a change when the bot is told to stop: the new index is built aside, so
        leaving it unfinished loses nothing. Raises ClosingError."""
        if self.closing:
            raise ClosingError(say("error.closing_reindex"))

    @contextmanager
    def one_reindex(self, shelf: str = SHARED_SHELF) -> Iterator[None]:
        """Holds a shelf's one place for a reindex; BusyError when it is taken."""
        if shelf in self._reindexing:
            raise BusyError(say("reindex_command.busy"))
        self._reindexing.add(shelf)
        try:
            yield
        finally:
            self._reindexing.discard(shelf)

    async def reindex(
        self,
        progress: Callable[[Progress], None],
        shelf: str,
        policy: FetchPolicy,
        room: ShelfLimits | None = None,
    ) -> Reread:
        """Read the operator's folder and bring the shared shelf in line with it; or make a server's own shelf anew.

        What came from the web is fetched again, as far as it changed. ``progress`` is called in the worker thread.
        When it fails, or when nothing at all can be read, the old index stays and the error says so.
        """
        return await self._in(self._long, self._reindex, progress, shelf, policy, room)

    def _reindex(
        self,
        progress: Callable[[Progress], None],
        shelf: str,
        policy: FetchPolicy,
        room: ShelfLimits | None,
    ) -> Reread:
        from index.shelves.rereading import Reread

        def heard(now: Progress) -> None:
            self.unless_closing(now)
            progress(now)

        heard(Progress("reading", 0, 0))
        sources = self._read_articles() if shelf == SHARED_SHELF else None
        if sources is not None and not sources.articles:
            why = tell(sources.problems[0]) if sources.problems else say("reindex.empty")
            raise ReadingError(say("reindex.none_read", why=why))
        try:
            if sources is None:
                return self._library.reread(shelf, policy, limits=room, progress=heard)
            report = self._library.reindex(
                sources.articles, problems=sources.problems, unread=sources.unread, progress=heard
            )
            if not any(info.name.startswith(("http://", "https://")) for info in self._library.articles()):
                return Reread(report)
            again = self._library.reread(shelf, policy, progress=heard)
            both = replace(
                report,
                changed=report.changed + again.report.changed,
                unchanged=report.unchanged - again.report.changed,
                problems=(*report.problems, *again.report.problems),
            )
            return replace(again, report=both)
        except (BusyError, ClosingError):
            raise
        except WhosaidError as error:
            raise StoreError(say("reindex.failed", why=tell(error.message))) from error

    @contextmanager
    def work(self) -> Iterator[None]:
        """Marks an answer in flight, so that a shutdown waits for it."""
        if self.closing:
            raise ClosingError(say("error.closing"))
        self._working += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._working -= 1
            if not self._working:
                self._idle.set()

    async def drain(self, seconds: float) -> bool:
        """Take no new work and wait for what is in flight; False when time ran out."""
        self.closing = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Stop the threads without waiting; the library stays its owner's to close."""
        self.closing = True
        self.queue.close()
        self.checks.close()
        for pool in (self._slow, self._quick, self._long):
            pool.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    async def _in(pool: ThreadPoolExecutor, call: Callable[..., T], *args: object) -> T:
        here = copy_context()  # whom the work is for: their language, the ids in the log
        try:
            work = asyncio.get_running_loop().run_in_executor(pool, partial(here.run, call, *args))
        except RuntimeError as error:  # the threads have been stopped
            raise ClosingError(say("error.closing")) from error
        return await work
