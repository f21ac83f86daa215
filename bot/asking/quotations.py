"""The quotations of a message: what stands in quotation marks or in a block, and whom the message names for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.showing import clean
from index.checking.quoted import LEAST_WORDS, Quotation, marked_spans
from index.checking.wrapping import name_in
from index.inputs import MAX_NEEDLE
from index.model import Article
from index.reading.text import read_text

Claim = tuple[str, str | None]
"""Words, and who is said to have said them."""
MOST = 8
_BLOCK = re.compile(r"^(?:>>>|>) ?", re.MULTILINE)
_DASHES = tuple("-—–~")
_MARKDOWN = re.compile(r"\\(?=[\W_])|[*_~`|]{2,}|(?<!\w)[*_]|[*_](?!\w)")


def any_in(message: str) -> bool:
    """Whether there is a quotation of three words or more."""
    return _any_marked(message) or bool(_blocks(message))


def find(message: str, quotations: Callable[[Sequence[Article]], list[list[Quotation]]]) -> list[Claim]:
    """Quotations of three words or more, in order, without repeats. ``quotations`` reads for speakers, which takes a moment."""
    claims = dict.fromkeys(_blocks(message))
    if _any_marked(message):
        (found,) = quotations([read_text(_bare(message).encode(), "message")])
        claims |= dict.fromkeys((quoted.text[:MAX_NEEDLE], quoted.speaker) for quoted in found)
    named = {words for words, speaker in claims if speaker}
    return [(words, speaker) for words, speaker in claims if speaker or words not in named]


def _any_marked(message: str) -> bool:
    return any(marked_spans(line, 0, len(line)) for line in _bare(message).splitlines())


def _blocks(message: str) -> list[Claim]:
    """Discord's block quotes that hold no quotation marks, each with the name on a line behind a dash."""
    lines = message.splitlines()
    claims: list[Claim] = []
    at = 0
    while at < len(lines):
        if not _BLOCK.match(lines[at]):
            at += 1
            continue
        low, rest = at, lines[at].startswith(">>>")
        while at < len(lines) and (rest or _BLOCK.match(lines[at])):
            at += 1
        block = [line.strip() for line in _bare("\n".join(lines[low:at])).splitlines() if line.strip()]
        last = block.pop() if len(block) > 1 and block[-1][0] in _DASHES else ""
        after = lines[at].strip() if at < len(lines) else ""
        signed = last or (after if after[:1] in _DASHES else "")
        text = "\n".join(block)
        marked = any(marked_spans(line, 0, len(line)) for line in block)
        if len(text.split()) >= LEAST_WORDS and not marked:
            claims.append((text[:MAX_NEEDLE], name_in(signed) if signed else None))
    return claims


def _bare(message: str) -> str:
    """Without Discord's Markdown and without what cannot be seen."""
    return clean.visible(_MARKDOWN.sub("", _BLOCK.sub("", message)))
