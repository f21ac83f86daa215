"""Hands out links: quotes of articles without an address of their own get that of their page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.serving.links import Links, placed, secret_in
from index.errors import WhosaidError
from index.library import Library
from index.model import Citation, View, WholeArticle

if TYPE_CHECKING:
    from bot.settings import Settings


class Handing:
    """Looks up where a quote stands, and signs leave to read it there."""

    def __init__(self, library: Library, links: Links) -> None:
        self._library = library
        self._links = links

    def __call__(self, quotes: Sequence[Citation], view: View) -> list[Citation]:
        """The same quotes; those without ``url``, whose article the view has, with one."""
        read: dict[int, WholeArticle | None] = {}
        for quote in quotes:
            if not quote.url and quote.article_id not in read:
                read[quote.article_id] = self._read(quote.article_id, view)
        return [self._linked(quote, read.get(quote.article_id)) for quote in quotes]

    def _read(self, number: int, view: View) -> WholeArticle | None:
        with suppress(WhosaidError):  # a quote without a link is still a quote
            return self._library.read(number, view)
        return None

    def _linked(self, quote: Citation, whole: WholeArticle | None) -> Citation:
        if quote.url or whole is None:
            return quote
        address = self._links.to_article(whole.shelf, whole.id)
        return replace(quote, url=placed(address, whole.article, quote))


def handing(library: Library, settings: Settings) -> Handing | None:
    """None without PUBLIC_URL: there is no page to link to. Raises StartError when DATA_DIR is unusable."""
    if settings.public_url is None:
        return None
    secret = secret_in(settings.data_dir)
    return Handing(library, Links(secret, settings.link_days, settings.public_url))
