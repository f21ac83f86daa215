"""Article to passages: what is embedded and searched, with the sentences inside."""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Article, ParagraphKind
from index.sentences import split_sentences

MAX_CHARACTERS = 1_000
"""A longer paragraph is several passages: the default encoder reads 256 word pieces."""


@dataclass(frozen=True, slots=True)
class Passage:
    """``article.text[start:end]``; ``sentences`` are spans inside. Paragraph None is the title."""

    paragraph: int | None
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]


def split_passages(article: Article) -> list[Passage]:
    """The title and every paragraph that is retrieved (boilerplate is not), in reading order."""
    text = article.text
    passages = [
        Passage(None, article.title_start, article.title_end, ((article.title_start, article.title_end),))
    ]
    for paragraph in article.paragraphs:
        if paragraph.kind is ParagraphKind.BOILERPLATE:
            continue
        group: list[tuple[int, int]] = []
        for sentence in split_sentences(text, paragraph.start, paragraph.end):
            if group and sentence[1] - group[0][0] > MAX_CHARACTERS:
                passages.append(Passage(paragraph.number, group[0][0], group[-1][1], tuple(group)))
                group = []
            group.append(sentence)
        if group:
            passages.append(Passage(paragraph.number, group[0][0], group[-1][1], tuple(group)))
    return passages
