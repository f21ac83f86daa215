"""Article to passages: what is embedded and searched, with the sentences inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Article, ParagraphKind
from index.text.sentences import split_sentences

MAX_CHARACTERS = 1_000
"""A longer paragraph is several passages: the default encoder reads 256 word pieces."""

_GLUED = re.compile(
    r"""(?:(?<=[a-z]{3}[.!?])|(?<=[A-Z]{4}[.!?])|(?<=\d\d[.!?])|(?<=[.!?][”’"])|(?<=[.!?]['’]['’]))"""
    r"""(?=[“‘"]?[A-Z][a-z’]*[ ,’])"""
    r"""|(?<=[a-z]{2})(?=(?:An?|The|He|She|It|They|But|This|Meanwhile|However|Earlier|According) )"""
)
_HOSTLIKE = re.compile(r"[/@]\S{0,60}$|(?i:\bwww\.\S{0,60}$)")


_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def as_read(text: str) -> str:
    """The text as a person reads it, for an encoder: without soft hyphens and zero-width characters.

    Offsets do not survive; what is shown or stored is always the source's slice.
    """
    return text.translate(_UNSEEN).replace("\u00a0", " ")


@dataclass(frozen=True, slots=True)
class Passage:
    """``article.text[start:end]``; ``sentences`` are spans inside. Paragraph None is the title."""

    paragraph: int | None
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]


def split_glued(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the paragraphs that stand in ``text[start:end]`` without a space between ("… of LAPS.She recalls …").

    A heading ends without a full stop ("… in the northThe minister said …"). Soft hyphens count as absent. A full stop inside a name, a number or an address is no seam.
    """
    kept = [i for i in range(start, end) if text[i] != "\u00ad"]
    chunk = text[start:end] if len(kept) == end - start else "".join(text[i] for i in kept)
    cuts = [kept[at] for match in _GLUED.finditer(chunk) if _is_seam(chunk, at := match.start())]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _is_seam(chunk: str, at: int) -> bool:
    """No seam in an address; a straight quotation mark opens when those before it are in pairs."""
    if _HOSTLIKE.search(chunk[max(0, at - 60) : at]):
        return False
    return '"' not in (chunk[at], chunk[at - 1]) or chunk.count('"', 0, at) % 2 == 0


def split_passages(article: Article) -> list[Passage]:
    """The title and every paragraph that is retrieved (boilerplate is not), in reading order."""
    return list(passages_of(article))


def passages_of(article: Article) -> Iterator[Passage]:
    """``split_passages``, one by one."""
    text = article.text
    title = article.title_start, article.title_end
    yield Passage(None, *title, (title,))
    for paragraph in article.paragraphs:
        if paragraph.kind is ParagraphKind.BOILERPLATE:
            continue
        for start, end in split_glued(text, paragraph.start, paragraph.end):
            yield from _grouped(text, paragraph.number, start, end)


def _grouped(text: str, number: int, start: int, end: int) -> list[Passage]:
    """Whole sentences up to the length that the encoder reads."""
    passages = []
    group: list[tuple[int, int]] = []
    for sentence in split_sentences(text, start, end):
        if group and sentence[1] - group[0][0] > MAX_CHARACTERS:
            passages.append(Passage(number, group[0][0], group[-1][1], tuple(group)))
            group = []
        group.append(sentence)
    if group:
        passages.append(Passage(number, group[0][0], group[-1][1], tuple(group)))
    return passages
