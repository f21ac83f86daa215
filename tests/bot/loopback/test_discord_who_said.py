"""/who-said, end to end: free text, a quote from the list, and a quote that tries to ping."""

from __future__ import annotations

import pytest

from tests.bot.loopback.conftest import Run
from tests.bot.loopback.test_discord_buttons import press
from tests.bot.showing.test_render import PING

WORDS = "The cables are forty years past their life"


async def test_free_text_names_the_speaker(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote=WORDS)
    text = (await used.response()).text
    assert "✅ **Tamsin Orme** said this, in these words." in text
    assert f"> {WORDS}" in text


async def test_the_quote_is_shown_in_its_context(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote="The cables are fifty years past their life")
    around = await press(run, await used.response(), "Context")
    assert around.ephemeral
    assert "The cables are forty years past their life" in around.text


async def test_altered_words_are_shown(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote="The cables are fifty years past their life")
    text = (await used.response()).text
    assert "**Almost.**" in text
    assert "**“forty”**, not **“fifty”**" in text


async def test_nobody_said_it(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote="Penguins rule the moon with iron flippers")
    assert "Nobody says this in the articles." in (await used.response()).text


async def test_a_quote_from_the_list(run: Run) -> None:
    choices = await run.channel.autocomplete(run.alice, "who-said", focused="quote", quote="lights")
    (choice,) = choices
    assert choice["value"].startswith("q:")
    assert choice["name"].startswith("People came with their children")
    used = await run.channel.slash(run.alice, "who-said", quote=choice["value"])
    text = (await used.response()).text
    assert "> People came with their children and stayed until we put out the lights" in text
    assert "— **Ines Marlow**" in text
    assert "Library to open on Sundays · ¶\u00a02" in text


async def test_the_list_is_short_enough_for_discord(run: Run) -> None:
    choices = await run.channel.autocomplete(run.alice, "who-said", focused="quote", quote="")
    assert 4 <= len(choices) <= 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in choices)


async def test_a_quote_that_is_gone_is_said_so(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote="q:999999")
    assert "not in the articles any more" in (await used.response()).content


async def test_a_quote_with_mentions_pings_nobody_and_reads_the_same(run: Run) -> None:
    used = await run.channel.slash(
        run.alice, "who-said", quote="@everyone should take the ferry, <@123456789012345678> too"
    )
    message = await used.response()
    assert not PING.search(message.text)
    assert "> @\u200beveryone should take the ferry, \\<@\u200b123456789012345678\\> too" in message.text


@pytest.mark.parametrize(
    ("quote", "sentence"), [("x" * 2001, "2,000 are the most"), (" ", "The quote is empty")]
)
async def test_bad_texts_get_one_kind_private_sentence(run: Run, quote: str, sentence: str) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote=quote)
    message = await used.response()
    assert sentence in message.content
    assert message.ephemeral
