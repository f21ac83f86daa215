"""What a document says about its own address: whether it may be believed."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_LINK = 2_000
"""Longest address in characters."""


def web_address(text: str | None) -> str | None:
    """The address when it is a plain http(s) one, without user names, blanks or what cannot be seen; else None."""
    address = (text or "").strip()
    try:
        parts = urlsplit(address)
        host, named = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or named or "%" in parts.netloc:
        return None
    return address if len(address) <= MAX_LINK and address.isprintable() and " " not in address else None


def kin(one: str, other: str) -> bool:
    """Are these addresses of the same host, or of one under the other (www., amp., m.)?"""
    a, b = (_bare(urlsplit(address).hostname or "") for address in (one, other))
    return (
        bool(a and b) and (a == b or a.endswith("." + b) or b.endswith("." + a)) and "." in min(a, b, key=len)
    )


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.").removeprefix("amp.").removeprefix("m.")
