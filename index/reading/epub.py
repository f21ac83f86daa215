"""A book's bytes (EPUB 2 and 3) to Extracted: its chapters in the order of the spine. Runs in the worker."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.archives import Archive, beside
from index.reading.charset import decode_page
from index.reading.extracted import Extracted, Line, one_line
from index.reading.html.lines import PageLine, page_lines
from index.reading.html.signs import HEADINGS

_CONTAINER = "META-INF/container.xml"
MAX_CHAPTERS = 2_000


def read_epub(raw: bytes, name: str) -> Extracted:
    """Raises ReadingError: damaged, protected, or without text."""
    archive = Archive(raw, name)
    if archive.has("META-INF/rights.xml") or archive.has("META-INF/sinf.xml"):
        raise ReadingError("{name} is protected by its shop; it cannot be read.", name=name)
    roots = [node.get("full-path") for node in archive.xml(_CONTAINER).iter() if _name(node) == "rootfile"]
    if not roots or not roots[0]:
        raise archive.damaged()
    package = archive.xml(roots[0])
    files = {
        node.get("id"): beside(roots[0], unquote(node.get("href") or ""))
        for node in package.iter()
        if _name(node) == "item"
        and "html" in (node.get("media-type") or "")
        and node.get("properties") != "nav"
    }
    order = [
        node.get("idref")
        for node in package.iter()
        if _name(node) == "itemref" and node.get("linear") != "no"
    ]
    lines: list[Line] = []
    for item in order[:MAX_CHAPTERS]:
        if item in files:
            lines += [_line(line) for line in _chapter(archive.read(files[item]))]
    about = _about(package)
    title = one_line(about.get("title", ""))
    lines = [line for line in lines if line.text != title]
    if not lines:
        raise ReadingError("{name} holds no text.", name=name)
    return Extracted(
        title,
        tuple(lines),
        author=about.get("creator"),
        published=about.get("date", "")[:10] or None,
        publisher=about.get("publisher"),
    )


def _chapter(raw: bytes) -> list[PageLine]:
    import lxml.html

    text = decode_page(raw)
    if not text.strip():
        return []
    try:
        tree = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return []
    return page_lines(tree)


def _line(line: PageLine) -> Line:
    kind = ParagraphKind.TEXT
    if line.tag in HEADINGS:
        kind = ParagraphKind.HEADING
    elif line.quoted:
        kind = ParagraphKind.QUOTE
    elif line.tag in ("li", "dd", "dt"):
        kind = ParagraphKind.LIST
    return Line(line.text, kind)


def _about(package: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in package.iter():
        text = one_line(node.text or "") if isinstance(node.tag, str) else ""
        if text and _name(node) in ("title", "creator", "date", "publisher"):
            key = _name(node)
            found[key] = (
                f"{found[key]}; {text}" if key == "creator" and key in found else found.get(key, text)
            )
    return found


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
