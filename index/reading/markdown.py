"""Markdown to Extracted, by markdown-it-py (CommonMark). Offsets are into the stored plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.model import ParagraphKind
from index.reading.extracted import Extracted, Line, one_line, titled
from index.reading.front_matter import split_front_matter
from index.reading.links import web_address
from index.text.turns import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_TAG = re.compile(r"<[^<>]{1,500}>")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,500}[>%]\}\}")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]:?")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
MAX_NESTING = 40


def read_markdown(text: str) -> Extracted:
    """Headings, paragraphs, list items, code and table rows, one a line. The first heading is the title.

    A line that the author broke on purpose is a paragraph of its own, and so is each turn of a conversation.
    """
    from markdown_it import MarkdownIt

    fields, text = split_front_matter(text)
    text = _SHORTCODE.sub("", text)
    lines: list[Line] = []
    heading = in_row = False
    quoted = listed = 0
    cells: list[str] = []
    for token in MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").parse(text):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type in ("list_item_open", "list_item_close"):
            listed += token.nesting
        elif token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            lines.append(Line(" | ".join(filter(None, cells)), ParagraphKind.TEXT))
        elif token.type == "inline" and in_row:
            cells.append(one_line(" ".join(_rows(token))))
        elif token.type == "inline":
            kind = _kind(heading, quoted, listed)
            lines += [Line(content, kind) for row in _rows(token) if (content := one_line(row))]
        elif token.type in ("fence", "code_block"):
            lines += [
                Line(one_line(row), ParagraphKind.TEXT) for row in token.content.splitlines() if row.strip()
            ]
        elif token.type == "html_block" and (content := one_line(_TAG.sub(" ", token.content))):
            lines.append(Line(content, ParagraphKind.TEXT))
    return titled(
        lines,
        fields.get("title", ""),
        url=web_address(fields.get("canonical") or fields.get("url")),
        author=fields.get("author") or fields.get("authors"),
        published=fields.get("date"),
        publisher=fields.get("publisher"),
    )


def _kind(heading: bool, quoted: int, listed: int) -> ParagraphKind | None:
    if heading:
        return ParagraphKind.HEADING
    if quoted:
        return ParagraphKind.QUOTE
    return ParagraphKind.LIST if listed else None


def _rows(token: Token) -> list[str]:
    """The words without marks, an image's text dropped; cut at hard breaks, and at soft ones between turns."""
    rows = [""]
    children: Sequence[Token] = token.children or []
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            rows[-1] += child.content
        elif child.type == "hardbreak":
            rows.append("")
        elif child.type == "softbreak":
            rows[-1] += "\n"
    return [piece for row in rows for piece in _turns(_WIKI.sub(r"\1", _FOOTNOTE.sub("", row)))]


def _turns(row: str) -> list[str]:
    parts = row.split("\n")
    if len(parts) > 1 and all(label_of(part.strip()) for part in parts):
        return parts
    return [row]
