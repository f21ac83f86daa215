"""/said and the message command "Check quotes", end to end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.library import Library
from index.model import Quote, QuoteKind, StoredQuote, View
from index.reading.text import read_text
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_buttons import press

CHECK = "Check quotes"


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Twelve quotes of two people: what the engine attributes is tested elsewhere."""
    (base, *_) = run.library.quotes()
    text = base.quote.text

    def quotes(view: View = View()) -> list[StoredQuote]:
        made = []
        for number in range(12):
            name = "Tamsin Orme" if number % 4 else "Piet Hallam"
            said = Quote(QuoteKind.DIRECT, text, base.quote.start, base.quote.end, 1, number, name)
            made.append(replace(base, id=str(number), quote=said))
        return made

    monkeypatch.setattr(run.library, "quotes", quotes)


async def test_a_speaker_is_listed_page_by_page(run: Run, speakers: None) -> None:
    choices = await run.channel.autocomplete(run.alice, "said", focused="speaker", speaker="orme")
    assert [choice["name"] for choice in choices] == ["Tamsin Orme"]
    used = await run.channel.slash(run.alice, "said", speaker=choices[0]["value"])
    first = await used.response()
    assert first.text.startswith("**Tamsin Orme** in the articles")
    assert len(first.embeds) == 5
    assert [b["label"] for b in first.buttons] == ["Back", "1 of 3", "Next", "Delete"]
    await run.channel.click(run.alice, first, "Next")
    await first.wait_until(lambda m: m.buttons[1]["label"] == "2 of 3")


async def test_a_topic_narrows_the_list(run: Run, speakers: None) -> None:
    used = await run.channel.slash(run.alice, "said", speaker="Tamsin Orme", topic="penguins on the moon")
    assert "but not on that topic" in (await used.response()).content


async def test_an_unknown_speaker_is_said_in_one_sentence(run: Run) -> None:
    used = await run.channel.slash(run.alice, "said", speaker="Nobody @everyone")
    assert "Nobody of that name is quoted" in (await used.response()).content


async def test_each_quotation_of_a_message_is_judged_in_private_and_posted_on_demand(run: Run) -> None:
    written = await run.channel.send(
        run.mod,
        'He said “the cables are forty years past their life” and "the repair will cost 9.9 million crowns, '
        'and the money comes from the parking fund" and “penguins rule the moon with iron flippers” and “no”.',
    )
    used = await run.channel.context_menu(run.alice, CHECK, written)
    report = await used.response()
    assert report.ephemeral
    assert (
        f"**3 quotations** in [that message](https://discord.com/channels/{run.guild.id}/{run.channel.id}/{written.id})"
        in report.text
    )
    assert report.text.count("✅") == 1
    assert report.text.count("✏️") == 1
    assert report.text.count("❌") == 1
    posted = await press(run, report, "Show everybody")
    assert not posted.ephemeral
    assert [e["description"] for e in posted.embeds] == [e["description"] for e in report.embeds]


async def test_the_speaker_that_the_message_names_is_judged_too(run: Run) -> None:
    words = "The cables are forty years past their life,"
    written = await run.channel.send(run.mod, f"“{words}” said Piet Hallam.\nTamsin Orme: “{words}”")
    report = await (await run.channel.context_menu(run.alice, CHECK, written)).response(timeout=30)
    wrong, right = (embed["description"] for embed in report.embeds[1:])
    assert "⚠️ Not **Piet Hallam**: it was **Tamsin Orme**." in wrong
    assert "✅ **Tamsin Orme** said this" in right
    assert "⚠️" not in right


async def test_what_one_message_cannot_hold_comes_in_further_ones(offline: Run, own_library: Library) -> None:
    offline.library = own_library
    boats = "boat barge ferry yacht canoe dinghy cutter ketch".split()
    said = [f"The {boat} " + f"that carried the {boat} bell was moved to the yard " * 4 for boat in boats]
    body = "\n".join(f"“{words.strip()},” said Runa Feld." for words in said)
    ships = read_text(f"The harbour moves its old ships to the yard\n{body}".encode(), "ships.txt")
    own_library.add([replace(ships, url=f"https://news.example/{'ships' * 50}")])
    written = "\n".join(f"“{words.strip().replace('bell', 'horn', 1)}”" for words in said)  # both are shown
    async with online(offline):
        message = await offline.channel.send(offline.mod, written)
        used = await offline.channel.context_menu(offline.alice, CHECK, message)
        first = await used.response(timeout=30)
        second = await used.followup(timeout=30)
    assert "**8 quotations**" in first.text
    shown = [embed["description"] for embed in (*first.embeds[1:], *second.embeds)]
    assert len(shown) == 8
    assert all(f"The {boat} " in text for boat, text in zip(boats, shown, strict=True))
    assert second.ephemeral
    assert [b["label"] for b in second.buttons] == ["Show everybody"]


async def test_a_message_without_quotations_says_so(run: Run) -> None:
    written = await run.channel.send(run.mod, "Nothing is quoted here, “no” not really.")
    used = await run.channel.context_menu(run.alice, CHECK, written)
    assert "no quotation" in (await used.response()).content


async def test_altered_words_stand_out_in_both_texts(run: Run) -> None:
    used = await run.channel.slash(run.alice, "who-said", quote="The cables are fifty years past their life")
    text = (await used.response()).text
    assert "cables are __**forty**__ years past" in text
    assert "cables are __**fifty**__ years past" in text
