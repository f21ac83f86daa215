"""A small article with its quotes marked by hand, and a near function that knows nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.checking.catalog import Catalog, build, read_source
from index.checking.meaning import Near
from index.model import Article, Quote, QuoteKind, StoredQuote
from index.reading.text import read_text

LINES = (
    "Harbour bridge will not open before spring, mayor says",
    "Mayor Ines Okafor said the new harbour bridge would not open before the spring of 2027.",
    "“We are not going to open a bridge that our own engineers don’t trust,” Okafor said. “It is as simple as that.”",
    "The works cost 1,240 million crowns so far, and the council has never published the contract.",
    "“I have asked for the con\u00adtract four times… and four times they told me to wait,” said Tomas Lind, who leads "
    "the opposition. “The people of this town paid for every bolt; nobody has ever shown them a bill.”",
    "He added that the ferry must keep running until the bridge is safe.",
    "Lind called the delay “shameful”.",
)
QUOTES = (
    ("the new harbour bridge would not open before the spring of 2027", "Ines Okafor", QuoteKind.INDIRECT, 1),
    (
        "We are not going to open a bridge that our own engineers don’t trust",
        "Ines Okafor",
        QuoteKind.DIRECT,
        2,
    ),
    ("It is as simple as that.", "Ines Okafor", QuoteKind.DIRECT, 2),
    (
        "I have asked for the con\u00adtract four times… and four times they told me to wait",
        "Tomas Lind",
        QuoteKind.DIRECT,
        3,
    ),
    (
        "The people of this town paid for every bolt; nobody has ever shown them a bill.",
        "Tomas Lind",
        QuoteKind.DIRECT,
        4,
    ),
    ("the ferry must keep running until the bridge is safe", "Tomas Lind", QuoteKind.INDIRECT, 5),
    ("shameful", "Tomas Lind", QuoteKind.DIRECT, 6),
)
ARTICLE: Article = read_text("\n".join(LINES).encode(), "bridge.txt")


def stored_quotes() -> list[StoredQuote]:
    """The quotes above as the store gives them."""
    found = []
    for number, (text, speaker, kind, utterance) in enumerate(QUOTES):
        start = ARTICLE.text.index(text)
        inside = next(p for p in ARTICLE.paragraphs if p.start <= start < p.end)
        title = "Mayor" if speaker == "Ines Okafor" else None
        quote = Quote(
            kind, text, start, start + len(text), inside.number, utterance, speaker, title, None, "said", 1.0
        )
        found.append(StoredQuote(str(number), 1, ARTICLE.name, ARTICLE.title, None, quote))
    return found


CATALOG: Catalog = build([read_source(1, ARTICLE, stored_quotes())])


@pytest.fixture
def catalog() -> Catalog:
    """The article above."""
    return CATALOG


def nothing_near(text: str) -> Sequence[Near]:
    """Nobody said anything like it."""
    return ()
