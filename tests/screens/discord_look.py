"""Draws the golden messages in Discord's look. Run ``python -m tests.screens.discord_look``; needs Chromium.

The payloads are those that ``tests/bot/golden`` holds and the tests compare with what is sent; only the look is ours.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[1] / "bot" / "showing" / "golden"
SCREENS = Path(__file__).parent
NAMES = (
    "answer", "context", "more", "abstention", "exact", "altered", "paraphrase", "not_found", "said", "check", "articles",
    "nearest", "plain", "setup_check", "unanswered", "article", "remove", "progress", "report", "setup", "stats", "help", "failed",
)  # fmt: skip
WIDTH, SCALE = 412, 2
"""A phone's, in CSS pixels: what reads well there reads well everywhere."""
DESKTOP = 900
LIGHT = ("answer", "altered")
"""Messages that are drawn on a wide, light screen, too."""
_STYLE = """
body{margin:0;background:#313338;color:#dbdee1;font:16px/1.35 "gg sans","Noto Sans","DejaVu Sans",sans-serif}
.message{display:flex;gap:12px;padding:12px}.message>div:last-child{min-width:0;flex:1}.face{width:40px;height:40px;border-radius:50%;background:#e0a030;
color:#313338;font-weight:700;display:grid;place-items:center;flex:none}.who{font-weight:600;color:#fff}
.tag{background:#5865f2;color:#fff;font-size:11px;border-radius:3px;padding:1px 5px;margin-left:6px}
.embed{background:#2b2d31;border-left:4px solid;border-radius:4px;padding:8px 12px;margin-top:6px;max-width:520px;overflow-wrap:anywhere}
.author,.name{font-weight:600;font-size:14px;color:#f2f3f5;margin:2px 0 6px}.title{font-weight:700;color:#f2f3f5}
.field{margin-top:8px;font-size:14px}.fields{display:flex;flex-wrap:wrap;column-gap:28px}.wide{flex-basis:100%}
blockquote{border-left:4px solid #4e5058;margin:4px 0;padding:0 0 0 10px}h3{font-size:20px;margin:2px 0;color:#f2f3f5}
small{color:#949ba4}a{color:#00a8fc;text-decoration:none}.text{font-size:15px;white-space:pre-wrap}
.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.button{background:#4e5058;color:#fff;border-radius:4px;
padding:7px 14px;font-size:14px}.off{opacity:.5}code{background:#1e1f22;border-radius:3px;padding:0 3px}
.stamp{background:#3f4147;border-radius:3px;padding:0 2px}
.chip{background:#3c4270;color:#c9cdfb;border-radius:3px;padding:0 2px}
"""
_LIGHT = """
body{background:#fff;color:#313338}.who,.title,h3,.author,.name{color:#060607}.embed{background:#f2f3f5}
blockquote{border-color:#c4c9ce}small{color:#5c5e66}.button{background:#e3e5e8;color:#313338}code{background:#e3e5e8}
.stamp{background:#e3e5e8}.chip{background:#e6e8fd;color:#3442d9}a{color:#006ce7}
"""
_INLINE = (
    (re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"__\*\*(.+?)\*\*__"), r"<u><b>\1</b></u>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<i>\1</i>"),
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"&lt;#(\d+)&gt;"), r'<span class="chip">#channel-\1</span>'),
    (re.compile(r"&lt;@&amp;(\d+)&gt;"), r'<span class="chip">@role-\1</span>'),
    (re.compile(r"&lt;/([\w -]+):\d+&gt;"), r'<span class="chip">/\1</span>'),
    (re.compile(r"&lt;t:(\d+):[dD]&gt;"), lambda found: _day(int(found[1]))),
)


def _day(seconds: int) -> str:
    """As Discord writes it for who reads English."""
    day = datetime.fromtimestamp(seconds, UTC)
    return f'<span class="stamp">{day:%B} {day.day}, {day.year}</span>'


def markdown(text: str) -> str:
    """The part of Discord's Markdown that the bot uses, as HTML."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(html.escape(match[1]))
        return f"\x00{len(kept) - 1}\x00"

    shown = html.escape(re.sub(r"\\([^\w\s])", keep, text))
    for pattern, tag in _INLINE:
        shown = pattern.sub(tag, shown)
    lines = []
    for line in shown.split("\n"):
        if line.startswith("&gt; "):
            line = line.removeprefix("&gt; ")
            inner = f"<h3>{line[4:]}</h3>" if line.startswith("### ") else line or "&nbsp;"
            lines.append(f"<blockquote>{inner}</blockquote>")
        elif line.startswith("-# "):
            lines.append(f"<div><small>{line[3:]}</small></div>")
        else:
            lines.append(f"<div>{line or '&nbsp;'}</div>")
    joined = "".join(lines).replace("</blockquote><blockquote>", "<br>")
    return re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], joined)


def page(message: dict[str, Any], *, light: bool = False) -> str:
    """One message as a page."""
    parts = [f'<div class="text">{markdown(message["content"])}</div>'] if message.get("content") else []
    parts += [embed(body) for body in message["embeds"]]
    for row in message["components"]:
        buttons = "".join(button(part) for part in row["components"])
        parts.append(f'<div class="row">{buttons}</div>')
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE}{_LIGHT if light else ""}</style><div class="message"><div class="face">w</div>'
        f'<div><span class="who">whosaid</span><span class="tag">APP</span>{"".join(parts)}</div></div>'
    )


def embed(body: dict[str, Any]) -> str:
    """One embed."""
    parts = []
    if author := body.get("author"):
        parts.append(f'<div class="author">{html.escape(author["name"])}</div>')
    if title := body.get("title"):
        parts.append(f'<div class="title">{markdown(title)}</div>')
    if text := body.get("description"):
        parts.append(f'<div class="text">{markdown(text)}</div>')
    fields = "".join(
        f'<div class="field{"" if item["inline"] else " wide"}"><div class="name">{markdown(item["name"])}</div>'
        f"{markdown(item['value'])}</div>"
        for item in body.get("fields") or []
    )
    colour = f"#{body.get('color', 0x1E1F22):06x}"
    return f'<div class="embed" style="border-color:{colour}">{"".join(parts)}<div class="fields">{fields}</div></div>'


def button(part: dict[str, Any]) -> str:
    """One button."""
    emoji = (part.get("emoji") or {}).get("name", "")
    label = " ".join(
        filter(None, [emoji, html.escape(part.get("label") or ""), "↗" if part.get("url") else ""])
    )
    return f'<span class="button{" off" if part.get("disabled") else ""}">{label}</span>'


def shoot(name: str, browser: str, folder: Path, *, light: bool = False) -> None:
    """Take one picture, as high as the message is; ``light``: on a desktop's light screen."""
    message = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    source = folder / f"{name}.html"
    source.write_text(page(message, light=light), encoding="utf-8")
    target = SCREENS / f"discord_{name}{'_light' if light else ''}.png"
    common = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--force-device-scale-factor={SCALE}",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={folder / 'profile'}",
    ]
    subprocess.run(  # noqa: S603
        [*common, f"--window-size={DESKTOP if light else WIDTH},1400", f"--screenshot={target}", source.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    crop(target)


def crop(picture: Path) -> None:
    """Cut the empty end off."""
    from PIL import Image, ImageChops

    with Image.open(picture) as taken:
        image = taken.convert("RGB")
    box = ImageChops.difference(
        image, Image.new("RGB", image.size, image.getpixel((1, image.height - 1)))
    ).getbbox()
    if box:
        image.crop((0, 0, image.width, min(image.height, box[3] + 20))).quantize(128).save(
            picture, optimize=True
        )


def main() -> None:
    """Take all pictures."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("Install Debian's package chromium first.")
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            shoot(name, browser, Path(folder))
        for name in LIGHT:
            shoot(name, browser, Path(folder), light=True)


if __name__ == "__main__":
    main()
