"""Links to the very words of a quote: ``https://…#:~:text=start,end``.

A browser that finds no such words, or knows no text fragments, just opens the page.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from bot.showing import clean

MOST = 512
"""Discord's longest address for a link button."""
_WHOLE = 80
_EDGE = 5
_HOST = re.compile(r"[\w.-]+")
_EVERYBODY = re.compile("@(?=everyone|here)", re.IGNORECASE)
_SAFE = "%/:?#@!$&'+,;=~-._"


def link(url: str | None) -> str | None:
    """The address, or None when it is no web address or too long for Discord."""
    try:
        parts = urlsplit(clean.visible(url or ""))
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return None
    safe = _EVERYBODY.sub("%40", percent(parts.geturl(), safe=_SAFE))
    return safe if len(safe) <= MOST else None


def to_words(url: str | None, text: str) -> str | None:
    """The address with a fragment that finds ``text``; the bare address when that gets too long."""
    bare = link(url)
    if bare is None:
        return None
    found = bare + ("" if "#" in bare else "#") + ":~:text=" + fragment(text)
    return found if len(found) <= MOST and text.strip() else bare


def fragment(text: str) -> str:
    """The words of a text directive: all of a short text, else its first and last words."""
    words = clean.visible(text.split("\n")[0] if "\n" in text.strip() else text).split()
    if len(" ".join(words)) <= _WHOLE or len(words) <= 2 * _EDGE:
        return _encoded(" ".join(words))
    return f"{_encoded(' '.join(words[:_EDGE]))},{_encoded(' '.join(words[-_EDGE:]))}"


def _encoded(words: str) -> str:
    """``-``, ``&`` and ``,`` mean something inside a directive; parentheses would end a masked link."""
    return percent(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
