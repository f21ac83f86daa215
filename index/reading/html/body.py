"""Which lines of a page are the article: those that trafilatura finds, and their kin that it drops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.model import ParagraphKind
from index.reading.extracted import Line, one_line
from index.reading.html.lines import PageLine
from index.reading.html.signs import HEADINGS, Element, is_quote
from index.reading.html.words import Texts, key, words_of
from index.reading.paragraph_kinds import HEADING_MAX, is_boilerplate

_LEAD = re.compile(
    r"standfirst|\bdek\b|lede|\blead\b|intro|summary|subtitle|abstract|teaser|excerpt", re.IGNORECASE
)
_MOST_LINKS = 0.5
"""Share of a line's letters that stand in links, from which it leads elsewhere."""
_ALL_LINKS = 0.95
"""From here on it is nothing but a link. These and the numbers below were tuned on two thirds of the pages that
``whosaid evaluate extraction`` reads."""
_LEAST_REPEAT, _LEAST_QUOTED = 30, 15
"""Letters of a line that may stand twice; of a line that is marked as a quotation."""
_LEAST_PART, _LEAST_WHOLE = 20, 50
"""Letters of a line that is part of one that was found; more than so many has one that is part of a line."""
_FEW_WORDS = 5
_TEASER = 5
"""So many words make the text of a link a headline."""
_SENTENCE = 40
_LEAST_FOUND = 0.5
"""Share of the extractor's letters that has to be found again in the tree."""
_LEAST_INSIDE = 0.5
"""Share of those letters that a wall holds when the article stands inside it."""
_DATE = re.compile(
    r"(?=.{0,80}\d{4})(\w{3,9}day,? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9},? \d{4}|\w{3,9} \d{1,2}(st|nd|rd|th)?,? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\b.{0,40}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}( ?[ap]\.?m\.?)?( [A-Z]{2,4})?|\d{1,3}(\+\d{1,2})?'", re.IGNORECASE)
_BYLINE = re.compile(r"by [A-Z][\w.’'-]+( [A-Z][\w.’'-]+){0,4}(,.{0,60}| \|.{0,120})?")
_PROSE_TAGS = frozenset({"p", "li", "dd", "dt", "tr", "blockquote", "summary", "pre"})
_HOLDERS = frozenset({"div", "body", "article", "main", "section", "td"})
_INNER = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "li", "blockquote", "header", "details"})
_HEAD = re.compile(r"head|title|question", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"advertise?ment|loading\W*|(photos?|image|words|pictures?|photographs?|illustrations?):.*|getty .{0,30}",
    re.IGNORECASE,
)


def article_lines(lines: Sequence[PageLine], found: str, title: str) -> list[Line]:
    """The article's lines in reading order. ``found`` is trafilatura's text, one block a line."""
    wanted = Texts(found.splitlines())
    words = [words_of(line.text) for line in lines]
    keys = ["".join(some) for some in words]
    hits = _hits(wanted, words, keys)
    covered = sum(len(text) for text, hit in zip(keys, hits, strict=True) if hit)
    if covered < _LEAST_FOUND * sum(map(len, set(wanted.keys))):
        return [
            Line(one_line(line)) for line in found.splitlines() if line.strip() and not _same(line, title)
        ]
    chosen = _choose(lines, keys, hits)
    return _finish([line for line, take in zip(lines, chosen, strict=True) if take], title)


def _hits(wanted: Texts, words: Sequence[Sequence[str]], keys: Sequence[str]) -> list[bool]:
    """Which lines were found: alone, as a part of a longer line, or holding one that is long enough."""
    known = set(wanted.keys) - {""}
    return [
        text in known
        or (
            len(text) >= _LEAST_PART
            and (
                any(text in wanted.keys[i] for i in wanted.around(some))
                or any(
                    len(w) > _LEAST_WHOLE and w in text
                    for w in map(wanted.keys.__getitem__, wanted.inside(some))
                )
            )
        )
        for some, text in zip(words, keys, strict=True)
    ]


def _standing(lines: Sequence[PageLine], keys: Sequence[str], hits: Sequence[bool]) -> set[Element]:
    """The walls that stand: one that holds half of what was found is the article, whatever it is called."""
    inside: Counter[Element] = Counter()
    total = 0
    for line, text, hit in zip(lines, keys, hits, strict=True):
        total += len(text) * hit
        for wall in line.walls:
            inside[wall] += len(text) * hit
    return {wall for wall, size in inside.items() if size < _LEAST_INSIDE * total}


def _choose(lines: Sequence[PageLine], folded: Sequence[str], hits: Sequence[bool]) -> list[bool]:
    standing = _standing(lines, folded, hits)
    unwanted = [any(wall in standing for wall in line.walls) for line in lines]
    body = [
        i for i, (line, hit) in enumerate(zip(lines, hits, strict=True)) if hit and line.tag not in HEADINGS
    ]
    if not body:
        return list(hits)
    first, last = body[0], body[-1]
    homes = {home for i in body for home in _homes(lines[i].block)}  # proxies kept alive keep their identity
    chosen = [hit and not bad for hit, bad in zip(hits, unwanted, strict=True)]
    for i, line in enumerate(lines):
        if chosen[i] or unwanted[i] or line.links > _MOST_LINKS or _is_furniture(line.text):
            continue
        at_home = any(home in homes for home in _homes(line.block))
        if first < i < last or i > last:
            prose = line.tag in _PROSE_TAGS or line.tag in HEADINGS or line.quoted
            chosen[i] = (at_home and prose) or (i < last and _is_sub_heading(i, lines, hits))
        elif line.tag in ("h2", "h3") and _is_sentence(line.text):
            chosen[i] = any(before.tag == "h1" for before in lines[max(0, i - 2) : i])
        elif _LEAD.search(f"{line.block.get('class', '')} {line.block.getparent().get('class', '')}"):
            chosen[i] = len(line.text) > 30
        else:
            prose = len(line.text) > 60 or (
                line.tag == "p" and not line.links and _is_short_sentence(line.text)
            )
            chosen[i] = at_home and line.tag in ("p", "body", "article", "main") and prose
    _trim(lines, chosen)
    return _without_repeats(lines, folded, chosen)


def _without_repeats(lines: Sequence[PageLine], keys: Sequence[str], chosen: Sequence[bool]) -> list[bool]:
    """A pull quote whose words stand in the text goes, and the name below it."""
    kept = list(chosen)
    taken = Texts(line.text if take else "" for line, take in zip(lines, chosen, strict=True))
    for i, take in enumerate(chosen):
        if take and _is_repeat(lines[i], keys[i], taken):
            kept[i] = False
            below = i + 1
            if (
                below < len(lines)
                and lines[i].quoted
                and lines[below].quoted
                and _same_box(lines[i], lines[below])
            ):
                kept[below] = kept[below] and len(lines[below].text) > HEADING_MAX
    return kept


def _same_box(a: PageLine, b: PageLine) -> bool:
    return a.block.getparent() is b.block.getparent()


def _trim(lines: Sequence[PageLine], chosen: list[bool]) -> None:
    """Headings after the last words lead elsewhere, and so do headings before the first that are links."""
    words = [i for i, line in enumerate(lines) if chosen[i] and _is_prose(line)]
    while words and is_boilerplate(lines[words[-1]].text):
        words.pop()
    if not words:
        return
    for i, line in enumerate(lines):
        if not chosen[i]:
            continue
        if i < words[0]:
            chosen[i] = line.tag != "h1" and line.links <= _MOST_LINKS
        elif i > words[-1]:
            chosen[i] = line.tag not in HEADINGS and line.links < _ALL_LINKS
        elif line.tag == "p" and line.links >= _ALL_LINKS:  # a link that stands alone leads elsewhere
            chosen[i] = len(line.text.split()) < _TEASER or line.text.rstrip("”\"’'")[-1:] in ".!?"


def _is_prose(line: PageLine) -> bool:
    return line.tag not in HEADINGS and line.links <= _MOST_LINKS and len(line.text) > _SENTENCE


def _is_sub_heading(at: int, lines: Sequence[PageLine], hits: Sequence[bool]) -> bool:
    """A short line right above one that was found, called a heading by its tag or its class."""
    line = lines[at]
    if not (hits[at + 1] and lines[at + 1].tag == "p") or line.links or len(line.text) > HEADING_MAX:
        return False
    return line.tag in HEADINGS or bool(_HEAD.search(line.block.get("class", "")))


def _homes(block: Element) -> list[Element]:
    """The block's container, and for an item of a list or table the list's container."""
    parent = block.getparent()
    if parent is None:
        return [block]
    homes = [block, parent] if block.tag in _HOLDERS else [parent]
    steps = 0
    quoted = "blockquote" in (parent.tag, block.tag) or is_quote(parent) or is_quote(block)
    while steps < 4 and (parent.tag in _INNER or (quoted and parent.tag in ("div", "figure", "aside"))):
        upper = parent.getparent()
        if upper is None:
            break
        parent, steps = upper, steps + 1
        homes.append(parent)
    return homes


def _is_repeat(line: PageLine, folded: str, taken: Texts) -> bool:
    """A pull quote: the words stand in a longer line of the article as well."""
    if line.tag in HEADINGS or len(folded) < (_LEAST_QUOTED if line.quoted else _LEAST_REPEAT):
        return False
    others = (taken.keys[i] for i in taken.around(words_of(line.text)))
    return any(folded in other and len(other) > len(folded) + 5 for other in others)


def _is_furniture(text: str) -> bool:
    """Dates, clock times, by-lines and what stands for a picture or an advertisement."""
    return any(pattern.fullmatch(text) for pattern in (_DATE, _CLOCK, _BYLINE, _PLACEHOLDER))


def _is_sentence(text: str) -> bool:
    """What stands below a headline and says in a sentence what it is about."""
    return len(text) > _SENTENCE and text.rstrip("”\"’'").endswith(".")


def _is_short_sentence(text: str) -> bool:
    return len(text.split()) >= _FEW_WORDS and text.rstrip("”\"’'")[-1:] in (".", "?", "!")


def _same(text: str, title: str) -> bool:
    """The headline again, perhaps with the site's name or another mark."""
    a, b = key(text), key(title)
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
            out.append(Line(line.text, ParagraphKind.HEADING if heading else _kind(line)))
    return out


def _kind(line: PageLine) -> ParagraphKind:
    if line.quoted:
        return ParagraphKind.QUOTE
    return ParagraphKind.LIST if line.tag in ("li", "dd", "dt") else ParagraphKind.TEXT
