"""Where pages are served, whatever is quoted leads to its place on one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.bot.loopback.conftest import Run, online

PUBLIC = "https://quotes.example.org"
PLACE = re.compile(re.escape(PUBLIC) + r"/a/\d+#p\d+:\d+-\d+")
SAID = "The cables are forty years past their life"


async def test_each_command_links_to_the_page(offline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = [replace(q, quote=replace(q.quote, speaker="Tamsin Orme")) for q in offline.library.quotes()]
    monkeypatch.setattr(offline.library, "quotes", lambda *_: stored)  # who speaks is tested elsewhere
    async with online(offline, public_url=PUBLIC, serve_shared=True):
        channel, alice = offline.channel, offline.alice
        (article, *_) = await channel.autocomplete(alice, "tldr", focused="article", article="")
        (picked, *_) = await channel.autocomplete(
            alice, "who-said", focused="quote", quote="forty years past their life"
        )
        written = await channel.send(offline.mod, f"Orme said “{SAID}” on Monday.")
        for used in (
            await channel.slash(alice, "said", speaker="Tamsin Orme"),
            await channel.slash(alice, "tldr", article=article["value"]),
            await channel.slash(alice, "who-said", quote=picked["value"]),
            await channel.slash(alice, "who-said", quote=SAID),
            await channel.context_menu(alice, "Check quotes", written),
        ):
            assert PLACE.search((await used.response()).text)
