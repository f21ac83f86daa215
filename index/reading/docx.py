"""A Word document's bytes to Extracted, by python-docx. Runs in the worker."""

from __future__ import annotations

import io
from typing import Any

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.archives import Archive
from index.reading.extracted import Extracted, Line, one_line, titled

_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "txbxContent", "instrText", "delText"})
_KINDS = (
    ("heading", ParagraphKind.HEADING),
    ("title", ParagraphKind.HEADING),
    ("subtitle", ParagraphKind.HEADING),
    ("list", ParagraphKind.LIST),
    ("quote", ParagraphKind.QUOTE),
    ("caption", ParagraphKind.CAPTION),
    ("footer", ParagraphKind.BOILERPLATE),
)


def read_docx(raw: bytes, name: str) -> Extracted:
    """Paragraphs and table rows in order, changes as accepted. Raises ReadingError."""
    import docx
    from docx.opc.exceptions import OpcError

    archive = Archive(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
    except (OpcError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise archive.damaged() from error
    lines = [line for block in document.element.body for line in _block(block, document)]
    core = document.core_properties
    title = next((line.text for line, style in _styled(document) if style == "title"), "") or one_line(
        core.title or ""
    )
    if not lines:
        raise ReadingError("{name} holds no text.", name=name)
    created = core.created
    return titled(
        lines, title, author=core.author or None, published=created.date().isoformat() if created else None
    )


def _styled(document: Any) -> list[tuple[Line, str]]:
    return [
        (Line(one_line(p.text)), str(p.style.name if p.style else "").lower())
        for p in document.paragraphs[:10]
        if p.text.strip()
    ]


def _block(block: Any, document: Any) -> list[Line]:
    tag = _name(block)
    if tag == "p":
        kind = _kind(block, document)
        return [Line(text, kind) for part in _text(block).split("\n") if (text := one_line(part))]
    if tag == "tbl":
        return [
            Line(row, ParagraphKind.TEXT)
            for tr in block.iter()
            if _name(tr) == "tr"
            and (
                row := " | ".join(filter(None, (one_line(_cell(cell)) for cell in tr if _name(cell) == "tc")))
            )
        ]
    if tag in ("sdt", "sdtContent", "ins", "customXml"):
        return [line for child in block for line in _block(child, document)]
    return []


def _kind(paragraph: Any, document: Any) -> ParagraphKind | None:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document).style
    called = str(style.name if style else "").lower()
    for begins, kind in _KINDS:
        if called.startswith(begins) or (begins == "quote" and begins in called):
            return kind
    return ParagraphKind.LIST if any(_name(e) == "numPr" for e in paragraph.iter()) else None


def _cell(cell: Any) -> str:
    return " ".join(_text(p) for p in cell.iter() if _name(p) == "p")


def _text(node: Any) -> str:
    """The words of a paragraph; an explicit stack, for strangers' files nest."""
    pieces: list[str] = []
    stack = list(reversed(node))
    while stack:
        item = stack.pop()
        tag = _name(item)
        if tag in _LEFT_OUT:
            continue
        if tag == "t":
            pieces.append(item.text or "")
        elif tag == "tab":
            pieces.append(" ")
        elif tag in ("br", "cr"):
            pieces.append("\n")
        elif tag == "noBreakHyphen":
            pieces.append("-")
        else:
            stack.extend(reversed(item))
    return "".join(pieces)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
