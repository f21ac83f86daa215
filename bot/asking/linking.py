"""Whatever is quoted gets a link: that of its article, or of the article's page where pages are served."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.desk import Desk
from bot.showing.render import cited_as
from index.model import Answer, StoredQuote, Verdict, View


async def answer(desk: Desk, found: Answer, view: View) -> Answer:
    """An answer's quotes, linked."""
    return replace(found, quotes=tuple(await desk.linked(found.quotes, view)))


async def verdict(desk: Desk, judged: Verdict, view: View) -> Verdict:
    """Everything that a verdict cites, linked."""
    main = [judged.quote] if judged.quote else []
    cited = await desk.linked([*main, *judged.also, *judged.related], view)
    first, also = len(main), len(main) + len(judged.also)
    quote = cited[0] if main else None
    return replace(judged, quote=quote, also=tuple(cited[first:also]), related=tuple(cited[also:]))


async def stored(desk: Desk, chosen: StoredQuote, view: View) -> StoredQuote:
    """A quote that was picked from a list, linked."""
    (cited,) = await desk.linked([cited_as(chosen)], view)
    return replace(chosen, url=cited.url)
