"""Random citations, answers and verdicts, with the characters that hurt."""

from __future__ import annotations

from hypothesis import strategies as st

from index.errors import Message
from index.model import Answer, Change, Citation, QuoteKind, ReindexReport, Verdict, VerdictKind

NASTY = [
    "@everyone", "@here", "<@123456789012345678>", "<@&123456789012345678>", "<#123456789012345678>",
    "<t:1700000000:R>", "<a:wave:123456789012345678>", "</ask:123456789012345678>", "[free](https://evil.example)",
    "# big", "-# small", "> quoted", ">>> all", "1. one", "- item", "* item", "||spoiler||", "`code`", "```\nblock",
    "\n", "\n\n", "\\", "**", "__", "~~", "\u200b", "\u202e", "\u00ad", "\u2066", "🏳️‍🌈", "🐟", "https://evil.example/a_b_c",
    "@every\u200bone", "<\u200b@1234567890>", ". ", "! ”", " ", "word ", "A sentence that is whole. ", "\ud800", "\x00",
]  # fmt: skip
texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=30), max_size=40).map("".join)
long_texts = texts | st.tuples(texts, st.integers(1, 50)).map(lambda pair: pair[0] * pair[1])
urls = (
    st.none()
    | st.sampled_from(["https://news.example/a(b)c d", "javascript:alert(1)", "http://[", "x" * 900])
    | texts
)
citations = st.builds(
    Citation,
    text=long_texts, article_id=st.just(1), article=long_texts, title=long_texts,
    paragraph=st.none() | st.integers(0, 10_000), start=st.just(0), end=st.integers(1, 90), speaker=st.none() | long_texts,
    url=urls, score=st.floats(0, 1), kind=st.none() | st.sampled_from(QuoteKind), published=st.none() | texts,
)  # fmt: skip
some = st.lists(citations, max_size=4).map(tuple)
answers = st.builds(
    Answer, question=long_texts, answered=st.booleans(), confidence=st.floats(0, 1), quotes=some
)
places = st.lists(st.integers(0, 90), min_size=2, max_size=2).map(sorted)
changes = st.builds(
    lambda op, said, asked, left, right: Change(op, said, asked, *left, *right),
    st.sampled_from(["replace", "insert", "delete"]), long_texts, long_texts, places, places,
)  # fmt: skip
verdicts = st.builds(
    Verdict,
    query=long_texts, verdict=st.sampled_from(VerdictKind), confidence=st.floats(0, 1), speaker=st.none() | long_texts,
    speaker_asked=st.none() | texts, speaker_matches=st.none() | st.booleans(), quote=st.none() | citations,
    changes=st.lists(changes, max_size=30).map(tuple), also=some, related=some,
)  # fmt: skip
reports = st.builds(
    ReindexReport,
    added=st.integers(0, 10**6),
    problems=st.lists(st.builds(Message, long_texts), max_size=30).map(tuple),
)
