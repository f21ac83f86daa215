"""Bytes to text: byte order mark, then UTF-8, the server's word, the page's own, windows-1252."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NEVER = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Python's text codecs that no browser knows, some of which decode to what cannot be stored."""
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_LOOKED_AT = 4096
_MOST_CONTROLS = 0.02
"""With a larger share of control characters it is no text (by hand)."""
_BEYOND = re.compile(r"[^\x00-\x7f]")
_FEW_BAD = 4
"""So many good characters beyond ASCII for each bad one: the file is UTF-8 that was damaged."""
_LIKELY = frozenset("“”‘’„–—…•€£©®°·§«»ßàáâäåæçèéêëìíîïñòóôöøùúûüœšžÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÜŒŠŽ½¼¾×\xa0´")
_MOST_LIKELY = 0.9
"""The share of characters beyond ASCII that are letters and marks of Western European prose."""
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1"})


def decode_page(raw: bytes, content_type: str | None = None) -> str:
    """The page's text; bytes that mean nothing become U+FFFD, as in a browser. Never raises."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _clean(raw.decode(encoding, "replace"))
    header = _HEADER.search(content_type or "")
    inside = _XML.search(raw[:1024]) or _META.search(raw[:4096])
    named = header.group(1) if header else inside.group(1).decode("ascii") if inside else "utf-8"
    if (text := decode_utf8(raw)) is not None:
        return _clean(text)
    codec = _codec(named)
    return _clean(
        raw.decode("windows-1252" if codec == "utf-8" and not header and not inside else codec, "replace")
    )


def decode_utf8(raw: bytes) -> str | None:
    """UTF-8, for valid UTF-8 beyond ASCII is never anything else; a few bad bytes among much of it are U+FFFD.

    None when the bytes are some other encoding: there hardly any byte beyond ASCII fits.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(_BEYOND.findall(text)) - bad
    return text if good >= _FEW_BAD * bad else None


def decode_text(raw: bytes) -> str | None:
    """A text file without a word about its encoding: UTF-8, UTF-16 by its zeros, windows-1252 when that makes words.

    None when nothing fits.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                return None
    if (wide := _wide(raw)) is not None:
        return wide
    if b"\x00" in raw:
        return None
    text = decode_utf8(raw)
    if text is None:
        text = raw.decode("windows-1252", "replace")
        beyond = [char for char in text if ord(char) > 127]
        likely = sum(char in _LIKELY for char in beyond)
        text = text if likely >= _MOST_LIKELY * len(beyond) else None
    return text


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of European text is zero."""
    head = raw[:_LOOKED_AT]
    half = len(head) // 2
    if half < 2 or len(raw) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.7 * half or min(even, odd) > 0.02 * half:
        return None
    try:
        return raw.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None


def is_binary(raw: bytes) -> bool:
    """Whether bytes called text are a picture or an archive: control characters are rare in any encoding."""
    if raw.startswith(tuple(mark for mark, _ in _BOMS)):
        return False
    head = raw[:_LOOKED_AT]
    return len(head.translate(None, _CONTROLS)) < len(head) * (1 - _MOST_CONTROLS)


def decode_as_named(raw: bytes, content_type: str | None) -> str | None:
    """The text in the charset that a Content-Type names; None without one, or when the bytes do not fit it."""
    named = _HEADER.search(content_type or "")
    if not named:
        return None
    try:
        return raw.decode(_codec(named.group(1)))
    except UnicodeDecodeError:
        return None


def _codec(label: str) -> str:
    """WHATWG reads Latin-1 and ASCII as windows-1252; an unknown label is UTF-8."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return "utf-8"
    text = name in {"utf-16-le", "utf-16-be", "utf-16"} or name.startswith("utf-32")
    if name in _LATIN:
        return "windows-1252"
    return "utf-8" if text or name.replace("_", "-") in _NEVER or not _decodes_text(name) else name


def _decodes_text(name: str) -> bool:
    """Python has codecs that are no text encodings (zip, hex, rot13)."""
    return codecs.lookup(name)._is_text_encoding


def _clean(text: str) -> str:
    return _DECLARATION.sub("", text.replace("\x00", ""))
