"""What speaks for and against the same meaning, beside the similarity of vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from index.checking import judge
from index.checking.deciding import MEANING_SIGNS, deciders
from index.checking.meaning import Near, Odds, meaning_signs, names_and_numbers, opposed
from index.checking.ranking import rank
from index.checking.tokens import split_words
from index.model import VerdictKind
from tests.index.checking.conftest import ARTICLE, CATALOG, QUOTES


def near(text: str, cosine: float, coverage: float, odds: Odds) -> Callable[[str], Sequence[Near]]:
    """One statement is near."""
    start = ARTICLE.text.index(text)
    return lambda _: [Near(1, start, start + len(text), cosine, coverage, odds)]


SAME, OTHER, NEITHER = Odds(3.0, 3.5, 5.0, 5.0), Odds(-7.5, 0.5, 0.5, -7.0), Odds(0.0, 1.5, 2.0, 0.5)
"""As the network reads the same in other words, a neighbour on the topic, and what may be either."""


@pytest.mark.parametrize(
    ("asked", "said", "against"),
    [
        ("we will recognise israel", "we will not recognise israel", True),
        ("prices will rise", "prices will fall", True),
        ("prices will not rise", "prices will fall", False),
        ("nobody will forget them", "the nation will never forget", False),
        ("not just for animals", "for animals and people", False),
        ("the shelter is open", "the shelter is open to all", False),
    ],
)
def test_opposites(asked: str, said: str, against: bool) -> None:
    assert opposed(asked.split(), said.split()) is against


def test_names_and_numbers() -> None:
    text = "Next year Oslo and Bergen get 2,000 beds. They cost three crowns, I think."
    assert names_and_numbers(text, split_words(text)) == {"oslo", "bergen", "2000", "three"}


def test_every_sign_has_a_weight_of_the_right_direction() -> None:
    weights = deciders().paraphrase.weights
    assert set(weights) == set(MEANING_SIGNS)
    assert min(weights["related"], weights["coverage"]) > 0
    assert min(weights["unaltered"], weights["agreeing"]) >= 0
    assert max(weights["new_names"], weights["opposed"], weights["crowd"]) <= 0


def test_what_covers_more_of_the_words_goes_first() -> None:
    found = [
        Near(1, *span_of(QUOTES[0][0]), 0.60, 0.40, NEITHER),
        Near(1, *span_of(QUOTES[5][0]), 0.58, 0.60, NEITHER),
    ]
    ranked = rank(CATALOG, found)
    assert [r.near.coverage for r in ranked] == [0.60, 0.40]


def span_of(text: str) -> tuple[int, int]:
    start = ARTICLE.text.index(text)
    return start, start + len(text)


def test_the_same_meaning_is_a_paraphrase_and_never_exact() -> None:
    verdict = judge(
        "Boats have to go on sailing while that crossing is risky",
        CATALOG,
        near(QUOTES[5][0], 0.75, 0.6, SAME),
    )
    assert verdict.verdict is VerdictKind.PARAPHRASE
    assert verdict.speaker == "Tomas Lind"
    assert not verdict.changes


def test_a_new_name_on_the_same_topic_is_not_support() -> None:
    verdict = judge(
        "Boats from Oslo and Bergen should dock here by 2030", CATALOG, near(QUOTES[5][0], 0.5, 0.45, OTHER)
    )
    assert verdict.verdict is VerdictKind.NOT_FOUND
    assert (verdict.speaker, verdict.quote) == (None, None)
    assert [c.speaker for c in verdict.related] == ["Tomas Lind"]


def test_what_the_claim_network_reads_as_the_same_goes_first_and_decides() -> None:
    found = [
        Near(1, *span_of(QUOTES[0][0]), 0.6, 0.5, OTHER),
        Near(1, *span_of(QUOTES[5][0]), 0.6, 0.5, SAME),
    ]
    claim = "Boats have to go on sailing while that crossing is risky"
    verdict = judge(claim, CATALOG, lambda _: found)
    assert verdict.verdict is VerdictKind.PARAPHRASE
    assert verdict.quote is not None
    assert verdict.quote.text == QUOTES[5][0]
    assert judge(claim, CATALOG, lambda _: found[:1]).verdict is VerdictKind.NOT_FOUND


def test_nothing_on_the_topic_is_nothing_related() -> None:
    assert judge("Cats sleep all day", CATALOG, near(QUOTES[5][0], 0.1, 0.2, OTHER)).related == ()


def test_an_opposite_weighs_against() -> None:
    start = ARTICLE.text.index(QUOTES[1][0])
    found = Near(1, start, start + len(QUOTES[1][0]), 0.7, 0.7, NEITHER)
    span = CATALOG.locate(1, found.start, found.end)
    assert span is not None

    def chance(text: str) -> float:
        signs = meaning_signs(CATALOG, text, split_words(text), found, span or (0, 1))
        return deciders().paraphrase.probability(MEANING_SIGNS, signs.values())

    assert chance("we refuse to use it, nobody believes it holds") > chance(
        "we use it, everyone believes it holds"
    )
