"""The reader's pages. Every box is a form that works without JavaScript; with it, only the result is fetched."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jinja2
from cachetools import LRUCache
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.serving import changes, histories, limits, marking
from bot.serving.access import NO_PAGE, Access, Visitor
from bot.serving.links import place, with_token
from bot.serving.problems import Problem
from bot.serving.work import Checked, Work
from bot.showing import clean, fragments
from index.errors import NotFoundError
from index.model import SHARED_SHELF, Answer, Citation, Span, Verdict, VerdictKind, WholeArticle

FRAGMENT = "x-fragment"
"""Header with which the page's script asks for the result alone."""
_FIELDS = 4
_KEPT = 8
_CONTENT_TYPE = "application/x-www-form-urlencoded"

Result = tuple[str, dict[str, Any], list[Citation]]
"""A template, what is put into it, and what it cites."""


class Pages:
    """Handlers and the templates that they fill."""

    def __init__(self, work: Work, access: Access) -> None:
        self._work = work
        self._access = access
        self._bodies: LRUCache[int, tuple[int, Markup]] = LRUCache(_KEPT)
        self._lock = threading.Lock()
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(line=marking.line, visible=clean.visible, day=_day)
        self._templates.globals.update(address=fragments.link)

    def routes(self) -> list[Route]:
        """Where the pages are."""
        return [
            Route("/", self.front, methods=["GET"]),
            Route("/ask", self.front_ask, methods=["POST"]),
            Route("/check", self.front_check, methods=["POST"]),
            Route("/a/{number:int}", self.article, methods=["GET"]),
            Route("/a/{number:int}/ask", self.ask, methods=["POST"]),
            Route("/a/{number:int}/check", self.check, methods=["POST"]),
            Route("/a/{number:int}/changes", self.changed, methods=["GET"]),
        ]

    # -- an article ----------------------------------------------------------------------------------

    async def article(self, request: Request) -> Response:
        """An article to read."""
        visitor, whole = await self._whole(request)
        return await self._article_page(whole, visitor)

    async def ask(self, request: Request) -> Response:
        """ "Ask this article"."""
        visitor, whole = await self._whole(request)
        question = (await _form(request)).get("question", "")
        found = await self._work.ask(question, visitor, whole.article.name)
        return await self._with_result(request, visitor, whole, _answer(found))

    async def check(self, request: Request) -> Response:
        """ "Check this text" against the article."""
        visitor, whole = await self._whole(request)
        text = (await _form(request)).get("text", "")
        done = await self._work.check(text, visitor, whole.article.name)
        return await self._with_result(request, visitor, whole, _checked(done, text))

    async def changed(self, request: Request) -> Response:
        """What is different from the version before."""
        visitor, whole = await self._whole(request)
        history = histories.history(whole)
        before = history.before
        if before is None:
            raise NotFoundError(NO_PAGE)
        old = await self._work.desk.on_library(lambda library: library.read(before.id, visitor.view))
        found = await self._work.desk.quickly(changes.changes, old.article, whole.article)
        return self._page("changes.html", visitor, whole=whole, history=history, changes=found)

    async def _whole(self, request: Request) -> tuple[Visitor, WholeArticle]:
        visitor = await self._reader(request)
        return visitor, await self._access.whole(request.path_params["number"], visitor)

    async def _with_result(
        self, request: Request, visitor: Visitor, whole: WholeArticle, result: Result
    ) -> Response:
        template, values, cited = result
        values["places"] = await self._places(cited, visitor, whole)
        if FRAGMENT in request.headers:
            return self._page(template, visitor, **values)
        spans = [(c.start, c.end) for c in cited if c.article_id == whole.id]
        return await self._article_page(whole, visitor, spans, (template, values))

    async def _article_page(
        self,
        whole: WholeArticle,
        visitor: Visitor,
        cited: Sequence[Span] = (),
        result: tuple[str, dict[str, Any]] | None = None,
    ) -> Response:
        body = await self._work.desk.quickly(self._made if cited else self._body, whole, cited)
        return self._page(
            "article.html",
            visitor,
            whole=whole,
            title=Markup(marking.title(whole, cited)),  # noqa: S704
            body=body,
            speakers=marking.speakers(whole),
            history=histories.history(whole),
            result=self._filled(visitor, *result) if result else None,
            **(result[1] if result else {}),
        )

    def _body(self, whole: WholeArticle, _: Sequence[Span] = ()) -> Markup:
        """The paragraphs without a citation, kept while the quotes stay: a book takes a moment."""
        quotes = hash(whole.quotes)
        with self._lock:
            kept = self._bodies.get(whole.id)
        if kept is None or kept[0] != quotes:
            kept = (quotes, self._made(whole))
            with self._lock:
                self._bodies[whole.id] = kept
        return kept[1]

    def _made(self, whole: WholeArticle, cited: Sequence[Span] = ()) -> Markup:
        """Called in a thread: others are served meanwhile."""
        blocks = marking.blocks(whole, cited)
        return Markup(self._templates.get_template("_body.html").render(blocks=blocks))  # noqa: S704

    # -- a shelf -------------------------------------------------------------------------------------

    async def front(self, request: Request) -> Response:
        """The articles that the visitor may read; straight to the one that a link is for."""
        visitor = await self._reader(request)
        if visitor.article is not None:
            return RedirectResponse(with_token(f"/a/{visitor.article}", visitor.token), 303)
        return await self._front(visitor)

    async def front_ask(self, request: Request) -> Response:
        """Ask all of them."""
        visitor = await self._all(request)
        found = await self._work.ask((await _form(request)).get("question", ""), visitor)
        return await self._front_result(request, visitor, _answer(found))

    async def front_check(self, request: Request) -> Response:
        """Check a text against all of them."""
        visitor = await self._all(request)
        text = (await _form(request)).get("text", "")
        return await self._front_result(
            request, visitor, _checked(await self._work.check(text, visitor), text)
        )

    async def _front_result(self, request: Request, visitor: Visitor, result: Result) -> Response:
        template, values, cited = result
        values["places"] = await self._places(cited, visitor)
        if FRAGMENT in request.headers:
            return self._page(template, visitor, **values)
        return await self._front(visitor, (template, values))

    async def _front(self, visitor: Visitor, result: tuple[str, dict[str, Any]] | None = None) -> Response:
        articles = await self._work.desk.articles(visitor.view)
        return self._page(
            "front.html",
            visitor,
            articles=articles,
            shared=visitor.shelf == SHARED_SHELF,
            result=self._filled(visitor, *result) if result else None,
            **(result[1] if result else {}),
        )

    async def _all(self, request: Request) -> Visitor:
        visitor = await self._reader(request)
        if visitor.article is not None:
            raise NotFoundError(NO_PAGE)
        return visitor

    # -- everywhere ----------------------------------------------------------------------------------

    async def _reader(self, request: Request) -> Visitor:
        self._work.limits.page(limits.visitor(request))
        return await self._access.reader(request)

    async def _places(
        self, cited: Sequence[Citation], visitor: Visitor, here: WholeArticle | None = None
    ) -> dict[Citation, str]:
        """Where each citation stands, as a link that works on this page."""
        places = {}
        for one in cited:
            if here is not None and one.article_id == here.id:
                places[one] = f"#{place(here.article, one.start, one.end)}"
            else:
                whole = await self._access.whole(one.article_id, visitor)
                page = f"/a/{one.article_id}#{place(whole.article, one.start, one.end)}"
                places[one] = with_token(page, visitor.token)
        return places

    def _filled(self, visitor: Visitor, template: str, values: dict[str, Any]) -> Markup:
        return Markup(self._templates.get_template(template).render(link=_linker(visitor), **values))  # noqa: S704

    def _page(self, template: str, visitor: Visitor, **values: Any) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(link=_linker(visitor), **values))

    def problem(self, request: Request, problem: Problem) -> Response:
        """An error as a page, or as a piece of one."""
        template = "_problem.html" if FRAGMENT in request.headers else "problem.html"
        page = self._templates.get_template(template).render(problem=problem, link=_plain_link)
        return HTMLResponse(page, problem.status)


def _answer(found: Answer) -> Result:
    return "_answer.html", {"found": found, "question": found.question, "text": ""}, list(found.quotes)


def _checked(done: Checked, text: str) -> Result:
    rows = [(quotation, judged, _status(judged), _difference(judged)) for quotation, judged in done.judged]
    cited = [
        c
        for _, judged in done.judged
        for c in (judged.quote, *judged.elsewhere, *judged.related)
        if c is not None
    ]
    return "_checked.html", {"rows": rows, "left_out": done.left_out, "text": text, "question": ""}, cited


def _status(judged: Verdict) -> str:
    """The verdict's name for the template: what a reader has to know first."""
    if judged.verdict is VerdictKind.NOT_FOUND:
        return "not-found"
    if judged.speaker_matches is False:
        return "wrong-speaker" if judged.speaker else "unnamed"
    if judged.context is not None:
        return "torn"
    return judged.verdict.value


def _difference(judged: Verdict) -> list[changes.Part]:
    """The query with what the article has instead: ``same``, ``removed`` (only there), ``added`` (only here)."""
    pieces: list[changes.Part] = []
    at = 0
    for change in judged.changes:
        pieces.append(("same", judged.query[at : change.asked_start]))
        pieces.append(("removed", change.said))
        pieces.append(("added", change.asked))
        at = change.asked_end
    return [piece for piece in [*pieces, ("same", judged.query[at:])] if piece[1]] if pieces else []


def _day(moment: str | None) -> str:
    """The day of an ISO moment."""
    return (moment or "")[:10]


def _linker(visitor: Visitor) -> Any:
    return lambda path: with_token(path, visitor.token)


def _plain_link(path: str) -> str:
    return path


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once. Raises InputError for a body that is too long."""
    raw = await limits.body(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _CONTENT_TYPE:
        return {}
    fields = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    return {name: values[0].replace("\r\n", "\n") for name, values in fields.items()}
