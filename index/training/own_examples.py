"""Our own articles as training groups for the reader: a question with the text that answers it, and texts of the same
article that share its words and do not."""

from __future__ import annotations

import random
from collections.abc import Iterator

from index.slices import cut
from index.text.sentences import split_sentences
from index.text.words import stems
from index.training.own_articles import OwnArticle, OwnQuestion, own_articles
from index.training.reader_data import WINDOW, Example

SILENT_WINDOWS = 2
"""Texts that a question which its article leaves open is asked of: those that share most of its words."""


def own_groups(rng: random.Random) -> list[list[Example]]:
    """A group for each question of the articles that networks learn from."""
    learned = [article for article in own_articles() if article.use == "networks"]
    return [group for article in learned for group in _groups(article, rng) if group]


def _groups(article: OwnArticle, rng: random.Random) -> Iterator[list[Example]]:
    sentences = split_sentences(article.text, 0, len(article.text))
    held = [set(stems(cut(article.text, a, b))) for a, b in sentences]
    for question in article.questions:
        right = [
            any(sentence in answer or answer in sentence for answer in question.answers)
            for sentence in (cut(article.text, a, b) for a, b in sentences)
        ]
        asked = set(stems(question.text))
        near = sorted(range(len(sentences)), key=lambda i: (-len(asked & held[i]), rng.random()))
        group: list[Example] = []
        if any(right):
            best = next(i for i in near if right[i])
            group.append(_example(article, question, sentences, right, _around(sentences, best, rng)))
        wanted = len(group) + (1 if group else SILENT_WINDOWS)
        for i in near[: 3 * SILENT_WINDOWS]:
            chosen = _around(sentences, i, rng)
            if len(group) < wanted and not any(right[j] for j in chosen):
                group.append(_example(article, question, sentences, right, chosen))
        yield group


def _around(sentences: list[tuple[int, int]], middle: int, rng: random.Random) -> range:
    """Neighbours of a sentence, as many as a window holds."""
    first = last = middle
    while True:
        sides = [s for s in (first - 1, last + 1) if 0 <= s < len(sentences)]
        rng.shuffle(sides)
        fitting = [s for s in sides if sentences[max(last, s)][1] - sentences[min(first, s)][0] <= WINDOW]
        if not fitting:
            return range(first, last + 1)
        first, last = min(first, fitting[0]), max(last, fitting[0])


def _example(
    article: OwnArticle,
    question: OwnQuestion,
    sentences: list[tuple[int, int]],
    right: list[bool],
    chosen: range,
) -> Example:
    start, end = sentences[chosen[0]][0], sentences[chosen[-1]][1]
    return Example(
        question.text,
        cut(article.text, start, end),
        tuple((sentences[i][0] - start, sentences[i][1] - start) for i in chosen),
        tuple(int(right[i]) for i in chosen),
        None,
    )
