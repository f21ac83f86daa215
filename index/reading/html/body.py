"""Which lines of a page are the article: those that trafilatura finds, and their kin that it drops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.model import ParagraphKind
from index.reading.extracted import Line, one_line
from index.reading.html.lines import HEADINGS, Element, PageLine
from index.reading.paragraph_kinds import is_boilerplate
from index.text.folding import fold

_LEAD = re.compile(
    r"standfirst|\bdek\b|lede|\blead\b|intro|summary|subtitle|abstract|teaser|excerpt", re.IGNORECASE
)
_MOST_LINKS = 0.5
_SENTENCE = 40
_LEAST_FOUND = 0.5
_DATE = re.compile(
    r"(?=.{0,80}\d{4})(\w{3,9}day,? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9},? \d{4}|\w{3,9} \d{1,2}(st|nd|rd|th)?,? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\b.{0,40}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}( ?[ap]\.?m\.?)?( [A-Z]{2,4})?|\d{1,3}(\+\d{1,2})?'", re.IGNORECASE)
_BYLINE = re.compile(r"by [A-Z][\w.’'-]+( [A-Z][\w.’'-]+){0,4}(,.{0,60}| \|.{0,120})?")
_PLACEHOLDER = re.compile(
    r"advertise?ment|loading\W*|(photos?|image|words|pictures?|photographs?|illustrations?):.*|getty .{0,30}",
    re.IGNORECASE,
)


def article_lines(lines: Sequence[PageLine], found: str, title: str) -> list[Line]:
    """The article's lines in reading order. ``found`` is trafilatura's text, one block a line."""
    wanted = {fold(line).text for line in found.splitlines()} - {""}
    blob = "\n".join(sorted(wanted))
    folded = [fold(line.text).text for line in lines]
    hits = [
        text in wanted or (len(text) >= 25 and text in blob) or any(len(w) > 60 and w in text for w in wanted)
        for text in folded
    ]
    covered = sum(len(text) for text, hit in zip(folded, hits, strict=True) if hit)
    if covered < _LEAST_FOUND * sum(map(len, wanted)):
        return [
            Line(one_line(line)) for line in found.splitlines() if line.strip() and not _same(line, title)
        ]
    chosen = _choose(lines, folded, hits)
    return _finish([line for line, take in zip(lines, chosen, strict=True) if take], title)


def _choose(lines: Sequence[PageLine], folded: Sequence[str], hits: Sequence[bool]) -> list[bool]:
    body = [
        i for i, (line, hit) in enumerate(zip(lines, hits, strict=True)) if hit and line.tag not in HEADINGS
    ]
    if not body:
        return list(hits)
    first, last = body[0], body[-1]
    homes = {home for i in body for home in _homes(lines[i].block)}  # proxies kept alive keep their identity
    chosen = [hit and not line.unwanted for line, hit in zip(lines, hits, strict=True)]
    for i, line in enumerate(lines):
        if chosen[i] or line.unwanted or line.links > _MOST_LINKS or _is_furniture(line.text):
            continue
        at_home = any(home in homes for home in _homes(line.block))
        if first < i < last or i > last:
            prose = (
                line.tag in ("p", "li", "dd", "dt", "tr", "blockquote", "summary", "pre")
                or line.tag in HEADINGS
            )
            chosen[i] = at_home and prose
        elif line.tag in ("h2", "h3") and _is_sentence(line.text):
            chosen[i] = any(before.tag == "h1" for before in lines[max(0, i - 2) : i])
        elif _LEAD.search(f"{line.block.get('class', '')} {line.block.getparent().get('class', '')}"):
            chosen[i] = len(line.text) > 30
        else:
            chosen[i] = at_home and line.tag == "p" and len(line.text) > 60
    return [take and not _is_repeat(i, lines, folded, chosen) for i, take in enumerate(chosen)]


def _homes(block: Element) -> list[Element]:
    """The block's container, and for an item of a list or table the list's container."""
    parent = block.getparent()
    if parent is None:
        return [block]
    homes = [parent] if block.tag != "div" else [block, parent]
    steps = 0
    while (
        parent.tag in ("ul", "ol", "dl", "table", "tbody", "thead", "li", "blockquote", "header", "details")
        and steps < 4
    ):
        upper = parent.getparent()
        if upper is None:
            break
        parent, steps = upper, steps + 1
        homes.append(parent)
    return homes


def _is_repeat(at: int, lines: Sequence[PageLine], folded: Sequence[str], chosen: Sequence[bool]) -> bool:
    """A pull quote: the words stand in a longer line of the article as well."""
    if lines[at].tag in HEADINGS or len(folded[at]) < 30:
        return False
    core = folded[at].strip("\"' .,")
    return any(
        take and core in other and len(other) > len(folded[at]) + 5
        for other, take in zip(folded, chosen, strict=True)
    )


def _is_furniture(text: str) -> bool:
    """Dates, clock times, by-lines and what stands for a picture or an advertisement."""
    return any(pattern.fullmatch(text) for pattern in (_DATE, _CLOCK, _BYLINE, _PLACEHOLDER))


def _is_sentence(text: str) -> bool:
    """What stands below a headline and says in a sentence what it is about."""
    return len(text) > _SENTENCE and text.rstrip("”\"’'").endswith(".")


def _same(text: str, title: str) -> bool:
    """The headline again, perhaps with the site's name or another mark."""
    a, b = fold(text).text, fold(title).text
    return a == b or (bool(a) and abs(len(a) - len(b)) < 8 and SequenceMatcher(None, a, b).ratio() > 0.9)


def _finish(lines: Sequence[PageLine], title: str) -> list[Line]:
    """Kinds from the tags; what follows a heading such as "You may also like" is as unwanted as it."""
    out: list[Line] = []
    seen_title = stopped = False
    for line in lines:
        if _is_furniture(line.text) or (not seen_title and _same(line.text, title)):
            seen_title = seen_title or _same(line.text, title)
            continue
        short_bold = line.bold and len(line.text) <= 80 and line.text[-1] not in ".!?…:;,”"
        heading = (line.tag in HEADINGS and not _is_sentence(line.text)) or (
            short_bold and line.tag in ("p", "div")
        )
        if heading:
            stopped = is_boilerplate(line.text)
        elif stopped and line.tag not in ("li", "div", "a") and line.links <= _MOST_LINKS:
            stopped = False
        if stopped or is_boilerplate(line.text):
            out.append(Line(line.text, ParagraphKind.BOILERPLATE))
        else:
            out.append(Line(line.text, ParagraphKind.HEADING if heading else ParagraphKind.TEXT))
    return out
