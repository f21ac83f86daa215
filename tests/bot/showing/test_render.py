"""What members read, and the limits that hold for whatever stands in an article."""

from __future__ import annotations

import re
from dataclasses import replace

import discord
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bot.showing import clean, fragments, layout, limits, pages, render
from bot.showing import verdicts as verdict_face
from bot.texts import say
from index.errors import Message
from index.model import (
    Answer,
    Citation,
    ContextKind,
    Progress,
    Quote,
    QuoteKind,
    ReindexReport,
    SliceContext,
    StoredQuote,
    Verdict,
    VerdictKind,
)
from tests.bot.fakes import changes_of
from tests.bot.strategies import answers, reports, verdicts

QUICK = settings(  # long examples shrink for minutes
    max_examples=120,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
CITED = Citation(
    text="We will not be the first to use them.", article_id=1, article="a.txt", title="A day at the port",
    paragraph=9, start=10, end=47, speaker="Ines Marlow", url="https://news.example/port", score=0.9,
    kind=QuoteKind.DIRECT, published="2024-05-12",
)  # fmt: skip
FOUND = Answer("Will they use them?", True, 0.9, (CITED,))
PING = re.compile(r"@(everyone|here)|<@[!&]?\d|<#\d+>|<t:[-\w:]*>|<a?:\w+:\d+>|</\w+:\d+>", re.IGNORECASE)
UNSEEN = re.compile("[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def strings(embed: discord.Embed) -> list[str]:
    """Every text of an embed."""
    parts = [embed.title, embed.description, embed.author.name, embed.footer.text]
    parts += [part for item in embed.fields for part in (item.name, item.value)]
    return [part for part in parts if part is not None]


def shown(embed: discord.Embed) -> str:
    """What a person reads: escapes and breakers undone."""
    return re.sub(r"\\([^\w\s])", r"\1", embed.description or "").replace("\u200b", "")


def assert_sendable(embeds: list[discord.Embed]) -> None:
    assert 1 <= len(embeds) <= 10
    assert sum(limits.size(text) for embed in embeds for text in strings(embed)) <= 6000
    for embed in embeds:
        assert limits.size(embed.description or "") <= 4096
        assert limits.size(embed.title or "") <= 256
        assert limits.size(embed.author.name or "") <= 256
        assert len(embed.fields) <= 25
        for text in strings(embed):
            assert text.strip()
            assert not PING.search(text), text
            assert not UNSEEN.search(text)
            text.encode()
        for item in embed.fields:
            assert limits.size(item.name or "") <= 256
            assert limits.size(item.value or "") <= 1024
        outside = re.sub(r"\\.|\[open the article\]\(https?://[^()\s<>]+\)", "", embed.description or "")
        assert "[" not in outside


@QUICK
@given(answers)
def test_any_answer_fits_and_pings_nobody(found: Answer) -> None:
    assert_sendable(render.answer(found))
    assert_sendable(render.answer(found, asked=True))


@QUICK
@given(verdicts)
def test_any_verdict_fits_and_pings_nobody(judged: Verdict) -> None:
    assert_sendable(verdict_face.verdict(judged))


@QUICK
@given(reports)
def test_any_report_fits(done: ReindexReport) -> None:
    assert_sendable(render.report(done))


def test_an_answer_shows_words_speaker_article_paragraph_and_link() -> None:
    (embed,) = render.answer(FOUND)
    assert embed.description == (
        "> ### We will not be the first to use them.\n— **Ines Marlow**\n"
        "-# A day at the port · ¶\u00a010 · <t:1715515200:D>"
    )
    link = "https://news.example/port#:~:text=We%20will%20not%20be%20the%20first%20to%20use%20them."
    assert f" · [open the article]({link})" in (render.quote(CITED, render.SAND, 700).description or "")


def test_without_speaker_and_address_there_is_neither() -> None:
    (embed,) = render.answer(replace(FOUND, quotes=(replace(CITED, speaker=None, url=None, published=None),)))
    assert (
        embed.description == "> ### We will not be the first to use them.\n-# A day at the port · ¶\u00a010"
    )


def test_a_quote_from_the_title_says_headline() -> None:
    (embed,) = render.answer(replace(FOUND, quotes=(replace(CITED, paragraph=None),)))
    assert " · headline · <t:" in (embed.description or "")


def test_only_the_best_quote_is_shown_and_the_others_wait_behind_a_button() -> None:
    found = replace(FOUND, quotes=(CITED, CITED, CITED))
    assert len(render.answer(found)) == 1
    view = layout.answer(found, "0" * 16)
    assert view is not None
    assert "More quotes" in [getattr(item, "label", "") for item in view.children]


def test_the_question_is_on_top_where_discord_does_not_show_it() -> None:
    assert render.answer(FOUND, asked=True)[0].author.name == "Will they use them?"


def test_abstaining_is_one_line_and_the_nearest_passages_are_shown_as_such() -> None:
    (first,) = render.answer(replace(FOUND, answered=False))
    assert first.description == "**The article does not say.**"
    head, near = pages.nearest(FOUND.quotes[:1])
    assert (head.description or "").startswith("The nearest passages, though")
    assert CITED.text in shown(near)


def test_abstaining_without_passages() -> None:
    (embed,) = render.answer(Answer("?", False, 0.0))
    assert embed.description == "**The article does not say.**"


def test_a_long_quote_is_cut_at_a_sentence_end_and_marked_outside() -> None:
    text = "The tide came in early that day. " * 200
    (embed,) = render.answer(replace(FOUND, quotes=(replace(CITED, text=text),)))
    block, rest = (embed.description or "").split("\n", 1)
    assert text.startswith(block.removeprefix("> "))
    assert block.endswith("day.")
    assert rest.startswith(say("answer.cut"))


def test_every_line_of_a_quote_stays_in_the_block() -> None:
    (embed,) = render.answer(replace(FOUND, quotes=(replace(CITED, text="One.\n# Two\r\n\n1. Three"),)))
    assert (embed.description or "").startswith("> One.\n> \\# Two\n> \n> 1\\. Three\n— ")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.example", "https:///no-host", "http://[", "", "x" * 600]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert fragments.link(url) is None


def test_a_link_cannot_break_out_of_its_brackets() -> None:
    assert fragments.link("https://a.example/x_(y) z>") == "https://a.example/x_%28y%29%20z%3E"


def judged(kind: VerdictKind, **more: object) -> str:
    base = Verdict("We will use them.", kind, 0.9, speaker="Ines Marlow", quote=CITED)
    (embed,) = verdict_face.verdict(replace(base, **more))  # type: ignore[arg-type]
    fields = [f"{item.name}: {item.value}" for item in embed.fields]
    return "\n".join([embed.description or "", *fields])


def test_exact_names_the_speaker() -> None:
    assert judged(VerdictKind.EXACT).startswith(
        "✅ **Ines Marlow** said this, in these words.\n\n> We will not"
    )


def test_reported_words_are_not_called_a_quote() -> None:
    text = judged(VerdictKind.EXACT, quote=replace(CITED, kind=QuoteKind.INDIRECT))
    assert text.startswith("✅ **Ines Marlow**, as the article reports it")


def test_the_articles_own_words_have_no_speaker() -> None:
    text = judged(VerdictKind.EXACT, speaker=None, quote=replace(CITED, speaker=None, kind=None))
    assert text.startswith("✅ **The article has these words**")
    assert "— **" not in text


def test_altered_shows_the_words_that_changed() -> None:
    query = "We will ever be the last to use them."
    text = judged(VerdictKind.ALTERED, query=query, changes=changes_of(CITED, query))
    assert "> We will __**not**__ be the __**first**__ to use them" in text
    assert "> We will __**ever**__ be the __**last**__ to use them" in text
    assert text.startswith("✏️ **Almost.** **Ines Marlow** said something close")
    assert text.endswith(
        "In words: • the article has **“not”**, not **“ever”**\n• the article has **“first”**, not **“last”**"
    )


@pytest.mark.parametrize("kind", ContextKind)
def test_what_turns_the_words_is_told_before_the_verdict(kind: ContextKind) -> None:
    text = judged(VerdictKind.EXACT, context=SliceContext(kind, "but *only* if", 48, 60))
    first, second, *_ = text.splitlines()
    assert first.startswith("⚠️ **")
    assert first.endswith("“but \\*only\\* if”")
    assert second.startswith("✅ **The article has" if kind.disowned else "✅ **Ines Marlow** said this")


def test_paraphrase_says_so() -> None:
    assert judged(VerdictKind.PARAPHRASE).startswith(
        "💬 **In other words.** **Ines Marlow** said this differently:"
    )


def test_a_wrong_speaker_is_corrected() -> None:
    text = judged(VerdictKind.EXACT, speaker_asked="Tom Reed", speaker_matches=False)
    assert "⚠️ Not **Tom Reed**: it was **Ines Marlow**." in text


def test_not_found_offers_related_quotes_as_such() -> None:
    embeds = verdict_face.verdict(Verdict("We won!", VerdictKind.NOT_FOUND, 0.8, related=(CITED,)))
    assert embeds[0].description == "❌ **Nobody says this in the articles.**\nWhat was said on the topic:"
    assert CITED.text in shown(embeds[1])


def stored(text: str, speaker: str | None = "Ines Marlow") -> StoredQuote:
    said = Quote(QuoteKind.DIRECT, text, 0, len(text), 3, 1, speaker=speaker, speaker_title="Harbour Master")
    return StoredQuote("k1", 1, "a.txt", "A day at the port", None, said)


def test_a_picked_quote_shows_its_speaker_with_the_office() -> None:
    (embed,) = render.stored(stored("It floats."))
    assert (
        embed.description
        == "> It floats.\n— **Ines Marlow**, Harbour Master\n-# A day at the port · ¶\u00a04"
    )


def test_a_picked_quote_of_nobody_says_so() -> None:
    (embed,) = render.stored(stored("It floats.", None))
    assert (embed.description or "").startswith("The article does not name who said this.\n\n> It floats.")


@pytest.mark.parametrize("text", ["short", "word " * 60, "x" * 300, "🐟" * 90, "a\nb", "\u200b"])
def test_a_suggestion_is_one_short_line(text: str) -> None:
    name = render.suggestion(stored(text))
    assert 1 <= limits.size(name) <= 100
    assert "\n" not in name


def test_progress_is_a_bar() -> None:
    (embed,) = render.progress(Progress("embedding", 3, 4))
    assert "▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱ 75%" in (embed.description or "")
    assert "3 of 4" in (embed.description or "")


@pytest.mark.parametrize("now", [Progress("reading", 0, 0), Progress("x", 9, 3), Progress("", -1, 3)])
def test_odd_progress_does_not_break_the_bar(now: Progress) -> None:
    assert_sendable(render.progress(now))


def test_a_report_counts_and_lists_problems() -> None:
    problems = tuple(Message("{name} is no text.", name=f"file{n}.txt") for n in range(200))
    (embed,) = render.report(
        ReindexReport(added=2, unchanged=5, passages_added=30, seconds=4.2, problems=problems)
    )
    assert "2 added · 0 changed · 0 removed · 5 unchanged" in (embed.description or "")
    value = embed.fields[0].value or ""
    assert value.startswith("• file0.txt is no text.\n")
    assert re.search(r"… and \d+ more$", value)


@pytest.mark.parametrize(
    ("written", "harmless"),
    [
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("<@123> <@&4> <#5>", "\\<@\u200b123\\> \\<@\u200b&4\\> \\<#5\\>"),
        ("@every\u200bone", "@\u200beveryone"),
        ("<t:1:R> <:a:1>", "\\<t:1:R\\> \\<:a:1\\>"),
        ("# head\n-# sub\n> bar", "\\# head\n\\-# sub\n\\> bar"),
        ("1. one\n - two\n12) x", "1\\. one\n \\- two\n12\\) x"),
        ("[free](https://x.example)", "\\[free\\](https\\://x.example)"),
        ("a_b *c* ~d~ `e` |f| \\", "a\\_b \\*c\\* \\~d\\~ \\`e\\` \\|f\\| \\\\"),
        ("soft\u00adhy\u202ephen\ufeff", "softhyphen"),
        ("3.5 - 2 # 1", "3.5 - 2 # 1"),
        ("“Curly” – dash … ä 漢 🐟", "“Curly” – dash … ä 漢 🐟"),
    ],
)
def test_foreign_text_reads_the_same_and_does_nothing(written: str, harmless: str) -> None:
    assert clean.markdown(written) == harmless


def test_plain_is_one_line_without_backslashes() -> None:
    assert clean.plain("  a_b\n\n@everyone\u00ad ") == "a_b @\u200beveryone"
