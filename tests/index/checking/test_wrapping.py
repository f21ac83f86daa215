"""Quotes in the shapes of a chat: the wrapper names the speaker and is never compared as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import judge
from index.checking.catalog import build, read_source
from index.checking.wrapping import unwrap, without_noise
from index.model import Quote, QuoteKind, StoredQuote, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import CATALOG, nothing_near

SAID = "The people of this town paid for every bolt; nobody has ever shown them a bill"


@pytest.mark.parametrize(
    "shape",
    [
        "{} — Tomas Lind", "{} - Tomas Lind", "“{}” – Tomas Lind", "{}\n— Tomas Lind", "> {}\n- Tomas Lind",
        ">>> {}\n\nTomas Lind", "{} (Tomas Lind)", "“{}” (Tomas Lind, opposition leader)", "[Tomas Lind] {}", "{} ~ Tomas Lind",
        "{} | Tomas Lind", "Tomas Lind | {}", "Tomas Lind → “{}”", "{} -> Tomas Lind", "Tomas Lind: {}",
        "opposition leader Tomas Lind: {}", "@TomasLind: “{}”", "@tomas_lind {}", "Tomas Lind told the BBC that {}",
        "Tomas Lind complained: “{}”", "“{}” lol Tomas Lind really said that", "As Tomas Lind once put it: “{}”",
        "**Tomas Lind**: {}", "{} — Tomas Lind <:sad:1034567890123456789>", "<@1034567890123456789> Tomas Lind: {}",
        "{} — Tomas Lind https://news.example/bridge_(2)", "<t:1700000000:R> Tomas Lind said {}", "Tomas Lind said (and I quote) {}", "Tomas Lind: {} lmaooo",
        "~Tomas Lind~ {}", "tomas lind: {}", "Tomas Lind (opposition): {}", "“{}”, Tomas Lind once said",
        "{} lol Tomas Lind really said that",
    ],
)  # fmt: skip
def test_a_wrapper_names_the_speaker(shape: str) -> None:
    query = shape.format(SAID)
    verdict = judge(query, CATALOG, nothing_near)
    assert (verdict.query, verdict.verdict, verdict.speaker) == (query, VerdictKind.EXACT, "Tomas Lind")
    assert verdict.speaker_matches is True
    assert verdict.changes == ()


@pytest.mark.parametrize(
    "shape",
    [
        "“{}” lol he really said that",
        ">>> {}\n\nlol he really said that",
        "{} lmao she actually said this",
        "{}. bro literally says it",
        "{} hahaha",
        "{}\n\nhonestly she just said that",
        "omg {} fr fr",
        "{} #bridge #harbour",
        "lol he really said, and I quote, {}",
        "she just said that {}",
        "{} <a:wow:1034567890123456789>",
        "> {}",
        "{} https://news.example/x",
        "||{}||",
    ],
)
def test_a_wrapper_without_a_name_asks_for_nobody(shape: str) -> None:
    verdict = judge(shape.format(SAID), CATALOG, nothing_near)
    assert (verdict.verdict, verdict.speaker_asked) == (VerdictKind.EXACT, None)


def test_a_wrong_name_is_told() -> None:
    verdict = judge(f"{SAID}\n— Ines Okafor", CATALOG, nothing_near)
    assert (verdict.verdict, verdict.speaker_asked, verdict.speaker_matches) == (
        VerdictKind.EXACT,
        "Ines Okafor",
        False,
    )


def test_the_article_may_name_the_speaker_right_before_the_words() -> None:
    article = read_text(
        "News\nSo said Ada Moor. “The pier is ours and nobody will sell it.”\n".encode(), "n.txt"
    )
    start = article.text.index("The pier")
    end = article.text.index("”")
    quote = Quote(QuoteKind.DIRECT, article.text[start:end], start, end, 1, 0, "Ada Moor")
    catalog = build([read_source(1, article, [StoredQuote("1", 1, "n.txt", "News", None, quote)])])
    verdict = judge("Ada Moor: the pier is ours and nobody will sell it", catalog, nothing_near)
    assert (verdict.verdict, verdict.speaker_asked) == (VerdictKind.EXACT, "Ada Moor")
    assert verdict.speaker_matches is True


@pytest.mark.parametrize("end", ["and that is what he said", "as he said it"])
def test_a_sentence_may_end_like_a_comment(end: str) -> None:
    query = f"The pier is ours {end}"
    assert not any(
        way.sure and query[way.spans[0][0] : way.spans[0][1]] != query for way in unwrap(query, query)
    )


def test_a_quote_that_begins_like_a_comment_is_whole() -> None:
    said = "He actually said he was hoping for the bridge that split the town in two"
    article = read_text(f"News\n“{said},” said Ada Moor.\n".encode(), "n.txt")
    start = article.text.index(said)
    quote = Quote(QuoteKind.DIRECT, said, start, start + len(said), 1, 0, "Ada Moor")
    catalog = build([read_source(1, article, [StoredQuote("1", 1, "n.txt", "News", None, quote)])])
    verdict = judge(f"{said} | Ada Moor", catalog, nothing_near)
    assert (verdict.verdict, verdict.speaker_matches, verdict.context) == (VerdictKind.EXACT, True, None)


def test_nobody_knows_who_spoke_words_between_marks_that_are_nobodys() -> None:
    article = read_text("News\nOn the wall: “The pier is ours.” The rest is bare.\n".encode(), "n.txt")
    catalog = build([read_source(1, article, [])])
    marked = judge("Moor said the pier is ours", catalog, nothing_near)
    plain = judge("Moor said the rest is bare", catalog, nothing_near)
    assert (marked.speaker_asked, marked.speaker_matches) == ("Moor", None)
    assert (plain.speaker_asked, plain.speaker_matches) == ("Moor", False)


def test_pieces_around_a_cue_are_one_quote() -> None:
    query = "“I have asked for the contract four times…” Lind, of the opposition, said, “and four times they told me to wait”"
    verdict = judge(query, CATALOG, nothing_near)
    assert (verdict.verdict, verdict.speaker_matches) == (VerdictKind.EXACT, True)


def test_changed_words_in_a_wrapper_are_found_without_it() -> None:
    query = f"> {SAID.replace('bolt', 'nail')}\n— Tomas Lind"
    verdict = judge(query, CATALOG, nothing_near)
    assert (verdict.verdict, verdict.speaker_matches) == (VerdictKind.ALTERED, True)
    (change,) = verdict.changes
    assert (change.said, query[change.asked_start : change.asked_end]) == ("bolt", "nail")


def test_a_changed_subject_inside_the_quote_is_no_speaker() -> None:
    text = "“The Board of Health has admitted that the bridge is unsafe for lorries,” Lind said."
    article = read_text(f"Bridge\n{text}\n".encode(), "b.txt")
    start = article.text.index("The Board")
    end = article.text.index(",”")
    quote = Quote(QuoteKind.DIRECT, article.text[start:end], start, end, 0, 0, "Lind")
    catalog = build([read_source(1, article, [StoredQuote("1", 1, "b.txt", "Bridge", None, quote)])])
    verdict = judge(
        "The Board of Trade has admitted that the bridge is unsafe for lorries", catalog, nothing_near
    )
    assert (verdict.verdict, verdict.speaker, verdict.speaker_asked) == (VerdictKind.ALTERED, "Lind", None)
    assert [(c.said, c.asked) for c in verdict.changes] == [("Health", "Trade")]


@given(st.text(alphabet=st.sampled_from(" \n“”\"'()[]@:<>|~-—→>=*_`#.,abXY19éа"), max_size=200))
def test_any_message_can_be_unwrapped(text: str) -> None:
    bare = without_noise(text)
    assert len(bare) == len(text)
    for way in unwrap(text, bare):
        assert all(0 <= a <= b <= len(text) for a, b in way.spans)
