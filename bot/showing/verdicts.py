"""Verdicts on "who said this" as embeds: the judgement in words, the stored quote, and what is different. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.showing import clean, differences, limits, render
from bot.texts import say
from index.model import Change, Citation, Counterpart, QuoteKind, SliceContext, Verdict, VerdictKind

_CHANGED = 160
_COLOURS = {VerdictKind.EXACT: render.GREEN, VerdictKind.ALTERED: render.AMBER}


def verdict(judged: Verdict) -> list[discord.Embed]:
    """One embed with the verdict and the quote, then other places or related quotes."""
    if judged.quote is None or judged.verdict is VerdictKind.NOT_FOUND:
        return _not_found(judged)
    main = render.quote(judged.quote, _COLOURS.get(judged.verdict, render.BLUE), 1400, lead=_lead(judged))
    if judged.verdict is VerdictKind.ALTERED:
        _show_difference(main, judged)
    if judged.carried:
        main.add_field(name=say("verdict.carried"), value=_carried(judged.carried), inline=False)
    embeds = [main, *(render.quote(other, render.SAND, 500) for other in judged.also[:3])]
    if len(embeds) > 1:
        embeds[1].set_author(name=say("verdict.also"))
    _show_query(main, judged)
    return limits.fit(embeds)


def brief(judged: Verdict) -> discord.Embed:
    """One embed that leaves room for other verdicts in the same message."""
    if judged.quote is None or judged.verdict is VerdictKind.NOT_FOUND:
        embed = discord.Embed(description=say("verdict.not_found"), colour=render.GREY)
    else:
        embed = render.quote(judged.quote, _COLOURS.get(judged.verdict, render.BLUE), 350, lead=_lead(judged))
        if judged.verdict is VerdictKind.ALTERED and judged.changes:
            lines = (_change(change) for change in judged.changes[:3])
            value = "\n".join(lines)
            embed.add_field(name=say("verdict.different"), value=limits.shorten(value, 700), inline=False)
    _show_query(embed, judged)
    return embed


def _not_found(judged: Verdict) -> list[discord.Embed]:
    lines = [say("verdict.not_found")]
    if judged.related:
        lines.append(say("verdict.related"))
    main = discord.Embed(description="\n".join(lines), colour=render.GREY)
    _show_query(main, judged)
    return limits.fit([main, *(render.quote(near, render.GREY, 700) for near in judged.related[:3])])


def _show_query(embed: discord.Embed, judged: Verdict) -> None:
    """What was asked, unless the quote below is just that."""
    cited = judged.quote if judged.verdict is VerdictKind.EXACT else None
    if cited and clean.plain(judged.query[:1_000]) == clean.plain(cited.text[:1_000]):
        return
    if query := limits.shorten(clean.plain(judged.query[:1_000]), 250):
        embed.set_author(name=query)


def _lead(judged: Verdict) -> str:
    cited = judged.quote
    assert cited is not None  # noqa: S101  (the caller checked)
    who = _name(judged.speaker or cited.speaker)
    disowned = judged.context is not None and judged.context.kind.disowned
    exact = judged.verdict is VerdictKind.EXACT
    lines = [say("verdict.disowned") if exact and disowned else _sentence(judged.verdict, cited, who)]
    if judged.context is not None:
        lines.insert(0, _around(judged.context))
    if judged.elsewhere:
        lines.append(say("verdict.several"))
    if judged.speaker_matches is False and judged.speaker_asked and not disowned:
        key = "wrong_speaker" if who else "wrong_nobody"
        lines.append(say(f"verdict.{key}", asked=_name(judged.speaker_asked), who=who))
    return "\n".join(lines)


def _around(found: SliceContext) -> str:
    key = found.kind.value.replace("-", "_")
    return say(f"verdict.around_{key}", words=clean.line(limits.shorten(clean.plain(found.text), _CHANGED)))


def _sentence(kind: VerdictKind, cited: Citation, who: str) -> str:
    match kind:
        case VerdictKind.EXACT if not who:
            key = "exact_voice"
        case VerdictKind.EXACT if cited.kind in (QuoteKind.INDIRECT, QuoteKind.MIXED):
            key = "exact_reported"
        case VerdictKind.EXACT:
            key = "exact"
        case VerdictKind.ALTERED:
            key = "altered" if who else "altered_voice"
        case _:
            key = "paraphrase" if who else "paraphrase_voice"
    return say(f"verdict.{key}", who=who)


def _name(speaker: str | None) -> str:
    return clean.line(limits.shorten(clean.plain((speaker or "")[:400]), 100))


def _show_difference(embed: discord.Embed, judged: Verdict) -> None:
    """The changed words in both texts, one above the other, and in words for who reads them aloud."""
    cited = judged.quote
    pair = differences.marked(cited, judged.query, judged.changes) if cited else None
    if pair is not None:
        both = f"🟩 {say('verdict.in_article')}\n> {pair[0]}\n🟥 {say('verdict.as_asked')}\n> {pair[1]}"
        if limits.size(both) <= limits.FIELD_VALUE:
            embed.add_field(name=say("verdict.different"), value=both, inline=False)
    if judged.changes:
        lines = (_change(change) for change in judged.changes)
        title = say("verdict.in_words" if embed.fields else "verdict.different")
        embed.add_field(name=title, value=render.listing(lines, len(judged.changes)), inline=False)
    if judged.decisive:
        lines = (_change(change) for change in judged.decisive)
        value = render.listing(lines, len(judged.decisive))
        embed.add_field(name=say("verdict.decisive"), value=value, inline=False)


def _change(change: Change) -> str:
    key = change.op if change.op in ("replace", "insert") else "delete"
    return say(f"verdict.{key}", said=_words(change.said), asked=_words(change.asked))


def _carried(pairs: Sequence[Counterpart]) -> str:
    """The words that a paraphrase rests on; those that are the same on both sides once."""
    told = []
    for pair in pairs:
        same = clean.plain(pair.said).lower() == clean.plain(pair.asked).lower()
        key = "carried_same" if same else "carried_pair"
        told.append(say(f"verdict.{key}", said=_words(pair.said), asked=_words(pair.asked)))
    return limits.shorten(" · ".join(told), limits.FIELD_VALUE)


def _words(words: str) -> str:
    return f"“{clean.line(limits.shorten(clean.plain(words), _CHANGED))}”"
