"""What Discord puts into a text beside words: custom emoji, mentions, channel tags, timestamps. Pure."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"<(?:a?:\w{1,64}:\d{1,24}|(?:@[!&]?|#)\d{1,24}|t:-?\d{1,16}(?::[a-zA-Z])?|/[^<>:\n]{1,120}:\d{1,24}|id:[\w:]{1,40})>"
)
_SHORTCODE = re.compile(r"(?<!\S):[a-zA-Z]\w{1,31}:(?!\S)")
_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f\ufe0f\u20e3\u200d]+"
)
_WEB = re.compile(r"<?https?://[^\s<>]{1,2000}>?", re.IGNORECASE)


def words(text: str) -> str:
    """The words of a text on one line; tokens and emoji name nothing that an article could say."""
    return " ".join(_EMOJI.sub(" ", _SHORTCODE.sub(" ", _TOKEN.sub(" ", text))).split())


def without_tokens(text: str) -> str:
    """The text with its lines, where a quotation may end."""
    return "\n".join(words(line) for line in text.splitlines())


def is_link(text: str) -> bool:
    """Whether there is nothing but web addresses."""
    return bool(text.strip()) and not words(_WEB.sub(" ", text))
