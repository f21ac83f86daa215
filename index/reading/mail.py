"""Mails (.eml) and saved pages (.mhtml) to Extracted, by the standard library's ``email``. Runs in the worker."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.charset import decode_text
from index.reading.extracted import Extracted, Line, one_line
from index.reading.wrapping import blocks_of, lines_of

_QUOTED = re.compile(r"(?:>[ \t]?){1,20}")
_ADDRESS = re.compile(r"\s?<[^<>]{1,200}>")
_SIGNATURE = "-- "
MAX_PARTS = 500


def read_mail(raw: bytes, name: str) -> Extracted:
    """The subject is the title, the plain text (else the page) the paragraphs. Raises ReadingError."""
    message = _parsed(raw, name)
    plain = _first(message, "text/plain")
    page = _first(message, "text/html")
    subject = one_line(str(message.get("Subject", "")))
    author = one_line(_ADDRESS.sub("", str(message.get("From", "")))).strip('" ')
    published = None
    try:
        if message.get("Date"):
            published = parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (ValueError, TypeError, IndexError):
        published = None
    if plain is not None and (text := _content(plain)).strip():
        return Extracted(subject, tuple(_lines(text)), author=author or None, published=published)
    if page is None:
        raise ReadingError("{name} holds no text that can be read.", name=name)
    lines = _page_lines(_content(page))
    return Extracted(subject, tuple(lines), author=author or None, published=published)


def read_mhtml(raw: bytes, name: str) -> Extracted:
    """The page of a saved page. Raises ReadingError."""
    from index.reading.html.page import read_page

    message = _parsed(raw, name)
    page = _first(message, "text/html")
    if page is None:
        raise ReadingError("{name} holds no page that can be read.", name=name)
    payload = page.get_payload(decode=True)
    address = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    url = address if address.startswith(("http://", "https://")) else None
    found = read_page(payload if isinstance(payload, bytes) else b"", name, page.get("Content-Type"), url)
    return found if found.url or url is None else _with_url(found, url)


def _with_url(found: Extracted, url: str) -> Extracted:
    from dataclasses import replace

    return replace(found, url=url)


def _parsed(raw: bytes, name: str) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
    except (ValueError, LookupError, TypeError, IndexError) as error:
        raise ReadingError("{name} is damaged; save its text and add that.", name=name) from error
    if not message.keys():
        raise ReadingError("{name} is called a mail but is none.", name=name)
    return message


def _first(message: EmailMessage, kind: str) -> EmailMessage | None:
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            return part
    return None


def _content(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode_text(raw) or raw.decode("utf-8", "replace")


def _lines(text: str) -> list[Line]:
    """Paragraphs; what an answer quotes is marked as quoted, a signature is left out."""
    kept: list[str] = []
    for line in text.splitlines():
        if line == _SIGNATURE:
            break
        kept.append(line)
    plain = "\n".join(kept)
    found = lines_of(plain)
    spans = blocks_of(plain, found) or [(start, end) for start, end, _ in found]
    out: list[Line] = []
    for start, end in spans:
        block = plain[start:end]
        quoted = bool(_QUOTED.match(block))
        if quoted:
            block = "\n".join(
                line[match.end() :] if (match := _QUOTED.match(line)) else line for line in block.split("\n")
            )
        if words := one_line(block):
            out.append(Line(words, ParagraphKind.QUOTE if quoted else None))
    return out


def _page_lines(text: str) -> list[Line]:
    import lxml.html

    from index.reading.html.lines import page_lines

    try:
        tree = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return []
    return [Line(line.text, ParagraphKind.QUOTE if line.quoted else None) for line in page_lines(tree)]
