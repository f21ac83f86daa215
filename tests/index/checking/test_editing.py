"""Short statements that are a quote's but for one thing, with quotes of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from index.checking import judge
from index.checking.catalog import Catalog, build, read_source
from index.checking.editing import moved, shortened
from index.model import Quote, QuoteKind, StoredQuote, Verdict, VerdictKind
from index.reading.text import read_text
from tests.fuzz.cpu import lines
from tests.index.checking.conftest import nothing_near

LINES = (
    "Mill closes its oldest hall",
    "“We did not hide everything from the crew,” said Greta Vanholt. “We were not too late.”",
    "“Nobody told us about the asbestos,” said Greta Vanholt. “We will strike on Friday.”",
    "“The floor under the northern half of the hall was rotten,” said Greta Vanholt. “Rain does not frighten sopranos.”",
    "“The hall must now, before anybody pays for it, be measured,” said Greta Vanholt. “The door opens early.”",
    "“I told the owner, in front of two clerks, that the roof was a mistake,” said Greta Vanholt.",
    "“I would not resign,” said Greta Vanholt.",
)


def _of(lines_: Sequence[str]) -> Catalog:
    article = read_text("\n".join(lines_).encode(), "mill.txt")
    stored: list[StoredQuote] = []
    for paragraph in article.paragraphs:
        pieces = article.cut(paragraph.start, paragraph.end).split("“")[1:]
        for text in (piece.split("”")[0].removesuffix(",") for piece in pieces):
            start = article.text.index(text)
            number = len(stored)
            quote = Quote(
                QuoteKind.DIRECT, text, start, start + len(text), paragraph.number, number, "Greta Vanholt", None,
                None, "said", 1.0,
            )  # fmt: skip
            stored.append(StoredQuote(str(number), 1, article.name, article.title, None, quote))
    return build([read_source(1, article, stored)])


CATALOG = _of(LINES)


def judged(text: str) -> Verdict:
    return judge(text, CATALOG, nothing_near)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We did hide everything from the crew", "We did not hide everything from the crew"),
        ("We weren't too late", "We were not too late"),
        ("We were too late", "We were not too late"),
        ("I would resign", "I would not resign"),
        ("Rain frightens sopranos", "Rain does not frighten sopranos"),
        ("They told us about the asbestos", "Nobody told us about the asbestos"),
        ("We will strike on Monday", "We will strike on Friday"),
        ("On Friday we will strike", "We will strike on Friday"),
        ("The door opens late", "The door opens early"),
        ("The floor was rotten", "The floor under the northern half of the hall was rotten"),
        ("The floor was not rotten", "The floor under the northern half of the hall was rotten"),
        ("The hall must be measured", "The hall must now, before anybody pays for it, be measured"),
    ],
)
def test_one_thing_is_changed(text: str, quote: str) -> None:
    verdict = judged(text)
    assert verdict.verdict is VerdictKind.ALTERED
    assert verdict.quote is not None
    assert verdict.quote.text.rstrip(".") == quote
    assert verdict.changes


@pytest.mark.parametrize(
    "text",
    [
        "We will strike at dawn",
        "We will hide",
        "Nobody told the mayor",
        "The owner was a mistake",  # another statement begins between the words
        "The crew was rotten",
        "The northern crew opens everything",
        "It was too late",
    ],
)
def test_another_statement_is_not_taken_for_it(text: str) -> None:
    assert judged(text).verdict is VerdictKind.NOT_FOUND


@pytest.mark.parametrize(
    "filled",
    [lambda n: "rain " * n + "opens harbours", lambda n: " ".join(f"word{i}" for i in range(n))],
    ids=["one word", "many words"],
)
@pytest.mark.parametrize("query", ["rain opens harbours", "word3 word1 word2 word0"])
def test_a_giant_quote_costs_in_proportion(filled: Callable[[int], str], query: str) -> None:
    def work(n: int) -> int:
        catalog = _of(("Mill closes", f"“{filled(n)}.”"))
        numbers = catalog.numbers(query.split())
        spans = [(0, len(catalog.ids))]
        return lines(
            lambda: (moved(catalog, numbers, spans), shortened(catalog, query.split(), numbers, spans))
        )

    assert work(4000) < 2.5 * work(2000) + 500
