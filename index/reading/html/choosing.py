"""Which reading of a page is its article: trafilatura's, readability's, JSON-LD's or the main element's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.model import ParagraphKind
from index.reading.extracted import Line
from index.reading.html.body import article_lines
from index.reading.html.lines import PageLine
from index.reading.html.signs import Element
from index.reading.html.words import key
from index.reading.paragraph_kinds import is_boilerplate

Second = Callable[[], str]
"""Another extractor's text, asked for only in doubt."""

_PROSE = 60
"""Letters from which a line is prose even without an end of sentence."""
_MOST_LINKS = 0.5
"""As in ``body.py``; all of these were tuned on the same pages."""
_DOUBT_SHARE, _DOUBT_SIZE = 0.5, 500
"""A reading is doubted below half of the page's prose, or below so many characters."""
_JSON_LEAST, _JSON_COVERED = 200, 0.6
"""A page's own ``articleBody`` is taken from so many characters on, when the reading covers less of it than that."""
_LOOKED_FOR = 500
"""About so many lines of it are looked for."""
_CLEARLY = 1.3
"""A second reading is taken when it holds so many times the prose of the first."""
_SENTENCE = re.compile(r"\w[)\]%’'”\"»]{0,3}[.!?…]['’”\"»)]*(\s|$)|[。！？]")
_WORDS_OF_A_LINE = 8


def choose(
    root: Element, lines: Sequence[PageLine], found: str, body: str | None, title: str, second: Second
) -> tuple[list[Line], bool]:
    """The article's lines, and whether most of the page's prose was left out. Empty when the page holds no article."""
    on_page = sum(
        len(line.text)
        for line in lines
        if not line.walls and line.links <= _MOST_LINKS and _is_prose(line.text)
    )
    best = article_lines(lines, found, title) if found.strip() else []
    if body and _says_more(body, best):
        best = article_lines(lines, body, title)
    if size(best) < max(_DOUBT_SHARE * on_page, _DOUBT_SIZE):
        for other in (second, lambda: _main_text(root, lines)):
            text = other()
            reading = article_lines(lines, text, title) if text.strip() else []
            if size(reading) > _CLEARLY * size(best):
                best = reading
    if not is_article(best):
        return [], False
    return best, size(best) < _DOUBT_SHARE * on_page


def _says_more(body: str, best: Sequence[Line]) -> bool:
    """Is JSON-LD's text as long as what was read, and other words, or the same in more paragraphs?"""
    if len(body) < max(_JSON_LEAST, 0.9 * size(best)):
        return False
    return _covered(body, best) < _JSON_COVERED or len(best) * 2 < len(body.split("\n\n"))


def size(lines: Sequence[Line]) -> int:
    """Characters of prose."""
    return sum(
        len(line.text)
        for line in lines
        if line.kind not in (ParagraphKind.BOILERPLATE, ParagraphKind.HEADING) and _is_prose(line.text)
    )


def is_article(lines: Sequence[Line]) -> bool:
    """Does it hold a sentence? Menus, forms and empty shells do not."""
    said = [
        line.text
        for line in lines
        if line.kind is not ParagraphKind.BOILERPLATE and not is_boilerplate(line.text)
    ]
    return any(len(text.split()) >= _WORDS_OF_A_LINE or _SENTENCE.search(text) for text in said)


def _is_prose(text: str) -> bool:
    return len(text) > _PROSE or bool(_SENTENCE.search(text))


def _covered(body: str, lines: Sequence[Line]) -> float:
    """The share of a text's lines that stand in a reading; of a very long text, of lines here and there."""
    blob = key(" ".join(line.text for line in lines))
    parts = [part for line in re.split(r"[\n.!?]", body) if len(part := key(line)) > 20]
    parts = parts[:: 1 + len(parts) // _LOOKED_FOR]
    return sum(len(part) for part in parts if part in blob) / max(1, sum(map(len, parts)))


def _main_text(root: Element, lines: Sequence[PageLine]) -> str:
    """The words of the largest ``<article>`` or ``<main>``, or of the whole page, links aside."""
    homes = [*root.iter("article"), *root.iter("main")][:50]
    inside: dict[Element, int] = dict.fromkeys(homes, 0)
    kept = [line for line in lines if line.links <= _MOST_LINKS and _is_prose(line.text)]
    ancestors = {id(line): set(line.block.iterancestors()) | {line.block} for line in kept} if homes else {}
    for line in kept:
        for home in homes:
            if home in ancestors[id(line)]:
                inside[home] += len(line.text)
    home = max(inside, key=lambda node: inside[node], default=None)
    if home is not None and inside[home]:
        kept = [line for line in kept if home in ancestors[id(line)]]
    return "\n".join(line.text for line in kept)
