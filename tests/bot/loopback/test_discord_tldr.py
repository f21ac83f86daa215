"""/tldr, end to end."""

from __future__ import annotations

from tests.bot.loopback.conftest import Run


async def test_what_an_article_is_about_is_told_in_its_own_words(run: Run) -> None:
    (choice, *_) = await run.channel.autocomplete(run.alice, "tldr", focused="article", article="")
    used = await run.channel.slash(run.alice, "tldr", article=choice["value"])
    shown = await used.response()
    assert 1 <= len(shown.embeds) <= 4
    assert all("\n> " in f"\n{embed['description']}" for embed in shown.embeds if "¶" in embed["description"])
    assert "¶" in shown.text


async def test_an_unknown_article_is_told_in_one_sentence(run: Run) -> None:
    used = await run.channel.slash(run.alice, "tldr", article="nothing like it")
    assert "I know no such article" in (await used.response()).content
