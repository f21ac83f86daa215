"""What the reader learns from our own questions: right sentences are marked, texts that do not answer hold no answer."""

import random

from index.training.own_articles import own_articles
from index.training.own_examples import own_groups
from index.training.reader_data import WINDOW

_GROUPS = own_groups(random.Random(3))


def test_nothing_is_learned_from_a_locked_article() -> None:
    locked = {question.text for article in own_articles() if article.locked for question in article.questions}
    learned = {
        question.text for article in own_articles() if not article.locked for question in article.questions
    }
    asked = {example.question for group in _GROUPS for example in group}
    assert asked <= learned
    assert asked & locked <= learned & locked  # what is asked of both, such as "price?"


def test_an_answering_text_holds_the_answer_and_the_others_do_not() -> None:
    answers: dict[str, list[str]] = {}
    for article in own_articles():
        for question in article.questions:
            answers.setdefault(question.text, []).extend(question.answers)
    for group in _GROUPS:
        for example in group:
            for (start, end), label in zip(example.sentences, example.labels, strict=True):
                sentence = example.text[start:end]
                assert label <= any(sentence in a or a in sentence for a in answers[example.question])


def test_texts_are_as_long_as_windows_and_made_of_whole_sentences() -> None:
    for group in _GROUPS:
        for example in group:
            assert example.sentences[0][0] == 0
            assert example.sentences[-1][1] == len(example.text)
            assert len(example.text) <= WINDOW or len(example.sentences) == 1
