"""An OpenDocument text's bytes to Extracted. Runs in the worker."""

from __future__ import annotations

from typing import Any

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.archives import Archive
from index.reading.extracted import Extracted, Line, one_line, titled

_LEFT_OUT = frozenset(
    {"tracked-changes", "note", "annotation", "sequence-decls", "forms", "table-of-content"}
)


def read_odt(raw: bytes, name: str) -> Extracted:
    """Headings, paragraphs, list items and table rows in order. Raises ReadingError."""
    archive = Archive(raw, name)
    lines: list[Line] = []
    stack: list[tuple[Any, bool]] = [(archive.xml("content.xml"), False)]
    while stack:
        node, listed = stack.pop()
        tag = _name(node)
        if tag in _LEFT_OUT:
            continue
        if tag == "table-row":
            row = " | ".join(filter(None, (one_line(_text(cell)) for cell in node)))
            lines += [Line(row, ParagraphKind.TEXT)] if row else []
        elif tag in ("h", "p"):
            kind = ParagraphKind.HEADING if tag == "h" else ParagraphKind.LIST if listed else None
            lines += [Line(text, kind) for part in _text(node).split("\n") if (text := one_line(part))]
        else:
            stack.extend((child, listed or tag == "list") for child in reversed(node))
    if not lines:
        raise ReadingError("{name} holds no text.", name=name)
    about = _about(archive) if archive.has("meta.xml") else {}
    day = about.get("creation-date", "")[:10]
    return titled(
        lines,
        one_line(about.get("title", "")),
        author=about.get("creator") or about.get("initial-creator"),
        published=day or None,
    )


def _about(archive: Archive) -> dict[str, str]:
    return {
        _name(node): node.text for node in archive.xml("meta.xml").iter() if node.text and node.text.strip()
    }


def _text(node: Any) -> str:
    pieces = [node.text or ""]
    stack: list[Any] = []
    for child in reversed(node):
        stack += [child.tail or "", child]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        tag = _name(item)
        if tag in _LEFT_OUT:
            continue
        if tag in ("tab", "s"):
            pieces.append(" ")
        elif tag == "line-break":
            pieces.append("\n")
        if tag == "p":
            pieces.append(" ")
        pieces.append(item.text or "")
        for child in reversed(item):
            stack += [child.tail or "", child]
    return "".join(pieces)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
