"""Plain text as people really save it: byte order marks, line ends, encodings, files that are no text."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.formats import read_bytes
from index.reading.text import MAX_PARAGRAPHS, decode, read_text
from index.text.passages import split_passages

LINES = ["The gate", "It opens at nine.", "“Not before,” said Ada Moor."]


def slices(raw: bytes) -> list[str]:
    article = read_text(raw, "a.txt")
    assert [p.number for p in article.paragraphs] == list(range(len(article.paragraphs)))
    return [article.title, *(article.text[p.start : p.end] for p in article.paragraphs)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\r\n \t\r\n"])
@pytest.mark.parametrize(
    "mark_and_encoding",
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"],
)  # fmt: skip
def test_marks_and_line_ends(end: str, mark_and_encoding: tuple[bytes, str]) -> None:
    mark, encoding = mark_and_encoding
    raw = mark + end.join(LINES).encode(encoding)
    assert slices(raw) == LINES
    assert read_text(raw, "a.txt").text == end.join(LINES)  # line ends untouched, the mark dropped


def test_offsets_count_code_points_after_the_mark() -> None:
    article = read_text(codecs.BOM_UTF8 + "\r\n\r\n  𝔗itle \r\n\r\n\tOne 😀 two.  \r\n".encode(), "a.txt")
    assert article.title == "𝔗itle"
    (paragraph,) = article.paragraphs
    assert article.text[paragraph.start : paragraph.end] == "One 😀 two."
    assert (article.title_start, paragraph.start) == (6, 17)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"Title\n\x00\x01\x02", "binary"),
        (b"\xff\xfe\x00\x00T\x00\x00\x00", "binary"),
        (b"\xff\xfeT", "encoding that cannot be told"),
        (b"T\n\x81\x8d\x90 \xd0\xd2\xe4\xf2", "encoding that cannot be told"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"Title\n" + b"x" * 9_999_000, "line of more than 100,000 characters"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (b"T\n" + b"a\n" * (MAX_PARAGRAPHS + 1), "more than 20,000 paragraphs"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words) as caught:
        read_text(raw, "a.txt")
    assert str(caught.value).startswith("a.txt ")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("raw", "content_type", "text"),
    [
        ("Café\nOne".encode("cp1252"), "text/plain; charset=windows-1252", "Café\nOne"),
        ("Café\nOne".encode("latin-1"), 'text/plain; charset="ISO-8859-1"', "Café\nOne"),
        ("Café\nOne".encode(), "text/plain; charset=windows-1251", "Café\nOne"),  # a server's guess
        ("Ча\nдва".encode("koi8-r"), "text/plain; charset=koi8-r", "Ча\nдва"),
    ],
)
def test_the_servers_charset_counts_for_what_is_not_utf8(raw: bytes, content_type: str, text: str) -> None:
    assert decode(raw, "a", content_type) == text
    assert read_bytes(raw, "a.txt", content_type=content_type).text == text


@pytest.mark.parametrize("charset", ["zip", "nonsense", "hex", "utf-7", "", "idna", "unicode_escape"])
def test_a_charset_that_is_none_helps_nothing(charset: str) -> None:
    with pytest.raises(ReadingError, match=r"^a "):
        decode(b"\x81\x8d\x90 +AGE- \\u0041", "a", f"text/plain; charset={charset}")


def test_lines_that_nobody_sees_are_not_retrieved() -> None:
    article = read_text("Title\n\u200b\u00ad\n***\nOne line is there.\n".encode(), "a.txt")
    assert len(article.paragraphs) == 3
    assert [p.paragraph for p in split_passages(article)] == [None, 2]


@given(st.text(st.sampled_from("aB. \t\r\n\u00a0\u00ad“”é😀-?"), max_size=80))
def test_numbers_and_offsets_follow_the_lines(text: str) -> None:
    lines = [line.strip() for line in re.split(r"[\r\n]", text) if line.strip()]
    if not lines:
        with pytest.raises(ReadingError):
            read_text(text.encode(), "a.txt")
        return
    assert slices(text.encode()) == lines
    article = read_text(text.encode(), "a.txt")
    assert article.text == text
    passages = split_passages(article)
    for passage in passages:
        assert passage.sentences
        for start, end in passage.sentences:
            assert passage.start <= start < end <= passage.end
    retrieved = {p.paragraph for p in passages} - {None}
    assert retrieved == {p.number for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE}
