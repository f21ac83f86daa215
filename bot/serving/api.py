"""The door for programs: the contract's objects over HTTP. ``openapi`` describes it; errors are problem+json."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.serving import limits, rows
from bot.serving.access import Access, Visitor
from bot.serving.rows import Address
from bot.serving.work import MAX_DRAFT, Work
from bot.showing.render import cited_as
from bot.terminal import json_lines
from index.answering.followup import Exchange
from index.errors import InputError
from index.inputs import MAX_NEEDLE, MAX_QUESTION

MOST_QUOTES = 500
"""Rows of ``/v1/quotes`` in one response."""
_LONGEST = 5_000


class Body(BaseModel):
    """What a request carries; unknown fields are an error, so that a slip does not pass for an answer."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Before(Body):
    """The exchange that a question leans on."""

    question: str = Field(max_length=_LONGEST)
    answer: str = Field(max_length=_LONGEST)


class Ask(Body):
    """The body of ``/v1/ask``."""

    question: str = Field(description=f"At most {MAX_QUESTION} characters.")
    article: str | None = Field(default=None, description="The name of the one article to ask.")
    previous: Before | None = Field(default=None, description="The exchange before, for a follow-up.")


class WhoSaid(Body):
    """The body of ``/v1/who-said``."""

    text: str = Field(description=f"The words that somebody may have said; at most {MAX_NEEDLE} characters.")
    article: str | None = Field(default=None, description="The name of the one article to look in.")
    speaker: str | None = Field(
        default=None, max_length=200, description="Whom the words are said to be from."
    )


class Check(Body):
    """The body of ``/v1/check``."""

    text: str = Field(description=f"A draft with quotations; at most {MAX_DRAFT:,} characters.")
    article: str | None = Field(default=None, description="The name of the one article to check against.")


B = TypeVar("B", bound=Body)


class Api:
    """Handlers; each knows its visitor first."""

    def __init__(self, work: Work, access: Access) -> None:
        self._work = work
        self._access = access

    def routes(self) -> list[Route]:
        """Where the API is."""
        return [
            Route("/v1/ask", self.ask, methods=["POST"]),
            Route("/v1/who-said", self.who_said, methods=["POST"]),
            Route("/v1/check", self.check, methods=["POST"]),
            Route("/v1/quotes", self.quotes, methods=["GET"]),
            Route("/v1/read", self.read, methods=["GET"]),
            Route("/v1/articles", self.articles, methods=["GET"]),
            Route("/v1/openapi.json", self.openapi, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """The object of ``ask``."""
        visitor = await self._access.program(request)
        asked = await _read(request, Ask)
        last = asked.previous
        before = None if last is None else Exchange(last.question, (last.answer,), None)
        found = await self._work.ask(asked.question, visitor, asked.article, before)
        return JSONResponse(await rows.answer(found, self._address(request, visitor)))

    async def who_said(self, request: Request) -> Response:
        """The object of ``who-said``."""
        visitor = await self._access.program(request)
        asked = await _read(request, WhoSaid)
        judged = await self._work.who_said(asked.text, visitor, asked.article, asked.speaker)
        return JSONResponse(await rows.verdict(judged, self._address(request, visitor)))

    async def check(self, request: Request) -> Response:
        """The objects of ``check``."""
        visitor = await self._access.program(request)
        asked = await _read(request, Check)
        done = await self._work.check(asked.text, visitor, asked.article)
        return JSONResponse(await rows.checked(done, self._address(request, visitor)))

    async def quotes(self, request: Request) -> Response:
        """The objects of ``quotes``, a page at a time."""
        visitor = await self._access.program(request)
        self._work.limits.page(visitor.who)
        wanted = request.query_params
        first, most = _number(wanted.get("offset"), 0), min(_number(wanted.get("limit"), 100), MOST_QUOTES)
        found = await self._work.desk.quotes(visitor.view)
        if article := wanted.get("article"):
            found = [quote for quote in found if quote.article == article]
        if speaker := wanted.get("speaker"):
            key = speaker.casefold()
            found = [quote for quote in found if (quote.quote.speaker or "").casefold() == key]
        address = self._address(request, visitor)
        shown = [
            {**json_lines.quotation(quote), "url": quote.url, "link": await address(cited_as(quote))}
            for quote in found[first : first + most]
        ]
        return JSONResponse({"quotes": shown, "total": len(found)})

    async def read(self, request: Request) -> Response:
        """The object of ``read``."""
        visitor = await self._access.program(request)
        self._work.limits.page(visitor.who)
        name = request.query_params.get("article")
        if not name:
            raise InputError("Name an article: ?article=NAME; /v1/articles lists them.")
        whole = await self._work.article(name, visitor)
        link = self._absolute(request, self._work.links.to_article(whole.shelf, whole.id))
        return JSONResponse(rows.article(whole, link))

    async def articles(self, request: Request) -> Response:
        """Every article that the key opens."""
        visitor = await self._access.program(request)
        self._work.limits.page(visitor.who)
        found = await self._work.desk.articles(visitor.view)
        listed = [
            json_lines.listed(info)
            | {"link": self._absolute(request, self._work.links.to_article(info.shelf, info.id))}
            for info in found
        ]
        return JSONResponse({"articles": listed})

    async def openapi(self, _: Request) -> Response:
        """The description of all this, for programs."""
        from bot.serving.openapi import document

        return JSONResponse(document())

    def _address(self, request: Request, visitor: Visitor) -> Address:
        async def address(cited: Any) -> str:
            return self._absolute(request, await self._work.address(cited, visitor))

        return address

    @staticmethod
    def _absolute(request: Request, link: str) -> str:
        """Without PUBLIC_URL, links lead to the host that was asked."""
        return link if "://" in link else f"{str(request.base_url).rstrip('/')}{link}"


async def _read(request: Request, kind: type[B]) -> B:
    """The body. Raises InputError that names what is wrong with it, and shows no value."""
    raw = await limits.body(request)
    try:
        return kind.model_validate_json(raw or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the body"
        raise InputError("{where}: {what}.", where=where, what=str(first["msg"]).rstrip(".")) from None


def _number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise InputError("limit and offset are whole numbers.")
    return int(text)
