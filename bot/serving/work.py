"""What pages, API and assistants ask for, behind the same limits and the same fair queue as Discord's questions."""

from __future__ import annotations

from dataclasses import dataclass

from cachetools import LRUCache

from bot.asking.desk import Desk
from bot.errors import AccessError
from bot.serving.access import Visitor
from bot.serving.limits import Limits
from bot.serving.links import Links, placed
from index.answering.followup import Exchange
from index.checking import Quotation
from index.errors import InputError, NotFoundError
from index.library import Library
from index.model import Answer, Article, Citation, Verdict, View, WholeArticle
from index.reading.text import read_text

MAX_DRAFT = 100_000
"""Longest draft that is checked, in characters."""
MOST_QUOTATIONS = 100
"""Quotations of a draft that are judged; the rest is counted."""

Judged = tuple[Quotation, Verdict]


@dataclass(frozen=True, slots=True)
class Checked:
    """The quotations of a draft with their verdicts, and how many more there were."""

    draft: Article
    judged: tuple[Judged, ...]
    left_out: int = 0


class Work:
    """Each call waits for its turn and raises WhosaidError with a sentence for who asks."""

    def __init__(self, desk: Desk, links: Links, limits: Limits) -> None:
        self.desk = desk
        self.links = links
        self.limits = limits
        self._read: LRUCache[int, tuple[str, Article]] = LRUCache(64)

    async def ask(
        self, question: str, visitor: Visitor, article: str | None = None, previous: Exchange | None = None
    ) -> Answer:
        """One answer; ``previous`` is the exchange that the question may lean on."""
        view = await self._narrowed(visitor, article)
        self.limits.question(visitor.who, visitor.shelf)
        with self.desk.work():
            found = await self.desk.ask(question, view, self._lane(visitor), previous)
        if found.error:
            raise InputError(found.error)
        return found

    async def who_said(
        self, text: str, visitor: Visitor, article: str | None = None, speaker: str | None = None
    ) -> Verdict:
        """One verdict; ``speaker`` is whom the words are said to be from."""
        view = await self._narrowed(visitor, article)
        self.limits.question(visitor.who, visitor.shelf)
        with self.desk.work():
            (judged,) = await self.desk.check([(text, speaker)], view, self._lane(visitor))
        if judged.error:
            raise InputError(judged.error)
        return judged

    async def check(self, text: str, visitor: Visitor, article: str | None = None) -> Checked:
        """Every quotation of a draft that stands between marks, three words or more."""
        if len(text) > MAX_DRAFT:
            raise InputError(
                "The text has {length:,} characters; {most:,} are the most.", length=len(text), most=MAX_DRAFT
            )
        if not text.strip():
            raise InputError("The text is empty; paste one.")
        view = await self._narrowed(visitor, article)
        self.limits.question(visitor.who, visitor.shelf)
        draft = read_text(text.encode("utf-8", "replace"), "draft")
        with self.desk.work():
            (found,) = await self.desk.on_library(lambda library: library.quotations([draft]))
            claims = [(quotation.text, quotation.speaker) for quotation in found[:MOST_QUOTATIONS]]
            verdicts = await self.desk.check(claims, view, self._lane(visitor))
        return Checked(draft, tuple(zip(found, verdicts, strict=False)), max(0, len(found) - MOST_QUOTATIONS))

    async def article(self, name: str, visitor: Visitor) -> WholeArticle:
        """An article by its name. Raises NotFoundError."""
        view = View(visitor.view.shelves, name)

        def read(library: Library) -> WholeArticle:
            return library.read(library.details(name, view).info.id, view)

        return await self.desk.on_library(read)

    async def address(self, cited: Citation, visitor: Visitor) -> str:
        """Where a citation stands on its article's page; found with the visitor's leave, kept as versions never change."""
        if cited.article_id not in self._read:
            whole = await self.desk.on_library(lambda library: library.read(cited.article_id, visitor.view))
            self._read[cited.article_id] = (whole.shelf, whole.article)
        shelf, article = self._read[cited.article_id]
        if shelf not in visitor.view.shelves:
            raise AccessError("That is on another shelf.")
        return placed(self.links.to_article(shelf, cited.article_id), article, cited)

    async def _narrowed(self, visitor: Visitor, article: str | None) -> View:
        if article is None:
            return visitor.view
        view = View(visitor.view.shelves, article)
        if not await self.desk.articles(view):
            raise NotFoundError("There is no article named {name} here.", name=article)
        return view

    @staticmethod
    def _lane(visitor: Visitor) -> str:
        """As on Discord: a server's questions share a line, everybody else waits in their own."""
        return visitor.shelf if visitor.token or visitor.who.startswith("key ") else f"@{visitor.who}"
