"""Which article a question about an article means."""

from __future__ import annotations

from collections.abc import Sequence

from index.answering.followup import Exchange
from index.model import ArticleInfo
from index.text.words import content_stems

_NAMED_FROM = 0.5
"""Share of the words that name an article which its title or file name has to hold."""


def articles_meant(
    articles: Sequence[ArticleInfo], topic: Sequence[str], previous: Exchange | None
) -> list[ArticleInfo]:
    """The one article that is meant, or all that it may be; none when no title fits the words that name it."""
    if topic:
        wanted = set(content_stems(" ".join(topic)))
        shares = [(len(wanted & _named(info)) / max(len(wanted), 1), info) for info in articles]
        best = max((share for share, _ in shares), default=0.0)
        return [info for share, info in shares if share == best] if best >= _NAMED_FROM else []
    if previous is not None and previous.article is not None:
        before = [info for info in articles if info.name == previous.article]
        return before or list(articles)
    return list(articles)


def _named(info: ArticleInfo) -> set[str]:
    name = info.name.replace("_", " ").replace("-", " ").replace("/", " ").replace(".", " ")
    return {*content_stems(info.title), *content_stems(name)}
