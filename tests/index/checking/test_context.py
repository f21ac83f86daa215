"""A statement torn out of a denial, a doubt, a question or a condition is told as such; honest excerpts are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import judge
from index.checking.catalog import build, read_source
from index.checking.context import AROUND, context_of
from index.model import Article, ContextKind, Paragraph, Quote, QuoteKind, StoredQuote, Verdict, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import nothing_near


def asked_of(body: str, slice_: str, query: str | None = None) -> Verdict:
    """Judge a slice of one paragraph: in marks it is Ada Moor's direct quote, else reported from her."""
    article = read_text(f"Title\n{body}\n".encode(), "a.txt")
    low = article.text.index(slice_)
    kind, start, end = QuoteKind.INDIRECT, low, low + len(slice_)
    opening = article.text.rfind("“", 0, low)
    if opening > article.text.rfind("”", 0, low):
        kind, start, end = QuoteKind.DIRECT, opening + 1, article.text.index("”", low)
    quote = Quote(kind, article.text[start:end], start, end, 0, 0, "Ada Moor", None, "Ada Moor", "said", 0.9)
    stored = StoredQuote("1", 1, "a.txt", "Title", None, quote)
    return judge(query or slice_, build([read_source(1, article, [stored])]), nothing_near)


@pytest.mark.parametrize(
    ("body", "slice_", "kind", "words"),
    [
        ("Ada Moor laughed at the idea that the pier was sold.", "the pier was sold", "denied", "Ada Moor laughed at the idea that"),
        ("Far from agreeing that the pier was lost, Moor bought paint.", "the pier was lost", "denied", "Far from agreeing that"),
        ("Ada Moor stopped short of saying that the pier was lost.", "the pier was lost", "doubted", "Ada Moor stopped short of saying that"),
        ("Ada Moor said it was too early to say that the pier was safe.", "the pier was safe", "doubted", "Ada Moor said it was too early to say that"),
        ("“People in the bar think that the pier moves,” Moor said.", "the pier moves", "ascribed", "People in the bar think that"),
        ("“My cousin keeps telling me that the pier moves,” Moor said.", "the pier moves", "ascribed", "My cousin keeps telling me that"),
        ("“They wanted me to sign that the pier was dry,” Moor said.", "the pier was dry", "ascribed", "They wanted me to sign that"),
        ("“In a dream I had, the pier was bread,” Moor said.", "the pier was bread", "supposed", "In a dream I had,"),
        ("“We will mend it, provided the state pays,” Moor said.", "the state pays", "supposed", "provided"),
        ("“I was promised that the pier was ours,” Moor said.", "the pier was ours", "ascribed", "I was promised that"),
        ("“We had been led to believe that the pier was dry,” Moor said.", "the pier was dry", "ascribed", "We had been led to believe that"),
        ("“The builder assured us that the pier was dry,” Moor said.", "the pier was dry", "ascribed", "The builder assured us that"),
        ("“I was afraid that the pier would sink,” Moor said.", "the pier would sink", "doubted", "I was afraid that"),
        ("“I used to fear that the pier would close,” Moor said.", "the pier would close", "doubted", "I used to fear that"),
        ("“My tenants suspect that the pier is sold,” Moor said.", "the pier is sold", "ascribed", "My tenants suspect that"),
        ("“I was asked to say that the pier is safe,” Moor said.", "the pier is safe", "ascribed", "I was asked to say that"),
        ("“My mother always maintained that piers float,” Moor said.", "piers float", "ascribed", "My mother always maintained that"),
        ("“I would have come had I been asked,” Moor said.", "I would have come", "cut-short", "had I been asked"),
        ("“We hope that the boats come back,” Moor said.", "the boats come back", "doubted", "We hope that"),
        ("“I had assumed that the pier was insured,” Moor said.", "the pier was insured", "doubted", "I had assumed that"),
        ("“I will resign the day you show me a crack,” Moor said.", "I will resign", "cut-short", "the day you show me a crack"),
        ("“The siren works. At least that is what the manual says,” Moor said.", "The siren works", "cut-short", "At least that is what the manual says"),
        ("“The tests were passed — not,” Moor said.", "The tests were passed", "cut-short", "not"),
        ("Ada Moor denied that the ferry had been sold.", "the ferry had been sold", "denied", "Ada Moor denied that"),
        ("“It is false that we closed the pier,” Moor said.", "we closed the pier", "denied", "It is false that"),
        ("Moor dismissed reports that the pier would sink.", "the pier would sink", "denied", "Moor dismissed reports that"),
        ("“We will not sell the old pier,” Moor said.", "sell the old pier", "denied", "We will not"),
        ("“The claim that we sold it is a lie,” Moor said.", "we sold it", "denied", "is a lie"),
        ("“I don't think the pier will last,” Moor said.", "the pier will last", "doubted", "I don't think"),
        ("Moor refused to say what the pier would cost.", "what the pier would cost", "doubted", "Moor refused to say"),
        ("“If it rains, we close the pier,” Moor said.", "it rains", "supposed", "If"),
        ("“If it rains, we close the pier,” Moor said.", "we close the pier", "supposed", "If it rains,"),
        ("“Should it rain, we close the pier,” Moor said.", "we close the pier", "supposed", "Should it rain,"),
        ("“Had we known, we would have closed the pier,” Moor said.", "we would have closed the pier", "supposed", "Had we known,"),
        ("“I would be lying if I said that the pier is safe,” Moor said.", "the pier is safe", "denied", "I would be lying if I said that"),
        ("“It would be a mistake to think that the pier is safe,” Moor said.", "the pier is safe", "denied", "It would be a mistake to think that"),
        ("“I wish I could say that the pier is safe,” Moor said.", "the pier is safe", "doubted", "I wish I could say that"),
        ("Contrary to reports that the pier will sink, Moor sold it.", "the pier will sink", "denied", "Contrary to reports that"),
        ("“We sell the pier, should the town agree to it,” Moor said.", "We sell the pier", "cut-short", "should the town agree to it"),
        ("“You knew the pier was rotten?” Moor said.", "the pier was rotten", "asked", "You knew"),
        ("“They said we would fail,” Moor said.", "we would fail", "ascribed", "They said"),
        ("“We sell the pier, but only if it rains,” Moor said.", "We sell the pier", "cut-short", "but only if it rains"),
        ("“The pier was as good as new. It is not,” Moor said.", "The pier was as good as new", "cut-short", "It is not"),
    ],
)  # fmt: skip
def test_what_turns_the_words_is_told_with_its_place(body: str, slice_: str, kind: str, words: str) -> None:
    verdict = asked_of(body, slice_)
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.context is not None
    assert (verdict.context.kind.value, verdict.context.text) == (kind, words)
    text = f"Title\n{body}\n"
    assert text[verdict.context.start : verdict.context.end] == words


@pytest.mark.parametrize(
    ("body", "slice_"),
    [
        ("“We sell the pier,” Moor said.", "We sell the pier"),
        ("“The council provided the boats,” Moor said.", "the boats"),
        ("“And I’m telling you that the pier is closed,” Moor said.", "the pier is closed"),
        (
            "“We told them to say that the pier is closed,” Moor said.",
            "We told them to say that the pier is closed",
        ),
        ("“I am afraid that the pier is lost,” Moor said.", "the pier is lost"),
        ("“It is the boat that I had the mason paint,” Moor said.", "It is the boat that I"),
        ("“You can be assured that the pier is safe,” Moor said.", "the pier is safe"),
        ("“We were promised a new pier,” Moor said.", "a new pier"),
        ("“I will resign the day after the vote,” Moor said.", "I will resign"),
        ("“People in the bar laughed, and the pier moved,” Moor said.", "the pier moved"),
        ("“If you ask me, the pier is safe,” Moor said.", "the pier is safe"),
        ("“It would be wrong to wait, so we sell the pier,” Moor said.", "we sell the pier"),
        ("“We should sell the pier,” Moor said.", "We should sell the pier"),
        ("Moor denied the report and said the pier was safe.", "the pier was safe"),
        ("Moor called it “a lie”, and said the pier was safe.", "the pier was safe"),
        ("“There is no doubt that the pier is safe,” Moor said.", "the pier is safe"),
        ("“I said that the pier would hold,” Moor said.", "the pier would hold"),
        ("“We did not wait. We built the pier,” Moor said.", "We built the pier"),
        ("“Why wait? The pier is ready,” Moor said.", "The pier is ready"),
        ("“We built the pier, but it was dear,” Moor said.", "We built the pier"),
    ],
)
def test_honest_excerpts_stand_alone(body: str, slice_: str) -> None:
    verdict = asked_of(body, slice_)
    assert (verdict.context, verdict.speaker) == (None, "Ada Moor")


def test_who_denies_has_not_said_it() -> None:
    verdict = asked_of("Ada Moor denied that the ferry had been sold.", "the ferry had been sold",
                       "Ada Moor said the ferry had been sold")  # fmt: skip
    assert (verdict.speaker, verdict.speaker_matches) == (None, False)
    assert verdict.quote is not None
    assert verdict.quote.speaker is None


def test_who_supposes_has_said_the_words() -> None:
    verdict = asked_of("“If it rains, we close the pier,” Moor said.", "we close the pier")
    assert verdict.speaker == "Ada Moor"


def test_a_question_asked_as_one_is_whole() -> None:
    assert (
        asked_of("“The pier is rotten?” Moor said.", "The pier is rotten", "The pier is rotten?").context
        is None
    )


@given(st.text(alphabet=st.sampled_from(" .,?!“”:;-—abn'tifdeny0é\u00ad\n"), max_size=300), st.data())
def test_any_slice_of_any_text_has_a_context_outside_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    article = Article("a", text, 0, 0, (Paragraph(0, 0, len(text) + 1),), "")
    found = context_of(article, start, end, None)
    if found is not None:
        assert found.text == text[found.start : found.end]
        assert found.end <= start or end <= found.start
        assert isinstance(found.kind, ContextKind)


def test_only_the_neighbourhood_is_read() -> None:
    text = "if " * 50_000 + "we win" + " not" * 50_000
    article = Article("a", text, 0, 0, (Paragraph(0, 0, len(text)),), "")
    found = context_of(article, 150_000, 150_006, None)
    assert found is not None
    assert found.start >= 150_000 - AROUND


def test_a_condition_before_the_slice_inside_its_own_quotation_is_told() -> None:
    text = (
        'News\n\nThe head of the trust said: "If the work starts in May, the herons will leave their nests."'
    )
    article = read_text(text.encode(), "news.txt")
    said = "the herons will leave their nests"
    found = context_of(article, article.text.index(said), article.text.index(said) + len(said), None)
    assert found is not None
    assert found.kind is ContextKind.SUPPOSED
    assert found.text.startswith("If the work starts in May")
