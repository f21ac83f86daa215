"""Foreign text made harmless for Discord: no Markdown, no pings, nothing invisible. The words stay as they are."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_KEPT = frozenset(
    "\n\t\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_PING = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_TAG = re.compile(r"<(?=[#:/]|[at]:|id:)")
_MARKS = re.compile(r"([\\*_~`|\[\]<>])")
_ADDRESS = re.compile(r"://")
_LINE_START = re.compile(r"^([^\S\n]*+)(-?#{1,3}|[-+])(?=\s|$)", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*+\d++)([.)])(?=\s|$)", re.MULTILINE)
_BREAKER = "\u200b"


class _Unseen(dict[int, int | None]):
    """A table for ``str.translate`` that learns each character once: None drops it."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        category = unicodedata.category(char)
        dropped = char in _BLANK or (category in ("Cc", "Cf", "Cs") and char not in _KEPT)
        self[code] = None if dropped else code
        return self[code]


_UNSEEN = _Unseen()


def visible(text: str) -> str:
    """Drop what cannot be seen: zero-width and bidi controls, soft hyphens, blank fillers, stray surrogates."""
    return _LINE_BREAKS.sub("\n", text).translate(_UNSEEN)


def plain(text: str) -> str:
    """One line for places that show no Markdown (author lines, footers, choices); tags and pings are broken up."""
    return _TAG.sub("<" + _BREAKER, _PING.sub("@" + _BREAKER, " ".join(visible(text).split())))


def markdown(text: str) -> str:
    """Text for places that show Markdown: it reads as it was written and does nothing.

    ``discord.utils.escape_markdown`` leaves lists, headings, subtext, masked links and mentions alive. Here
    every active character gets a backslash, also at line starts, and bare addresses become no links.
    """
    text = _MARKS.sub(r"\\\1", visible(text))
    text = _LINE_START.sub(lambda m: m[1] + "\\" + m[2], text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _PING.sub("@" + _BREAKER, _ADDRESS.sub(r"\\://", text))


def line(text: str) -> str:
    """Like ``markdown``, on one line."""
    return markdown(" ".join(visible(text).split()))
