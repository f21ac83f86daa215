"""Who may see what: the shared shelf when it is switched on, what a link covers, what a key opens. Nothing else."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cachetools import LRUCache
from starlette.requests import Request

from bot.asking.desk import Desk
from bot.errors import AccessError, LinkError
from bot.serving import limits
from bot.serving.links import Leave, Links
from index.errors import Message, NotFoundError
from index.library import Library
from index.model import SHARED_SHELF, View, WholeArticle

NO_KEY = Message("Send a key to this shelf: `Authorization: Bearer whosaid_…`; `whosaid key add` makes one.")
WRONG_KEY = Message("That key opens nothing here; it may have been removed.")
NO_PAGE = Message("There is nothing here, or your link does not cover it.")
KEPT = 16_000_000
"""Characters of articles that stay in memory as they were read: a book with its rows is four million."""
_ROW = 250
"""What a paragraph or quote counts beside its text, about its bytes."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: what they see, whose line they wait in, and the leave they came with.

    ``article`` is the number of the one article, in any version, that the leave is for.
    """

    view: View
    who: str
    shelf: str
    token: str = ""
    article: int | None = None


class Access:
    """Turns a request into a visitor."""

    def __init__(self, desk: Desk, links: Links, *, shared: bool) -> None:
        self._desk = desk
        self._links = links
        self._shared = shared
        self._kept: LRUCache[tuple[int, View, tuple[int, ...]], WholeArticle] = LRUCache(
            KEPT, getsizeof=_weight
        )
        self._lock = threading.Lock()

    async def reader(self, request: Request) -> Visitor:
        """A reader of pages. Raises LinkError for a bad link, NotFoundError when nothing is open to them."""
        token = request.query_params.get("t", "")
        if token:
            return self._with_leave(self._links.leave(token), token, request)
        if not self._shared:
            raise NotFoundError(NO_PAGE)
        return Visitor(View(), limits.visitor(request), SHARED_SHELF)

    def _with_leave(self, leave: Leave, token: str, request: Request) -> Visitor:
        return Visitor(View((leave.shelf,)), limits.visitor(request), leave.shelf, token, leave.article)

    async def program(self, request: Request) -> Visitor:
        """A program with a key; without one, the shared shelf if that is switched on. Raises AccessError."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            if self._shared:
                return Visitor(View(), limits.visitor(request), SHARED_SHELF)
            raise AccessError(NO_KEY)
        found = await self._desk.on_library(lambda library: library.keys.find(key.strip()))
        if scheme.lower() != "bearer" or found is None:
            raise AccessError(WRONG_KEY)
        # a key sees what its server sees on Discord: the shelf and the operator's shared one
        view = View(tuple(dict.fromkeys((SHARED_SHELF, found.shelf))))
        return Visitor(view, f"key {found.id}", found.shelf)

    async def whole(self, number: int, visitor: Visitor) -> WholeArticle:
        """An article that the visitor may read. Raises NotFoundError, the same for what is not there and what is
        not theirs."""
        try:
            whole = await self._desk.on_library(lambda library: self._whole(library, number, visitor.view))
        except NotFoundError as error:
            raise NotFoundError(NO_PAGE) from error
        if visitor.article is not None and visitor.article not in {version.id for version in whole.versions}:
            raise NotFoundError(NO_PAGE)
        return whole

    def _whole(self, library: Library, number: int, view: View) -> WholeArticle:
        """An article as it was read last, as long as nothing changed on the view's shelves."""
        key = (number, view, library.generation(view))
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = library.read(number, view)
            if _weight(found) <= self._kept.maxsize:
                with self._lock:
                    self._kept[key] = found
        return found


def _weight(whole: WholeArticle) -> int:
    return len(whole.article.text) + _ROW * (len(whole.article.paragraphs) + len(whole.quotes))


__all__ = ["Access", "LinkError", "Visitor"]
