"""Paragraphs, titles and pages of PDF files."""

from __future__ import annotations

import io

import pytest

from index.errors import ReadingError
from index.model import Article
from index.reading.formats import read_bytes
from index.reading.sandbox.extractor import Extractor
from tests.index.reading.make_pdf import Placed, make_pdf, placed_pdf

BODY = [
    "The lantern on the mole was lit again on Friday after two",
    "years in which the harbour had to do without it.",
    "Its keeper, Ines Calder, said that nobody had missed it as",
    "much as the gulls, which used to sleep on the warm roof of",
    "the tower.",
    "The town paid for the new lens with the money from a fair.",
]


def texts(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def read(raw: bytes, reader: Extractor) -> Article:
    return read_bytes(raw, "paper.pdf", extractor=reader)


def test_first_line_indents_begin_paragraphs(reader: Extractor) -> None:
    indents = [12, 0, 12, 0, 0, 12]
    lines: list[Placed] = [(50, 780, 20, "The lantern of the"), (50, 756, 20, "old mole is lit")]
    lines += [
        (50 + i, 720 - 13 * n, 10, line)
        for n, (i, line) in enumerate(zip(indents * 3, BODY * 3, strict=True))
    ]
    article = read(placed_pdf([lines]), reader)
    assert article.title == "The lantern of the old mole is lit"
    assert texts(article) == [" ".join(BODY[:2]), " ".join(BODY[2:5]), BODY[5]] * 3


def test_rows_of_two_columns_are_read_column_by_column(reader: Extractor) -> None:
    lines: list[Placed] = [(50, 780, 18, "Lantern lit")]
    for n in range(6):
        lines += [(50, 740 - 14 * n, 10, BODY[n]), (350, 740 - 14 * n, 10, BODY[n].upper())]
    joined = " ".join(texts(read(placed_pdf([lines]), reader)))
    assert joined.index(BODY[5]) < joined.index(BODY[0].upper())


def test_margin_numbers_of_a_deposition_go_and_its_turns_stay(reader: Extractor) -> None:
    said = ["Q.  When did the lamp go", "out?", "A.  In the first week of", "May.", "MR. REED:  Objection.",
            "Q.  You may answer.", "A.  I was at sea."]  # fmt: skip
    lines: list[Placed] = [(90, 780, 12, "Deposition of the keeper"), (90, 760, 12, "Taken at the town hall")]
    for n, line in enumerate(said):
        lines += [(50, 730 - 24 * n, 11, str(n + 1)), (90, 730 - 24 * n, 11, line)]
    article = read(placed_pdf([lines]), reader)
    spoken = [(p.speaker, article.text[p.start : p.end]) for p in article.paragraphs if p.speaker]
    assert spoken[0] == ("Q", "Q. When did the lamp go out?")
    assert spoken[1] == ("A", "A. In the first week of May.")
    assert ("Mr. Reed", "MR. REED: Objection.") in spoken


def test_paragraphs_know_their_page_and_running_heads_go(reader: Extractor) -> None:
    article = read(
        make_pdf(
            [["The Mole Echo", "Lantern lit", "", *BODY[:2], "", "1"], ["The Mole Echo", *BODY[2:5], "", "2"]]
        ),
        reader,
    )
    assert [(p.page, article.text[p.start : p.end]) for p in article.paragraphs] == [
        (1, " ".join(BODY[:2])),
        (2, " ".join(BODY[2:5])),
    ]


def with_title(raw: bytes, title: str, password: str | None = None) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    writer.add_metadata({"/Title": title, "/Author": "Anonymous"})
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "title", ["untitled", "Microsoft Word - lamp.doc", "PowerPoint Presentation", "lamp.indd"]
)
def test_what_programs_call_a_file_is_no_title(title: str, reader: Extractor) -> None:
    article = read(with_title(make_pdf([["Lantern lit", "", *BODY[:2]]]), title), reader)
    assert article.title == "Lantern lit"
    assert article.author is None


def test_a_file_that_opens_without_a_password_is_read(reader: Extractor) -> None:
    raw = make_pdf([["Lantern lit", "", *BODY[:2]]])
    assert texts(read(with_title(raw, "", ""), reader)) == [" ".join(BODY[:2])]
    with pytest.raises(ReadingError, match="protected by a password"):
        read(with_title(raw, "", "secret"), reader)


def test_a_text_of_one_paragraph_is_read(reader: Extractor) -> None:
    article = read(make_pdf([BODY[2:5]]), reader)
    assert article.title == "paper"
    assert texts(article) == [" ".join(BODY[2:5])]
