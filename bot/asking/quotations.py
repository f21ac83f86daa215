"""The quotations of a message: what stands between quotation marks, and whom the message names for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.showing import clean, limits
from index.checking.quoted import Quotation, marked_spans
from index.model import Article
from index.reading.text import read_text

Claim = tuple[str, str | None]
"""Words, and who is said to have said them."""
MOST = 8
_BLOCK = re.compile(r"^(?:>>>|>) ?", re.MULTILINE)
_MARKDOWN = re.compile(r"\\(?=[\W_])|[*_~`|]{2,}|(?<!\w)[*_]|[*_](?!\w)")


def any_in(message: str) -> bool:
    """Whether there is a quotation of three words or more."""
    return any(marked_spans(line, 0, len(line)) for line in _bare(message).splitlines())


def find(message: str, quotations: Callable[[Sequence[Article]], list[list[Quotation]]]) -> list[Claim]:
    """Quotations of three words or more, in order, without repeats. ``quotations`` reads for speakers, which takes a moment."""
    if not any_in(message):
        return []
    (found,) = quotations([read_text(_bare(message).encode(), "message")])
    claims = dict.fromkeys((quoted.text[: limits.QUOTED_TEXT], quoted.speaker) for quoted in found)
    named = {words for words, speaker in claims if speaker}
    return [(words, speaker) for words, speaker in claims if speaker or words not in named]


def _bare(message: str) -> str:
    """Without Discord's Markdown and without what cannot be seen."""
    return clean.visible(_MARKDOWN.sub("", _BLOCK.sub("", message)))
