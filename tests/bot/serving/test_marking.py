"""Articles as HTML: the words stay what they are, whatever is marked in them."""

from __future__ import annotations

import html

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from bot.serving import marking
from index.model import Article, ArticleVersion, Paragraph, Quote, QuoteKind, WholeArticle

LETTERS = st.text(st.sampled_from("ab <>&\"'“”é😀\r\n\t\u202e\u00ad"), min_size=1, max_size=40)


def whole(text: str, spans: list[tuple[int, int, str | None]]) -> WholeArticle:
    quotes = tuple(
        Quote(QuoteKind.DIRECT if n % 2 else QuoteKind.INDIRECT, text[a:b], a, b, 0, n, speaker)
        for n, (a, b, speaker) in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])))
    )
    article = Article("a.txt", text, 0, 0, (Paragraph(0, 0, len(text)),), "")
    return WholeArticle(
        1, "shared", article, quotes, (ArticleVersion(1, 1, "2024-01-01T00:00:00Z", True, "x"),)
    )


def read_back(block: str) -> str:
    """What the page's script counts in: the text without what the page adds."""
    tree = lxml_html.fromstring(f"<p>{block}</p>")  # create_parent would drop a blank at the beginning
    for added in tree.xpath(".//*[@data-skip]"):
        added.drop_tree()
    return str(tree.text_content())


@settings(max_examples=60, deadline=None)
@given(LETTERS, st.data())
def test_the_words_stay(text: str, data: st.DataObject) -> None:
    size = len(text)
    span = st.tuples(st.integers(0, size), st.integers(0, size)).map(sorted).filter(lambda s: s[0] < s[1])
    spans = data.draw(st.lists(st.tuples(span, st.sampled_from(["Ada <b>", None])), max_size=4))
    cited = [(a, b) for a, b in data.draw(st.lists(span, max_size=2))]
    made = whole(text, [(a, b, who) for (a, b), who in spans])
    (block,) = marking.blocks(made, cited)
    assert read_back(block.html) == text
    assert "<b>" not in block.html


def test_what_a_parser_would_drop_stays_one_character() -> None:
    text = "a\r\nb\0c\ud800d"
    (block,) = marking.blocks(whole(text, []))
    assert html.unescape(block.html.replace("&#13;", "\r")) == "a\r\nb\ufffdc\ufffdd"


def test_a_citation_inside_and_across_quotes() -> None:
    made = whole("one two three four", [(4, 13, "Ada")])
    (block,) = marking.blocks(made, [(8, 18)])
    assert block.html == (
        'one <mark class="reported s0" data-s="0" title="Ada">two <span class="cited" id="p1:8-18" tabindex="-1">'
        'three</span></mark><span class="hidden" data-skip> (Ada) </span><span class="cited"> four</span>'
    )
    assert [speaker.name for speaker in block.speakers] == ["Ada"]


def test_speakers_in_order_with_counts() -> None:
    made = whole("one two three four", [(8, 13, "Bo"), (0, 3, "Ada"), (14, 18, "Ada"), (4, 7, None)])
    assert [(s.name, s.number, s.quotes) for s in marking.speakers(made)] == [("Ada", 0, 2), ("Bo", 1, 1)]
