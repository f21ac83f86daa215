"""Our own articles as examples for the measure of resolved names."""

from __future__ import annotations

from itertools import islice

from index.evaluation.resolved import TYPES, UNTOLD
from index.training.own_articles import newsroom_articles, own_articles
from index.training.own_quotes import quoted_examples, set_of


def test_quotations_stand_where_the_article_has_them() -> None:
    quoting = [own for own in own_articles() if own.quotes]
    for own, example in islice(zip(quoting, quoted_examples(), strict=False), 12):
        wanted = [quote.text for quote in own.quotes]
        found = [example.article.text[k.start : k.end] for k in example.known]
        assert found == [text for text in wanted if text in example.article.text]
        assert len({k.start for k in example.known}) == len(found)
        assert {k.type for k in example.known} <= {*TYPES.values(), UNTOLD}
        assert example.set == set_of(own)


def test_nothing_learns_from_the_newsroom() -> None:
    articles = newsroom_articles()
    assert len({own.id for own in articles} - {own.id for own in own_articles()}) == len(articles)
    assert {set_of(own) for own in articles} == {"own newsroom articles, locked"}
