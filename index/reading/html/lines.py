"""Every line of a page as a reader would see it, with where it stands in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Element = Any
"""An lxml element; lxml brings no types."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
    "form header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset(
    "head script style noscript template nav form button input select textarea option label iframe svg math video "
    "audio object embed canvas map figcaption caption amp-ad amp-sidebar amp-consent amp-social-share amp-analytics "
    "amp-embed amp-iframe".split()
)
_UNWANTED = re.compile(
    r"(^|[\s_-])(comments?|disqus|respond|share|sharing|sharedaddy|social|newsletter|signup|subscri\w+|paywall|promo|"
    r"advert\w*|ads?|adsbygoogle|sponsor\w*|related|jp-relatedposts|recirc\w*|most-?(read|popular)|trending|"
    r"recommend\w*|more-from|cookie\w*|consent|gdpr|tags?|topics?|breadcrumbs?|byline|author\w*|dateline|meta|timestamp|"
    r"date|pubdate|caption|credit|footnotes?|endnotes?|pull-?quote|sidebar|footer|nav|menu|links-block|topic-list|cta|outbrain|taboola)($|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_NOTE = re.compile(r"\[?[\d*†]{1,3}\]?")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: its text, its innermost block, whether its surroundings are unwanted, and how much of it is links."""

    text: str
    tag: str
    block: Element
    unwanted: bool
    links: float
    bold: bool = False


@dataclass(slots=True)
class _Run:
    """The inline text gathered since the last block edge."""

    pieces: list[str]
    linked: int = 0
    bold: int = 0


def page_lines(root: Element) -> list[PageLine]:
    """The visible lines of a page in reading order; two line breaks in a row end a line."""
    return list(_walk(root))


def _walk(root: Element) -> Iterator[PageLine]:
    """An explicit stack: pages nest deeper than Python recurses."""
    run = _Run([])
    blocks: list[tuple[Element, bool]] = [(root, False)]
    stack: list[tuple[Element, bool, bool, bool]] = [
        (root, False, False, False)
    ]  # node, leaving, linked, bold
    while stack:
        node, leaving, linked, bold = stack.pop()
        tag = node.tag
        if leaving:
            if tag in _BLOCKS:
                yield from _flush(run, *blocks.pop())
            _gather(run, node.tail, linked, bold)
            continue
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(node) or _is_note(node):
            _gather(run, node.tail, linked, bold)
            continue
        if tag == "br":
            run.pieces.append("\n")
            _gather(run, node.tail, linked, bold)
            continue
        if tag == "tr" and _is_data(node):
            yield from _flush(run, *blocks[-1])
            row = " | ".join(cell for child in node if (cell := _cell(child)))
            if row:
                yield PageLine(row, "tr", node, blocks[-1][1], 0.0)
            continue
        if tag in _BLOCKS:
            yield from _flush(run, *blocks[-1])
            blocks.append((node, blocks[-1][1] or _is_unwanted(node)))
        stack.append((node, True, linked, bold))
        linked, bold = linked or tag == "a", bold or tag in ("b", "strong")
        _gather(run, node.text, linked, bold)
        stack.extend((child, False, linked, bold) for child in reversed(node))
    yield from _flush(run, *blocks[0])


def _gather(run: _Run, text: str | None, linked: bool, bold: bool) -> None:
    if text:
        run.pieces.append(" ".join(text.split("\n")) if "\n" in text else text)
        if linked:
            run.linked += len(text.strip())
        if bold:
            run.bold += len(text.strip())


def _flush(run: _Run, block: Element, unwanted: bool) -> Iterator[PageLine]:
    joined = "".join(run.pieces)
    length = max(1, len(joined.strip()))
    links, bold = run.linked / length, run.bold / length > 0.9
    run.pieces, run.linked, run.bold = [], 0, 0
    for part in re.split(r"\n[ \t\r]*(?:\n\s*)+", joined):
        text = " ".join(part.split())
        if text:
            yield PageLine(text, block.tag, block, unwanted, links, bold)


def _is_data(row: Element) -> bool:
    """A row of short cells; a cell with blocks inside or much text is layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) > 50:
        return False
    plain = all(
        not any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in cell.iterdescendants()) for cell in cells
    )
    return plain and all(len(_cell(cell)) <= 200 for cell in cells)


def _cell(cell: Element) -> str:
    return " ".join("".join(cell.itertext()).split()) if isinstance(cell.tag, str) else ""


def _is_hidden(node: Element) -> bool:
    return (
        node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(node.get("style", "")))
    )


def _is_note(node: Element) -> bool:
    """The mark of a footnote."""
    return node.tag == "sup" and bool(_NOTE.fullmatch("".join(node.itertext()).strip()))


def _is_unwanted(node: Element) -> bool:
    if node.tag in ("aside", "footer", "address") or node.get("role") in (
        "navigation",
        "complementary",
        "contentinfo",
    ):
        return True
    if node.tag in ("body", "article", "main"):
        return False
    return any(bool(_UNWANTED.search(node.get(name, ""))) for name in ("class", "id", "data-component"))
