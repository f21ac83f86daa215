"""The same words in more than one article: each article is named before more places of the first."""

from __future__ import annotations

import pytest

from index.checking import judge
from index.checking.catalog import build, read_source
from index.model import Quote, QuoteKind, StoredQuote, Verdict, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import nothing_near

WORDS = "the lighthouse will be painted in green before the winter comes"


def asked_of(*bodies: str) -> Verdict:
    """Judge the words over articles of these texts."""
    articles = [read_text(f"Title {i}\n{body}\n".encode(), f"{i}.txt") for i, body in enumerate(bodies)]
    return judge(WORDS, build([read_source(i, a, ()) for i, a in enumerate(articles)]), nothing_near)


def test_every_article_is_named_before_more_of_the_same() -> None:
    verdict = asked_of(f"We hear that {WORDS}. " * 6, f"They say that {WORDS}.", f"It seems that {WORDS}.")
    assert verdict.quote is not None
    assert {verdict.quote.article, *(other.article for other in verdict.also)} == {"0.txt", "1.txt", "2.txt"}
    assert verdict.elsewhere


def test_one_article_is_not_several() -> None:
    assert not asked_of(f"We hear that {WORDS}. " * 3, "Nothing of the kind.").elsewhere
    assert not asked_of("Nothing of the kind.").elsewhere


QUOTED = "the oysters were never counted"


def asked_of_quoting(query: str, *bodies: str) -> Verdict:
    """Judge a text over articles in which QUOTED, where it stands between marks, is said by Nils Aster."""
    sources = []
    for i, body in enumerate(bodies):
        article = read_text(f"Title {i}\n{body}\n".encode(), f"{i}.txt")
        at = article.text.find(f"“{QUOTED}") + 1
        quotes = []
        if at:
            number = next(p.number for p in article.paragraphs if p.start <= at < p.end)
            quote = Quote(
                QuoteKind.DIRECT,
                QUOTED,
                at,
                at + len(QUOTED),
                number,
                0,
                "Nils Aster",
                None,
                None,
                "said",
                1.0,
            )
            quotes.append(StoredQuote(str(i), i, article.name, article.title, None, quote))
        sources.append(read_source(i, article, quotes))
    return judge(query, build(sources), nothing_near)


@pytest.mark.parametrize(
    "excerpt",
    [
        f"the report at dawn, and “{QUOTED}” was all that Aster said before he left the hall",
        f"left the harbour at noon. Aster said: “{QUOTED}”",
    ],
)
def test_an_excerpt_is_of_the_article_that_has_all_of_it(excerpt: str) -> None:
    elsewhere = f"In May, “{QUOTED},” said Nils Aster."
    verdict = asked_of_quoting(excerpt, elsewhere, f"They saw that he {excerpt}. It was cold.", elsewhere)
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.quote is not None
    assert verdict.quote.article == "1.txt"
    assert verdict.elsewhere


def test_words_that_an_article_has_in_its_own_voice_are_not_cited_from_who_says_them() -> None:
    excerpt = f"Aster said that {QUOTED} in the autumn"
    verdict = asked_of_quoting(excerpt, f"“{QUOTED},” said Nils Aster.", f"It is known that {excerpt}.")
    assert verdict.quote is not None
    assert (verdict.verdict, verdict.quote.article) == (VerdictKind.EXACT, "1.txt")
