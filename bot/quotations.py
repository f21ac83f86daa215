"""The quotations of a message: what stands between quotation marks, paragraph by paragraph. Pure."""

from __future__ import annotations

import re

from bot import limits
from index.checking.quoted import marked_spans

MOST = 8
_BLOCK = re.compile(r"^(?:>>>|>) ?", re.MULTILINE)
_MARKDOWN = re.compile(r"\\(?=[\W_])|[*_~`|]{2,}|(?<!\w)[*_]|[*_](?!\w)")


def find(text: str) -> list[str]:
    """Quotations of at least three words, in order, without repeats. Discord's Markdown is taken off first."""
    text = _MARKDOWN.sub("", _BLOCK.sub("", text))
    found: list[str] = []
    for line in text.splitlines():
        found += [line[start:end] for start, end in marked_spans(line, 0, len(line))]
    return list(dict.fromkeys(words[: limits.QUOTED_TEXT] for words in found))
