"""The same words in more than one article: each article is named before more places of the first."""

from __future__ import annotations

from index.checking import judge
from index.checking.catalog import build, read_source
from index.model import Verdict
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
