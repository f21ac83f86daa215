"""The tools of an assistant, by the official MCP SDK: over stdio for one person, over HTTP with a key.

The SDK is the extra ``[mcp]``; importing this module without it raises ImportError.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from bot.serving import rows
from bot.serving.access import Access, Visitor
from bot.serving.rows import Row
from bot.serving.work import Work
from bot.texts import tell
from index.errors import WhosaidError
from index.model import Citation

T = TypeVar("T")
Whose = Callable[[Context[Any, Any]], Awaitable[Visitor]]

INSTRUCTIONS = (
    "Quotes from a library of articles, word for word. Quote only what these tools return as `text`, unchanged, and "
    "link it. Before you show a draft that quotes somebody, pass it to check_quotes and mend what is not `exact`, "
    "whose `speaker_matches` is false, or that has a `context` which turns its meaning. When ask_articles has "
    "`answered` false, say that the articles do not say."
)
_LOOKS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Name = Annotated[str | None, Field(description="The name of the one article to look in; null: all of them.")]


def make_server(work: Work, whose: Whose) -> MCPServer[Any]:
    """The server with its tools; ``whose`` tells who calls. Tools raise ToolError with a sentence."""
    server: MCPServer[Any] = MCPServer("whosaid", instructions=INSTRUCTIONS, log_level="WARNING")

    def address(visitor: Visitor) -> rows.Address:
        async def of(cited: Citation) -> str:
            return await work.address(cited, visitor)

        return of

    @server.tool(annotations=_LOOKS)
    async def ask_articles(
        question: Annotated[str, Field(description="A question in plain English.")],
        ctx: Context[Any, Any],
        article: Name = None,
    ) -> Row:
        """Answer a question with the articles' own words: up to three quotes, each with speaker, place and link."""

        async def done(visitor: Visitor) -> Row:
            return await rows.answer(await work.ask(question, visitor, article), address(visitor))

        return await _told(done, whose(ctx))

    @server.tool(annotations=_LOOKS)
    async def who_said(
        text: Annotated[str, Field(description="The words that somebody may have said.")],
        ctx: Context[Any, Any],
        speaker: Annotated[str | None, Field(description="Whom they are said to be from.")] = None,
        article: Name = None,
    ) -> Row:
        """Tell who said something, whether in these words, and what turns or limits it in the article."""

        async def done(visitor: Visitor) -> Row:
            return await rows.verdict(await work.who_said(text, visitor, article, speaker), address(visitor))

        return await _told(done, whose(ctx))

    @server.tool(annotations=_LOOKS)
    async def check_quotes(
        draft: Annotated[str, Field(description="A whole text with quotations in quotation marks.")],
        ctx: Context[Any, Any],
        article: Name = None,
    ) -> Row:
        """Judge every quotation in a draft: verdict, true wording, speaker, context and link."""

        async def done(visitor: Visitor) -> Row:
            return await rows.checked(await work.check(draft, visitor, article), address(visitor))

        return await _told(done, whose(ctx))

    @server.tool(annotations=_LOOKS)
    async def read_article(
        ctx: Context[Any, Any],
        article: Annotated[
            str | None, Field(description="An article's name; null: the list of all articles.")
        ] = None,
    ) -> Row:
        """Read an article, paragraph by paragraph; or list the articles there are."""

        async def done(visitor: Visitor) -> Row:
            if article is None:
                found = await work.desk.articles(visitor.view)
                return {"articles": [{"article": info.name, "title": info.title} for info in found]}
            whole = await work.article(article, visitor)
            return rows.article(whole, work.links.to_article(whole.shelf, whole.id))

        return await _told(done, whose(ctx))

    return server


async def _told(done: Callable[[Visitor], Awaitable[T]], visitor: Awaitable[Visitor]) -> T:
    """What a tool gives; errors as a sentence that the assistant can act on."""
    try:
        return await done(await visitor)
    except WhosaidError as error:
        raise ToolError(tell(error.message)) from error


def http_door(work: Work, access: Access) -> tuple[Route, Callable[[], AbstractAsyncContextManager[None]]]:
    """The route of the tools over HTTP, and what has to run meanwhile. Each call shows its key, as in the API."""

    async def whose(ctx: Context[Any, Any]) -> Visitor:
        request = ctx.request_context.request
        if not isinstance(request, Request):
            raise TypeError("a call over HTTP has its request")
        return await access.program(request)

    server = make_server(work, whose)
    # the outer application checks the host, so that the SDK's list of local names is not needed
    inner = server.streamable_http_app(stateless_http=True, json_response=True, host="0.0.0.0")  # noqa: S104
    (route,) = (r for r in inner.routes if isinstance(r, Route) and r.path == "/mcp")

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    return route, running


async def over_stdio(work: Work, visitor: Visitor) -> None:
    """Serve one person's assistant on standard input and output until it closes them."""

    async def whose(_: Context[Any, Any]) -> Visitor:
        return visitor

    await make_server(work, whose).run_stdio_async()
