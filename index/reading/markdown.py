"""Markdown to Extracted, by markdown-it-py (CommonMark). Offsets are into the stored plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.model import ParagraphKind
from index.reading.extracted import Extracted, Line, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^(title|author|date|publisher|url|canonical)[^\S\n]*+:[^\S\n]*+(\S.*)$", re.MULTILINE | re.IGNORECASE
)
_TAG = re.compile(r"<[^>]{1,500}>")
MAX_NESTING = 40


def read_markdown(text: str) -> Extracted:
    """Headings, paragraphs, list items, code and table rows, one a line. The first heading is the title."""
    from markdown_it import MarkdownIt

    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {key.lower(): value.strip().strip("'\"") for key, value in _FIELD.findall(front.group(1))}
        text = text[front.end() :]
    lines: list[Line] = []
    heading = in_row = False
    cells: list[str] = []
    for token in MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").parse(text):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            lines.append(Line(" | ".join(filter(None, cells)), ParagraphKind.TEXT))
        elif token.type == "inline":
            content = one_line(_plain(token))
            if in_row:
                cells.append(content)
            elif content:
                lines.append(Line(content, ParagraphKind.HEADING if heading else ParagraphKind.TEXT))
        elif token.type in ("fence", "code_block"):
            lines += [
                Line(one_line(row), ParagraphKind.TEXT) for row in token.content.splitlines() if row.strip()
            ]
        elif token.type == "html_block" and (content := one_line(_TAG.sub(" ", token.content))):
            lines.append(Line(content, ParagraphKind.TEXT))
    title = fields.get("title", "")
    if not title and lines:
        title, lines = lines[0].text, lines[1:]
    elif lines and lines[0].text == title:
        lines = lines[1:]
    url = fields.get("canonical") or fields.get("url") or ""
    return Extracted(
        title,
        tuple(lines),
        url=url if url.startswith(("http://", "https://")) else None,
        author=fields.get("author"),
        published=fields.get("date"),
        publisher=fields.get("publisher"),
    )


def _plain(token: Token) -> str:
    """The words without marks; an image has its text dropped, a line break is a space."""
    pieces = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces)
