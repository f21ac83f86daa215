"""Links that the bot hands out: to the very words, with leave where it is needed, and only where there is no other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.serving.handing import handing
from bot.settings import Settings
from index.library import Library
from index.model import Citation, View
from tests.bot.serving.conftest import HERE, THERE, Ask, MakeSettings

PUBLIC = "https://quotes.example.org"


def cited(library: Library, name: str, words: str, shelf: str) -> Citation:
    """A citation of these words."""
    view = View((shelf,))
    info = library.details(name, view).info
    start = library.read(info.id, view).article.text.index(words)
    return Citation(words, info.id, name, "", 1, start, start + len(words), None, None, 1.0)


async def test_they_open_the_page(stocked: Library, make_settings: MakeSettings, client: Ask) -> None:
    settings = make_settings(public_url=PUBLIC, serve_shared=False)
    hand = handing(stocked, settings)
    assert hand is not None
    quote = cited(stocked, "vault.txt", "hidden below the altar", HERE)
    (linked,) = hand([quote], View(("shared", HERE)))
    found = re.fullmatch(rf"{PUBLIC}(/a/\d+\?t=[\w.-]+)#p2:(\d+)-(\d+)", linked.url or "")
    assert found is not None
    assert replace(linked, url=None) == quote
    asking = client(public_url=PUBLIC, serve_shared=False, data_dir=settings.data_dir)
    page = await asking.get(found[1])
    assert page.status_code == 200
    assert "hidden below the altar" in page.text


def test_only_where_there_is_no_other(stocked: Library, make_settings: MakeSettings) -> None:
    hand = handing(stocked, make_settings(public_url=PUBLIC))
    assert hand is not None
    quote = cited(stocked, "ferry.txt", "sail all night", "shared")
    own = replace(quote, url="https://paper.example.org/ferry")
    assert hand([own], View()) == [own]
    assert "?t=" not in (hand([quote], View())[0].url or "")


def test_nothing_for_those_who_may_not_see_it(stocked: Library, make_settings: MakeSettings) -> None:
    hand = handing(stocked, make_settings(public_url=PUBLIC))
    assert hand is not None
    quote = cited(stocked, "vault.txt", "copper key", HERE)
    for shelves in (("shared",), ("shared", THERE)):
        assert hand([quote], View(shelves)) == [quote]


def test_without_an_address_there_is_no_page(stocked: Library, tmp_path: Path) -> None:
    assert handing(stocked, Settings(data_dir=tmp_path / "data")) is None
    assert not (tmp_path / "data").exists()
