"""The same words are exact, however they are written; one other word is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import judge
from index.checking.catalog import Catalog, build, read_source
from index.checking.tokens import is_content, split_words
from index.model import Verdict, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import ARTICLE, CATALOG, QUOTES, nothing_near, stored_quotes

CUES = {"said", "says", "told", "added"}  # "Oslo said …" names a speaker, which is not compared as words
WORDS = st.sampled_from(
    sorted({w.folded for w in split_words(ARTICLE.text)} - CUES | {"navy", "7", "never", "Oslo"})
)


def judged(text: str) -> Verdict:
    return judge(text, CATALOG, nothing_near)


def check_slice(verdict: Verdict, asked: str) -> None:
    assert verdict.verdict is VerdictKind.EXACT
    cited = verdict.quote
    assert cited is not None
    assert cited.text == ARTICLE.text[cited.start : cited.end]
    assert [w.folded for w in split_words(cited.text)] == [w.folded for w in split_words(asked)]


@pytest.mark.parametrize(
    "text",
    [
        "WE ARE NOT GOING TO OPEN A BRIDGE",
        '"we are not going to open a bridge that our own engineers don\'t trust."',
        "  I have asked for the contract four times... and four times they told me to wait ",
        "nobody has ever   shown them a bill!",
        "shameful",
        "the new harbour bridge would not open before the spring of 2027",
    ],
)
def test_ways_of_writing_are_exact(text: str) -> None:
    verdict = judged(text)
    check_slice(verdict, text)
    assert verdict.speaker is not None
    assert not verdict.changes


def test_own_voice_is_exact_without_a_speaker() -> None:
    verdict = judged("the council has never published the contract")
    check_slice(verdict, "the council has never published the contract")
    assert verdict.speaker is None
    assert verdict.quote is not None
    assert verdict.quote.kind is None


def test_the_title_has_no_paragraph() -> None:
    verdict = judged("Harbour bridge will not open before spring")
    assert verdict.quote is not None
    assert (verdict.verdict, verdict.quote.paragraph) == (VerdictKind.EXACT, None)


def test_a_negation_inside_a_word_is_not_cut_off() -> None:
    assert judged("engineers do").verdict is not VerdictKind.EXACT
    assert judged("a number is one word: 240 million crowns").verdict is not VerdictKind.EXACT
    assert judged("240 million crowns").verdict is not VerdictKind.EXACT


def test_two_quotes_are_two_quotes() -> None:
    text = "We are not going to open a bridge that our own engineers don't trust. It is as simple as that."
    verdict = judged(text)
    assert verdict.verdict is VerdictKind.EXACT  # two halves of one statement
    assert verdict.quote is not None
    assert verdict.quote.text == QUOTES[1][0]
    assert [c.text for c in verdict.also] == ["It is as simple as that"]


def test_two_statements_in_one_are_altered() -> None:
    verdict = judged("The people of this town paid for every bolt. It is as simple as that.")
    assert verdict.verdict is VerdictKind.ALTERED
    assert verdict.quote is not None
    assert verdict.quote.text == "The people of this town paid for every bolt"
    assert [(c.op, c.asked) for c in verdict.changes] == [("insert", "It is as simple as that")]
    assert [c.speaker for c in verdict.also] == ["Ines Okafor"]


def test_quotes_copied_with_the_cue_between_them() -> None:
    verdict = judged("don’t trust,” Okafor said. “It is as simple as that.”")
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.quote is not None
    assert verdict.quote.text == "It is as simple as that"
    assert [c.text for c in verdict.also] == ["don’t trust"]


def test_words_over_the_end_of_a_paragraph_are_exact_piece_by_piece() -> None:
    verdict = judged("nobody has ever shown them a bill. He added that the ferry must keep running")
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.quote is not None
    cited = [verdict.quote, *verdict.also]
    assert {c.paragraph for c in cited} == {3, 4}
    assert all(c.text == ARTICLE.text[c.start : c.end] for c in cited)


@given(st.sampled_from(QUOTES), st.data())
def test_any_slice_of_words_is_exact(quote: tuple[str, str, object, int], data: st.DataObject) -> None:
    text = quote[0]
    words = [m.span() for m in re.finditer(r"\S+", text)]
    if len(words) < 4:
        return
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words) - 1))
    asked = text[words[first][0] : words[last][1]]
    verdict = judged(asked)
    check_slice(verdict, asked)
    assert verdict.quote is not None
    begin = ARTICLE.text.index(text) + words[first][0]
    places = {c.start for c in (verdict.quote, *verdict.also)}
    assert begin in places
    assert verdict.quote.text == asked


@given(st.sampled_from(QUOTES), WORDS, st.data())
def test_another_content_word_is_never_exact(
    quote: tuple[str, str, object, int], other: str, data: st.DataObject
) -> None:
    text = quote[0]
    words = split_words(text)
    if len(words) < 4:
        return
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words) - 1))
    places = [i for i in range(first, last + 1) if is_content(words[i].folded)]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    if words[at].folded == other.lower():
        return
    begin, end = words[first].start, words[last].end
    asked = text[begin : words[at].start] + other + text[words[at].end : end]
    assert judged(asked).verdict is not VerdictKind.EXACT


def test_places_of_the_asked_speaker_go_first(catalog: Catalog) -> None:
    verdict = judge("Lind said four times", catalog, nothing_near)
    assert (verdict.verdict, verdict.speaker_matches) == (VerdictKind.EXACT, True)


def test_nobody_knows_whether_it_was_them_when_nobody_is_named() -> None:
    stored = [replace(s, quote=replace(s.quote, speaker=None)) for s in stored_quotes()]
    unnamed = build([read_source(1, ARTICLE, stored)])
    verdict = judge("Lind said The people of this town paid for every bolt", unnamed, nothing_near)
    assert (verdict.verdict, verdict.speaker, verdict.speaker_matches) == (VerdictKind.EXACT, None, None)


@pytest.mark.parametrize(("left", "right"), [('"', '"'), ("“", "”"), ("", "")])
def test_a_quotation_mark_is_cited_only_with_its_partner(left: str, right: str) -> None:
    article = read_text(b'News\n\n"We hid nothing at all," she said.', "news.txt")
    verdict = judge(f"{left}We hid nothing at all{right}", build([read_source(1, article, ())]), nothing_near)
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.quote is not None
    assert verdict.quote.text == "We hid nothing at all"
