"""The trained tagger on articles that it has never seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from index.model import QuoteKind
from index.quotes import extract_quotes, extract_quotes_batch
from index.quotes.tagger import Tagger
from tests.index.quotes.articles import article

BRIDGE = article(
    "Lind says old bridge will close in May",
    "Transport Minister Mara Lind said on Monday that the old bridge in Nordhavn would close in May.",
    "“It rusts, and nobody can say how long it will hold,” she told reporters. “We will not wait for an accident.”",
    "According to the River Authority, a ferry will run every ten minutes.",
    "“That is a joke,” said Oskar Berg, who owns a bakery on the far bank.",
    "The new bridge will be 400 metres long. Work on it began in 2019.",
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = Tagger()
    if not found.available:
        pytest.skip("no weights")
    return found


def test_quotes_of_a_plain_article(tagger: Tagger) -> None:
    quotes = extract_quotes(BRIDGE, tagger)
    spoken = {q.text: q.speaker for q in quotes if q.kind is QuoteKind.DIRECT}
    assert spoken == {
        "It rusts, and nobody can say how long it will hold": "Mara Lind",
        "We will not wait for an accident.": "Mara Lind",
        "That is a joke": "Oskar Berg",
    }
    reported = {q.text: q.speaker for q in quotes if q.kind is QuoteKind.INDIRECT and q.paragraph is not None}
    assert reported["the old bridge in Nordhavn would close in May"] == "Mara Lind"
    assert any("Authority" in (s or "") for s in reported.values())
    assert {q.speaker_title for q in quotes if q.speaker == "Mara Lind"} == {"Transport Minister"}
    assert not any(q.paragraph == 4 for q in quotes)


def test_batches_and_threads_agree(tagger: Tagger) -> None:
    alone = extract_quotes(BRIDGE, tagger)
    other = article("Short", "Nothing was said.")
    texts = [
        [(q.text, q.speaker) for q in quotes] for quotes in extract_quotes_batch([other, BRIDGE], tagger)
    ]
    assert texts == [[], [(q.text, q.speaker) for q in alone]]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: extract_quotes(BRIDGE, tagger), range(4)))
    assert all(r == alone for r in results)


def test_every_token_once(tagger: Tagger) -> None:
    long = article(
        "Long", *["“It holds,” Mara Lind said of bridge number " + "nine " * 40 + "." for _ in range(12)]
    )
    (tagged,) = tagger.tag_articles([long])
    starts = [int(a) for a, _ in tagged.offsets]
    assert starts == sorted(starts)
    assert all(a != b for a, b in pairwise(starts))
    assert np.allclose(tagged.probabilities.sum(1), 1, atol=1e-2)
    assert len(tagged.links) > 1


def test_a_paragraph_longer_than_a_window(tagger: Tagger) -> None:
    a = article("Long", "“" + "It holds and we checked it all again today. " * 60 + "” Mara Lind said.")
    for quote in extract_quotes(a, tagger):
        assert quote.text == a.text[quote.start : quote.end]
