"""Our own articles say what their questions, quotes and claims claim of them."""

from collections import Counter

from index.training.own_articles import newsroom_articles, own_articles


def test_every_answer_quote_and_source_is_a_slice_of_its_article() -> None:
    for article in (*own_articles(), *newsroom_articles()):
        parts = [text for question in article.questions for text in question.answers]
        parts += [quote.text for quote in article.quotes] + [claim.source for claim in article.claims]
        assert [part for part in parts if part not in article.text] == [], article.id


def test_only_what_is_said_has_an_answer() -> None:
    for article in own_articles():
        for question in article.questions:
            assert bool(question.answers) == (question.kind == "said"), (article.id, question.text)


def test_a_third_is_locked_and_nothing_stands_twice() -> None:
    articles = own_articles()
    assert max(Counter(article.id for article in articles).values()) == 1
    assert max(Counter(article.text for article in articles).values()) == 1
    assert 0.25 < sum(article.locked for article in articles) / len(articles) < 0.36


def test_a_speaker_is_named_in_the_article() -> None:
    for article in (*own_articles(), *newsroom_articles()):
        named = article.text.lower()
        speakers = {quote.speaker for quote in article.quotes} - {None}
        assert [name for name in speakers if name is not None and name.lower() not in named] == [], article.id
