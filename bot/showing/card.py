"""A quote as a picture, to be shown elsewhere: the stored words, who said them, where and when. Pure.

The font is DejaVu Sans (free, see ``fonts/LICENSE``): Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and
many signs. What it lacks would be boxes: then there is no card.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from bot.showing import clean, limits, render
from bot.texts import say
from index.model import Citation

WIDTH, EDGE = 1000, 60
MOST = 600
"""Longest quote in characters: it is shown whole or not at all."""
_FONTS = Path(__file__).parent / "fonts"
_PAPER, _INK, _SOFT, _ACCENT = "#faf7f0", "#23252b", "#6d7078", "#e0a030"
_ALT = 1000


def card(cited: Citation) -> bytes | None:
    """PNG; None when the quote is too long for a card, or has letters that the font lacks."""
    from PIL import Image, ImageDraw

    words = " ".join(clean.visible(cited.text).split())
    told = (
        cited.title or cited.article, render.published_by(cited), render.day(cited.published), _host(cited.url)
    )  # fmt: skip
    who, where = _who(cited), " · ".join(_line(part) for part in told if part)
    if not words or len(words) > MOST or not _has_all(words + who + where):
        return None
    size = 46 if len(words) <= 140 else 36 if len(words) <= 320 else 29
    big, bold, small = (
        _font("DejaVuSans.ttf", size),
        _font("DejaVuSans-Bold.ttf", 28),
        _font("DejaVuSans.ttf", 22),
    )
    room = WIDTH - 2 * EDGE - 30
    lines = _wrapped(words, big, room)
    below = [*_wrapped(f"— {who}", bold, room)] if who else []
    small_lines = _wrapped(where, small, room)[:3]
    height = 2 * EDGE + int(len(lines) * size * 1.4) + 30 + len(below) * 40 + len(small_lines) * 32
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((EDGE - 20, EDGE, EDGE - 12, EDGE + int(len(lines) * size * 1.4)), fill=_ACCENT)
    at = float(EDGE)
    for line in lines:
        draw.text((EDGE + 20, at), line, font=big, fill=_INK)
        at += size * 1.4
    at += 30
    for line in below:
        draw.text((EDGE + 20, at), line, font=bold, fill=_INK)
        at += 40
    for line in small_lines:
        draw.text((EDGE + 20, at), line, font=small, fill=_SOFT)
        at += 32
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def alt(cited: Citation) -> str:
    """The card in words, for who cannot see it."""
    who = _who(cited) or say("answer.no_speaker")
    words = " ".join(clean.visible(cited.text).split())
    return limits.shorten(
        say("card.alt", quote=words, who=who, title=_line(cited.title or cited.article)), _ALT
    )


def _who(cited: Citation) -> str:
    """The speaker with their office; empty when nobody is named."""
    return ", ".join(_line(part) for part in (cited.speaker, cited.speaker_title) if part and cited.speaker)


def _line(text: str | None) -> str:
    return limits.shorten(" ".join(clean.visible(text or "").split()), 120)


def _host(url: str | None) -> str | None:
    from urllib.parse import urlsplit

    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONTS / name), size)


def _has_all(text: str) -> bool:
    """Whether no letter would be the box that stands for a missing one."""
    font = _font("DejaVuSans.ttf", 20)
    missing = bytes(font.getmask("\U000f0000"))
    return all(char.isspace() or bytes(font.getmask(char)) != missing for char in set(text))


def _wrapped(text: str, font: Any, room: int) -> list[str]:
    """Lines that fit; a word that is too long alone is broken."""
    lines: list[str] = []
    for word in text.split():
        while font.getlength(word) > room:
            cut = next(n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= room)
            lines.append(word[:cut])
            word = word[cut:]
        if lines and font.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
