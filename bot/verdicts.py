"""Verdicts on "who said this" as embeds: the judgement in words, the stored quote, and what is different. Pure."""

from __future__ import annotations

import discord

from bot import clean, limits, render
from index.model import Change, Citation, QuoteKind, Verdict, VerdictKind

_CHANGED = 160


def verdict(judged: Verdict) -> list[discord.Embed]:
    """One embed with the verdict and the quote, then other places or related quotes."""
    if judged.quote is None or judged.verdict is VerdictKind.NOT_FOUND:
        return _not_found(judged)
    colour = {VerdictKind.EXACT: render.GREEN, VerdictKind.ALTERED: render.AMBER}.get(
        judged.verdict, render.BLUE
    )
    main = render.quote(judged.quote, colour, 1400, lead=_lead(judged))
    if judged.verdict is VerdictKind.ALTERED and judged.changes:
        lines = (_change(change) for change in judged.changes)
        main.add_field(
            name="What is different", value=render.listing(lines, len(judged.changes)), inline=False
        )
    embeds = [main, *(render.quote(other, render.SAND, 500) for other in judged.also[:3])]
    if len(embeds) > 1:
        embeds[1].set_author(name="It also stands here")
    _show_query(main, judged)
    return limits.fit(embeds)


def _not_found(judged: Verdict) -> list[discord.Embed]:
    lines = ["❌ **Nobody says this in the articles.**"]
    if judged.related:
        lines.append("What was said on the topic:")
    main = discord.Embed(description="\n".join(lines), colour=render.GREY)
    _show_query(main, judged)
    return limits.fit([main, *(render.quote(near, render.GREY, 700) for near in judged.related[:3])])


def _show_query(embed: discord.Embed, judged: Verdict) -> None:
    if query := limits.shorten(clean.plain(judged.query), 250):
        embed.set_author(name=query)


def _lead(judged: Verdict) -> str:
    cited = judged.quote
    assert cited is not None  # noqa: S101  (the caller checked)
    who = _name(judged.speaker or cited.speaker)
    lines = [_sentence(judged.verdict, cited, who)]
    if judged.speaker_matches is False and judged.speaker_asked:
        lines.append(
            f"⚠️ Not **{_name(judged.speaker_asked)}**: "
            + (f"it was **{who}**." if who else "no name is given.")
        )
    return "\n".join(lines)


def _sentence(kind: VerdictKind, cited: Citation, who: str) -> str:
    match kind:
        case VerdictKind.EXACT if not who:
            return "✅ **The article has these words**, without naming a speaker."
        case VerdictKind.EXACT if cited.kind in (QuoteKind.INDIRECT, QuoteKind.MIXED):
            return f"✅ **{who}**, as the article reports it in these words."
        case VerdictKind.EXACT:
            return f"✅ **{who}** said this, in these words."
        case VerdictKind.ALTERED:
            return f"✏️ **Almost.** {f'**{who}** said' if who else 'The article has'} something close, in other words:"
        case _:
            return (
                f"💬 **In other words.** {f'**{who}** said' if who else 'The article has'} this differently:"
            )


def _name(speaker: str | None) -> str:
    return clean.line(limits.shorten(clean.plain(speaker or ""), 100))


def _change(change: Change) -> str:
    said, asked = _words(change.said), _words(change.asked)
    match change.op:
        case "replace":
            return f"• the article has **{said}**, not **{asked}**"
        case "insert":
            return f"• **{asked}** is not in the article"
        case _:
            return f"• **{said}** was left out"


def _words(words: str) -> str:
    return f"“{clean.line(limits.shorten(clean.plain(words), _CHANGED))}”"
