"""Verdicts on "who said this" in words, with a word diff that reads with and without colour. Pure."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.consoles import harmless
from bot.terminal.pretty import citation
from index.model import (
    Change,
    Citation,
    ContextKind,
    Counterpart,
    QuoteKind,
    SliceContext,
    Verdict,
    VerdictKind,
)
from index.text.folding import fold

STYLES = {
    VerdictKind.EXACT: "green",
    VerdictKind.ALTERED: "yellow",
    VerdictKind.PARAPHRASE: "blue",
    VerdictKind.NOT_FOUND: "red",
}
AROUND = {
    ContextKind.DENIED: "Denied, not said",
    ContextKind.DOUBTED: "Doubted, not said",
    ContextKind.SUPPOSED: "Only supposed",
    ContextKind.ASKED: "Asked, not stated",
    ContextKind.ASCRIBED: "Ascribed to others",
    ContextKind.CUT_SHORT: "Said, but cut short",
}


def verdict(judged: Verdict, *, asked: bool = False) -> RenderableType:
    """The judgement, the stored words, what is different, and where else something stands."""
    parts: list[RenderableType] = []
    if asked:
        parts += [Text(harmless(judged.query), "bold"), Text()]
    if judged.error is not None:
        return Group(*parts, Text(str(judged.error), "yellow"), Text())
    style = STYLES[judged.verdict]
    if judged.context is not None:
        parts += [Text(f"  {around(judged.context)}", "bold yellow")]
    parts += [Text(f"  {sentence(judged)}", f"bold {style}"), Text()]
    if judged.quote:
        body = _marked(judged.quote, judged.changes)
        parts += [*citation(judged.quote, style, body), Text()]
    if judged.elsewhere:
        parts += [Text("  It stands in several articles."), Text()]
    if warning := _other_speaker(judged):
        parts += [Text(f"  {warning}", "bold yellow"), Text()]
    if judged.changes:
        parts += [Text("  What is different:"), *(_difference(change) for change in judged.changes), Text()]
    if judged.decisive:
        told = (_difference(change) for change in judged.decisive)
        parts += [Text("  These words make the difference:"), *told, Text()]
    if judged.carried:
        parts += [Text("  These words say it:"), *(_carried(pair) for pair in judged.carried), Text()]
    parts += _listed("It also stands here:", judged.also)
    parts += _listed("What was said on the topic:", judged.related)
    return Group(*parts)


def around(found: SliceContext) -> str:
    """What the words around the cited ones do to them."""
    return f"{AROUND[found.kind]}: “{harmless(found.text)}”."


def sentence(judged: Verdict) -> str:
    """The verdict in words."""
    who = harmless(judged.speaker) if judged.speaker else None
    kind = judged.quote.kind if judged.quote else None
    match judged.verdict:
        case VerdictKind.EXACT if judged.context is not None and judged.context.kind.disowned:
            return "Exact: the article has these words, but nobody states them there."
        case VerdictKind.EXACT if who is None:
            return "Exact: the article has these words; it names no speaker."
        case VerdictKind.EXACT if kind in (QuoteKind.INDIRECT, QuoteKind.MIXED):
            return f"Exact: this is how the article reports what {who} said."
        case VerdictKind.EXACT:
            return f"Exact: {who} said this, in these words."
        case VerdictKind.ALTERED:
            return f"Altered: {who + ' said' if who else 'the article has'} something close, but not this."
        case VerdictKind.PARAPHRASE:
            return f"Paraphrase: {who + ' said' if who else 'the article has'} this in other words."
        case _:
            return "Not found: nobody says this in the articles."


def _other_speaker(judged: Verdict) -> str | None:
    if judged.speaker_matches is not False or not judged.speaker_asked:
        return None
    right = f"it was {harmless(judged.speaker)}" if judged.speaker else "no speaker is named"
    return f"Not {harmless(judged.speaker_asked)}: {right}."


def _difference(change: Change) -> Text:
    said, asked = harmless(change.said), harmless(change.asked)
    match change.op:
        case "replace":
            return Text.assemble("    replaced  ", (f"− {said}", "red"), "   ", (f"+ {asked}", "green"))
        case "insert":
            return Text.assemble("    added     ", (f"+ {asked}", "green"))
        case _:
            return Text.assemble("    left out  ", (f"− {said}", "red"))


def _carried(pair: Counterpart) -> Text:
    said, asked = harmless(pair.said), harmless(pair.asked)
    if fold(said) == fold(asked):
        return Text.assemble("    ", (said, "blue"))
    return Text.assemble("    ", (said, "blue"), "  for  ", (asked, "bold"))


def _marked(cited: Citation, changes: tuple[Change, ...]) -> Text:
    """The article's words with those that were changed underlined."""
    text, at = Text(), 0
    for change in changes:
        start, end = change.said_start - cited.start, change.said_end - cited.start
        if at <= start < end <= len(cited.text):
            text.append(_spaced(cited.text[at:start])).append(
                harmless(cited.text[start:end]), "bold red underline"
            )
            at = end
    return text.append(_spaced(cited.text[at:]))


def _spaced(part: str) -> str:
    """A part of a text made harmless, with the blanks that hold it apart from its neighbours."""
    left, right = (" " if edge.isspace() else "" for edge in (part[:1], part[-1:]))
    return f"{left}{middle}{right}" if (middle := harmless(part)) else left


def _listed(lead: str, quotes: tuple[Citation, ...]) -> list[RenderableType]:
    if not quotes:
        return []
    parts: list[RenderableType] = [Text(f"  {lead}", "dim"), Text()]
    for cited in quotes:
        parts += [*citation(cited, "dim"), Text()]
    return parts
